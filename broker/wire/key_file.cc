#include "broker/wire/key_file.h"

#include <optional>

namespace caseway::wire {
namespace {

constexpr std::string_view head = "# caseway ";
constexpr std::string_view mark = " key; public ";

}  // namespace

std::string encode_key_file(std::string_view use, const KeyFile& key) {
  std::string text;
  text.reserve(key_file_bytes_max);  // grown in steps, it would leave pieces of a secret in memory
  text.append(head).append(use).append(mark).append(core::hex(key.named)).append("\n");
  static constexpr char digits[] = "0123456789abcdef";
  for (const std::uint8_t byte : key.value.bytes) {  // no copy in between, for the same reason
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  text += '\n';
  return text;
}

core::Result<KeyFile> decode_key_file(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t end = text.find('\n');
  const std::size_t at = text.find(mark);
  std::optional<core::PublicKey> named;
  std::optional<KeyValue> value;
  if (text.starts_with(head) && end != text.npos && at < end && text.ends_with('\n')) {
    named = core::from_hex<core::PublicKey>(text.substr(at + mark.size(), end - at - mark.size()));
    value = core::from_hex<KeyValue>(text.substr(end + 1, text.size() - end - 2));
  }
  if (named && value) return KeyFile{*named, *value};
  return core::Refused{core::Refusal::malformed, "key file",
                       "not a key file: two lines, \"# caseway USE key; public HEX\" and 64 hex digits"};
}

}  // namespace caseway::wire
