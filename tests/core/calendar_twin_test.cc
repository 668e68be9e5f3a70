// core/calendar beside its slow twin: each day from 2010 to 2030, with the holiday data of 2025 and 2026, with none,
// and with holidays and swapped days in every year.
#include <doctest/doctest.h>

#include "broker/core/calendar.h"
#include "tests/core/calendar_cn.h"
#include "tests/core/day_by_day.h"

using namespace caseway::core;
using namespace caseway::tests;

namespace {

/// Holidays as they usually lie, and the weekend days next to them swapped to work.
Calendar calendar_of_every_year() {
  Calendar calendar{.id = "cn", .version = "every", .years = {}, .digest = {}};
  for (int year = 2009; year < 2060; ++year) {
    CalendarYear made;
    made.year = year;
    const auto text = std::to_string(year);
    for (const auto& [first, last] : {std::pair{"-01-01", "-01-03"}, {"-05-01", "-05-05"}, {"-10-01", "-10-08"}}) {
      add_rest(made, text + first, text + last);
      for (Date before{day(text + first).days - 1};; --before.days) {
        if (weekday_of(before) < 5) continue;
        if (civil_from(before).year == year) made.working.push_back(before);
        break;
      }
      for (Date after{day(text + last).days + 1};; ++after.days) {
        if (weekday_of(after) < 5) continue;
        made.working.push_back(after);
        break;
      }
    }
    calendar.years.push_back(std::move(made));
  }
  return calendar;
}

struct Counted {
  std::size_t provisional = 0;
  std::size_t moved = 0;  ///< by a roll
};

void check_day(const Calendar& calendar, const DayByDay& twin, std::size_t index, Instant anchor, Counted& counted) {
  const auto same = [&](const Due& due, const Due& wanted) {
    counted.provisional += due.provisional ? 1 : 0;
    counted.moved += due.due != due.nominal ? 1 : 0;
    return due.nominal == wanted.nominal && due.due == wanted.due && due.provisional == wanted.provisional;
  };
  CAPTURE(print_instant(anchor));
  CAPTURE(calendar.version);
  REQUIRE(twin.index_at(anchor) == index);
  for (const int count : {0, 1, 2, 3, 5, 7, 10, 15, 30, 90}) {
    CAPTURE(count);
    for (const bool rolls : {true, false}) {
      REQUIRE(same(due_after_calendar_days(calendar, anchor, count, rolls), twin.calendar_days(anchor, count, rolls)));
    }
    REQUIRE(same(due_after_working_days(calendar, anchor, count), twin.working_days(anchor, count)));
  }
  for (const int count : {0, 1, 2, 3, 6, 12, 24}) {
    CAPTURE(count);
    for (const bool rolls : {true, false}) {
      REQUIRE(same(due_after_months(calendar, anchor, count, rolls), twin.months(anchor, count, rolls)));
    }
  }
  for (const int count : {0, 1, 8, 24, 48, 72})
    REQUIRE(same(due_after_hours(anchor, count), twin.hours(anchor, count)));
  for (const bool rolls : {true, false}) REQUIRE(same(rolled(calendar, anchor, rolls), twin.told(anchor, rolls)));
}

}  // namespace

TEST_CASE("calendar: twin: dates, weekdays and rest days agree (1949 to 2070)") {
  for (const auto& calendar : {calendar_2026(), calendar_of_every_year()}) {
    const DayByDay twin(calendar);
    for (std::size_t i = 0; i < twin.index_of("2070-12-31"); ++i) {
      const auto& wanted = twin[i];
      const Date date = law_date_of(twin.start(i));
      REQUIRE(civil_from(date) == YearMonthDay{wanted.year, wanted.month, wanted.day});
      REQUIRE(date_from({wanted.year, wanted.month, wanted.day}) == date);
      REQUIRE(weekday_of(date) == wanted.weekday);
      bool known = true;
      REQUIRE(is_rest_day(calendar, date, &known) == wanted.rest);
      REQUIRE(known == wanted.known);
      REQUIRE(end_of(date) == twin.end(i));
    }
  }
}

TEST_CASE("calendar: twin: hours, days, working days, months and rolls agree (each day of 20 years, 3 calendars)") {
  // The first and last instant of a day, a full hour and the instants beside it, and any time of day.
  constexpr std::int64_t times[] = {
      0, 1, 9 * hour_ms - 1, 9 * hour_ms, 9 * hour_ms + 1, 16 * hour_ms + 20 * minute_ms, day_ms - 1};
  Counted counted;
  for (const auto& calendar : {Calendar{}, calendar_2026(), calendar_of_every_year()}) {
    const DayByDay twin(calendar);
    for (std::size_t i = twin.index_of("2010-01-01"); i <= twin.index_of("2030-12-31"); ++i) {
      const bool all = twin[i].year == 2025;  // else three of the times, in turn
      for (std::size_t k = 0; k < (all ? std::size(times) : 3); ++k) {
        check_day(calendar, twin, i, {twin.start(i).ms + times[(i + k) % std::size(times)]}, counted);
      }
    }
  }
  CHECK(counted.provisional > 100'000);  // years without data were touched, and days did roll
  CHECK(counted.moved > 100'000);
}
