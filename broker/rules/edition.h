// Editions of a set by their days: which of those that a site activated counts on a day (docs/adr/0028).
#pragma once

#include <vector>

#include "broker/rules/pack.h"

namespace caseway::rules {

/// First and last day of something, both included; where one is not named, it is so for ever.
struct Days {
  std::optional<core::Date> from = {};
  std::optional<core::Date> to = {};

  [[nodiscard]] bool cover(core::Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
  [[nodiscard]] bool meet(const Days& other) const {
    return (!to || !other.from || *other.from <= *to) && (!other.to || !from || *from <= *other.to);
  }
  friend bool operator==(const Days&, const Days&) = default;
};

inline Days days_of(const PackBundle& bundle) { return {bundle.effective_from, bundle.effective_to}; }

/// Whether the last day lies before the first.
inline bool is_never_in_force(const Days& days) { return days.from && days.to && *days.to < *days.from; }

/// Whether the edition is in force on `day`.
inline bool covers(const PackBundle& bundle, core::Date day) { return days_of(bundle).cover(day); }

/// Whether the days of `one` begin after those of `other`.
inline bool begins_later(const Days& one, const Days& other) {
  return one.from && (!other.from || *other.from < *one.from);
}

/// Whether on `day` an edition of `next` days counts, and not the one of `found` days that counts among those activated
/// before it (null: none does): of those that cover a day the one that is in force since the latest, and of two such
/// the one activated last.
inline bool counts_instead(const Days* found, const Days& next, core::Date day) {
  if (!next.cover(day)) return false;
  return found == nullptr || !begins_later(*found, next);
}

/// Days on which one version of a set counts.
struct Reign {
  std::size_t edition = 0;  ///< its place in the list
  Days days;
  friend bool operator==(const Reign&, const Reign&) = default;
};

/// Which of `editions`, all of one set, counts when, from `today` on and in the order of days; they stand as orders
/// activated them. Days on which none counts are left out.
std::vector<Reign> reigns(const std::vector<Days>& editions, core::Date today);

}  // namespace caseway::rules
