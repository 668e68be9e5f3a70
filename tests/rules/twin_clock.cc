// Readings of a clock by the slow twin: every length on every basis that is in question, counted day by day; the
// earliest end warns, and after the latest it is overdue.
#include <algorithm>

#include "tests/rules/twin.h"

namespace caseway::rules::tests {
namespace {

using caseway::tests::DayByDay;
using Settings = std::vector<std::pair<Code, std::string>>;

std::string chosen(const Settings& settings, const Code& id) {
  for (const auto& [name, value] : settings) {
    if (name == id) return value;
  }
  return {};
}

std::vector<core::Due> ends_of(const ClockRule& rule, core::Instant anchor, int length, bool rolls,
                               const DayByDay& days, const Settings& settings) {
  if (rule.unit == Unit::hours) return {days.hours(anchor, length)};
  if (rule.unit == Unit::months) return {days.months(anchor, length, rolls)};
  auto basis = rule.basis_of_days;
  if (basis == DayBasis::disputed && chosen(settings, "S01") == "cd") basis = DayBasis::calendar;
  if (basis == DayBasis::disputed && chosen(settings, "S01") == "wd") basis = DayBasis::working;
  std::vector<core::Due> ends;
  if (basis != DayBasis::working) ends.push_back(days.calendar_days(anchor, length, rolls));
  if (basis == DayBasis::working || basis == DayBasis::disputed) ends.push_back(days.working_days(anchor, length));
  return ends;
}

std::vector<core::Due> all_ends(const ClockRule& rule, core::Instant anchor, bool custody, const DayByDay& days,
                                const Settings& settings, const NamedLength& named) {
  const bool rolls = rule.rolls && !(custody && rule.custody_no_roll);
  if (named.end) return {days.told(*named.end, rolls)};
  if (named.units > 0) return ends_of(rule, anchor, named.units, rolls, days, settings);
  int length = rule.length;
  const auto setting = rule.setting.empty() ? std::string() : chosen(settings, rule.setting);
  if (!setting.empty() && setting[0] >= '0' && setting[0] <= '9' && std::stoi(setting) > 0) length = std::stoi(setting);
  auto ends = ends_of(rule, anchor, length, rolls, days, settings);
  if (rule.second_length == 0) return ends;
  const auto more = ends_of(rule, anchor, rule.second_length, rolls, days, settings);
  ends.insert(ends.end(), more.begin(), more.end());
  return ends;
}

bool is_earlier(const core::Due& a, const core::Due& b) { return a.due < b.due; }

}  // namespace

Reading twin_reading(const ClockRule& rule, core::Instant anchor, bool custody, const DayByDay& days,
                     const Settings& settings, const NamedLength& named, std::optional<core::Instant> warn_from) {
  const auto ends = all_ends(rule, anchor, custody, days, settings, named);
  Reading reading{anchor, *std::min_element(ends.begin(), ends.end(), is_earlier),
                  *std::max_element(ends.begin(), ends.end(), is_earlier)};
  if (!warn_from) return reading;
  const auto others = all_ends(rule, *warn_from, custody, days, settings, named);
  const auto warned = *std::min_element(others.begin(), others.end(), is_earlier);
  if (is_earlier(warned, reading.first)) reading.first = warned;
  return reading;
}

}  // namespace caseway::rules::tests
