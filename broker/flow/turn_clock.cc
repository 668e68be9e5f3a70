#include "broker/flow/turn_clock.h"

#include <algorithm>
#include <cstdlib>

#include "broker/engine/orders.h"

namespace caseway::flow {

TurnClock::Reading TurnClock::read(Time& time, const engine::State& state) {
  Reading reading;
  reading.monotonic_ms = time.monotonic_ms();
  if (state.training) {
    reading.at = reading.trusted = state.now;
    reading.source = core::ClockSource::training;
    return reading;
  }
  wall_ = time.wall();
  wall_offset_ms_ = wall_.ms - reading.monotonic_ms;
  if (!started_ && wall_.ms < state.now.ms - jump_max_ms) {
    alarm_ = "the wall clock stands " + std::to_string((state.now.ms - wall_.ms) / core::second_ms) +
             " s before the last record: legal clocks do not fire. Set the clock right, or, if it is, let two officers "
             "confirm it (caseway order new time)";
    reading.at = reading.trusted = state.now;
    return reading;
  }
  if (!started_ || std::abs(wall_offset_ms_ - offset_ms_) <= jump_max_ms) {
    started_ = true;
    offset_ms_ = wall_offset_ms_;
    alarm_.clear();
  } else {
    alarm_ = "the wall clock jumped by " + std::to_string((wall_offset_ms_ - offset_ms_) / core::second_ms) +
             " s against the monotonic clock: legal clocks do not fire. Set the clock right, or, if it is, "
             "let two officers confirm it (caseway order new time)";
  }
  reading.trusted = {offset_ms_ + reading.monotonic_ms};
  reading.at = std::max(state.now, reading.trusted);
  return reading;
}

std::string TurnClock::why_not_confirmed(core::Instant instant) const {
  if (alarm_.empty()) return "the time is not in doubt: there is nothing to confirm";
  if (std::abs(instant.ms - wall_.ms) <= engine::confirm_within_ms) return "";
  return "the officers hold " + core::print_instant(instant) + " true, the broker's clock shows " +
         core::print_instant(wall_) + ": they are over " + std::to_string(engine::confirm_within_ms / core::minute_ms) +
         " minutes apart. Set the clock right, or sign an order that names the time anew";
}

void TurnClock::confirm() {
  started_ = true;
  offset_ms_ = wall_offset_ms_;
  alarm_.clear();
}

}  // namespace caseway::flow
