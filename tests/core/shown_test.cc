#include "broker/core/shown.h"

#include <doctest/doctest.h>

#include <set>

namespace caseway::core {
namespace {

/// The UTF-8 of one code point below U+10000 that is no surrogate.
std::string utf8(unsigned point) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xc0 | point >> 6), byte(0x80 | (point & 0x3f))};
  return {byte(0xe0 | point >> 12), byte(0x80 | (point >> 6 & 0x3f)), byte(0x80 | (point & 0x3f))};
}

/// The slow twin: a list.
bool is_obeyed(unsigned point) {
  static const std::set<unsigned> marks{0x7f,   0x61c,  0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b,
                                        0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069};
  return point < 0x20 || (point >= 0x80 && point < 0xa0) || marks.count(point) != 0;
}

}  // namespace

TEST_CASE("shown: each character that a terminal obeys is escaped, every other is left (63,488)") {
  for (unsigned point = 0; point < 0x10000; ++point) {
    if (point >= 0xd800 && point < 0xe000) continue;
    const std::string text = utf8(point);
    CAPTURE(point);
    CHECK(obeyed_bytes(text + "x") == (is_obeyed(point) ? text.size() : 0));
    char expected[8];
    std::snprintf(expected, sizeof expected, "\\u%04x", point);
    CHECK(shown("a" + text + "b") == "a" + (is_obeyed(point) && point != '\n' ? expected : text) + "b");
  }
}

TEST_CASE("shown: a text cut within a character, and no text, come back as they are") {
  for (const char* cut : {"", "\xc2", "\xd8", "\xe2", "\xe2\x80", "\xe2\x81", "\xf0\x9f\x98"}) {
    CHECK(obeyed_bytes(cut) == 0);
    CHECK(shown(cut) == cut);
  }
}

}  // namespace caseway::core
