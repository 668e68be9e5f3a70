#include "broker/wire/content.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const bool content = fuzz::check(bytes, wire::decode_content, wire::encode_content);
  const bool head = fuzz::check(bytes, wire::decode_head, wire::encode_head);
  const bool document = fuzz::check(bytes, wire::decode_document, wire::encode_document);
  auto parts = wire::decode_content(bytes);
  if (parts.ok()) (void)wire::decode_dossier(parts.value()).ok();
  return content || head || document;
}
