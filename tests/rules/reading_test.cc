#include <doctest/doctest.h>

#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::print_due;

namespace {

using Settings = std::vector<std::pair<Code, std::string>>;

/// "first / later" of a clock of the shipped packs.
std::string read(const char* clock, const char* anchor, const Settings& settings = {}, bool custody = false) {
  const auto* rule = cn_ip().clock(clock);
  REQUIRE_MESSAGE(rule != nullptr, clock);
  const auto reading = read_clock(*rule, *caseway::core::parse_instant(anchor), custody, cn_calendar(), settings);
  const auto first = print_due(reading.first.due);
  const auto later = print_due(reading.later.due);
  return first == later ? first : first + " / " + later;
}

}  // namespace

TEST_CASE("reading: due instants of the demonstration case") {
  CHECK(read("K01.head3", "2025-09-24T10:00:00+08:00") == "2025-09-28 24:00");
  CHECK(read("K01.send24", "2025-09-25T16:20:00+08:00") == "2025-09-26 17:00");
  CHECK(read("ALL.signoff", "2025-09-26T11:06:00+08:00") == "2025-09-27 12:00");
  CHECK(read("K01.cure_notice", "2025-09-26T15:40:00+08:00") == "2025-09-27 16:00");
  CHECK(read("K01.review", "2025-09-26T15:40:00+08:00") == "2025-09-29 24:00 / 2025-09-30 24:00");
  CHECK(read("K01.cure", "2025-09-27T10:50:00+08:00") == "2025-09-30 24:00");
  CHECK(read("K07.handover", "2025-09-30T17:05:00+08:00") == "2025-10-09 24:00 / 2025-10-11 24:00");
  CHECK(read("K07.explain", "2025-10-10T16:30:00+08:00") == "2025-10-16 24:00");
  CHECK(read("ALL.paper_confirm", "2025-10-11T09:20:00+08:00") == "2025-10-15 24:00");
}

TEST_CASE("reading: hours never roll, disputed days have two readings, S01 fixes one") {
  CHECK(read("K01.send24", "2025-09-30T16:05:00+08:00") == "2025-10-01 17:00");
  CHECK(read("K01.review", "2025-06-12T10:00:00+08:00") == "2025-06-16 24:00 / 2025-06-17 24:00");
  CHECK(read("K01.review", "2025-06-12T10:00:00+08:00", {{"S01", "cd"}}) == "2025-06-16 24:00");
  CHECK(read("K01.review", "2025-06-12T10:00:00+08:00", {{"S01", "wd"}}) == "2025-06-17 24:00");
  CHECK(read("K01.review", "2025-06-12T10:00:00+08:00", {{"S01", "both"}}) == "2025-06-16 24:00 / 2025-06-17 24:00");
}

TEST_CASE("reading: a setting that begins with a number is the length of the clocks that name it") {
  CHECK(read("ALL.signoff", "2025-09-26T11:06:00+08:00", {{"S10", "48 h"}}) == "2025-09-28 12:00");
  CHECK(read("K07.explain", "2025-10-10T16:30:00+08:00", {{"S15", "3"}}) == "2025-10-14 24:00");
  CHECK(read("K07.explain", "2025-10-10T16:30:00+08:00", {{"S15", "off"}}) == "2025-10-16 24:00");
}

TEST_CASE("reading: months keep their day, and a person in custody has no roll") {
  ClockRule rule;
  rule.length = 1;
  rule.unit = Unit::months;
  rule.rolls = true;
  rule.custody_no_roll = true;
  const auto due = [&](const char* anchor, bool custody) {
    return print_due(read_clock(rule, *caseway::core::parse_instant(anchor), custody, cn_calendar(), {}).later.due);
  };
  CHECK(due("2025-05-22T09:30:00+08:00", true) == "2025-06-22 24:00");
  CHECK(due("2025-05-22T09:30:00+08:00", false) == "2025-06-23 24:00");
  CHECK(due("2025-12-31T09:00:00+08:00", true) == "2026-01-31 24:00");
  CHECK(due("2025-12-31T09:00:00+08:00", false) == "2026-02-02 24:00");
}

