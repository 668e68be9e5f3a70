// Persons under offences: stages that leave a pair open, pairs that join later, who is held.
#include <doctest/doctest.h>

#include "by_hand.h"

namespace caseway::tests {
namespace {

using core::Verdict;

/// by_hand() with what happens to persons: `registered` is a stage, `decided` ends it, `added` brings further pairs and
/// starts X1.term for them, `again` starts it for each open one, X1.whole has no person.
rules::PackBundle with_persons() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  x1.outcomes = {"registered", "judged"};
  x1.stages = {"registered"};
  auto registered = step("registered", {"accepted"}, rules::Side::receiver);
  registered.outcome = "registered";
  registered.lead = rules::Lead::decided_when_no_pair_open;
  registered.state = "closed";
  auto decided = registered;
  decided.id = "decided";
  decided.outcome = "judged";
  auto added = step("added", {"accepted"}, rules::Side::sender);
  added.pairs_added = true;
  added.starts = {{"X1.term", true, false, {}}, {"X1.whole", false, false, {}}};
  auto again = step("again", {"accepted"}, rules::Side::receiver);
  again.starts = {{"X1.term", true, false, {}}};
  auto whole = days("X1.whole", 3);
  whole.custody_no_roll = true;
  x1.clocks.push_back(whole);
  for (auto& one : {registered, decided, added, again}) x1.steps.push_back(one);
  return bundle;
}

/// The measure of each party is asked for; what lacks it keeps `registered` closed until it is told or waived.
rules::PackBundle with_measures() {
  auto bundle = with_persons();
  rules::Requirement measure;
  measure.id = "X1.measure";
  measure.steps = {"transfer", "supplied"};
  measure.fault = core::Fault::unmet;
  measure.per_party = true;
  measure.must = present("element.measure");
  measure.bars = {"registered"};
  measure.until_waived = true;
  measure.waived_by = {core::Role::police};
  bundle.procedures[0].requirements.push_back(measure);
  return bundle;
}

core::Party party(core::PartyNo no, const std::string& measure = {}) {
  core::Party one;
  one.no = no;
  one.measure = measure;
  return one;
}

struct Deciding : Site {
  using Site::Site;
  core::Outcome decide(const std::string& step, const std::string& outcome, core::PartyNo no) {
    auto word = x1(police, step);
    word.head.outcomes = {{no, "213", core::Code(outcome), {}, {}}};
    return say(word);
  }
};

struct Asked : Deciding {
  Asked() : Deciding("2025-10-09 10:00", with_measures()) {}
};

/// An accepted X1 with pairs 1/213 and 2/213; the term of each began on Thursday 9 October 2025.
struct Persons : Deciding {
  explicit Persons(const std::string& measure = {}) : Deciding("2025-10-09 10:00", with_persons()) {
    auto transfer = x1(amr, "transfer", {document("D01")});
    transfer.head.parties = {party(1, measure), party(2)};
    transfer.head.pairs = {{1, "213", false}, {2, "213", false}};
    say(transfer);
    ack_all();
    say(x1(police, "accepted"));
    REQUIRE(state_of() == "accepted");
  }
};

}  // namespace

TEST_CASE("engine: persons: what is asked of each keeps the step closed for that person alone, until it is met") {
  Asked site;
  auto transfer = x1(amr, "transfer", {document("D01")});
  transfer.head.parties = {party(1, "bail"), party(2)};
  transfer.head.pairs = {{1, "213", false}, {2, "213", false}};
  const auto sent = site.say(transfer);
  CHECK(sent.verdict == Verdict::next_step_barred);
  REQUIRE(codes(sent) == "X1.measure");
  CHECK(sent.findings[0].path == "party.2");
  CHECK(sent.findings[0].barred_step == core::Code("registered"));
  site.ack_all();
  site.say(x1(police, "accepted"));
  CHECK(site.decide("registered", "registered", 1).verdict == Verdict::proceeds);
  const auto barred = site.decide("registered", "registered", 2);
  CHECK(barred.return_code == core::ReturnCode::step_barred);
  REQUIRE(codes(barred) == "X1.measure");
  CHECK(barred.findings[0].path == "party.2");
  CHECK(site.say(x1(police, "registered")).return_code == core::ReturnCode::step_barred);  // it would act on both

  auto supplied = x1(amr, "supplied");
  supplied.head.parties = {party(3)};  // another lacks it too
  site.say(supplied);
  CHECK(site.transfer().open.size() == 2);
  supplied.head.parties = {party(2, "arrest"), party(1, "bail")};
  CHECK(site.say(supplied).verdict == Verdict::proceeds);
  REQUIRE(site.transfer().open.size() == 1);
  CHECK(site.transfer().open[0].path == std::string("party.3"));
  CHECK(site.decide("registered", "registered", 2).verdict == Verdict::proceeds);
}

