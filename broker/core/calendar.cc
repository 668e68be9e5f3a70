// steps.md section d. The day (or hour) of the anchor never counts; a period ends with its last day, at 24:00.
#include "broker/core/calendar.h"

#include <algorithm>

namespace caseway::core {
namespace {

// Lengths may come out of documents (a date of reply, an extension); beyond this they mean nothing and are cut.
constexpr std::int64_t count_max = 36'600;  // a hundred years of days

std::int64_t bounded(std::int64_t count) { return std::clamp<std::int64_t>(count, 0, count_max); }

Date plus_days(Date date, std::int64_t days) { return {static_cast<std::int32_t>(date.days + days)}; }

// The last day on which `nominal` runs: 24:00 belongs to the day that ends.
Date last_day_of(Instant nominal) {
  const Date date = law_date_of(nominal);
  return nominal == start_of(date) ? plus_days(date, -1) : date;
}

int days_in_month(int year, int month) {
  const YearMonthDay next = month == 12 ? YearMonthDay{year + 1, 1, 1} : YearMonthDay{year, month + 1, 1};
  return civil_from(plus_days(date_from(next), -1)).day;
}

}  // namespace

const CalendarYear* Calendar::year(int year) const {
  const auto found = std::lower_bound(years.begin(), years.end(), year,
                                      [](const CalendarYear& each, int wanted) { return each.year < wanted; });
  return found != years.end() && found->year == year ? &*found : nullptr;
}

bool is_rest_day(const Calendar& calendar, Date date, bool* known) {
  const bool weekend = weekday_of(date) >= 5;
  const CalendarYear* year = calendar.year(civil_from(date).year);
  if (year == nullptr) {
    if (known != nullptr) *known = false;
    return weekend;
  }
  if (std::binary_search(year->rest.begin(), year->rest.end(), date)) return true;
  return weekend && !std::binary_search(year->working.begin(), year->working.end(), date);
}

Due due_after_hours(Instant anchor, std::int64_t count) {
  // Law time is whole hours from UTC, so a full hour is the same in both. Rounding down also before 1970.
  const std::int64_t since_full_hour = ((anchor.ms % hour_ms) + hour_ms) % hour_ms;
  const std::int64_t bounds = INT64_MAX / 2;
  const std::int64_t from = std::clamp(anchor.ms, -bounds, bounds) - since_full_hour + hour_ms;
  const Instant end{from + bounded(count) * hour_ms};
  return {end, end, false};
}

Due due_after_calendar_days(const Calendar& calendar, Instant anchor, std::int64_t count, bool rolls) {
  return rolled(calendar, end_of(plus_days(law_date_of(anchor), bounded(count))), rolls);
}

Due due_after_working_days(const Calendar& calendar, Instant anchor, std::int64_t count) {
  bool known = true;
  Date date = law_date_of(anchor);
  for (std::int64_t left = bounded(count); left > 0;) {
    date = plus_days(date, 1);
    if (!is_rest_day(calendar, date, &known)) --left;
  }
  return {end_of(date), end_of(date), !known};
}

Due due_after_months(const Calendar& calendar, Instant anchor, std::int64_t count, bool rolls) {
  const YearMonthDay from = civil_from(law_date_of(anchor));
  const std::int64_t months = std::int64_t{from.year} * 12 + (from.month - 1) + bounded(count);
  const int year = static_cast<int>(months / 12);
  const int month = static_cast<int>(months % 12) + 1;
  const int last = days_in_month(year, month);
  const bool from_last = from.day == days_in_month(from.year, from.month);
  const Date end = date_from({year, month, from_last ? last : std::min(from.day, last)});
  return rolled(calendar, end_of(end), rolls);
}

Due rolled(const Calendar& calendar, Instant nominal, bool rolls) {
  // Without a roll no holiday data is asked, so none can be missing.
  if (!rolls) return {nominal, nominal, false};
  bool known = true;
  Date day = last_day_of(nominal);
  if (!is_rest_day(calendar, day, &known)) return {nominal, nominal, !known};
  while (is_rest_day(calendar, day, &known)) day = plus_days(day, 1);
  return {nominal, end_of(day), !known};
}

}  // namespace caseway::core
