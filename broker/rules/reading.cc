// Readings of a clock: two where the law leaves the day basis open, one where it does not or the site chose.
#include <algorithm>

#include "broker/rules/look.h"

namespace caseway::rules {
namespace {

using Settings = std::vector<std::pair<Code, std::string>>;

const std::string* setting_of(const Settings& settings, const Code& id) {
  for (const auto& [name, value] : settings) {
    if (name == id) return &value;
  }
  return nullptr;
}

/// A setting that begins with a number ("48 h", "5 wd") is the length; any other leaves the rule's own.
std::int32_t length_of(const ClockRule& rule, const Settings& settings) {
  const auto* value = rule.setting.empty() ? nullptr : setting_of(settings, rule.setting);
  if (value == nullptr) return rule.length;
  std::int32_t length = 0;
  std::size_t digits = 0;
  while (digits < value->size() && digits < 6 && (*value)[digits] >= '0' && (*value)[digits] <= '9') {
    length = length * 10 + ((*value)[digits++] - '0');
  }
  return digits == 0 || length == 0 ? rule.length : length;
}

core::Due calendar_reading(const ClockRule& rule, core::Instant anchor, std::int32_t length, bool custody,
                           const core::Calendar& calendar) {
  const bool rolls = rule.rolls && !(custody && rule.custody_no_roll);
  if (rule.unit == Unit::months) return core::due_after_months(calendar, anchor, length, rolls);
  return core::due_after_calendar_days(calendar, anchor, length, rolls);
}

/// Both readings of one length, in the order of their ends.
Reading read_length(const ClockRule& rule, core::Instant anchor, std::int32_t length, bool custody,
                    const core::Calendar& calendar, const Settings& settings) {
  const auto one = [&](const core::Due& due) { return Reading{anchor, due, due}; };
  if (rule.unit == Unit::hours) return one(core::due_after_hours(anchor, length));
  const auto* chosen = setting_of(settings, "S01");
  const bool disputed = rule.unit == Unit::days && rule.basis_of_days == DayBasis::disputed;
  const bool working = rule.basis_of_days == DayBasis::working || (disputed && chosen != nullptr && *chosen == "wd");
  if (rule.unit == Unit::days && working) return one(core::due_after_working_days(calendar, anchor, length));
  const auto by_calendar = calendar_reading(rule, anchor, length, custody, calendar);
  if (!disputed || (chosen != nullptr && *chosen == "cd")) return one(by_calendar);
  const auto by_working = core::due_after_working_days(calendar, anchor, length);
  return by_working.due < by_calendar.due ? Reading{anchor, by_working, by_calendar}
                                          : Reading{anchor, by_calendar, by_working};
}

/// A date begins the count on its day; an instant as it is. Nothing for any other kind.
std::optional<core::Instant> instant_of(const Thing& thing) {
  if (thing.kind != ThingKind::integer) return std::nullopt;
  if (thing.value_kind == core::FieldKind::instant) return core::Instant{thing.integer};
  constexpr std::int64_t days_max = 100000;
  if (thing.value_kind != core::FieldKind::date || thing.integer < -days_max || thing.integer > days_max) {
    return std::nullopt;
  }
  return core::start_of(core::Date{static_cast<std::int32_t>(thing.integer)});
}

struct Moment {
  core::Instant at;
  bool by_date = false;  ///< a date: `at` is its 00:00
};

/// The earliest date or instant that `path` shows.
std::optional<Moment> earliest_at(const Path& path, const View& view) {
  std::optional<Moment> earliest;
  auto take = [&](const Thing& thing, const Place&) {
    const auto at = instant_of(thing);
    if (at && (!earliest || *at < earliest->at)) {
      earliest = Moment{*at, thing.value_kind == core::FieldKind::date};
    }
    return true;
  };
  Sight sight{view};
  look(sight, path, nullptr, take);
  return earliest;
}

/// The first integer that `path` shows and that can be a length; 0 when there is none.
std::int32_t units_at(const Path& path, const View& view) {
  constexpr std::int64_t units_max = 36'600;  // as many days as the calendar counts
  std::int32_t units = 0;
  auto take = [&](const Thing& thing, const Place&) {
    const bool fits = thing.kind == ThingKind::integer && thing.value_kind == core::FieldKind::integer &&
                      thing.integer > 0 && thing.integer <= units_max;
    if (fits) units = static_cast<std::int32_t>(thing.integer);
    return !fits;
  };
  Sight sight{view};
  look(sight, path, nullptr, take);
  return units;
}

Reading read_from(const ClockRule& rule, core::Instant anchor, bool custody, const core::Calendar& calendar,
                  const Settings& settings, const NamedLength& named) {
  if (named.end) {
    const auto due = core::rolled(calendar, *named.end, rule.rolls && !(custody && rule.custody_no_roll));
    return {anchor, due, due};
  }
  if (named.units > 0) return read_length(rule, anchor, named.units, custody, calendar, settings);
  auto reading = read_length(rule, anchor, length_of(rule, settings), custody, calendar, settings);
  if (rule.second_length == 0) return reading;
  const auto other = read_length(rule, anchor, rule.second_length, custody, calendar, settings);
  if (other.first.due < reading.first.due) reading.first = other.first;
  if (reading.later.due < other.later.due) reading.later = other.later;
  return reading;
}

}  // namespace

std::optional<core::Instant> instant_at(const Path& path, const View& view) {
  const auto earliest = earliest_at(path, view);
  return earliest ? std::optional(earliest->at) : std::nullopt;
}

NamedLength named_length(const ClockRule& rule, const View& view) {
  for (const auto* path : {&rule.length_from, &rule.length_or}) {
    if (!*path) continue;
    if (const auto end = earliest_at(**path, view)) {
      return {core::Instant{end->by_date ? end->at.ms + core::day_ms : end->at.ms}, 0};
    }
    if (const auto units = units_at(**path, view)) return {std::nullopt, units};
  }
  return {};
}

Reading read_clock(const ClockRule& rule, core::Instant anchor, bool custody, const core::Calendar& calendar,
                   const Settings& settings, const NamedLength& named, std::optional<core::Instant> warn_from) {
  auto reading = read_from(rule, anchor, custody, calendar, settings, named);
  if (!warn_from) return reading;
  const auto earlier = read_from(rule, *warn_from, custody, calendar, settings, named).first;
  if (earlier.due < reading.first.due) reading.first = earlier;
  return reading;
}

std::optional<Reading> read_asserted(const ClockRule& rule, const View& view) {
  const core::Calendar without_data;
  const Settings defaults;
  const auto& calendar = view.calendar != nullptr ? *view.calendar : without_data;
  const auto anchor = earliest_at(rule.anchor_path, view);
  if (!anchor) return std::nullopt;
  return read_clock(rule, anchor->at, view.in_custody, calendar, view.settings != nullptr ? *view.settings : defaults,
                    named_length(rule, view));
}

core::Instant ended_at(const ClockRule& rule, const View& view) {
  const auto told = rule.end_path ? earliest_at(*rule.end_path, view) : std::nullopt;
  return told ? told->at : view.envelope->occurred_at;
}

}  // namespace caseway::rules
