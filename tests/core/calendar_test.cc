// Due instants of the demonstration cases and test scenarios (demo.md), by the arithmetic of steps.md d.1 to d.9.
#include "broker/core/calendar.h"

#include <doctest/doctest.h>

#include <span>

#include "tests/core/calendar_cn.h"
#include "tests/core/day_by_day.h"

using namespace caseway::core;
using caseway::tests::at;
using caseway::tests::calendar_2025;
using caseway::tests::calendar_2026;
using caseway::tests::day;
using caseway::tests::DayByDay;

namespace {

enum class By { hours, calendar, working, months };
constexpr bool rolls = true;
constexpr bool custody = false;

struct Row {
  const char* where;
  const char* anchor;
  By by;
  int count;
  bool roll;
  const char* due;
};

Due due_of(const Calendar& calendar, const Row& row) {
  switch (row.by) {
    case By::hours: return due_after_hours(at(row.anchor), row.count);
    case By::calendar: return due_after_calendar_days(calendar, at(row.anchor), row.count, row.roll);
    case By::working: return due_after_working_days(calendar, at(row.anchor), row.count);
    case By::months: return due_after_months(calendar, at(row.anchor), row.count, row.roll);
  }
  return {};
}

/// The same counted day by day, so that the slow twin is held to demo.md too.
Due counted(const DayByDay& days, const Row& row) {
  switch (row.by) {
    case By::hours: return days.hours(at(row.anchor), row.count);
    case By::calendar: return days.calendar_days(at(row.anchor), row.count, row.roll);
    case By::working: return days.working_days(at(row.anchor), row.count);
    case By::months: return days.months(at(row.anchor), row.count, row.roll);
  }
  return {};
}

void check(std::span<const Row> rows) {
  const Calendar calendar = calendar_2026();
  const DayByDay days(calendar);
  for (const Row& row : rows) {
    CAPTURE(row.where);
    CAPTURE(row.anchor);
    const Due due = due_of(calendar, row);
    CHECK(print_due(due.due) == row.due);
    CHECK(print_due(counted(days, row).due) == row.due);
    CHECK_FALSE(due.provisional);
    CHECK(due.nominal <= due.due);
  }
}

}  // namespace

TEST_CASE("calendar: demonstration: every clock of case cn-01 ends when demo.md says") {
  constexpr Row rows[] = {
      {"2 K25.enter7", "2025-09-18 11:00", By::working, 7, rolls, "2025-09-28 24:00"},
      {"2 K19.publish20", "2025-09-18 11:00", By::working, 20, rolls, "2025-10-22 24:00"},
      {"4 K01.head3 cd", "2025-09-24 10:00", By::calendar, 3, rolls, "2025-09-28 24:00"},
      {"4 K01.head3 wd", "2025-09-24 10:00", By::working, 3, rolls, "2025-09-28 24:00"},
      {"5 K01.send24", "2025-09-25 16:20", By::hours, 24, rolls, "2025-09-26 17:00"},
      {"7 ALL.signoff", "2025-09-26 11:06", By::hours, 24, rolls, "2025-09-27 12:00"},
      {"8 K01.cure_notice", "2025-09-26 15:40", By::hours, 24, rolls, "2025-09-27 16:00"},
      {"8 K01.review cd", "2025-09-26 15:40", By::calendar, 3, rolls, "2025-09-29 24:00"},
      {"8 K01.review wd", "2025-09-26 15:40", By::working, 3, rolls, "2025-09-30 24:00"},
      {"10 K01.cure cd", "2025-09-27 10:50", By::calendar, 3, rolls, "2025-09-30 24:00"},
      {"10 K01.cure wd", "2025-09-27 10:50", By::working, 3, rolls, "2025-09-30 24:00"},
      {"15 K03.request cd", "2025-09-30 17:05", By::calendar, 3, rolls, "2025-10-09 24:00"},
      {"15 K03.request wd", "2025-09-30 17:05", By::working, 3, rolls, "2025-10-11 24:00"},
      {"20 K08.penalty90", "2025-10-10 09:30", By::calendar, 90, rolls, "2026-01-08 24:00"},
      {"21 K07.explain", "2025-10-10 16:30", By::working, 5, rolls, "2025-10-16 24:00"},
      {"22 entry limit", "2025-10-10 16:30", By::working, 3, rolls, "2025-10-14 24:00"},
      {"22 ALL.paper_confirm", "2025-10-11 09:20", By::working, 3, rolls, "2025-10-15 24:00"},
      {"25 K19.publish20", "2025-11-21 10:00", By::working, 20, rolls, "2025-12-19 24:00"},
      {"25 K25.enter7", "2025-11-21 10:00", By::working, 7, rolls, "2025-12-02 24:00"},
  };
  check(rows);
}

