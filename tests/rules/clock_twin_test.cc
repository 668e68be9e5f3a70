// Readings of clocks beside the slow twin: every way of counting, and every clock of the shipped pack, from each day of
// 20 years.
#include <doctest/doctest.h>

#include "tests/rules/scene.h"
#include "tests/rules/twin.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::Instant;
using caseway::tests::DayByDay;

namespace {

using Settings = std::vector<std::pair<Code, std::string>>;

/// Two ends that fall together may be told by either way of counting.
bool same(const Reading& one, const Reading& other) {
  return one.anchor == other.anchor && one.first.due == other.first.due && one.later.due == other.later.due &&
         one.first.due <= one.later.due;
}

bool same_to_the_word(const Reading& one, const Reading& other) {
  const auto equal = [](const caseway::core::Due& a, const caseway::core::Due& b) {
    return a.due == b.due && a.nominal == b.nominal && a.provisional == b.provisional;
  };
  return equal(one.first, other.first) && equal(one.later, other.later);
}

/// Every unit, basis, roll and custody, of one length and of two.
std::vector<ClockRule> all_ways() {
  std::vector<ClockRule> all;
  for (const auto unit : {Unit::hours, Unit::days, Unit::months}) {
    for (const auto basis : {DayBasis::none, DayBasis::calendar, DayBasis::working, DayBasis::disputed}) {
      for (const int bits : {0, 1, 2, 3, 4, 5, 6, 7}) {
        ClockRule rule;
        rule.unit = unit;
        rule.basis_of_days = basis;
        rule.length = unit == Unit::hours ? 24 : unit == Unit::days ? 3 : 1;
        rule.rolls = (bits & 1) != 0;
        rule.custody_no_roll = (bits & 2) != 0;
        rule.second_length = (bits & 4) != 0 ? 2 * rule.length : 0;
        rule.setting = "S10";
        all.push_back(rule);
      }
    }
  }
  return all;
}

struct Counted {
  std::size_t two = 0;          ///< readings that differ
  std::size_t provisional = 0;  ///< ends in years without data
};

void check(const ClockRule& rule, Instant anchor, bool custody, const DayByDay& days, const Settings& settings,
           Counted& counted, const NamedLength& named = {}, std::optional<Instant> warn_from = {}) {
  const auto fast = read_clock(rule, anchor, custody, cn_calendar(), settings, named, warn_from);
  const auto slow = twin_reading(rule, anchor, custody, days, settings, named, warn_from);
  CAPTURE(rule.id.str());
  CAPTURE(caseway::core::print_instant(anchor));
  CAPTURE(static_cast<int>(rule.unit));
  CAPTURE(static_cast<int>(rule.basis_of_days));
  CAPTURE(custody);
  REQUIRE(same(fast, slow));
  const bool one_length = rule.second_length == 0 || named.end || named.units > 0;
  if (one_length && !warn_from && slow.first.due != slow.later.due) REQUIRE(same_to_the_word(fast, slow));
  counted.two += slow.first.due != slow.later.due ? 1 : 0;
  counted.provisional += fast.later.provisional ? 1 : 0;
}

template <class Each>
void each_day(const DayByDay& days, Each each) {
  constexpr std::int64_t hour = caseway::core::hour_ms;
  constexpr std::int64_t times[] = {0, 9 * hour + 1, 16 * hour, 24 * hour - 1};
  for (std::size_t i = days.index_of("2010-01-01"); i <= days.index_of("2030-12-31"); ++i) {
    each(Instant{days.start(i).ms + times[i % 4]}, i);
  }
}

}  // namespace

TEST_CASE("reading: twin: every unit, basis, roll, custody and setting of S01 agrees (each day of 20 years)") {
  const DayByDay days(cn_calendar());
  const std::vector<Settings> chosen{{}, {{"S01", "both"}}, {{"S01", "cd"}}, {{"S01", "wd"}}, {{"S10", "5 x"}}};
  Counted counted;
  const auto ways = all_ways();
  each_day(days, [&](Instant anchor, std::size_t day) {
    for (std::size_t i = 0; i < ways.size(); ++i) {
      const auto& settings = chosen[(day + i) % chosen.size()];
      for (const bool custody : {false, true}) check(ways[i], anchor, custody, days, settings, counted);
    }
  });
  CHECK(counted.two > 100'000);
  CHECK(counted.provisional > 100'000);
}

TEST_CASE("reading: twin: every clock of the shipped pack agrees (each day of 20 years, in custody and not)") {
  const DayByDay days(cn_calendar());
  std::vector<ClockRule> rules = cn_ip().universal_clocks;
  for (const auto& procedure : cn_ip().procedures) {
    rules.insert(rules.end(), procedure.clocks.begin(), procedure.clocks.end());
  }
  CHECK(rules.size() > 20);
  Counted counted;
  each_day(days, [&](Instant anchor, std::size_t) {
    for (const auto& rule : rules) {
      for (const bool custody : {false, true}) check(rule, anchor, custody, days, {}, counted);
    }
  });
  CHECK(counted.two > 10'000);
}

TEST_CASE("reading: twin: a named end, a named length and an earlier warning agree (each day of 20 years)") {
  const DayByDay days(cn_calendar());
  Counted counted;
  const auto ways = all_ways();
  each_day(days, [&](Instant anchor, std::size_t day) {
    const auto& rule = ways[day % ways.size()];
    const Instant named{anchor.ms + static_cast<std::int64_t>(day % 90) * caseway::core::day_ms};
    check(rule, anchor, false, days, {}, counted, {named, 0});
    check(rule, anchor, true, days, {}, counted, {std::nullopt, 1 + static_cast<std::int32_t>(day % 40)});
    const auto shift = (static_cast<std::int64_t>(day % 21) - 10) * caseway::core::day_ms;
    check(rule, anchor, false, days, {}, counted, {}, Instant{anchor.ms + shift});
  });
  CHECK(counted.two > 1'000);
}
