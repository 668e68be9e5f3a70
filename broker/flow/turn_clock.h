// One reading of both clocks a turn (house decision 11). The wall clock says when; the monotonic one says whether to
// believe it.
#pragma once

#include <cstdint>
#include <string>

#include "broker/core/record.h"
#include "broker/engine/state.h"
#include "broker/flow/ports.h"

namespace caseway::flow {

class TurnClock {
 public:
  struct Reading {
    core::Instant at;       ///< what is recorded: never below the last record's
    core::Instant trusted;  ///< what the clocks show: before `at` while time stands
    std::int64_t monotonic_ms = 0;
    core::ClockSource source = core::ClockSource::system;
  };
  /// Reads the clocks. A training site's stands still at state.now. When the wall clock has jumped over jump_max_ms
  /// against the monotonic one, time goes on from the last trusted reading and `alarm()` says so, until both agree
  /// again, confirm() is called, or the broker is started anew by somebody who has looked at the clock. So it does at
  /// the start when the wall clock stands over jump_max_ms before the last record: until the wall clock comes within
  /// jump_max_ms of it. (A clock that is ahead at the start cannot be told from a broker that stood still that long.)
  Reading read(Time& time, const engine::State& state);
  /// Two officers hold true what the wall clock showed when it was last read: time goes on from there. Where that is
  /// before the last record, time stands until the wall clock is past it, and no legal clock fires; a start meanwhile
  /// raises the alarm again.
  void confirm();
  /// What the wall clock showed when it was last read, trusted or not.
  [[nodiscard]] core::Instant wall() const { return wall_; }
  /// Why an order that holds `instant` true does not confirm wall(); empty: it does.
  [[nodiscard]] std::string why_not_confirmed(core::Instant instant) const;
  /// Why clocks do not fire; empty: they do.
  [[nodiscard]] const std::string& alarm() const { return alarm_; }

  static constexpr std::int64_t jump_max_ms = 60 * core::second_ms;

 private:
  bool started_ = false;  // a reading was trusted
  core::Instant wall_;    // as last read
  std::int64_t wall_offset_ms_ = 0;
  std::int64_t offset_ms_ = 0;  // wall minus monotonic, as last trusted
  std::string alarm_;
};

}  // namespace caseway::flow