TEST_CASE("calendar: demonstration: every clock of case case-98 ends when demo.md says") {
  constexpr Row rows[] = {
      {"2 K12.desk", "2025-05-19 10:40", By::working, 1, rolls, "2025-05-20 24:00"},
      {"2 K12.review from received", "2025-05-19 10:40", By::months, 1, rolls, "2025-06-19 24:00"},
      {"3 K12.supply", "2025-05-19 11:30", By::calendar, 3, rolls, "2025-05-22 24:00"},
      {"5 K12.desk", "2025-05-21 15:00", By::working, 1, rolls, "2025-05-22 24:00"},
      {"6 K12.review, bail", "2025-05-22 09:30", By::months, 1, rolls, "2025-06-23 24:00"},
      {"6 K12.review, custody", "2025-05-22 09:30", By::months, 1, custody, "2025-06-22 24:00"},
      {"9 K13.month", "2025-07-07 17:20", By::months, 1, rolls, "2025-08-07 24:00"},
      {"15 K12.review, custody", "2025-10-09 16:00", By::months, 1, custody, "2025-11-09 24:00"},
      {"15 K12.review, others", "2025-10-09 16:00", By::months, 1, rolls, "2025-11-10 24:00"},
      {"18 K12.review", "2025-10-24 15:00", By::months, 1, rolls, "2025-11-24 24:00"},
      {"21 K15.intake7", "2025-11-13 10:45", By::calendar, 7, rolls, "2025-11-20 24:00"},
      {"22 K15.supply", "2025-11-17 09:30", By::calendar, 3, rolls, "2025-11-20 24:00"},
      {"25 K15.trial2", "2025-11-19 15:00", By::months, 2, rolls, "2026-01-19 24:00"},
      {"25 K15.trial3, custody", "2025-11-19 15:00", By::months, 3, custody, "2026-02-19 24:00"},
      {"25 K15.trial3, others", "2025-11-19 15:00", By::months, 3, rolls, "2026-02-24 24:00"},
      {"27 K15.serve5", "2026-01-23 10:00", By::calendar, 5, rolls, "2026-01-28 24:00"},
      {"27 K15.appeal", "2026-01-26 10:00", By::calendar, 10, rolls, "2026-02-05 24:00"},
      {"28 K31.order10", "2026-02-06 09:00", By::calendar, 10, rolls, "2026-02-24 24:00"},
      {"28 K29.tell", "2026-02-06 09:00", By::working, 3, rolls, "2026-02-11 24:00"},
      {"30 K31.receipt1", "2026-02-10 15:00", By::months, 1, rolls, "2026-03-10 24:00"},
  };
  check(rows);
}

