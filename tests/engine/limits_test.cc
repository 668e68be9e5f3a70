// What one message, case or lane may hold, at each limit and one over it.
#include <doctest/doctest.h>

#include "by_hand.h"
#include "cn01.h"

namespace caseway::tests {

namespace limits = core::limits;
using core::ReturnCode;
using core::Verdict;

namespace {

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
  CHECK(site.say(moved).verdict != Verdict::returned);
  CHECK(the_case(site).transfers.size() == limits::transfers_of_case_max);
  for (const auto& draft : {opening(limits::transfers_of_case_max, 0), moved}) {
    const auto full = site.say(draft);
    CHECK(full.return_code == ReturnCode::step_barred);
    CHECK(codes(full) == "case.too_many");
  }
  auto other = opening(limits::transfers_of_case_max, 0);
  other.case_id = case_id(2);
  CHECK(site.say(other).verdict != Verdict::returned);
}

TEST_CASE("engine: limits: the transfers of a case hold 512 pairs; one that holds fewer may still open 256") {
  Site site("2025-09-26 11:00", by_hand());
  CHECK(site.say(opening(1, limits::pairs_max)).verdict != Verdict::returned);
  CHECK(site.say(opening(2, limits::pairs_max - 1)).verdict != Verdict::returned);
  CHECK(site.say(opening(3, limits::pairs_max)).verdict != Verdict::returned);
  CHECK(codes(site.say(opening(4, 1))) == "case.too_many");
  CHECK(the_case(site).transfers.size() == 3);
}

TEST_CASE("engine: limits: a lane remembers 4,096 answers above `settled`, and then forgets the oldest") {
  for (const std::uint32_t count : {limits::lane_window_max, limits::lane_window_max + 1}) {
    Site site("2025-09-26 11:00", by_hand());
    auto state = site.state();
    core::Record record;
    record.index = state.next_record;
    record.event.type = core::EventType::tick;
    record.event.received_at = state.now;
    for (core::LaneNumber number = 1; number <= count; ++number) {
      core::Digest body;
      body.bytes.fill(static_cast<std::uint8_t>(number | 1));
      record.outcome.effects.emplace_back(core::effect::LaneAdvanced{amr, 3, number, body, 0});
    }
    engine::apply(state, record);
    core::Digest first;
    first.bytes.fill(1);
    const bool forgotten = count > limits::lane_window_max;
    const auto answer = engine::ask_lane(state, amr, 3, 1, first);
    CHECK(answer.says == (forgotten ? engine::LaneSays::older : engine::LaneSays::repeat));
    core::Digest second;
    second.bytes.fill(3);
    CHECK(engine::ask_lane(state, amr, 3, 2, second).says == engine::LaneSays::repeat);
    CHECK(state.agencies.at(amr).lanes.at(3).answered.size() == limits::lane_window_max);
  }
}

TEST_CASE("engine: limits: a case holds 256 links, and says of the next that it is too many") {
  Site site("2025-09-26 11:00", by_hand());
  site.say(opening(1, 0));
  auto other = opening(2, 0);
  other.case_id = case_id(2);
  site.say(other);
  site.ack_all();
  auto accepted = x1(police, "accepted");
  accepted.transfer = numbered(1);
  site.say(accepted);
  auto link = x1(police, "link");
  link.transfer = numbered(1);
  link.head.link_relation = "joined";
  link.head.links.assign(limits::links_of_message_max, numbered(2));
  for (std::size_t i = 0; i < limits::links_of_case_max / limits::links_of_message_max; ++i) {
    CHECK(codes(site.say(link)).empty());
  }
  CHECK(the_case(site).links.size() == limits::links_of_case_max);
  link.head.links.resize(1);
  CHECK(codes(site.say(link)) == "link.too_many");
  CHECK(the_case(site).links.size() == limits::links_of_case_max);
}

TEST_CASE("engine: limits: exhibits are numbered to 9,999") {
  Site site;
  auto sent = cn01::transfer("2025-09-26 11:00");
  const auto listed = [](std::int64_t no) { return std::vector{integer("no", no), integer("quantity", 1)}; };
  sent.documents[2] = document("D03", {rows("items", {listed(0), listed(9999), listed(10000), listed(-1)})});
  site.say(sent);
  const auto& items = the_case(site).items;
  REQUIRE(items.size() == 2);
  CHECK(items[0].no == 0);
  CHECK(items[1].no == 9999);
}

TEST_CASE("engine: limits: the bus speaks eight times of its own accord, and goes on with the next event") {
  auto bundle = by_hand();
  auto& x1_rows = bundle.procedures[0];
  x1_rows.states.clear();
  x1_rows.states.push_back({"sent", {}, false});
  std::string state = "sent";
  for (int i = 1; i <= 10; ++i) {
    const auto next = "s" + std::to_string(i);
    x1_rows.states.push_back({core::Code(next), {}, false});
    auto on = leading(step("to_" + next, {core::Code(state)}, rules::Side::system), next);
    on.say = rules::Say::when;
    x1_rows.steps.push_back(on);
    state = next;
  }
  x1_rows.steps.push_back(step("poke", {"s8"}, rules::Side::sender));
  Site site("2025-09-26 11:00", bundle);
  site.say(opening(1, 0));
  CHECK(site.state_of(numbered(1)) == "s8");
  auto poke = x1(amr, "poke", {document("D01")});
  poke.transfer = numbered(1);
  site.say(poke);
  CHECK(site.state_of(numbered(1)) == "s10");
}

}  // namespace caseway::tests
