#include "broker/rules/edition.h"

#include <doctest/doctest.h>

#include <random>

namespace caseway::rules {
namespace {

core::Date day(std::string_view written) { return *core::parse_date(written); }
Days days(std::string_view from, std::string_view to = {}) {
  return {from.empty() ? std::nullopt : std::optional(day(from)), to.empty() ? std::nullopt : std::optional(day(to))};
}

TEST_CASE("edition: its first and its last day are its own, the days beside them are not") {
  const auto some = days("2025-05-01", "2025-05-31");
  CHECK_FALSE(some.cover(day("2025-04-30")));
  CHECK(some.cover(day("2025-05-01")));
  CHECK(some.cover(day("2025-05-31")));
  CHECK_FALSE(some.cover(day("2025-06-01")));
  CHECK(days("").cover(day("0001-01-01")));
  CHECK(some.meet(days("2025-05-31")));
  CHECK_FALSE(some.meet(days("2025-06-01")));
  CHECK(some.meet(days("", "2025-05-01")));
  CHECK_FALSE(some.meet(days("", "2025-04-30")));
}

TEST_CASE("edition: of two that cover a day the one that began later counts, of two of one day that activated last") {
  const auto first = days("2025-01-01");
  const auto second = days("2025-07-01");
  CHECK(counts_instead(nullptr, first, day("2025-01-01")));
  CHECK_FALSE(counts_instead(nullptr, first, day("2024-12-31")));
  CHECK_FALSE(counts_instead(&first, second, day("2025-06-30")));
  CHECK(counts_instead(&first, second, day("2025-07-01")));
  CHECK_FALSE(counts_instead(&second, first, day("2025-07-01")));  // activated later, for earlier days
  CHECK(counts_instead(&first, first, day("2025-07-01")));
  CHECK(counts_instead(nullptr, days(""), day("2025-07-01")));
  CHECK_FALSE(counts_instead(&first, days(""), day("2025-07-01")));
}

TEST_CASE("edition: the one in force counts until the day before the next begins") {
  const std::vector<Days> both{days("2025-01-01"), days("2025-07-01")};
  CHECK(reigns(both, day("2025-06-30")) ==
        std::vector<Reign>{{0, days("2025-06-30", "2025-06-30")}, {1, days("2025-07-01")}});
  CHECK(reigns(both, day("2025-07-01")) == std::vector<Reign>{{1, days("2025-07-01")}});
}

TEST_CASE("edition: one for some days only is followed by the one before it; days that none covers are in no reign") {
  CHECK(reigns({days("2025-01-01"), days("2025-07-01", "2025-07-31")}, day("2025-06-01")) ==
        std::vector<Reign>{
            {0, days("2025-06-01", "2025-06-30")}, {1, days("2025-07-01", "2025-07-31")}, {0, days("2025-08-01")}});
  CHECK(reigns({days("2025-01-01", "2025-06-29"), days("2025-07-01")}, day("2025-06-01")) ==
        std::vector<Reign>{{0, days("2025-06-01", "2025-06-29")}, {1, days("2025-07-01")}});
  CHECK(reigns({days("2025-01-01", "2025-06-29")}, day("2025-06-30")).empty());
  CHECK(reigns({}, day("2025-06-30")).empty());
}

TEST_CASE("edition: reigns agree with a look at each day alone (500 sites of up to 5 editions, 60 days each)") {
  std::mt19937 random(7);  // NOLINT: the same each time
  const auto pick = [&](std::uint32_t below) { return static_cast<std::int32_t>(random() % below); };
  for (int site = 0; site < 500; ++site) {
    std::vector<Days> editions(random() % 6);
    for (auto& one : editions) {
      if (pick(4) != 0) one.from = core::Date{pick(50)};
      if (pick(2) != 0) one.to = core::Date{(one.from ? one.from->days : 0) + pick(40)};
    }
    const core::Date today{pick(30)};
    const auto all = reigns(editions, today);
    for (std::size_t i = 1; i < all.size(); ++i) {
      CHECK(*all[i - 1].days.to < *all[i].days.from);
      const bool split = all[i - 1].edition == all[i].edition && all[i - 1].days.to->days + 1 == all[i].days.from->days;
      CHECK_FALSE(split);
    }
    for (core::Date on = today; on.days < today.days + 60; ++on.days) {
      int counts = -1;
      for (int i = 0; i < static_cast<int>(editions.size()); ++i) {
        const auto from = [&](int at) { return editions[static_cast<std::size_t>(at)].from.value_or(core::Date{-1}); };
        const bool covered = editions[static_cast<std::size_t>(i)].cover(on);
        if (covered && (counts < 0 || from(counts) <= from(i))) counts = i;
      }
      int told = -1;
      for (const auto& reign : all) {
        if (reign.days.cover(on)) told = static_cast<int>(reign.edition);
      }
      CHECK(told == counts);
    }
  }
}

}  // namespace
}  // namespace caseway::rules
