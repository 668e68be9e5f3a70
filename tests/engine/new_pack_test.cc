// The pack that `caseway-rules new` writes, run by the engine: whoever begins with it begins with one that works.
#include <doctest/doctest.h>

#include "broker/rules/compile.h"
#include "schemas/texts.h"
#include "site.h"

namespace caseway::tests {

using core::Verdict;

namespace {

rules::PackBundle new_pack() {
  std::map<std::string, std::string> texts;
  for (const auto& file : schemas::new_pack()) texts[std::string(file.name)] = file.text;
  const auto compiled = rules::compile_bundle(texts);
  REQUIRE(compiled.errors.empty());
  return rules::load_bundle(compiled.binary).value();
}

core::Document numbered(std::string_view type, const char* field, const char* value) {
  return document(type, {{field, {{core::FieldKind::number, value, 0, {}}}}});
}

Draft n01(const std::string& sender, const char* step, std::vector<core::Document> documents = {}) {
  Draft draft;
  draft.sender = sender;
  draft.procedure = "N01";
  draft.step = step;
  draft.documents = std::move(documents);
  return draft;
}

/// A site on which the police signed for a letter at ten.
Site signed_for() {
  Site site("2026-03-02 10:00", new_pack());
  CHECK(codes(site.say(n01(amr, "notice", {numbered("D901", "number", "监函〔2026〕3号")}))).empty());
  CHECK(site.state_of() == "sent");
  site.ack_all();
  CHECK(site.state_of() == "presented");
  CHECK(codes(site.say(n01(police, "accepted"))).empty());
  CHECK(site.state_of() == "accepted");
  CHECK(site.clock("N01.answer") == "2026-03-14 24:00 / 2026-03-16 24:00");
  return site;
}

}  // namespace

TEST_CASE("engine: new pack: a letter is signed for, answered in time and closed") {
  auto site = signed_for();
  site.move_to("2026-03-16 23:59");
  CHECK(codes(site.say(n01(police, "answer", {numbered("D902", "letterNumber", "监函〔2026〕3号")}))).empty());
  CHECK(site.state_of() == "answered");
  CHECK(site.clock("N01.answer").empty());
  CHECK(site.say(n01(police, "close")).return_code == core::ReturnCode::not_a_party);
  CHECK(site.say(n01(amr, "close")).verdict == Verdict::proceeds);
  CHECK(site.state_of() == "closed");
}

TEST_CASE("engine: new pack: an answer to another letter, and one that is late, are found and count") {
  auto site = signed_for();
  site.move_to("2026-03-16 24:00");
  CHECK(site.clock("N01.answer") == "2026-03-14 24:00 / 2026-03-16 24:00");
  site.move_to("2026-03-17 00:01");
  CHECK(site.clock("N01.answer") == "2026-03-14 24:00 / 2026-03-16 24:00!");
  CHECK(site.state_of() == "accepted");
  const auto answered = site.say(n01(police, "answer", {numbered("D902", "letterNumber", "监函〔2026〕4号")}));
  CHECK(answered.verdict == Verdict::proceeds_with_findings);
  CHECK(codes(answered) == "N01.number, late_answer");
  CHECK(site.state_of() == "answered");
}

TEST_CASE("engine: new pack: without the letter there is no answer, until it is supplied; a refusal needs none") {
  for (const bool supplied : {true, false}) {
    CAPTURE(supplied);
    Site site("2026-03-02 10:00", new_pack());
    const auto sent = site.say(n01(amr, "notice"));
    CHECK(sent.verdict == Verdict::next_step_barred);
    CHECK(codes(sent) == "N01.D901");
    site.ack_all();
    site.say(n01(police, "accepted"));
    CHECK(site.say(n01(police, "answer", {document("D902")})).return_code == core::ReturnCode::step_barred);
    CHECK(site.state_of() == "accepted");
    if (supplied) {
      CHECK(codes(site.say(n01(amr, "supplied", {document("D901")}))).empty());
      CHECK(codes(site.say(n01(police, "answer", {document("D902")}))).empty());
      CHECK(site.state_of() == "answered");
    } else {
      CHECK(codes(site.say(n01(police, "refuse", {document("D903")}))).empty());
      CHECK(site.state_of() == "refused");
    }
  }
}

}  // namespace caseway::tests
