// What the bus says in other transfers with a step of a message: K12 with K13 and K15, made small by hand.
#include "broker/engine/said_with.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "by_hand.h"

namespace caseway::tests {
namespace {

using core::Verdict;
namespace limits = core::limits;

rules::Step with(rules::Step row, std::vector<std::string> steps) {
  row.say = rules::Say::with;
  row.with_steps = std::move(steps);
  return row;
}

rules::Step opening(std::string_view id) {
  auto made = leading(step(id, {}, rules::Side::opener), "sent");
  made.opens_transfer = true;
  return made;
}

/// by_hand() with X3, which goes back from the police, and rows of X1 said with it: `charged` decides the pairs of
/// X3.charge, `away` and `back` follow X3.ask and X3.answer, `told` copies to X1's sender what X3.tell carries.
rules::PackBundle with_x3() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  x1.outcomes = {"charged"};
  x1.states.push_back({"away", {}, false});
  auto charged = with(step("charged", {"accepted"}, rules::Side::system), {"X3.charge"});
  charged.outcome = "charged";
  charged.lead = rules::Lead::decided_when_no_pair_open;
  charged.state = "closed";
  charged.ends = {{"X1.term", true}};
  charged.copies.resize(1);
  charged.copies[0].to = rules::CopyTo::sender;
  charged.copies[0].facts = {"outcome", "state"};
  const auto away = leading(with(step("away", {"accepted"}, rules::Side::system), {"X3.ask"}), "away");
  const auto back = leading(with(step("back", {"away"}, rules::Side::system), {"X3.answer", "X3.other"}), "accepted");
  auto told = with(step("told", {"accepted"}, rules::Side::system), {"X3.tell"});
  told.copies.resize(1);
  told.copies[0].to = rules::CopyTo::sender;
  told.copies[0].documents = {*core::DocumentType::parse("D08")};
  for (const auto& row : {charged, away, back, told}) x1.steps.push_back(row);

  rules::Procedure x3;
  x3.id = "X3";
  x3.from = {core::Role::police};
  x3.to = {core::Role::procuratorate};
  x3.states.push_back({"sent", {}, false});
  x3.steps = {opening("charge"), opening("ask"), opening("tell"), step("answer", {"sent"}, rules::Side::either)};
  bundle.procedures.push_back(x3);
  return bundle;
}

Draft x3(std::string_view said, std::size_t transfer, std::vector<core::Pair> pairs = {}, std::uint8_t case_no = 1) {
  auto draft = x1(police, std::string(said), {document("D08")});
  draft.procedure = "X3";
  draft.transfer = numbered(transfer);
  draft.case_id = case_id(case_no);
  draft.head.pairs = std::move(pairs);
  return draft;
}

/// An X1 with these pairs of 213, accepted.
void accept(Site& site, std::size_t transfer, std::uint8_t case_no, const std::vector<core::PartyNo>& parties) {
  for (const auto& [by, said] : {std::pair{amr, "transfer"}, {police, "accepted"}}) {
    auto draft = x1(by, said, {document("D01")});
    draft.transfer = numbered(transfer);
    draft.case_id = case_id(case_no);
    for (const auto party : parties) {
      if (by == amr) draft.head.pairs.push_back({party, "213", false});
    }
    REQUIRE(site.say(draft).verdict != Verdict::returned);
    site.ack_all();
  }
}

core::Outcome join(Site& site, std::size_t from, std::uint8_t from_case, std::size_t to) {
  auto link = x1(police, "link");
  link.transfer = numbered(from);
  link.case_id = case_id(from_case);
  link.head.links = {numbered(to)};
  link.head.link_relation = "joined";
  const auto said = site.say(link);
  REQUIRE(said.verdict != Verdict::returned);
  return said;
}

std::string outcome_of(const Site& site, std::size_t transfer, core::PartyNo party) {
  for (const auto& pair : site.transfer(numbered(transfer)).pairs) {
    if (pair.party == party) return pair.outcome.str();
  }
  return "no pair";
}

std::size_t states_changed(const core::Outcome& outcome, std::size_t transfer) {
  return static_cast<std::size_t>(
      std::count_if(outcome.effects.begin(), outcome.effects.end(), [&](const core::Effect& effect) {
        const auto* changed = std::get_if<core::effect::StateChanged>(&effect);
        return changed != nullptr && changed->transfer == numbered(transfer);
      }));
}

}  // namespace

