// The slow twin of the calendar: it walks the days one by one, knowing months and leap years only as a list, and must
// agree.
#include <doctest/doctest.h>

#include <cstdio>
#include <map>

#include "broker/core/calendar.h"
#include "tests/core/calendar_cn.h"

using namespace caseway::core;
using namespace caseway::tests;

namespace {

struct Day {
  int year, month, day;
  bool last_of_month;
  bool rest;
};

// All days from 2015-01-01 (a Thursday) on, for 22 years.
std::vector<Day> walk(const Calendar& calendar) {
  std::map<std::string, bool> named;  // date as text -> rest
  for (const auto& year : calendar.years) {
    for (const Date date : year.working) named[print_date(date)] = false;
    for (const Date date : year.rest) named[print_date(date)] = true;
  }
  std::vector<Day> days;
  int weekday = 3;
  for (int year = 2015; year < 2037; ++year) {
    const bool leap = year % 4 == 0;
    const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= lengths[month - 1]; ++day) {
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month % 100, day % 100);
        const auto found = named.find(text);
        const bool rest = found != named.end() ? found->second : weekday >= 5;
        days.push_back({year, month, day, day == lengths[month - 1], rest});
        weekday = (weekday + 1) % 7;
      }
    }
  }
  return days;
}

class Twin {
 public:
  explicit Twin(const Calendar& calendar) : days_(walk(calendar)), first_(caseway::tests::day("2015-01-01")) {}

  [[nodiscard]] Date rolled_from(std::size_t index, bool rolls) const {
    while (rolls && days_[index].rest) ++index;
    return date(index);
  }
  [[nodiscard]] Date working(std::size_t index, int count) const {
    while (count > 0) count -= days_[++index].rest ? 0 : 1;
    return date(index);
  }
  [[nodiscard]] std::size_t month_later(std::size_t index, int count) const {
    const Day from = days_[index];
    const int months = from.year * 12 + from.month + count;
    std::size_t end = index;
    while (days_[end].year * 12 + days_[end].month != months) ++end;  // the first of that month
    while (!days_[end].last_of_month && (from.last_of_month || days_[end].day != from.day)) ++end;
    return end;
  }
  [[nodiscard]] Date date(std::size_t index) const { return {first_.days + static_cast<std::int32_t>(index)}; }
  [[nodiscard]] const Day& operator[](std::size_t index) const { return days_[index]; }

 private:
  std::vector<Day> days_;
  Date first_;
};

constexpr std::size_t days_tried = 20 * 365 + 5;  // 2015 to 2034

}  // namespace

TEST_CASE("calendar: twin: dates, weekdays and rest days agree (20 years)") {
  const Calendar calendar = calendar_2026();
  const Twin twin(calendar);
  for (std::size_t i = 0; i < days_tried; ++i) {
    const Date date = twin.date(i);
    const YearMonthDay civil{twin[i].year, twin[i].month, twin[i].day};
    REQUIRE(civil_from(date) == civil);
    REQUIRE(date_from(civil) == date);
    REQUIRE(weekday_of(date) == static_cast<int>((i + 3) % 7));
    REQUIRE(is_rest_day(calendar, date, nullptr) == twin[i].rest);
  }
}

TEST_CASE("calendar: twin: calendar days, working days and months agree (20 years)") {
  const Calendar calendar = calendar_2026();
  const Twin twin(calendar);
  for (std::size_t i = 0; i < days_tried; ++i) {
    const Instant anchor{start_of(twin.date(i)).ms + static_cast<std::int64_t>(i % 24) * hour_ms};
    CAPTURE(print_date(twin.date(i)));
    for (const int count : {0, 1, 3, 5, 7, 10, 15, 30, 90}) {
      const auto end = i + static_cast<std::size_t>(count);
      for (const bool rolls : {true, false}) {
        const Due due = due_after_calendar_days(calendar, anchor, count, rolls);
        REQUIRE(due.nominal == end_of(twin.date(end)));
        REQUIRE(due.due == end_of(twin.rolled_from(end, rolls)));
      }
      REQUIRE(due_after_working_days(calendar, anchor, count).due == end_of(twin.working(i, count)));
    }
    for (const int count : {0, 1, 2, 3, 6, 12}) {
      const std::size_t end = count == 0 ? i : twin.month_later(i, count);
      for (const bool rolls : {true, false}) {
        const Due due = due_after_months(calendar, anchor, count, rolls);
        REQUIRE(due.nominal == end_of(twin.date(end)));
        REQUIRE(due.due == end_of(twin.rolled_from(end, rolls)));
      }
    }
  }
}
