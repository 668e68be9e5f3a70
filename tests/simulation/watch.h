// What the broker must hold to be the time, and when it must doubt it: written down a second time after ADR 0011 and
// 0025, for the model to judge by.
#pragma once

#include <cstdint>
#include <optional>

#include "broker/core/ids.h"
#include "tests/simulation/ports.h"

namespace caseway::simulation {

/// One look at both clocks. It holds for the records from `first` on, until the next one.
struct Reading {
  core::RecordIndex first = 0;
  core::Instant at;     ///< held to be the time; a record's is this, or the one before it where that is later
  core::Instant shown;  ///< by the wall clock
  bool in_doubt = false;
};

class Watch {
 public:
  /// The broker was started; `last` is the time of its last record.
  void started(core::Instant last);
  /// It looks at its clocks; `first` will be its next record.
  const Reading& look(core::RecordIndex first, const SimTime& time);
  /// Two officers confirmed what the wall clock showed at the last look.
  void confirmed();
  [[nodiscard]] const Reading& last() const { return last_; }

 private:
  void trust(std::int64_t shown_ms, std::int64_t monotonic_ms);

  std::optional<core::Instant> stands_at_;  // from the start on, until the wall clock gets there
  bool trusts_ = false;
  std::int64_t trusted_ms_ = 0;
  std::int64_t trusted_at_ = 0;  // on the monotonic clock
  std::int64_t looked_at_ = 0;
  Reading last_;
};

}  // namespace caseway::simulation
