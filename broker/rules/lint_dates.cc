// Days that two rows claim, or none: versions of a filing standard, overlays of a region, editions of a set.
#include <algorithm>
#include <string_view>

#include "broker/rules/edition.h"
#include "broker/rules/lint.h"

namespace caseway::rules {
namespace {

/// What is wrong between two that follow each other, `a` first; empty: nothing. Names a day.
std::string between(const Days& a, const Days& b, const std::string& first, const std::string& second) {
  if (!b.from) return {};
  if (a.to && *a.to < core::Date{b.from->days - 1}) {
    return core::print_date({a.to->days + 1}) + " is covered by neither " + first + " nor " + second;
  }
  if (a.meet(b)) return core::print_date(*b.from) + " is covered by both " + first + " and " + second;
  return {};
}

Days days_of(const Standard& one) { return {one.effective_from, one.effective_to}; }
Days days_of(const Local& one) { return {one.from, one.to}; }

/// Whether a step of somebody in one region counts both.
bool one_way(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }

template <class Visit>
void each_clock(const PackBundle& bundle, const Visit& visit) {
  for (const auto& one : bundle.universal_clocks) visit(one);
  for (const auto& kind : bundle.procedures) {
    for (const auto& one : kind.clocks) visit(one);
  }
}

}  // namespace

void lint_days(const PackBundle& bundle, Mistakes& mistakes) {
  if (is_never_in_force(days_of(bundle)))
    mistakes.add(core::print_date(*bundle.effective_to), "the last day of the set lies before its first");
}

void lint_standards(const PackBundle& bundle, Mistakes& mistakes) {
  const Standard* before = nullptr;  // they are sorted by offence and first day
  for (const auto& one : bundle.standards) {
    if (before != nullptr && before->offence == one.offence) {
      const auto what = between(days_of(*before), days_of(one), before->version, one.version);
      const Mistakes::Row row(mistakes, one.version);
      if (!what.empty()) mistakes.add({}, "filing standard of " + one.offence.str() + ": " + what);
    }
    before = &one;
  }
}

void lint_local_limits(const PackBundle& bundle, Mistakes& mistakes) {
  each_clock(bundle, [&](const ClockRule& clock) {
    for (std::size_t i = 1; i < clock.local.size(); ++i) {
      const auto& one = clock.local[i];
      const auto same = std::find_if(
          clock.local.begin(), clock.local.begin() + static_cast<std::ptrdiff_t>(i), [&](const LocalLimit& other) {
            return other.local.region == one.local.region && days_of(other.local).meet(days_of(one.local));
          });
      const Mistakes::Row row(mistakes, one.local.region);
      if (same != clock.local.begin() + static_cast<std::ptrdiff_t>(i)) {
        mistakes.add(clock.id.str(), "two limits of one region at once");
      }
    }
  });
}

std::vector<std::string> overlay_conflicts(const PackBundle& bundle) {
  std::vector<std::string> said;
  each_clock(bundle, [&](const ClockRule& clock) {
    for (std::size_t i = 0; i < clock.local.size(); ++i) {
      for (std::size_t j = i + 1; j < clock.local.size(); ++j) {
        const auto& high = clock.local[i];
        const auto& low = clock.local[j];
        if (high.local.region == low.local.region || high.length == low.length) continue;
        if (!one_way(high.local.region, low.local.region) || !days_of(high.local).meet(days_of(low.local))) continue;
        said.push_back(clock.id.str() + ": region " + high.local.region + " says " + std::to_string(high.length) +
                       ", region " + low.local.region + " says " + std::to_string(low.length) + ": that of " +
                       high.local.region + " counts");
      }
    }
  });
  return said;
}

std::vector<std::string> between_editions(std::vector<const PackBundle*> editions) {
  std::stable_sort(editions.begin(), editions.end(),
                   [](const PackBundle* a, const PackBundle* b) { return a->effective_from < b->effective_from; });
  std::vector<std::string> said;
  for (std::size_t i = 1; i < editions.size(); ++i) {
    const auto& a = *editions[i - 1];
    const auto& b = *editions[i];
    if (a.effective_from == b.effective_from) {
      said.push_back("editions " + a.version + " and " + b.version +
                     " begin on one day: the one activated last counts");
    } else if (a.effective_to) {  // one without a last day ends where the next begins
      const auto what =
          between({a.effective_from, a.effective_to}, {b.effective_from, b.effective_to}, a.version, b.version);
      if (!what.empty()) said.push_back("editions of " + a.id + ": " + what);
    }
  }
  return said;
}

}  // namespace caseway::rules
