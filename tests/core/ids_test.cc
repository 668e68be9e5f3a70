#include "broker/core/ids.h"

#include <doctest/doctest.h>

using namespace caseway::core;

TEST_CASE("ids: hexadecimal: every byte is written and read back, in either case of letters") {
  Digest digest;
  for (std::size_t i = 0; i < Digest::size; ++i) digest.bytes[i] = static_cast<std::uint8_t>(i * 37 + 1);
  const std::string text = hex(digest);
  CHECK(text.size() == 64);
  CHECK(from_hex<Digest>(text) == digest);
  std::string upper = text;
  for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
  CHECK(from_hex<Digest>(upper) == digest);
  CHECK_FALSE(from_hex<Digest>(text.substr(1)).has_value());
  CHECK_FALSE(from_hex<Digest>(text + "0").has_value());
  CHECK_FALSE(from_hex<CaseId>(text).has_value());
  for (const char bad : {'g', 'G', ' ', '/', ':', '@', '`', '\0'}) {
    std::string changed = text;
    changed[5] = bad;
    CHECK_FALSE(from_hex<Digest>(changed).has_value());
  }
}

TEST_CASE("ids: code: printable ASCII up to its limit, nothing else") {
  const std::string longest(limits::code_bytes_max, 'k');
  CHECK(Code::make(longest)->view() == longest);
  CHECK_FALSE(Code::make(longest + "k").has_value());
  CHECK(Code::make("").has_value());
  CHECK(Code::make(std::string_view())->empty());  // of no address: undefined behaviour once, seen by the sanitizers
  CHECK(Code::make("K01.review")->str() == "K01.review");
  for (const auto* bad : {"a b", "案件", "\x7f", "a\n", "\x01"}) CHECK_FALSE(Code::make(bad).has_value());
  CHECK(Code("K01") < Code("K01b"));
  CHECK(Code("K01b") < Code("K02"));
  CHECK(Code() < Code("K01"));
  CHECK(Code("K01") != Code("K01b"));
}

TEST_CASE("ids: document type: one way to write each, read back as written") {
  for (const auto* good : {"D01", "D50", "D99", "D141", "D9999", "D50.list", "D55.1", "D50.abcdef"}) {
    CAPTURE(good);
    const auto type = DocumentType::parse(good);
    REQUIRE(type.has_value());
    CHECK(type->str() == good);
    CHECK_FALSE(type->empty());
  }
  CHECK(DocumentType::parse("D50.list")->number == 50);
  for (const auto* bad : {"", "D", "D1", "d01", "D00", "D001", "D0141", "D10000", "01", "D5x", "D50.", "D50.List",
                          "D50.abcdefg", "D50.a.b", "D50 ", " D50", "D50.-", ".list", "D.list"}) {
    CAPTURE(bad);
    CHECK_FALSE(DocumentType::parse(bad).has_value());
  }
  CHECK(*DocumentType::parse("D50") < *DocumentType::parse("D50.list"));
  CHECK(*DocumentType::parse("D99") < *DocumentType::parse("D141"));
  CHECK(DocumentType{}.empty());
}
