// What is read of earlier messages for one decision: 1 MiB in sum, in the order of needs(), and the same in a replay.
#include "broker/flow/facts.h"

#include <algorithm>

#include "broker/wire/content.h"
#include "tests/flow/test_site.h"

namespace caseway::simulation {
namespace {

constexpr auto most = core::limits::facts_bytes_max;

core::Document filled(const char* type, std::size_t bytes) {
  core::Document document;
  document.id = "d";
  document.type = *core::DocumentType::parse(type);
  for (std::size_t at = 0; at < bytes; at += core::limits::text_bytes_max / 2) {
    core::Field field;
    field.name = "t" + std::to_string(at);
    field.values.resize(1);
    field.values[0].kind = core::FieldKind::text;
    field.values[0].text.assign(std::min(bytes - at, core::limits::text_bytes_max / 2), 'x');
    document.fields.push_back(std::move(field));
  }
  return document;
}

std::size_t length(const core::Document& document) {
  return wire::judged_bytes(core::PartType::document, wire::encode_document(document));
}

/// A document that is `bytes` long unpacked.
core::Document of_length(const char* type, std::size_t bytes) {
  auto document = filled(type, bytes - bytes / 16);
  for (auto& field : document.fields) {
    const auto lacks = bytes - length(document);
    auto& text = field.values[0].text;
    text.resize(std::min(text.size() + lacks, core::limits::text_bytes_max - 16), 'x');
  }
  REQUIRE(length(document) == bytes);
  return document;
}

TEST_CASE("facts: 1 MiB in sum is read; with one word more the last and what follows it stay unread") {
  const auto half = of_length("D01", most / 2);
  for (const std::size_t over : {std::size_t{0}, std::size_t{8}}) {
    const std::vector<core::Document> documents{half, of_length("D02", most / 2 + over), filled("D03", 10)};
    core::Facts needed;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      core::Fact fact;
      fact.ref = {i, 1, {}};
      fact.type = documents[i].type;
      fact.unread = true;
      needed.push_back(fact);
    }
    std::size_t reads = 0;
    const auto read = [&](core::RecordIndex index, core::PartNo) {
      ++reads;
      flow::StoredPart part;
      part.type = core::PartType::document;
      part.bytes = wire::encode_document(documents[index]);
      return std::optional(part);
    };
    const auto facts = flow::fetch_facts(needed, read, {});
    REQUIRE(facts.size() == 3);
    CHECK_FALSE(facts[0].unread);
    CHECK(facts[0].document.fields.size() == half.fields.size());
    CHECK(facts[1].unread == (over > 0));
    CHECK(facts[1].type == documents[1].type);
    CHECK(facts[1].document.fields.empty() == (over > 0));
    CHECK(facts[2].unread);  // the third goes beyond in both
    CHECK(reads == (over > 0 ? 2 : 3));
  }
}

TEST_CASE("facts: a transfer that holds more than 1 MiB is judged in part, goes on, and a replay judges the same") {
  for (const std::size_t each : {most / 3, most * 2 / 3}) {
    TestSite site;
    auto said = site.transfer();
    said.documents.push_back(filled("D02", each));
    site.tell(site.amr, said);
    site.turn();
    site.settle();
    const auto step = [&](Agency& agency, const char* name, std::vector<core::Document> documents) {
      auto next = said;
      next.step = name;
      next.documents = std::move(documents);
      const auto statement = site.answered(agency, site.compose(agency, next));
      ++agency.next;
      CAPTURE(name);
      REQUIRE(statement.verdict != core::Verdict::returned);
      site.settle();
      return statement;
    };
    step(site.police, "accepted", {});
    step(site.amr, "cured", {filled("D03", each)});
    const auto statement = step(site.amr, "cured", {});
    const auto& findings = statement.findings;
    const bool in_part = std::find(findings.begin(), findings.end(), "judged_in_part") != findings.end();
    CHECK(in_part == (each > most / 2));
    site.agrees();
  }
}

}  // namespace
}  // namespace caseway::simulation