TEST_CASE("engine: with: a step decides the pairs it names in another transfer, and ends their clocks alone") {
  Site site("2025-09-26 11:00", with_x3());
  accept(site, 1, 1, {1, 2});
  CHECK(codes(site.say(x3("charge", 9, {{1, "213", false}}))).empty());
  CHECK(outcome_of(site, 1, 1) == "charged");
  CHECK(outcome_of(site, 1, 2).empty());
  CHECK(site.state_of(numbered(1)) == "accepted");
  CHECK(site.clock("X1.term", 1, numbered(1)).empty());
  CHECK_FALSE(site.clock("X1.term", 2, numbered(1)).empty());
  // The rest is decided by another; then no pair is open.
  const auto last = site.say(x3("charge", 10, {{2, "213", false}}));
  CHECK(site.state_of(numbered(1)) == "closed");
  CHECK(how_ended(last, "X1.term") == "in_time");
}

TEST_CASE("engine: with: it acts in the joined case too, and not before they are joined (2 cases)") {
  for (const bool is_joined : {false, true}) {
    Site site("2025-09-26 11:00", with_x3());
    accept(site, 1, 1, {1});
    accept(site, 2, 2, {2});
    if (is_joined) join(site, 1, 1, 2);
    const auto said = site.say(x3("charge", 9, {{1, "213", false}, {2, "213", false}}));
    CHECK(site.state_of(numbered(1)) == "closed");
    CHECK(site.state_of(numbered(2)) == (is_joined ? "closed" : "accepted"));
    CHECK(deliveries(said) == procuratorate + ": whole presents, " + amr + ": outcome state" +
                                  (is_joined ? ", " + amr + ": outcome state" : ""));
  }
}

TEST_CASE("engine: with: a step that names no pair is about those of its transfer, and of any where it has none") {
  Site site("2025-09-26 11:00", with_x3());
  accept(site, 1, 1, {1});
  accept(site, 2, 1, {2});
  site.say(x3("ask", 9, {{1, "213", false}}));
  CHECK(site.state_of(numbered(1)) == "away");
  CHECK(site.state_of(numbered(2)) == "accepted");
  site.say(x3("ask", 10));
  CHECK(site.state_of(numbered(2)) == "away");
  // The answer to the first brings back that one alone; each row is said once for it.
  const auto back = site.say(x3("answer", 9));
  CHECK(site.state_of(numbered(1)) == "accepted");
  CHECK(site.state_of(numbered(2)) == "away");
  CHECK(states_changed(back, 1) == 1);
  CHECK(states_changed(back, 2) == 0);
}

TEST_CASE("engine: with: a row that is not open is not said, and the message proceeds as if there were none") {
  Site site("2025-09-26 11:00", with_x3());
  accept(site, 1, 1, {1});
  site.say(x3("ask", 9, {{1, "213", false}}));
  const auto said = site.say(x3("charge", 10, {{1, "213", false}}));
  CHECK(said.verdict != Verdict::returned);
  CHECK(codes(said).empty());
  CHECK(outcome_of(site, 1, 1).empty());
  CHECK(site.state_of(numbered(1)) == "away");
}

TEST_CASE("engine: with: nobody moves a transfer between others by one of his own (2 cases)") {
  Site site("2025-09-26 11:00", with_x3());
  const std::string others = "lianjiang-police";
  site.admit(others, {core::Role::police}, "350122", 15);
  accept(site, 1, 1, {1});
  accept(site, 2, 2, {2});
  site.put({core::effect::TransferOpened{
                numbered(3), case_id(2), "X1", other_amr, others, "accepted", {}, site.state().pack},
            core::effect::PairSet{numbered(3), 2, "213", false, {}}});
  join(site, 1, 1, 2);
  site.say(x3("charge", 9, {{1, "213", false}, {2, "213", false}}));
  CHECK(site.state_of(numbered(1)) == "closed");
  CHECK(site.state_of(numbered(2)) == "closed");
  CHECK(site.state_of(numbered(3)) == "accepted");
  CHECK(outcome_of(site, 3, 2).empty());
}

