// Text comes back byte for byte whatever it says, and what is no UTF-8 is refused.
#include <doctest/doctest.h>

#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "broker/wire/canonical.h"
#include "broker/wire/content.h"
#include "broker/wire/reading.h"
#include "broker/wire/session.h"
#include "schemas/dossier.capnp.h"
#include "tests/core/material.h"
#include "tests/wire/random_values.h"
#include "tests/wire/same.h"
#include "tests/wire/sample.h"

namespace caseway::tests {
namespace {

/// A head with `text` in every field that takes any text.
core::DossierHead head_with(const std::string& text) {
  core::DossierHead head = sample_head();
  head.title = head.own_case_number = head.secrecy = head.note = head.paper.paper_number = text;
  core::Party& party = head.parties[0];
  party.kind = party.name = party.id_type = party.id = party.org = party.measure = text;
  party.aliases = {text, "", text};
  party.roles = {text};
  head.acts = {{"213", {}, {}, text}};
  head.amounts[0].as_written = text;
  head.rights[0].number = head.rights[0].name = text;
  core::EvidenceItem& item = head.evidence[0];
  item.evidence_class = item.title = item.maker = item.language = item.secrecy = item.file_name = text;
  item.custody = {{text, {}, text, text}};
  return head;
}

core::Document document_with(const std::string& text) {
  using core::FieldKind;
  core::Document document = sample_document();
  document.secrecy = text;
  document.fields.clear();
  for (const FieldKind kind :
       {FieldKind::text, FieldKind::amount, FieldKind::number, FieldKind::organisation, FieldKind::person,
        FieldKind::agency, FieldKind::document, FieldKind::evidence, FieldKind::code}) {
    document.fields.push_back({"field", {{kind, text, 0, {}}}});
  }
  document.fields.push_back({"deep", {{FieldKind::group, "", 0, document.fields}}});
  return document;
}

void check_comes_back(const std::string& text) {
  CAPTURE(text);
  auto head = wire::decode_head(wire::encode_head(head_with(text)));
  REQUIRE(head.ok());
  CHECK(same(head.value(), head_with(text)));
  auto document = wire::decode_document(wire::encode_document(document_with(text)));
  REQUIRE(document.ok());
  CHECK(same(document.value(), document_with(text)));
  if (text.size() > 1024) return;
  auto park = wire::decode_client(wire::encode(wire::ClientFrame(wire::Park{1, text, true})));
  REQUIRE(park.ok());
  CHECK(std::get<wire::Park>(park.value()).reason == text);
}

void collect(const boost::json::value& value, std::vector<std::string>& texts) {
  if (value.is_string()) texts.emplace_back(value.get_string());
  if (value.is_array()) {
    for (const auto& item : value.get_array()) collect(item, texts);
  }
}

}  // namespace

TEST_CASE("wire: text: strings that break programs come back from every text field byte for byte") {
  std::vector<std::string> texts;
  for (const auto& path : material_files("badinput/naughty")) {
    if (path.ends_with(".json")) collect(read_json(path), texts);
  }
  if (texts.empty()) return;  // material_files has said so
  CHECK(texts.size() > 400);
  for (const auto& text : texts) check_comes_back(text);
}

TEST_CASE("wire: text: random UTF-8 comes back, NUL, noncharacters and marks included (500)") {
  Random random(7);
  for (int i = 0; i < 500; ++i) check_comes_back(random_text(random));
  check_comes_back(std::string("a\0b", 3));
  check_comes_back(
      "\xef\xbb\xbf"
      "behind a mark");
  check_comes_back("\xef\xbf\xbe\xef\xbf\xbf");
  check_comes_back("\xf4\x8f\xbf\xbf");
}

TEST_CASE("wire: text: what is no UTF-8 is refused in place (21 forms)") {
  const std::string forms[] = {"\x80",
                               "\xbf",
                               "\xc0\x80",
                               "\xc1\xbf",
                               "\xc2",
                               "\xc2\x41",
                               "\xe0\x80\x80",
                               "\xe0\x9f\xbf",
                               "\xe1\x80",
                               "\xe1\x80\x41",
                               "\xed\xa0\x80",
                               "\xed\xbf\xbf",
                               "\xf0\x80\x80\x80",
                               "\xf0\x8f\xbf\xbf",
                               "\xf1\x80\x80",
                               "\xf1\x80\x80\x41",
                               "\xf4\x90\x80\x80",
                               "\xf5\x80\x80\x80",
                               "\xf8\x88\x80\x80\x80",
                               "\xfe",
                               "\xff"};
  for (const auto& form : forms) {
    CAPTURE(form);
    CHECK(!wire::is_utf8(form));
    for (const std::string& text : {form, "案件案件" + form, form + "12345678", "1234567" + form + "1234567890"}) {
      CHECK(!wire::is_utf8(text));
      core::DossierHead head = sample_head();
      head.parties[0].name = text;
      auto refused = wire::decode_head(wire::encode_head(head));
      REQUIRE(!refused.ok());
      CHECK(refused.refused().where == "head.parties[0].name");
    }
  }
  CHECK(wire::is_utf8(""));
  CHECK(wire::is_utf8("\xed\x9f\xbf\xee\x80\x80"));
}

TEST_CASE("wire: text: each first byte with each second byte agrees with a slow twin (65,536)") {
  // RFC 3629, table of well-formed sequences, for the first two bytes; the others are continuation bytes.
  const auto twin = [](unsigned a, unsigned b) {
    if (a < 0x80) return b < 0x80;
    if (a >= 0xc2 && a <= 0xdf) return b >= 0x80 && b <= 0xbf;
    if (a == 0xe0) return b >= 0xa0 && b <= 0xbf;
    if (a == 0xed) return b >= 0x80 && b <= 0x9f;
    if (a >= 0xe1 && a <= 0xef) return b >= 0x80 && b <= 0xbf;
    if (a == 0xf0) return b >= 0x90 && b <= 0xbf;
    if (a >= 0xf1 && a <= 0xf3) return b >= 0x80 && b <= 0xbf;
    return a == 0xf4 && b >= 0x80 && b <= 0x8f;
  };
  for (unsigned a = 0; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      std::string text = {static_cast<char>(a), static_cast<char>(b)};
      if (a >= 0xe0) text += '\x80';
      if (a >= 0xf0) text += '\x80';
      if (wire::is_utf8(text) != twin(a, b)) FAIL(a, " ", b);
    }
  }
}

TEST_CASE("wire: text: a text without its NUL, and a code or agency id outside its letters, are refused") {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<capnp::AnyPointer>().initAsAnyStruct(1, 14);
  root.getPointerSection()[0].setAs<capnp::Data>(kj::arrayPtr(reinterpret_cast<const std::uint8_t*>("ab"), 2));
  CHECK(!wire::decode_head(wire::pack(wire::canonical_bytes(message))).ok());

  for (const char* about : {"", "K01.review", "c1234567890123456789012345678901", "c12345678901234567890123456789012",
                            "two words", "案", "\x7f"}) {
    capnp::MallocMessageBuilder said;
    said.initRoot<schema::Head>().setAbout(about);
    const std::string_view text = about;
    if (text.empty()) continue;
    CAPTURE(about);
    CHECK(wire::decode_head(wire::pack(wire::canonical_bytes(said))).ok() == core::Code::fits(text));
  }
}

}  // namespace caseway::tests
