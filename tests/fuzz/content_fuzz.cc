#include "broker/wire/content.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::check(bytes, wire::decode_content, wire::encode_content);
  fuzz::check(bytes, wire::decode_head, wire::encode_head);
  fuzz::check(bytes, wire::decode_document, wire::encode_document);
  auto parts = wire::decode_content(bytes);
  if (parts.ok()) (void)wire::decode_dossier(parts.value()).ok();
  return 0;
}
