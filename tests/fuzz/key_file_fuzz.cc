#include "broker/wire/key_file.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const auto key = wire::decode_key_file(bytes);
  if (!key.ok()) return false;
  MUST(bytes.size() <= wire::key_file_bytes_max);
  const std::string text = wire::encode_key_file("log", key.value());
  const auto again = wire::decode_key_file({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  MUST(again.ok() && again.value().named == key.value().named && again.value().value == key.value().value);
  return true;
}