TEST_CASE("calendar: scenarios: every due instant of demo.md section 3 that is arithmetic") {
  constexpr Row rows[] = {
      {"1 signoff", "2025-09-30 23:31", By::hours, 24, rolls, "2025-10-01 24:00"},
      {"1 cure_notice", "2025-10-09 09:10", By::hours, 24, rolls, "2025-10-10 10:00"},
      {"1 review cd", "2025-10-09 09:10", By::calendar, 3, rolls, "2025-10-13 24:00"},
      {"1 review wd", "2025-10-09 09:10", By::working, 3, rolls, "2025-10-13 24:00"},
      {"2 send24", "2025-09-30 16:05", By::hours, 24, rolls, "2025-10-01 17:00"},
      {"3 month end, custody", "2025-12-31 09:00", By::months, 1, custody, "2026-01-31 24:00"},
      {"3 month end, bail", "2025-12-31 09:00", By::months, 1, rolls, "2026-02-02 24:00"},
      {"3 swapped Saturday", "2026-01-31 09:00", By::months, 1, rolls, "2026-02-28 24:00"},
      {"4 detained", "2025-09-26 10:00", By::calendar, 7, custody, "2025-10-03 24:00"},
      {"4 not detained", "2025-09-26 10:00", By::calendar, 15, rolls, "2025-10-11 24:00"},
      {"4 complex", "2025-09-26 10:00", By::calendar, 20, rolls, "2025-10-16 24:00"},
      {"5 review cd", "2025-06-12 10:00", By::calendar, 3, rolls, "2025-06-16 24:00"},
      {"5 review wd", "2025-06-12 10:00", By::working, 3, rolls, "2025-06-17 24:00"},
      {"6 K26.reply7 v1", "2026-02-26 10:00", By::calendar, 7, rolls, "2026-03-05 24:00"},
      {"6 K26.reply7 v2", "2026-03-02 10:00", By::calendar, 5, rolls, "2026-03-09 24:00"},
      {"8 signoff", "2026-01-12 09:10", By::hours, 24, rolls, "2026-01-13 10:00"},
      {"8 cure_notice", "2026-01-15 14:20", By::hours, 24, rolls, "2026-01-16 15:00"},
      {"8 review cd", "2026-01-15 14:20", By::calendar, 3, rolls, "2026-01-19 24:00"},
      {"8 review wd", "2026-01-15 14:20", By::working, 3, rolls, "2026-01-20 24:00"},
      {"10 forward24", "2025-12-01 11:20", By::hours, 24, rolls, "2025-12-02 12:00"},
      {"10 forward24 B", "2025-12-02 15:10", By::hours, 24, rolls, "2025-12-03 16:00"},
      {"10 K02.talk", "2025-12-03 10:00", By::working, 3, rolls, "2025-12-08 24:00"},
      {"10 K30.decide", "2025-12-09 10:00", By::working, 7, rolls, "2025-12-18 24:00"},
      {"10 review cd", "2025-12-17 09:30", By::calendar, 3, rolls, "2025-12-22 24:00"},
      {"10 review wd", "2025-12-17 09:30", By::working, 3, rolls, "2025-12-22 24:00"},
      {"12 send24", "2025-11-11 10:10", By::hours, 24, rolls, "2025-11-12 11:00"},
      {"15 cure cd", "2025-12-05 10:00", By::calendar, 3, rolls, "2025-12-08 24:00"},
      {"15 cure wd", "2025-12-05 10:00", By::working, 3, rolls, "2025-12-10 24:00"},
      {"17 supply", "2025-11-28 10:00", By::calendar, 3, rolls, "2025-12-01 24:00"},
      {"17 intake7", "2025-11-27 10:00", By::calendar, 7, rolls, "2025-12-04 24:00"},
      {"18 review", "2025-11-03 10:00", By::working, 10, rolls, "2025-11-17 24:00"},
      {"18 first rest", "2025-12-10 10:00", By::working, 6, rolls, "2025-12-18 24:00"},
      {"18 second rest", "2025-12-29 10:00", By::working, 3, rolls, "2026-01-04 24:00"},
      {"19 cure_notice", "2025-11-20 10:30", By::hours, 24, rolls, "2025-11-21 11:00"},
      {"19 review cd", "2025-11-20 10:30", By::calendar, 3, rolls, "2025-11-24 24:00"},
      {"19 review wd", "2025-11-20 10:30", By::working, 3, rolls, "2025-11-25 24:00"},
      {"20b K16.apply30", "2026-01-20 10:00", By::calendar, 30, rolls, "2026-02-24 24:00"},
      {"20c K22.fifteen", "2026-01-30 10:00", By::calendar, 15, rolls, "2026-02-14 24:00"},
      {"20d K01b.late10", "2025-09-22 10:00", By::calendar, 10, rolls, "2025-10-09 24:00"},
  };
  check(rows);
}

