// Under which number each agency keeps a case: noted from the head of what it says, in State and its snapshot.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/engine/snapshot.h"
#include "by_hand.h"

namespace caseway::tests {
namespace {

namespace effect = core::effect;
using rules::Side;

/// by_hand() with a joint step, and one that goes back to its sender.
rules::PackBundle with_joint() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  auto agreed = step("agreed", {"accepted"}, Side::both);
  auto stopped = step("stopped", {"accepted"}, Side::receiver);
  auto next = step("next", {"accepted"}, Side::receiver);
  next.receiver = rules::NewReceiver::named;
  for (auto& one : {agreed, stopped, next}) x1.steps.push_back(one);
  x1.to.push_back(core::Role::administrative);
  rules::Requirement letter;
  letter.id = "X1.stopped";
  letter.steps = {"stopped"};
  letter.stops = true;
  letter.must = present("head.note");
  x1.requirements.push_back(letter);
  return bundle;
}

Draft numbered(Draft draft, const char* number) {
  draft.head.own_case_number = number;
  return draft;
}

std::vector<core::AgencyId> told(const core::Outcome& outcome) {
  std::vector<core::AgencyId> agencies;
  for (const auto& each : outcome.effects)
    if (const auto* held = std::get_if<effect::NumberHeld>(&each)) agencies.push_back(held->agency);
  return agencies;
}

using Agencies = std::vector<core::AgencyId>;

struct Accepted : Site {
  core::RecordIndex first = 0;
  Accepted() : Site("2025-10-09 10:00", with_joint()) {
    first = state().next_record;
    CHECK(told(say(numbered(x1(amr, "transfer", {document("D01")}), "罗市监案〔2025〕77号"))) == Agencies{amr});
    ack_all();
    CHECK(told(say(x1(police, "accepted"))).empty());  // it told none
  }
  core::RecordIndex told_in(const core::AgencyId& agency) {
    for (const auto& number : transfer().numbers)
      if (number.agency == agency) return number.record;
    return 0;
  }
};

}  // namespace

TEST_CASE("engine: own numbers: of each agency that tells one, the transfer keeps where it was told last") {
  Accepted site;
  REQUIRE(site.transfer().numbers.size() == 1);
  CHECK(site.told_in(amr) == site.first);
  const auto second = site.state().next_record;
  CHECK(told(site.say(numbered(x1(police, "weighed"), "罗公(经)受案字〔2025〕301号"))) == Agencies{police});
  CHECK(site.told_in(police) == second);
  CHECK(site.told_in(amr) == site.first);
  const auto back = engine::decode_state(engine::encode_state(site.state()));
  REQUIRE(back.ok());
  REQUIRE(back.value().transfers.begin()->second.numbers.size() == 2);
  CHECK(back.value().transfers.begin()->second.numbers[1].record == second);
}

TEST_CASE(
    "engine: own numbers: a later number stands in the place of the agency's earlier one; one left out changes none") {
  Accepted site;
  site.say(x1(amr, "supplied", {document("D01")}));
  CHECK(site.told_in(amr) == site.first);
  const auto later = site.state().next_record;
  site.say(numbered(x1(amr, "supplied", {document("D01")}), "罗市监案〔2025〕78号"));
  CHECK(site.told_in(amr) == later);
  CHECK(site.transfer().numbers.size() == 1);
}

TEST_CASE(
    "engine: own numbers: a word that waits for the other side tells one; what goes back to its sender does not") {
  Accepted site;
  CHECK(told(site.say(numbered(x1(police, "agreed"), "罗公立字〔2025〕1号"))) == Agencies{police});
  REQUIRE(site.transfer().pending.size() == 1);
  const auto before = site.told_in(police);
  const auto returned = site.say(numbered(x1(police, "stopped"), "罗公立字〔2025〕2号"));
  REQUIRE(returned.verdict == core::Verdict::returned);
  CHECK(told(returned).empty());
  CHECK(site.told_in(police) == before);
}

TEST_CASE(
    "engine: own numbers: who hands a transfer on tells its number with that; the next receiver's stands beside it") {
  Accepted site;
  auto word = numbered(x1(police, "next"), "罗公(经)受案字〔2025〕301号");
  word.recipient = other_amr;
  CHECK(told(site.say(word)) == Agencies{police});
  REQUIRE(site.transfer().recipient == other_amr);
  CHECK(told(site.say(numbered(x1(other_amr, "weighed"), "连市监案〔2025〕5号"))) == Agencies{other_amr});
  CHECK(site.transfer().numbers.size() == 3);
  CHECK(site.told_in(police) > 0);
}

TEST_CASE("engine: own numbers: a transfer that holds 18 is told no further agency's, and the message proceeds") {
  Accepted site;
  for (std::size_t i = 1; i < engine::numbers_max; ++i)
    site.put({effect::NumberHeld{transfer_id(1), "other-" + std::to_string(i)}});
  CHECK(told(site.say(numbered(x1(amr, "supplied", {document("D01")}), "罗市监案〔2025〕78号"))) == Agencies{amr});
  const auto outcome = site.say(numbered(x1(police, "weighed"), "罗公立字〔2025〕1号"));
  CHECK(outcome.verdict == core::Verdict::proceeds);
  CHECK(told(outcome).empty());
}

}  // namespace caseway::tests
