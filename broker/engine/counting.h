// How the instants of a clock are found: by its row, the calendar in force, and what its owner's region adds.
#pragma once

#include <algorithm>
#include <optional>

#include "broker/engine/draft.h"
#include "broker/rules/evaluate.h"

namespace caseway::engine {

/// Everything that a clock is counted by, but for its anchor. Borrows all but the flag.
struct Counting {
  const Draft& draft;
  const rules::ClockRule& rule;
  bool custody = false;
  const AgencyId& owner;

  [[nodiscard]] rules::Reading read(core::Instant anchor, const rules::NamedLength& named = {},
                                    std::optional<core::Instant> warn_from = {}) const;
  /// The earlier internal limit of the owner's region; `due` itself where it has none.
  [[nodiscard]] core::Instant internal_limit(core::Instant anchor, core::Instant due) const;
};

/// Fills in the instants of a clock that starts or moves, its warning included.
template <class Moved>
void set_due(Moved& to, const Counting& counting, core::Instant anchor, const core::Due& first,
             const core::Due& later) {
  to.due_first = first.due;
  to.due = later.due;
  to.nominal = later.nominal;
  to.provisional = first.provisional || later.provisional;
  const auto warn_before = [&](core::Instant at) {
    if (at < later.due) to.warn_at = to.warn_at.empty() ? at : std::min(to.warn_at, at);
  };
  warn_before(first.due);
  warn_before({later.due.ms - counting.rule.pre_warning_ms});
  warn_before(counting.internal_limit(anchor, later.due));
}

}  // namespace caseway::engine