TEST_CASE("calendar: extension: is added to the nominal end, then rolled anew (case-98, rows 7 and 19)") {
  const Calendar calendar = calendar_2026();
  const auto extended = [&](const char* anchor) {
    const Due first = due_after_months(calendar, at(anchor), 1, rolls);
    return print_due(rolled(calendar, {first.nominal.ms + 15 * day_ms}, rolls).due);
  };
  CHECK(extended("2025-05-22 09:30") == "2025-07-07 24:00");
  CHECK(extended("2025-10-09 16:00") == "2025-11-24 24:00");
}

TEST_CASE(
    "calendar: roll: an end inside a rest day moves to 24:00 of the next working day, one on a working day stays") {
  const Calendar calendar = calendar_2026();
  const auto moved = [&](const char* nominal, bool roll) { return print_due(rolled(calendar, at(nominal), roll).due); };
  CHECK(moved("2025-10-01 17:00", rolls) == "2025-10-09 24:00");
  CHECK(moved("2025-10-01 17:00", custody) == "2025-10-01 17:00");
  CHECK(moved("2025-09-30 17:00", rolls) == "2025-09-30 17:00");
  CHECK(moved("2025-10-01 00:00", rolls) == "2025-09-30 24:00");  // 24:00 belongs to the day that ends
  CHECK(moved("2025-10-02 00:00", rolls) == "2025-10-09 24:00");
  CHECK(moved("2025-10-12 00:00", rolls) == "2025-10-11 24:00");  // a swapped working Saturday
}

TEST_CASE("calendar: hours: the period begins at the next full hour, also from a full hour") {
  const auto due = [](const char* anchor, std::int64_t extra_ms) {
    return print_due(due_after_hours({at(anchor).ms + extra_ms}, 24).due);
  };
  CHECK(due("2025-09-25 16:20", 0) == "2025-09-26 17:00");
  CHECK(due("2025-09-25 16:00", 0) == "2025-09-26 17:00");
  CHECK(due("2025-09-25 16:00", -1) == "2025-09-26 16:00");
  CHECK(due("2025-09-25 16:59", minute_ms - 1) == "2025-09-26 17:00");
  CHECK(due("1969-12-31 16:20", 0) == "1970-01-01 17:00");
  CHECK(print_due(due_after_hours(at("2025-12-31 23:10"), 0).due) == "2025-12-31 24:00");
}

TEST_CASE("calendar: anchor: any instant of a day gives the same day count") {
  const Calendar calendar = calendar_2026();
  for (const auto anchor : {start_of(day("2025-06-12")), Instant{end_of(day("2025-06-12")).ms - 1}}) {
    CHECK(print_due(due_after_calendar_days(calendar, anchor, 3, rolls).due) == "2025-06-16 24:00");
    CHECK(print_due(due_after_working_days(calendar, anchor, 3).due) == "2025-06-17 24:00");
    CHECK(print_due(due_after_months(calendar, anchor, 1, custody).due) == "2025-07-12 24:00");
  }
  CHECK(print_due(due_after_calendar_days(calendar, end_of(day("2025-06-12")), 3, custody).due) == "2025-06-16 24:00");
}

TEST_CASE("calendar: months: last day to last day, and to the last day where there is no such day") {
  const Calendar none;
  const auto due = [&](const char* anchor, int count) {
    return print_due(due_after_months(none, at(anchor), count, custody).due);
  };
  CHECK(due("2025-01-31 10:00", 1) == "2025-02-28 24:00");
  CHECK(due("2024-01-31 10:00", 1) == "2024-02-29 24:00");
  CHECK(due("2025-01-30 10:00", 1) == "2025-02-28 24:00");  // no such day
  CHECK(due("2025-02-28 10:00", 1) == "2025-03-31 24:00");  // anchored on a last day
  CHECK(due("2024-02-28 10:00", 1) == "2024-03-28 24:00");  // not the last day of a leap February
  CHECK(due("2025-04-30 10:00", 1) == "2025-05-31 24:00");
  CHECK(due("2025-11-15 10:00", 14) == "2027-01-15 24:00");
  CHECK(due("2025-12-15 10:00", 12) == "2026-12-15 24:00");
}