TEST_CASE("reading: of two lengths the shorter warns and the longer is overdue") {
  ClockRule rule;
  rule.length = 10;
  rule.second_length = 30;
  rule.unit = Unit::days;
  rule.basis_of_days = DayBasis::calendar;
  const auto reading =
      read_clock(rule, *caseway::core::parse_instant("2025-06-02T10:00:00+08:00"), false, cn_calendar(), {});
  CHECK(print_due(reading.first.due) == "2025-06-12 24:00");
  CHECK(print_due(reading.later.due) == "2025-07-02 24:00");
}

TEST_CASE("reading: the earlier reading counts from another instant where that ends earlier, and then alone") {
  ClockRule rule;
  rule.length = 1;
  rule.unit = Unit::months;
  const auto due = [&](const char* from, const NamedLength& named = {}) {
    const auto anchor = *caseway::core::parse_instant("2025-06-10T10:00:00+08:00");
    const auto reading = read_clock(rule, anchor, false, cn_calendar(), {}, named, *caseway::core::parse_instant(from));
    return print_due(reading.first.due) + " / " + print_due(reading.later.due);
  };
  CHECK(due("2025-06-02T23:00:00+08:00") == "2025-07-02 24:00 / 2025-07-10 24:00");
  CHECK(due("2025-06-10T00:00:00+08:00") == "2025-07-10 24:00 / 2025-07-10 24:00");
  CHECK(due("2025-06-11T09:00:00+08:00") == "2025-07-10 24:00 / 2025-07-10 24:00");
  CHECK(due("2025-06-02T23:00:00+08:00", {std::nullopt, 2}) == "2025-08-02 24:00 / 2025-08-10 24:00");
  const auto named = caseway::core::parse_instant("2025-06-30T17:00:00+08:00");
  CHECK(due("2025-06-02T23:00:00+08:00", {named, 0}) == "2025-06-30 17:00 / 2025-06-30 17:00");
}

TEST_CASE("reading: an asserted clock is read from the message, the earliest anchor counts") {
  Scene scene;
  scene.calendar = cn_calendar();
  auto rule = *cn_ip().clock("K01.send24");
  CHECK(!read_asserted(rule, scene.view()));
  scene.carry(document("D55", {field("decidedAt", instant("2025-09-25T18:20:00+08:00"))}));
  scene.carry(document("D55", {field("decidedAt", instant("2025-09-25T16:20:00+08:00"))}, "d55b"));
  const auto reading = read_asserted(rule, scene.view());
  REQUIRE(reading);
  CHECK(print_due(reading->later.due) == "2025-09-26 17:00");
  CHECK(ended_at(rule, scene.view()) == scene.envelope.occurred_at);
}

TEST_CASE("reading: in time up to the due instant, late after it") {
  Scene scene;
  scene.calendar = cn_calendar();
  scene.bundle.universal_clocks.push_back(*cn_ip().clock("K01.send24"));
  scene.carry(document("D55", {field("decidedAt", instant("2025-09-25T16:20:00+08:00"))}));
  Condition in_time;
  in_time.op = Op::in_time;
  in_time.clock = "K01.send24";
  scene.envelope.occurred_at = *caseway::core::parse_instant("2025-09-26T17:00:00+08:00");
  CHECK(scene.holds(in_time));
  scene.envelope.occurred_at.ms += 1;
  std::string where;
  CHECK(!scene.holds(in_time, &where));
  CHECK(where == "D55.decidedAt");
}

TEST_CASE("reading: a due date in a document takes the place of the length") {
  Scene scene;
  scene.calendar = cn_calendar();
  ClockRule rule;
  rule.anchor = AnchorKind::asserted;
  rule.anchor_path = path("D20.issued");
  rule.length_from = path("D20.replyDue");
  rule.length = 2;
  rule.unit = Unit::months;
  rule.rolls = true;
  scene.carry(document("D20", {field("issued", date("2025-09-01"))}));
  CHECK(print_due(read_asserted(rule, scene.view())->later.due) == "2025-11-03 24:00");  // 11-01 is a Saturday
  scene.dossier.documents[0].fields.push_back(field("replyDue", date("2025-10-05")));
  CHECK(print_due(read_asserted(rule, scene.view())->later.due) == "2025-10-09 24:00");
}
