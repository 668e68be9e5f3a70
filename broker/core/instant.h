// Time as a value. Nothing here reads a clock: an instant comes in as an argument.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace caseway::core {

/// Milliseconds since 1970-01-01T00:00:00Z. 0 is "none" wherever a field says that it may be empty.
struct Instant {
  std::int64_t ms = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
  [[nodiscard]] bool empty() const { return ms == 0; }
};

/// A calendar date of law time (UTC+8, no summer time): days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

struct YearMonthDay {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  friend auto operator<=>(const YearMonthDay&, const YearMonthDay&) = default;
};

inline constexpr std::int64_t second_ms = 1000;
inline constexpr std::int64_t minute_ms = 60 * second_ms;
inline constexpr std::int64_t hour_ms = 60 * minute_ms;
inline constexpr std::int64_t day_ms = 24 * hour_ms;
inline constexpr std::int64_t law_offset_ms = 8 * hour_ms;

Date date_from(const YearMonthDay& civil);  ///< proleptic Gregorian; any year 1..9999
YearMonthDay civil_from(Date date);
int weekday_of(Date date);          ///< 0 Monday .. 6 Sunday
Date law_date_of(Instant instant);  ///< the date in UTC+8
Instant start_of(Date date);        ///< 00:00 law time of that date
Instant end_of(Date date);          ///< 24:00 law time = start of the next date

/// "2025-09-26"; nothing unless it names a real date.
std::optional<Date> parse_date(std::string_view text);
/// "2025-09-26T11:05:00+08:00", with optional milliseconds and any offset or Z.
std::optional<Instant> parse_instant(std::string_view text);
std::string print_date(Date date);
/// Law time with offset, whole seconds unless there are milliseconds: "2025-09-26T11:05:00+08:00".
std::string print_instant(Instant instant);
/// As people write a limit: "2025-09-28 24:00" when it falls on midnight, else "2025-09-26 17:00".
std::string print_due(Instant instant);

}  // namespace caseway::core
