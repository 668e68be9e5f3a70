// The holiday data of steps.md d.15, as a value for tests.
#pragma once

#include <doctest/doctest.h>

#include <string_view>

#include "broker/core/calendar.h"

namespace caseway::tests {

inline core::Date day(std::string_view text) {
  const auto date = core::parse_date(text);
  REQUIRE(date.has_value());
  return *date;
}

/// "2025-09-26 15:40", law time.
inline core::Instant at(std::string_view text) {
  std::string full(text);
  full.replace(10, 1, "T");
  const auto instant = core::parse_instant(full + ":00+08:00");
  REQUIRE(instant.has_value());
  return *instant;
}

inline void add_rest(core::CalendarYear& year, std::string_view first, std::string_view last) {
  for (core::Date date = day(first); date <= day(last); ++date.days) year.rest.push_back(date);
}

inline core::CalendarYear year_2025() {
  core::CalendarYear year;
  year.year = 2025;
  year.instrument = "国办发明电〔2024〕12号";
  year.published = day("2024-11-12");
  add_rest(year, "2025-01-01", "2025-01-01");
  add_rest(year, "2025-01-28", "2025-02-04");
  add_rest(year, "2025-04-04", "2025-04-06");
  add_rest(year, "2025-05-01", "2025-05-05");
  add_rest(year, "2025-05-31", "2025-06-02");
  add_rest(year, "2025-10-01", "2025-10-08");
  for (const auto* text : {"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"}) {
    year.working.push_back(day(text));
  }
  return year;
}

inline core::CalendarYear year_2026() {
  core::CalendarYear year;
  year.year = 2026;
  year.instrument = "国务院办公厅关于2026年部分节假日安排的通知";
  year.published = day("2025-11-04");
  add_rest(year, "2026-01-01", "2026-01-03");
  add_rest(year, "2026-02-15", "2026-02-23");
  add_rest(year, "2026-04-04", "2026-04-06");
  add_rest(year, "2026-05-01", "2026-05-05");
  add_rest(year, "2026-06-19", "2026-06-21");
  add_rest(year, "2026-09-25", "2026-09-27");
  add_rest(year, "2026-10-01", "2026-10-07");
  for (const auto* text : {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}) {
    year.working.push_back(day(text));
  }
  return year;
}

/// As known before 2025-11-04, and since.
inline core::Calendar calendar_2025() { return {.id = "cn", .version = "2025", .years = {year_2025()}, .digest = {}}; }
inline core::Calendar calendar_2026() {
  return {.id = "cn", .version = "2026", .years = {year_2025(), year_2026()}, .digest = {}};
}

}  // namespace caseway::tests