TEST_CASE("engine: with: a number means the person of its own case, whoever has it in a joined one (3 cases)") {
  struct Told {
    std::vector<core::PartyNo> own, joined;
    std::string in_own, in_joined;
  };
  for (const auto& told :
       {Told{{1}, {1}, "charged", ""}, Told{{2}, {1}, "", "charged"}, Told{{1}, {2}, "charged", ""}}) {
    Site site("2025-09-26 11:00", with_x3());
    accept(site, 1, 1, told.own);
    accept(site, 2, 2, told.joined);
    CHECK(codes(join(site, 1, 1, 2)) == (told.own == told.joined ? "link.same_number" : ""));
    site.say(x3("charge", 9, {{1, "213", false}}));
    CHECK(outcome_of(site, 1, told.own[0]) == told.in_own);
    CHECK(outcome_of(site, 2, told.joined[0]) == told.in_joined);
  }
}

TEST_CASE("engine: with: a number that two joined cases hold, and its own does not, means nobody") {
  Site site("2025-09-26 11:00", with_x3());
  accept(site, 1, 1, {3});
  accept(site, 2, 2, {1});
  accept(site, 3, 3, {1});
  join(site, 1, 1, 2);
  join(site, 1, 1, 3);
  site.say(x3("charge", 9, {{1, "213", false}, {3, "213", false}}));
  CHECK(outcome_of(site, 1, 3) == "charged");
  CHECK(outcome_of(site, 2, 1).empty());
  CHECK(outcome_of(site, 3, 1).empty());
}

TEST_CASE("engine: with: its copies show parts of the message, and it holds none of its documents") {
  Site site("2025-09-26 11:00", with_x3());
  accept(site, 1, 1, {1});
  const auto held = site.transfer(numbered(1)).documents.size();
  const auto said = site.say(x3("tell", 9, {{1, "213", false}}));
  CHECK(deliveries(said) == procuratorate + ": whole presents, " + amr + ": 1");
  CHECK(site.transfer(numbered(1)).documents.size() == held);
  CHECK(site.transfer(numbered(9)).documents.size() == 1);
}

TEST_CASE("engine: with: what a returned message would have led to is not said") {
  auto bundle = with_x3();
  bundle.procedures.back().steps[0].holds = present("D99");
  Site site("2025-09-26 11:00", bundle);
  accept(site, 1, 1, {1});
  CHECK(codes(site.say(x3("charge", 9, {{1, "213", false}}))) == "X3.charge");
  CHECK(site.state_of(numbered(1)) == "accepted");
}

TEST_CASE("engine: with: a row's own condition is asked when it is said") {
  for (const auto* note : {"yes", "no"}) {
    auto bundle = with_x3();
    for (auto& row : bundle.procedures[0].steps) {
      if (row.id == "away") row.holds = is("head.note", "yes");
    }
    Site site("2025-09-26 11:00", bundle);
    accept(site, 1, 1, {1});
    CHECK(site.state_of(numbered(1)) == "accepted");  // it is not said by itself
    auto ask = x3("ask", 9, {{1, "213", false}});
    ask.head.note = note;
    site.say(ask);
    CHECK(site.state_of(numbered(1)) == (std::string(note) == "yes" ? "away" : "accepted"));
  }
}

TEST_CASE("engine: with: 64 transfers and 256 pairs are decided by one step; one more is barred whole") {
  for (const bool of_pairs : {false, true}) {
    for (const std::size_t more : {0, 1}) {
      Site site("2025-09-26 11:00", with_x3());
      accept(site, 1, 1, {1});
      std::vector<core::Effect> effects;
      const auto transfers = of_pairs ? 3 : engine::said_with_max + more;
      for (std::size_t no = 2; no <= transfers; ++no) {
        effects.emplace_back(core::effect::TransferOpened{
            numbered(no), case_id(1), "X1", amr, police, "accepted", {}, site.state().pack});
        effects.emplace_back(core::effect::PairSet{numbered(no), 1, "213", false, {}});
      }
      const auto pairs = of_pairs ? engine::pairs_said_with_max - 3 + more : 0;
      for (std::size_t no = 0; no < pairs; ++no) {
        const auto party = static_cast<core::PartyNo>(no + 2);
        effects.emplace_back(core::effect::PairSet{numbered(2), party, "213", false, {}});
      }
      site.put(effects);
      const auto said = site.say(x3("charge", 999, {{1, "213", false}}));
      CHECK(codes(said) == (more == 0 ? "" : "with.too_many"));
      CHECK(outcome_of(site, 1, 1) == (more == 0 ? "charged" : ""));
      CHECK(outcome_of(site, transfers, 1) == (more == 0 ? "charged" : ""));
    }
  }
}

}  // namespace caseway::tests
