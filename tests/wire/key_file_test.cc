#include "broker/wire/key_file.h"

#include <doctest/doctest.h>

namespace caseway::wire {
namespace {

KeyFile sample() {
  KeyFile key;
  for (std::uint8_t i = 0; i < 32; ++i) {
    key.named.bytes[i] = i;
    key.value.bytes[i] = static_cast<std::uint8_t>(255 - i);
  }
  return key;
}

core::Result<KeyFile> decoded(const std::string& text) {
  return decode_key_file({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// Written out, and not made by the code under test: files of earlier versions must be read for ever.
const std::string text =
    "# caseway officer-1 key; public 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
    "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0\n";

}  // namespace

TEST_CASE("wire: key file: is written as it stands in files, and reads back") {
  CHECK(encode_key_file("officer-1", sample()) == text);
  const auto key = decoded(text);
  REQUIRE(key.ok());
  CHECK(key.value().named == sample().named);
  CHECK(key.value().value == sample().value);
}

TEST_CASE("wire: key file: each truncation, each lost or doubled byte and what follows the second line is refused") {
  const std::size_t public_at = text.find(" public ") + 8;
  for (std::size_t length = 0; length < text.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(decoded(text.substr(0, length)).ok());
    if (length < text.find(" officer") || length >= public_at) {  // the use is a word for people
      CHECK_FALSE(decoded(std::string(text).erase(length, 1)).ok());
      CHECK_FALSE(decoded(std::string(text).insert(length, 1, text[length])).ok());
    }
  }
  CHECK_FALSE(decoded(text + "\n").ok());
  CHECK_FALSE(decoded(text + "x").ok());
  const auto why = decoded("9b1d\n");
  REQUIRE_FALSE(why.ok());
  CHECK(why.refused().code == core::Refusal::malformed);
  CHECK(why.refused().what.find("two lines") != std::string::npos);
  CHECK(why.refused().what.find("9b1d") == std::string::npos);
}

}  // namespace caseway::wire
