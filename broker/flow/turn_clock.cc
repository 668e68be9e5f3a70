#include "broker/flow/turn_clock.h"

#include <algorithm>
#include <cstdlib>

#include "broker/engine/orders.h"

namespace caseway::flow {

TurnClock::Reading TurnClock::read(Time& time, const engine::State& state) {
  Reading reading;
  reading.monotonic_ms = time.monotonic_ms();
  if (state.training) {
    reading.at = state.now;
    reading.source = core::ClockSource::training;
    return reading;
  }
  const auto wall = time.wall();
  const auto offset_ms = wall.ms - reading.monotonic_ms;
  if (!started_ && wall.ms < state.now.ms - jump_max_ms) {
    alarm_ = "the wall clock stands " + std::to_string((state.now.ms - wall.ms) / core::second_ms) +
             " s before the last record: legal clocks do not fire. Set the clock right, or, if it is, let two officers "
             "confirm it (caseway order new time)";
    reading.at = state.now;
    return reading;
  }
  if (!started_ || std::abs(offset_ms - offset_ms_) <= jump_max_ms) {
    started_ = true;
    offset_ms_ = offset_ms;
    alarm_.clear();
  } else {
    alarm_ = "the wall clock jumped by " + std::to_string((offset_ms - offset_ms_) / core::second_ms) +
             " s against the monotonic clock: legal clocks do not fire. Set the clock right, or, if it is, "
             "let two officers confirm it (caseway order new time)";
  }
  reading.at = std::max(state.now, core::Instant{offset_ms_ + reading.monotonic_ms});
  return reading;
}

std::string TurnClock::why_not_confirmed(core::Instant instant, core::Instant wall) const {
  if (alarm_.empty()) return "the time is not in doubt: there is nothing to confirm";
  if (std::abs(instant.ms - wall.ms) <= engine::confirm_within_ms) return "";
  return "the officers hold " + core::print_instant(instant) + " true, the broker's clock shows " +
         core::print_instant(wall) + ": they are over " + std::to_string(engine::confirm_within_ms / core::minute_ms) +
         " minutes apart. Set the clock right, or sign an order that names the time anew";
}

void TurnClock::confirm(Time& time) {
  started_ = true;
  offset_ms_ = time.wall().ms - time.monotonic_ms();
  alarm_.clear();
}

}  // namespace caseway::flow
