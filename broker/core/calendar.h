// Counting legal time (steps.md section d): hours, calendar days, working days and months from an anchor to its due
// instant, with the roll from a rest day. Pure arithmetic over holiday data; the data comes in as a value and has its
// own version. Which reading, custody and setting apply is rules/evaluate.h; what extends or restarts, the engine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "broker/core/ids.h"
#include "broker/core/instant.h"

namespace caseway::core {

/// Holiday data of one year: rest days beyond weekends, and weekends swapped to work.
struct CalendarYear {
  int year = 0;
  std::vector<Date> rest;     ///< sorted; published holidays and swapped rest days (weekend days may be named too)
  std::vector<Date> working;  ///< sorted; swapped working weekends
  std::string instrument;     ///< 国办发明电〔2024〕12号
  Date published;
};

struct Calendar {
  std::string id;  ///< "cn"
  std::string version;
  std::vector<CalendarYear> years;  ///< sorted by year
  Digest digest;                    ///< H of the binary it was loaded from

  [[nodiscard]] const CalendarYear* year(int year) const;
};

/// Weekend not swapped to work, or named as rest. `known` (may be null) is set to false when the year has no data: then
/// weekends only.
bool is_rest_day(const Calendar& calendar, Date date, bool* known);

/// One reading of a limit.
struct Due {
  Instant nominal;           ///< end before the roll
  Instant due;               ///< end: 24:00 of the last day, or the full hour
  bool provisional = false;  ///< a year without data was touched
};

/// `hours`: the period begins at the next full hour after `anchor` and ends `count` hours later; never rolls.
/// "16:20 or 16:00:00 -> from 17:00".
Due due_after_hours(Instant anchor, std::int64_t count);
/// Day `count` after the day of the anchor, 24:00; rolls to the next working day when `rolls`.
Due due_after_calendar_days(const Calendar& calendar, Instant anchor, std::int64_t count, bool rolls);
/// Only working days count; no roll.
Due due_after_working_days(const Calendar& calendar, Instant anchor, std::int64_t count);
/// Same day number in the n-th month; last day if the anchor is a last day or there is no such day; then roll.
Due due_after_months(const Calendar& calendar, Instant anchor, std::int64_t count, bool rolls);
/// `nominal` rolled anew: 24:00 of the next working day when its day is a rest day.
Due rolled(const Calendar& calendar, Instant nominal, bool rolls);

}  // namespace caseway::core
