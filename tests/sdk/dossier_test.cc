// A message composed from values: the form of docs/FOLDER.md comes of it, and nothing else.
#include <doctest/doctest.h>

#include "desk.h"
#include "sdk/caseway_dossier.h"
#include "sdk/outgoing.h"

namespace caseway::tests {
namespace {

/// 2025-09-26 11:05 in law time.
constexpr Instant occurred{Milliseconds(1'758'855'900'000)};

Dossier small() {
  Dossier dossier;
  dossier.procedure = "K01";
  dossier.step = "transfer";
  dossier.occurred_at = occurred;
  dossier.title = "林某涉嫌\"假冒\"案";
  dossier.parties.push_back({1, "林某", {"suspect"}, "person", Fields().yes("present", true)});
  dossier.pairs.push_back({1, "213", {}});
  dossier.documents.push_back({"d02", "D02", Fields().text("number", "1").date("issued", occurred), "S", "valid", {}});
  dossier.evidence.push_back({"ev-1", "E1", "a photo", {1, 2, 3}, "photo.jpg", {}});
  dossier.evidence.push_back({"ev-2", "E2", "shoes", {}, "", {}});
  return dossier;
}

}  // namespace

TEST_CASE("sdk: dossier: every value stands where the form has it, and what is empty is left out") {
  const Message message = compose(small());
  CHECK(message.json ==
        R"({"procedure":"K01","step":"transfer","occurredAt":"2025-09-26T11:05:00+08:00","head":{)"
        R"("title":"林某涉嫌\"假冒\"案",)"
        R"("parties":[{"no":1,"kind":"person","name":"林某","roles":["suspect"],"present":true}],)"
        R"("pairs":[{"party":1,"offence":"213"}],)"
        R"("evidence":[{"id":"ev-1","class":"E1","title":"a photo","file":"evidence-1","fileName":"photo.jpg"},)"
        R"({"id":"ev-2","class":"E2","title":"shoes"}]},)"
        R"("documents":[{"id":"d02","type":"D02","carrier":"S","stamp":"valid",)"
        R"("fields":{"number":"1","issued":"2025-09-26"}}]})");
  REQUIRE(message.files.size() == 1);
  CHECK(message.files.at("evidence-1") == Blob{1, 2, 3});
}

TEST_CASE("sdk: dossier: what was composed is read as what it was composed from") {
  const Message message = compose(small());
  sdk::Mistakes mistakes;
  const auto read = [&](const std::string& path, std::string&) { return std::optional(message.files.at(path)); };
  const auto draft = sdk::read_message(message.json, "dossier", packs(), read, mistakes);
  for (const auto& mistake : mistakes) MESSAGE(sdk::print_mistake(mistake));
  REQUIRE(draft.has_value());
  CHECK(draft->occurred_at.ms == occurred.time_since_epoch().count());
  CHECK(draft->head.parties.at(0).name == "林某");
  CHECK(draft->head.parties.at(0).present);
  CHECK(draft->head.pairs.at(0).offence.view() == "213");
  CHECK(draft->documents.at(0).carrier == core::Carrier::scan);
  CHECK(draft->evidence.at(0) == Blob{1, 2, 3});
  CHECK(draft->evidence.at(1).empty());
  CHECK(draft->head.evidence.at(0).file_name == "photo.jpg");
}

TEST_CASE("sdk: dossier: a bare step is a whole message, and names of its transfer are told") {
  Dossier dossier;
  dossier.procedure = "K01";
  dossier.step = "receipt_signed";
  dossier.occurred_at = occurred;
  dossier.recipient = "luoyuan-police";
  dossier.case_id = std::string(32, '1');
  dossier.transfer = std::string(32, '2');
  dossier.confirms = std::string(64, '3');
  dossier.head.number("n", -5).group("paper", Fields().yes("entered", false)).groups("acts", {Fields(), Fields()});
  CHECK(compose(dossier).json ==
        R"({"procedure":"K01","step":"receipt_signed","occurredAt":"2025-09-26T11:05:00+08:00",)"
        R"("recipient":"luoyuan-police","case":"11111111111111111111111111111111",)"
        R"("transfer":"22222222222222222222222222222222",)"
        R"("confirms":"3333333333333333333333333333333333333333333333333333333333333333",)"
        R"("head":{"n":-5,"paper":{"entered":false},"acts":[{},{}],"parties":[],"pairs":[],"evidence":[]},)"
        R"("documents":[]})");
}

TEST_CASE("sdk: dossier: an evidence file may have 1 MiB and not a byte more") {
  Dossier dossier = small();
  dossier.evidence[0].bytes.resize(1 << 20);
  CHECK(compose(dossier).files.size() == 1);
  dossier.evidence[0].bytes.resize((1 << 20) + 1);
  CHECK_THROWS_AS((void)compose(dossier), Error);
}

TEST_CASE("sdk: dossier: letters of any kind in names and values stay what they are") {
  const Fields fields = Fields().text("a\"b", "c\\d\n\x01").texts("e", {"\"", ""}).instant("at", occurred);
  sdk::Mistakes mistakes;
  const auto json = sdk::parse_json(fields.json(), "fields", mistakes);
  REQUIRE(json.has_value());
  CHECK(json->text_of("a\"b") == "c\\d\n\x01");
  CHECK(json->list_of("e").at(0).text == "\"");
  CHECK(json->text_of("at") == "2025-09-26T11:05:00+08:00");
}

}  // namespace caseway::tests
