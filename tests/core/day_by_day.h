// The slow twin of core/calendar: it walks the days one by one, and the hours one by one, knowing months and leap years
// only as a list, and counts as steps.md section d says. From 1949 to 2070; beyond that it knows no day.
#pragma once

#include <doctest/doctest.h>

#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "broker/core/calendar.h"
#include "tests/core/calendar_cn.h"

namespace caseway::tests {

class DayByDay {
 public:
  struct Day {
    int year, month, day;
    int weekday;  ///< 0 Monday
    bool last_of_month;
    bool rest;
    bool known;  ///< its year has data
  };

  explicit DayByDay(const core::Calendar& calendar) : first_(core::start_of(caseway::tests::day("1949-01-01"))) {
    std::map<std::string, bool> named;  // date as text -> rest
    std::set<int> with_data;
    for (const auto& year : calendar.years) {
      with_data.insert(year.year);
      for (const auto date : year.working) named[core::print_date(date)] = false;
      for (const auto date : year.rest) named[core::print_date(date)] = true;
    }
    int weekday = 5;  // 1949-01-01 was a Saturday
    for (int year = 1949; year <= 2070; ++year) {
      const bool leap = year % 4 == 0;  // 2000 too; 1900 and 2100 lie outside
      const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
      for (int month = 1; month <= 12; ++month) {
        for (int day = 1; day <= lengths[month - 1]; ++day) {
          char text[40];
          std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
          const auto found = named.find(text);
          const bool rest = found != named.end() ? found->second : weekday >= 5;
          days_.push_back({year, month, day, weekday, day == lengths[month - 1], rest, with_data.count(year) != 0});
          weekday = (weekday + 1) % 7;
        }
      }
    }
  }

  /// Where `date` lies among the days; the first of them is 0.
  [[nodiscard]] std::size_t index_of(std::string_view date) const { return index_at(core::start_of(day(date))); }
  [[nodiscard]] std::size_t index_at(core::Instant instant) const {
    return static_cast<std::size_t>((instant.ms - first_.ms) / core::day_ms);
  }
  [[nodiscard]] const Day& operator[](std::size_t index) const { return days_.at(index); }
  [[nodiscard]] core::Instant start(std::size_t index) const {
    return {first_.ms + static_cast<std::int64_t>(index) * core::day_ms};
  }
  /// 24:00 of that day.
  [[nodiscard]] core::Instant end(std::size_t index) const { return start(index + 1); }

  [[nodiscard]] core::Due hours(core::Instant anchor, int count) const {
    core::Instant at = start(index_at(anchor));
    while (at <= anchor) at.ms += core::hour_ms;  // the next full hour
    for (int i = 0; i < count; ++i) at.ms += core::hour_ms;
    return {at, at, false};
  }
  [[nodiscard]] core::Due calendar_days(core::Instant anchor, int count, bool rolls) const {
    return rolled(index_at(anchor) + static_cast<std::size_t>(count), rolls);
  }
  [[nodiscard]] core::Due working_days(core::Instant anchor, int count) const {
    std::size_t at = index_at(anchor);
    bool known = true;
    while (count > 0) {
      const Day& next = days_.at(++at);
      known = known && next.known;
      if (!next.rest) --count;
    }
    return {end(at), end(at), !known};
  }
  [[nodiscard]] core::Due months(core::Instant anchor, int count, bool rolls) const {
    const std::size_t from = index_at(anchor);
    std::size_t at = from;
    for (int left = count; left > 0; --left) {  // the first of the next month, as often
      do ++at;
      while (days_.at(at).day != 1);
    }
    if (count == 0) at -= static_cast<std::size_t>(days_[from].day - 1);
    while (!days_.at(at).last_of_month && (days_[from].last_of_month || days_[at].day != days_[from].day)) ++at;
    return rolled(at, rolls);
  }
  /// An end that is told, at any time of its day.
  [[nodiscard]] core::Due told(core::Instant instant, bool rolls) const {
    const core::Instant last_ms{instant.ms - 1};  // 24:00 belongs to the day that ends
    auto due = rolled(index_at(last_ms), rolls);
    if (due.due == due.nominal) due.due = instant;
    due.nominal = instant;
    return due;
  }

 private:
  [[nodiscard]] core::Due rolled(std::size_t index, bool rolls) const {
    std::size_t at = index;
    bool known = true;
    if (rolls) {
      known = days_.at(at).known;
      while (days_[at].rest) known = days_.at(++at).known && known;
    }
    return {end(index), end(at), !known};
  }

  core::Instant first_;
  std::vector<Day> days_;
};

}  // namespace caseway::tests
