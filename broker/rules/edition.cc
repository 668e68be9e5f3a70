#include "broker/rules/edition.h"

#include <set>

namespace caseway::rules {

std::vector<Reign> reigns(const std::vector<Days>& editions, core::Date today) {
  std::set<core::Date> changes{today};  // another edition may count from these days on
  for (const auto& one : editions) {
    if (one.from && today < *one.from) changes.insert(*one.from);
    if (one.to && today <= *one.to) changes.insert({one.to->days + 1});
  }
  std::vector<Reign> all;
  for (auto change = changes.begin(); change != changes.end(); ++change) {
    const Days* found = nullptr;
    for (const auto& one : editions) {
      if (counts_instead(found, one, *change)) found = &one;
    }
    if (found == nullptr) continue;
    const auto edition = static_cast<std::size_t>(found - editions.data());
    const auto next = std::next(change);
    const auto last = next == changes.end() ? std::nullopt : std::optional(core::Date{next->days - 1});
    const bool goes_on = !all.empty() && all.back().edition == edition && all.back().days.to &&
                         all.back().days.to->days + 1 == change->days;
    if (goes_on) {
      all.back().days.to = last;
    } else {
      all.push_back({edition, {*change, last}});
    }
  }
  return all;
}

}  // namespace caseway::rules