TEST_CASE("engine: persons: a waiver opens the step for who was found lacking, and for nobody found so later") {
  Asked site;
  auto transfer = x1(amr, "transfer", {document("D01")});
  transfer.head.parties = {party(1), party(2, "bail")};
  transfer.head.pairs = {{1, "213", false}, {2, "213", false}};
  site.say(transfer);
  site.ack_all();
  CHECK(site.say(x1(police, "waive")).verdict == Verdict::proceeds);
  site.say(x1(police, "accepted"));
  CHECK(site.decide("registered", "registered", 1).verdict == Verdict::proceeds);
  auto supplied = x1(amr, "supplied");
  supplied.head.parties = {party(1), party(2)};
  CHECK(site.say(supplied).verdict == Verdict::next_step_barred);
  CHECK(site.decide("registered", "registered", 1).verdict == Verdict::proceeds);
  CHECK(site.decide("registered", "registered", 2).return_code == core::ReturnCode::step_barred);
}

TEST_CASE("engine: persons: a stage leaves its pair open, and only an outcome that is none ends the transfer") {
  Persons site;
  CHECK(site.decide("registered", "registered", 1).verdict == Verdict::proceeds);
  CHECK(site.decide("registered", "registered", 2).verdict == Verdict::proceeds);
  CHECK(site.transfer().pairs[0].outcome == core::Code("registered"));
  CHECK(site.transfer().pairs[0].stage);
  CHECK(engine::open_pairs(site.transfer()) == 2);
  CHECK(site.state_of() == "accepted");
  site.decide("decided", "judged", 1);
  CHECK_FALSE(site.transfer().pairs[0].stage);
  CHECK(engine::open_pairs(site.transfer()) == 1);
  CHECK(site.state_of() == "accepted");
  site.decide("decided", "judged", 2);
  CHECK(site.state_of() == "closed");
}

TEST_CASE("engine: persons: added pairs join open, what the transfer has stays, and their clocks are theirs alone") {
  Persons site;
  site.decide("decided", "judged", 1);
  const auto term = site.clock("X1.term", 2);
  site.move_to("2025-10-11 10:00");
  auto added = x1(amr, "added");
  added.head.parties = {party(3)};
  added.head.pairs = {{1, "213", false}, {3, "213", false}, {3, "213", false}};
  CHECK(site.say(added).verdict == Verdict::proceeds);
  REQUIRE(site.transfer().pairs.size() == 3);
  CHECK(site.transfer().pairs[0].outcome == core::Code("judged"));
  CHECK(site.transfer().pairs[2].party == 3);
  CHECK(engine::open_pairs(site.transfer()) == 2);
  CHECK(site.clock("X1.term", 2) == term);  // not begun anew
  CHECK(site.clock("X1.term", 3) != term);
  CHECK_FALSE(site.clock("X1.term", 3).empty());
}

TEST_CASE("engine: persons: a transfer takes pairs up to 256, and what is one too many is barred whole") {
  Persons site;
  auto added = x1(amr, "added");
  for (core::PartyNo no = 3; no <= core::limits::pairs_max; ++no) added.head.pairs.push_back({no, "213", false});
  auto more = added;
  more.head.pairs.push_back({400, "213", false});
  const auto refused = site.say(more);
  CHECK(refused.return_code == core::ReturnCode::step_barred);
  CHECK(codes(refused) == "pairs.too_many");
  CHECK(site.transfer().pairs.size() == 2);
  CHECK(site.say(added).verdict == Verdict::proceeds);
  CHECK(site.transfer().pairs.size() == core::limits::pairs_max);
  CHECK(site.say(added).verdict == Verdict::proceeds);  // none of them is new
}

TEST_CASE("engine: persons: who is held is kept for the transfer, until a message tells another measure") {
  Persons site("detention");
  CHECK(site.transfer().pairs[0].in_custody);
  CHECK_FALSE(site.transfer().pairs[1].in_custody);
  auto note = x1(amr, "supplied");
  note.head.parties = {party(1), party(2, "arrest")};  // of the first it tells nothing
  site.say(note);
  CHECK(site.transfer().pairs[0].in_custody);
  CHECK(site.transfer().pairs[1].in_custody);
  note.head.parties = {party(1, "bail")};
  site.say(note);
  CHECK_FALSE(site.transfer().pairs[0].in_custody);
  CHECK(site.transfer().pairs[1].in_custody);
}

TEST_CASE("engine: persons: a period that does not roll for who is held rolls once they are free, person by person") {
  Persons site("detention");
  // Day 3 is Sunday 12 October: the end for the one in custody; Monday for the other.
  CHECK(site.clock("X1.term", 1).ends_with("2025-10-12 24:00"));
  CHECK(site.clock("X1.term", 2).ends_with("2025-10-13 24:00"));
  auto again = x1(police, "again");
  again.head.parties = {party(1, "bail")};
  site.say(again);
  CHECK(site.clock("X1.term", 1).ends_with("2025-10-13 24:00"));
}

TEST_CASE("engine: persons: a clock of no person does not roll while somebody with an open pair is held") {
  for (const bool is_decided : {false, true}) {
    Persons site("arrest");
    if (is_decided) site.decide("decided", "judged", 1);
    auto added = x1(amr, "added");
    added.head.pairs = {{3, "213", false}};
    site.say(added);
    CHECK(site.clock("X1.whole").ends_with(is_decided ? "2025-10-13 24:00" : "2025-10-12 24:00"));
  }
}

}  // namespace caseway::tests
