#include "broker/core/shown.h"

#include <cstdint>

namespace caseway::core {

namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<std::uint8_t>(text[at]) : std::uint8_t{0};
}

constexpr char digits[] = "0123456789abcdef";

}  // namespace

std::size_t obeyed_bytes(std::string_view text) {
  if (text.empty()) return 0;
  const auto first = byte_at(text, 0);
  if (first < 0x20 || first == 0x7f) return 1;
  const auto second = byte_at(text, 1);
  if (first == 0xc2) return second >= 0x80 && second <= 0x9f ? 2 : 0;  // U+0080 to 9F
  if (first == 0xd8) return second == 0x9c ? 2 : 0;                    // U+061C
  if (first != 0xe2) return 0;
  const auto third = byte_at(text, 2);
  if (second == 0x80) {  // U+200E, 200F; 2028 to 202E
    return third == 0x8e || third == 0x8f || (third >= 0xa8 && third <= 0xae) ? 3 : 0;
  }
  return second == 0x81 && third >= 0xa6 && third <= 0xa9 ? 3 : 0;  // U+2066 to 2069
}

std::string escaped(std::string_view text, std::size_t bytes) {
  unsigned value = byte_at(text, 0);
  if (bytes == 2) value = (value & 0x1fu) << 6 | (byte_at(text, 1) & 0x3fu);
  if (bytes == 3) value = (value & 0x0fu) << 12 | (byte_at(text, 1) & 0x3fu) << 6 | (byte_at(text, 2) & 0x3fu);
  std::string made = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) made += digits[value >> shift & 15u];
  return made;
}

std::string shown(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = text.front() == '\n' ? 0 : obeyed_bytes(text);
    if (bytes > 0) {
      made += escaped(text, bytes);
      text.remove_prefix(bytes);
    } else {
      made += text.front();
      text.remove_prefix(1);
    }
  }
  return made;
}

}  // namespace caseway::core
