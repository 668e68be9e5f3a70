// Dates by the days-from-civil arithmetic of Howard Hinnant ("chrono-Compatible Low-Level Date Algorithms"): years
// begin in March, so that the leap day is the last of its year and no table is needed.
#include "broker/core/instant.h"

#include <algorithm>
#include <array>

#include "broker/core/must.h"

namespace caseway::core {
namespace {

constexpr std::int64_t era_days = 146097;     // 400 years
constexpr std::int64_t epoch_shift = 719468;  // 0000-03-01 to 1970-01-01
constexpr int year_max = 9999;

// Rounds towards minus infinity, so that instants before 1970 fall on the right day.
constexpr std::int64_t floor_div(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

constexpr std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month <= 2) --year;
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * era_days + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - epoch_shift;
}

constexpr std::int64_t days_first = days_of(1, 1, 1);
constexpr std::int64_t days_last = days_of(year_max, 12, 31);
static_assert(days_of(1970, 1, 1) == 0);

// The nearest instant whose law date has a year of four digits. An instant may be any number that a peer wrote.
Instant printable(Instant instant) {
  return {std::clamp(instant.ms, days_first * day_ms - law_offset_ms, (days_last + 1) * day_ms - law_offset_ms - 1)};
}

// Reads exactly `count` digits off the front of `text`; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Date> take_date(std::string_view& text) {
  const int year = take_digits(text, 4);
  if (!take(text, '-')) return std::nullopt;
  const int month = take_digits(text, 2);
  if (!take(text, '-')) return std::nullopt;
  const int day = take_digits(text, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Date date = date_from({year, month, day});
  if (civil_from(date) != YearMonthDay{year, month, day}) return std::nullopt;  // 02-30 became 03-02
  return date;
}

// Milliseconds since midnight of "11:05:00" or "11:05:00.250"; -1 for any other form.
std::int64_t take_time(std::string_view& text) {
  const int hour = take_digits(text, 2);
  if (!take(text, ':')) return -1;
  const int minute = take_digits(text, 2);
  if (!take(text, ':')) return -1;
  const int second = take_digits(text, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  int fraction = 0;
  if (take(text, '.')) {
    fraction = take_digits(text, 3);
    if (fraction < 0) return -1;
  }
  return hour * hour_ms + minute * minute_ms + second * second_ms + fraction;
}

// Milliseconds east of UTC of "Z", "+08:00", "-05:30".
std::optional<std::int64_t> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return 0;
  const bool east = take(text, '+');
  if (!east && !take(text, '-')) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (!take(text, ':')) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  const std::int64_t offset = hour * hour_ms + minute * minute_ms;
  return east ? offset : -offset;
}

std::string padded(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

std::string print_clock(std::int64_t ms_of_day) {
  return padded(ms_of_day / hour_ms, 2) + ":" + padded(ms_of_day % hour_ms / minute_ms, 2);
}

}  // namespace

Date date_from(const YearMonthDay& civil) {
  const std::int64_t days = days_of(civil.year, civil.month, civil.day);
  return {static_cast<std::int32_t>(std::clamp(days, days_first, days_last))};
}

YearMonthDay civil_from(Date date) {
  const std::int64_t shifted = std::int64_t{date.days} + epoch_shift;
  const std::int64_t era = floor_div(shifted, era_days);
  const std::int64_t day_of_era = shifted - era * era_days;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (era_days - 1)) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return {static_cast<int>(year), static_cast<int>(month), static_cast<int>(day)};
}

int weekday_of(Date date) {
  const std::int64_t from_monday = std::int64_t{date.days} + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(from_monday - floor_div(from_monday, 7) * 7);
}

Date law_date_of(Instant instant) {
  return {static_cast<std::int32_t>(floor_div(printable(instant).ms + law_offset_ms, day_ms))};
}

Instant start_of(Date date) { return {date.days * day_ms - law_offset_ms}; }
Instant end_of(Date date) { return {(std::int64_t{date.days} + 1) * day_ms - law_offset_ms}; }

std::optional<Date> parse_date(std::string_view text) {
  const auto date = take_date(text);
  if (!text.empty()) return std::nullopt;
  return date;
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto date = take_date(text);
  if (!date || !take(text, 'T')) return std::nullopt;
  const std::int64_t time = take_time(text);
  if (time < 0) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const Instant instant{date->days * day_ms + time - *offset};
  if (instant != printable(instant)) return std::nullopt;
  return instant;
}

std::string print_date(Date date) {
  const auto civil = civil_from(date);
  return padded(civil.year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2);
}

std::string print_instant(Instant instant) {
  const Date date = law_date_of(instant);
  const std::int64_t ms = printable(instant).ms - start_of(date).ms;
  std::string text = print_date(date) + "T" + print_clock(ms) + ":" + padded(ms % minute_ms / second_ms, 2);
  if (ms % second_ms != 0) text += "." + padded(ms % second_ms, 3);
  return text + "+08:00";
}

std::string print_due(Instant instant) {
  const Date date = law_date_of(instant);
  const std::int64_t ms = printable(instant).ms - start_of(date).ms;
  if (ms == 0) return print_date({date.days - 1}) + " 24:00";
  return print_date(date) + " " + print_clock(ms);
}

}  // namespace caseway::core