TEST_CASE("calendar: provisional: until the data of the year come (cn-01 row 20, scenario 14)") {
  const Due before = due_after_calendar_days(calendar_2025(), at("2025-10-10 09:30"), 90, rolls);
  CHECK(print_due(before.due) == "2026-01-08 24:00");
  CHECK(before.provisional);
  CHECK_FALSE(due_after_calendar_days(calendar_2026(), at("2025-10-10 09:30"), 90, rolls).provisional);

  const auto reply = [](const Calendar& calendar) {
    return due_after_months(calendar, at("2026-11-02 10:00"), 2, rolls);
  };
  CHECK(print_due(reply(calendar_2026()).nominal) == "2027-01-02 24:00");
  CHECK(print_due(reply(calendar_2026()).due) == "2027-01-04 24:00");
  CHECK(reply(calendar_2026()).provisional);
  Calendar known = calendar_2026();
  known.years.push_back({.year = 2027, .rest = {day("2027-01-01")}, .working = {}, .instrument = "", .published = {}});
  CHECK(print_due(reply(known).due) == "2027-01-04 24:00");
  CHECK_FALSE(reply(known).provisional);
  known.years.back().rest.push_back(day("2027-01-04"));
  CHECK(print_due(reply(known).due) == "2027-01-05 24:00");
}

TEST_CASE("calendar: provisional: a roll or a working day beyond the data, never hours or custody") {
  const Calendar calendar = calendar_2025();
  Calendar eve = calendar_2025();
  eve.years[0].rest.push_back(day("2025-12-31"));
  CHECK(due_after_calendar_days(eve, at("2025-12-30 10:00"), 1, rolls).provisional);
  CHECK_FALSE(due_after_calendar_days(calendar, at("2025-12-30 10:00"), 1, rolls).provisional);
  CHECK_FALSE(due_after_working_days(calendar, at("2025-12-30 10:00"), 1).provisional);
  CHECK(due_after_working_days(calendar, at("2025-12-30 10:00"), 2).provisional);
  CHECK_FALSE(due_after_calendar_days(calendar, at("2025-12-30 10:00"), 3, custody).provisional);
  CHECK_FALSE(due_after_hours(at("2025-12-31 23:30"), 24).provisional);
}

TEST_CASE("calendar: rest days: weekends, holidays and swaps of the published data") {
  const Calendar calendar = calendar_2026();
  bool known = true;
  const auto rests = [&](const char* date) { return is_rest_day(calendar, day(date), &known); };
  CHECK(rests("2025-09-27"));        // Saturday
  CHECK_FALSE(rests("2025-09-28"));  // Sunday swapped to work
  CHECK_FALSE(rests("2025-09-30"));
  CHECK(rests("2025-10-01"));
  CHECK(rests("2025-10-08"));
  CHECK_FALSE(rests("2025-10-09"));
  CHECK_FALSE(rests("2026-01-04"));
  CHECK(known);
  CHECK_FALSE(rests("2027-01-01"));  // no data: weekends only
  CHECK_FALSE(known);
  CHECK(is_rest_day(calendar, day("2027-01-02"), nullptr));
}

TEST_CASE("calendar: bounds: lengths and instants beyond reason are cut, not wrapped") {
  const Calendar calendar = calendar_2026();
  const Instant anchor = at("2025-09-26 15:40");
  CHECK(due_after_calendar_days(calendar, anchor, INT64_MAX, custody).due ==
        due_after_calendar_days(calendar, anchor, 36'600, custody).due);
  CHECK(due_after_calendar_days(calendar, anchor, -1, custody).due == end_of(day("2025-09-26")));
  CHECK(due_after_working_days(calendar, anchor, INT64_MIN).due == end_of(day("2025-09-26")));
  for (const Instant extreme : {Instant{INT64_MIN}, Instant{INT64_MAX}}) {
    CHECK(due_after_hours(extreme, 24).due.ms != 0);
    CHECK(due_after_calendar_days(calendar, extreme, 3, rolls).nominal.ms != 0);
    CHECK(due_after_working_days(calendar, extreme, 3).due.ms != 0);
    CHECK(due_after_months(calendar, extreme, 3, rolls).due.ms != 0);
  }
}
