// Which cases hang together: what both are told of a link, how far it is followed, and how much they may hold.
#include "broker/engine/linking.h"

#include <doctest/doctest.h>

#include "by_hand.h"
#include "cn01.h"

namespace caseway::tests {

using core::CaseId;
using core::Verdict;
namespace limits = core::limits;

namespace {

Draft of(Draft draft, std::uint8_t case_no, std::size_t transfer) {
  draft.case_id = case_id(case_no);
  draft.transfer = numbered(transfer);
  return draft;
}

/// Transfers 1, 2 ... each in a case of its own, where `link` is open.
Site with_cases(std::uint8_t count, rules::PackBundle bundle = by_hand()) {
  Site site("2025-09-26 11:00", std::move(bundle));
  for (std::uint8_t no = 1; no <= count; ++no) {
    site.say(of(x1(amr, "transfer", {document("D01")}), no, no));
    site.ack_all();
    site.say(of(x1(police, "accepted"), no, no));
  }
  return site;
}

/// Further transfers of a case, as if they had been opened in it.
void fill(Site& site, std::uint8_t case_no, std::size_t from, std::size_t count) {
  std::vector<core::Effect> effects;
  for (std::size_t no = from; no < from + count; ++no) {
    effects.emplace_back(core::effect::TransferOpened{
        numbered(no), case_id(case_no), "X1", amr, police, "accepted", {}, site.state().pack});
  }
  site.put(effects);
}

core::Outcome link(Site& site, std::uint8_t from, std::size_t to, std::string_view relation = "joined") {
  auto said = of(x1(police, "link"), from, from);
  said.head.links = {numbered(to)};
  if (!relation.empty()) said.head.link_relation = core::Code(relation);
  return site.say(said);
}

std::vector<CaseId> joined_to(const Site& site, std::uint8_t no) {
  const core::Facts facts;
  const core::Event event;
  return engine::joined_cases(engine::Draft(site.library(), site.state(), facts, event), case_id(no));
}

std::size_t links_of(const Site& site, std::uint8_t no) {
  return engine::find_case(site.state(), case_id(no))->links.size();
}

using Cases = std::vector<CaseId>;

}  // namespace

TEST_CASE("engine: linking: both cases are told of a link between them, and joined ones hang together (4 cases)") {
  auto site = with_cases(4);
  CHECK(joined_to(site, 1) == Cases{case_id(1)});
  CHECK(joined_to(site, 9) == Cases{case_id(9)});  // of which nothing is known
  CHECK(codes(link(site, 1, 2)).empty());
  CHECK(links_of(site, 1) == 1);
  CHECK(links_of(site, 2) == 1);
  CHECK(joined_to(site, 1) == Cases{case_id(1), case_id(2)});
  CHECK(joined_to(site, 2) == Cases{case_id(2), case_id(1)});
  link(site, 3, 2);
  CHECK(joined_to(site, 1) == Cases{case_id(1), case_id(2), case_id(3)});
  CHECK(joined_to(site, 3) == Cases{case_id(3), case_id(2), case_id(1)});
  CHECK(joined_to(site, 4) == Cases{case_id(4)});
}

TEST_CASE("engine: linking: a closed case stays in State while one that hangs together with it is open") {
  auto site = with_cases(3);
  link(site, 1, 2);
  link(site, 2, 3);
  site.ack_all();
  const auto close = [&](std::uint8_t no) {
    auto weighed = of(x1(police, "weighed"), no, no);
    weighed.head.note = "heavy";
    site.say(weighed);
    site.say(of(x1(procuratorate, "judged"), no, no));
    site.ack_all();
    REQUIRE(site.transfer(numbered(no)).final_);
  };
  close(2);  // in the middle: without it 1 and 3 would not know one another
  CHECK(site.state().closed.empty());
  close(1);
  CHECK(site.state().closed.empty());
  close(3);
  CHECK(site.state().closed.size() == 3);
  CHECK(joined_to(site, 1) == Cases{case_id(1), case_id(2), case_id(3)});
}

TEST_CASE("engine: linking: another relation joins no case, and one within a case is told once") {
  auto site = with_cases(2);
  CHECK(codes(link(site, 1, 2, "split")).empty());
  CHECK(joined_to(site, 1) == Cases{case_id(1)});
  fill(site, 1, 9, 1);
  const auto before = links_of(site, 1);
  CHECK(codes(link(site, 1, 9)).empty());
  CHECK(links_of(site, 1) == before + 1);
  CHECK(joined_to(site, 1) == Cases{case_id(1)});
}

TEST_CASE("engine: linking: a relation that the pack does not know, or none, links nothing and is said") {
  auto site = with_cases(2);
  for (const auto* relation : {"cousin", ""}) {
    const auto said = link(site, 1, 2, relation);
    CHECK(codes(said) == "link.unknown_relation");
    CHECK(said.findings.front().path == "head.linkRelation");
    CHECK(links_of(site, 1) == 0);
  }
}

TEST_CASE("engine: linking: joined cases hold 256 transfers together, and no more are opened then") {
  for (const std::size_t more : {0, 1}) {
    auto site = with_cases(3);
    fill(site, 1, 10, 100);
    fill(site, 2, 200, limits::transfers_of_case_max - 102 + more);
    const auto said = link(site, 1, 2);
    CHECK(codes(said) == (more == 0 ? "" : "link.too_many"));
    CHECK(joined_to(site, 1).size() == 2 - more);
    // The joined ones are full, though each has room; what is not joined goes on.
    const auto opened = site.say(of(x1(amr, "transfer", {document("D01")}), 1, 999));
    CHECK(codes(opened) == (more == 0 ? "case.too_many" : ""));
    CHECK(codes(link(site, 1, 3)) == (more == 0 ? "link.too_many" : ""));
    CHECK(codes(link(site, 1, 2)) == (more == 0 ? "" : "link.too_many"));  // joined already: nothing grows
  }
}

TEST_CASE("engine: linking: joined cases hold 512 pairs together") {
  for (const std::size_t more : {0, 1}) {
    auto site = with_cases(2);
    std::vector<core::Effect> effects;
    for (std::size_t no = 0; no < limits::pairs_max; ++no) {
      const auto party = static_cast<core::PartyNo>(no + 1);
      effects.emplace_back(core::effect::PairSet{numbered(1), party, "213", false, {}});
      const auto other = static_cast<core::PartyNo>(party + limits::pairs_max);  // nobody has one number in both
      effects.emplace_back(core::effect::PairSet{numbered(2), other, "213", false, {}});
    }
    site.put(effects);
    fill(site, 2, 9, 1);
    if (more == 1) site.put({core::effect::PairSet{numbered(9), 1, "213", false, {}}});
    CHECK(codes(link(site, 1, 2)) == (more == 0 ? "" : "link.too_many"));
  }
}

TEST_CASE("engine: linking: at most 64 cases are joined, and a link needs room in both") {
  auto site = with_cases(engine::joined_cases_max + 1);
  for (std::uint8_t no = 2; no <= engine::joined_cases_max; ++no) REQUIRE(codes(link(site, no, 1)).empty());
  CHECK(joined_to(site, 1).size() == engine::joined_cases_max);
  CHECK(codes(link(site, 65, 1)) == "link.too_many");
  CHECK(codes(link(site, 65, 1, "split")).empty());

  std::vector<core::Effect> effects;
  while (links_of(site, 1) + effects.size() < limits::links_of_case_max) {
    effects.emplace_back(core::effect::Linked{case_id(1), numbered(1), numbered(2), "split"});
  }
  site.put(effects);
  CHECK(codes(link(site, 65, 1, "split")) == "link.too_many");
  CHECK(links_of(site, 65) == 1);
}

namespace {

std::int64_t moves_of(const Site& site, std::uint8_t no) {
  for (const auto& counter : engine::find_case(site.state(), case_id(no))->counters) {
    if (counter.name.view() == "moves") return counter.value;
  }
  return 0;
}

void move(Site& site, std::uint8_t no) { REQUIRE(codes(site.say(of(x1(police, "moved"), no, no))).empty()); }

/// by_hand() where a case moves twice, as K13 may return twice, and `joins` links by its row.
rules::PackBundle with_rounds() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  rules::Requirement third;
  third.id = "X1.third";
  third.steps = {"moved"};
  third.stops = true;
  third.must = present("case.counter.moves");
  third.must.op = rules::Op::compare;
  third.must.compare = rules::Compare::less;
  third.must.right.constant = {core::FieldKind::integer, {}, 2, {}};
  x1.requirements.push_back(third);
  auto joins = step("joins", {"accepted"}, rules::Side::either);
  joins.links = "joined";
  auto joined_only = step("joined_only", {"accepted"}, rules::Side::either);
  joined_only.holds = present("case.link.joined");
  auto heavy_there = step("heavy_there", {"accepted"}, rules::Side::either);
  heavy_there.holds = is("case.transfer.X1.state", "heavy");
  auto owed_there = step("owed_there", {"accepted"}, rules::Side::either);
  owed_there.holds = is("case.transfer.X2.state", "owed");
  auto close = leading(step("close", {"accepted"}, rules::Side::system), "closed");
  close.say = rules::Say::when;
  close.holds = is("case.transfer.X1.state", "closed");
  for (const auto& one : {joins, joined_only, heavy_there, owed_there, close}) x1.steps.push_back(one);
  return bundle;
}

Site with_rounds(std::uint8_t count) { return with_cases(count, with_rounds()); }

core::Outcome say_in(Site& site, std::uint8_t no, std::string step) {
  return site.say(of(x1(police, std::move(step)), no, no));
}

core::Outcome join_by_row(Site& site, std::uint8_t from, std::size_t to, std::string_view relation = {}) {
  auto said = of(x1(police, "joins"), from, from);
  said.head.links = {numbered(to)};
  if (!relation.empty()) said.head.link_relation = core::Code(relation);
  return site.say(said);
}

}  // namespace

