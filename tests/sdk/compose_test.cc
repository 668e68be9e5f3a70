#include "sdk/compose.h"

#include <doctest/doctest.h>

#include <set>

#include "broker/core/digest.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "desk.h"

namespace caseway::tests {
namespace {

const core::Field* field(const std::vector<core::Field>& fields, std::string_view name) {
  for (const auto& one : fields) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("sdk: compose: the envelope commits to every part, each with a salt of its own") {
  const auto message = composed("06-transfer.json");
  const auto parts = wire::decode_content(message.content);
  REQUIRE(parts.ok());
  REQUIRE(parts.value().size() == message.envelope.part_count);
  CHECK(message.content.size() == message.envelope.content_bytes);
  std::set<core::Salt> salts;
  std::vector<core::Digest> digests;
  for (const auto& part : parts.value()) {
    salts.insert(part.salt);
    digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
  }
  CHECK(salts.size() == parts.value().size());
  CHECK(digests == message.part_digests);
  CHECK(core::content_root(digests) == message.envelope.content_root);
  const auto dossier = wire::decode_dossier(parts.value());
  REQUIRE(dossier.ok());
  CHECK(dossier.value().documents.size() == message.dossier.documents.size());
}

TEST_CASE("sdk: compose: the list of materials holds the digest of each part that it names, evidence included") {
  const auto message = composed("06-transfer.json");
  int rows = 0;
  for (const auto& document : message.dossier.documents) {
    if (document.type.number != 6) continue;
    const auto* list = field(document.fields, "rows");
    REQUIRE(list != nullptr);
    for (const auto& row : list->values) {
      const std::string id = field(row.fields, "document")->values.front().text;
      const auto* digest = field(row.fields, "digest");
      REQUIRE_MESSAGE(digest != nullptr, id);
      core::PartNo part = 0;
      for (std::size_t i = 0; i < message.dossier.documents.size(); ++i) {
        if (message.dossier.documents[i].id == id) part = message.dossier.document_parts[i];
      }
      for (const auto& item : message.dossier.head.evidence) {
        if (item.id == id) part = item.part;
      }
      CHECK(digest->values.front().text == core::hex(message.part_digests[part]));
      ++rows;
    }
  }
  CHECK(rows == 19);
}

TEST_CASE("sdk: compose: a digest that the clerk wrote stays as written") {
  sdk::Draft draft;
  draft.procedure = "K01";
  draft.step = "note";
  draft.documents.resize(2);
  draft.documents[0].id = "d1";
  draft.documents[0].type = *core::DocumentType::parse("D01");
  draft.documents[1].id = "d6";
  draft.documents[1].type = *core::DocumentType::parse("D06");
  core::Value row;
  row.kind = core::FieldKind::group;
  row.fields = {{"document", {{core::FieldKind::document, "d1", 0, {}}}},
                {"digest", {{core::FieldKind::text, "as written", 0, {}}}}};
  draft.documents[1].fields = {{"rows", {row}}};
  Dice dice;
  sdk::Mistakes mistakes;
  const auto made = sdk::compose(draft, dice, "", mistakes);
  REQUIRE(made.has_value());
  const auto& rows = field(made->dossier.documents[1].fields, "rows")->values;
  CHECK(field(rows.front().fields, "digest")->values.front().text == "as written");
  CHECK_FALSE(made->envelope.case_id.empty());
  CHECK_FALSE(made->envelope.transfer.empty());
}

TEST_CASE("sdk: compose: more parts than a message may have are told, one fewer pass (1024)") {
  const auto with = [](std::size_t documents) {
    sdk::Draft draft;
    draft.procedure = "K01";
    draft.step = "note";
    draft.documents.resize(documents);
    for (std::size_t i = 0; i < documents; ++i) {
      draft.documents[i].id = "d" + std::to_string(i);
      draft.documents[i].type = *core::DocumentType::parse("D05");
    }
    Dice dice;
    sdk::Mistakes mistakes;
    return sdk::compose(std::move(draft), dice, "", mistakes).has_value();
  };
  CHECK(with(1023));
  CHECK_FALSE(with(1024));
}

TEST_CASE("sdk: compose: a void is a message that the wire takes") {
  auto envelope = composed("08-accepted.json").envelope;
  envelope.origin = "caseway.example";
  envelope.sender = "luoyuan-police";
  envelope.number = 4;
  envelope.signed_at = envelope.occurred_at;
  const auto decoded = wire::decode_envelope(wire::encode_envelope(sdk::void_envelope(envelope)));
  REQUIRE(decoded.ok());
  CHECK(decoded.value().number == 4);
  CHECK(decoded.value().part_count == 0);
  CHECK(decoded.value().content_bytes == sdk::void_content().size());
  const auto content = wire::decode_content(sdk::void_content());
  REQUIRE(content.ok());
  CHECK(content.value().empty());
}

}  // namespace caseway::tests
