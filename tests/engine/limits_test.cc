// What one message, case or lane may hold, at each limit and one over it.
#include <doctest/doctest.h>

#include "by_hand.h"
#include "cn01.h"

namespace caseway::tests {

namespace limits = core::limits;
using core::ReturnCode;
using core::Verdict;

namespace {

core::TransferId numbered(std::size_t no) {
  auto id = transfer_id(static_cast<std::uint8_t>(no));
  id.bytes[14] = static_cast<std::uint8_t>(no >> 8);
  return id;
}

Draft opening(std::size_t no, std::size_t pairs) {
  auto draft = x1(amr, "transfer", {document("D01")});
  draft.transfer = numbered(no);
  for (std::size_t i = 0; i < pairs; ++i) {
    draft.head.pairs.push_back({static_cast<core::PartyNo>(i + 1), "213", false});
  }
  return draft;
}

const engine::Case& the_case(const Site& site) { return *engine::find_case(site.state(), case_id(1)); }

}  // namespace

TEST_CASE("engine: limits: an answer has 256 findings, the last of which says that there were more") {
  for (const std::size_t wrong : {std::size_t{255}, limits::outcomes_max}) {
    Site site;
    cn01::play_to(site, 8);
    auto filed = cn01::outcome("filed", 1, "", {document("D51")});
    filed.head.outcomes.clear();
    for (std::size_t i = 0; i < wrong; ++i) filed.head.outcomes.push_back({9, "213", "filed", {}, {}});
    const auto answered = site.say(filed);
    CHECK(answered.findings.size() == wrong);
    const bool over = wrong == limits::findings_max;
    CHECK(answered.findings.back().code == (over ? "findings.more" : "outcome.unknown_pair"));
    CHECK(answered.findings.front().code == "outcome.unknown_pair");
  }
}

TEST_CASE("engine: limits: a case holds 256 transfers; then nothing is opened in it") {
  Site site("2025-09-26 11:00", by_hand());
  for (std::size_t i = 0; i < limits::transfers_of_case_max - 1; ++i) {
    REQUIRE(site.say(opening(i, 0)).verdict != Verdict::returned);
  }
  site.ack_all();
  auto accepted = x1(police, "accepted");
  accepted.transfer = numbered(0);
  site.say(accepted);
  auto moved = accepted;
  moved.step = "moved";  // opens an X2
  CHECK(site.say(moved).verdict == Verdict::proceeds);
  CHECK(the_case(site).transfers.size() == limits::transfers_of_case_max);
  for (const auto& draft : {opening(limits::transfers_of_case_max, 0), moved}) {
    const auto full = site.say(draft);
    CHECK(full.return_code == ReturnCode::step_barred);
    CHECK(codes(full) == "case.too_many");
  }
  auto other = opening(limits::transfers_of_case_max, 0);
  other.case_id = case_id(2);
  CHECK(site.say(other).verdict == Verdict::proceeds);
}

TEST_CASE("engine: limits: the transfers of a case hold 512 pairs; one that holds fewer may still open 256") {
  Site site("2025-09-26 11:00", by_hand());
  CHECK(site.say(opening(1, limits::pairs_max)).verdict == Verdict::proceeds);
  CHECK(site.say(opening(2, limits::pairs_max - 1)).verdict == Verdict::proceeds);
  CHECK(site.say(opening(3, limits::pairs_max)).verdict == Verdict::proceeds);
  CHECK(codes(site.say(opening(4, 1))) == "case.too_many");
  CHECK(the_case(site).transfers.size() == 3);
}

}  // namespace caseway::tests