TEST_CASE("engine: linking: the second round of a case is let, and the third is refused") {
  auto site = with_rounds(1);
  move(site, 1);
  move(site, 1);
  const auto third = say_in(site, 1, "moved");
  CHECK(third.return_code == core::ReturnCode::stopped_at_sender);
  CHECK(codes(third) == "X1.third");
  CHECK(moves_of(site, 1) == 2);
}

TEST_CASE("engine: linking: rounds of joined cases are added up, and count in each of them (3 cases)") {
  auto site = with_rounds(3);
  move(site, 1);
  CHECK(moves_of(site, 2) == 0);
  CHECK(codes(join_by_row(site, 1, 2)).empty());
  CHECK(moves_of(site, 1) == 1);
  CHECK(moves_of(site, 2) == 1);
  move(site, 2);
  CHECK(moves_of(site, 1) == 2);
  CHECK(codes(say_in(site, 1, "moved")) == "X1.third");
  // Joined once more, nothing is added; a case that has moved itself brings its own.
  join_by_row(site, 2, 1);
  CHECK(moves_of(site, 1) == 2);
  move(site, 3);
  join_by_row(site, 3, 2);
  for (const auto no : {std::uint8_t{1}, std::uint8_t{2}, std::uint8_t{3}}) CHECK(moves_of(site, no) == 3);
}

TEST_CASE("engine: linking: another relation adds nothing up") {
  auto site = with_rounds(2);
  move(site, 1);
  link(site, 1, 2, "split");
  CHECK(moves_of(site, 1) == 1);
  CHECK(moves_of(site, 2) == 0);
}

TEST_CASE("engine: linking: a row's relation stands; the message may name it, and another is said") {
  auto site = with_rounds(3);
  CHECK(codes(join_by_row(site, 1, 2, "joined")).empty());
  const auto other = join_by_row(site, 1, 3, "split");
  CHECK(codes(other) == "link.other_relation");
  CHECK(joined_to(site, 1) == Cases{case_id(1), case_id(2), case_id(3)});
}

TEST_CASE(
    "engine: linking: conditions are told links across joined cases, and states of the own case first (3 cases)") {
  auto site = with_rounds(3);
  auto weighed = of(x1(police, "weighed"), 2, 2);
  weighed.head.note = "heavy";
  site.say(weighed);
  site.put({core::effect::TransferOpened{numbered(9), case_id(2), "X2", police, amr, "owed", {}, site.state().pack}});
  for (const auto* said : {"joined_only", "heavy_there", "owed_there"}) {
    CHECK(say_in(site, 3, said).return_code == core::ReturnCode::step_barred);
  }
  join_by_row(site, 3, 2);  // told in both, whoever said it
  for (const auto no : {std::uint8_t{1}, std::uint8_t{3}}) {
    for (const auto* said : {"joined_only", "owed_there"}) {
      CHECK((say_in(site, no, said).verdict == Verdict::returned) == (no == 1));
    }
    // Each has a transfer of this kind itself.
    CHECK(say_in(site, no, "heavy_there").return_code == core::ReturnCode::step_barred);
  }
}

TEST_CASE("engine: linking: a file does not close because one that it is joined to is at its end (3 cases)") {
  auto site = with_rounds(3);
  auto weighed = of(x1(police, "weighed"), 2, 2);
  weighed.head.note = "heavy";
  site.say(weighed);
  join_by_row(site, 1, 2);
  CHECK(site.state_of(numbered(1)) == "accepted");
  auto judged = of(x1(procuratorate, "judged"), 2, 2);
  site.say(judged);
  CHECK(site.state_of(numbered(2)) == "closed");
  CHECK(site.state_of(numbered(1)) == "accepted");
  CHECK(site.state_of(numbered(3)) == "accepted");
}

TEST_CASE("engine: linking: a third return for investigation of two joined files goes back to its sender (K13)") {
  for (const bool joined : {true, false}) {
    Site site;
    for (const std::uint8_t no : {std::uint8_t{1}, std::uint8_t{2}}) {
      site.put({core::effect::TransferOpened{
                    numbered(no), case_id(no), "K12", police, procuratorate, "registered", {}, site.state().pack},
                core::effect::PairSet{numbered(no), 1, "214", false, {}},
                core::effect::CounterSet{case_id(no), "investigation_rounds", 1}});
    }
    Draft joins = of(x1(procuratorate, "joined", {document("D132")}), 1, 1);
    joins.procedure = "K12";
    joins.head.links = {numbered(2)};
    if (joined) CHECK(site.say(joins).verdict != Verdict::returned);
    Draft back = of(x1(procuratorate, "return", {document("D27"), document("D28"), document("D25")}), 2, 9);
    back.procedure = "K13";
    back.recipient = police;
    back.head.pairs = {{1, "214", false}};
    const auto said = site.say(back);
    CHECK((codes(said).find("K13.third") != std::string::npos) == joined);
    CHECK((said.return_code == core::ReturnCode::stopped_at_sender) == joined);
    CHECK((site.state_of(numbered(2)) == "with_police") == !joined);
  }
}

}  // namespace caseway::tests
