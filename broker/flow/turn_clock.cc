#include "broker/flow/turn_clock.h"

#include <algorithm>
#include <cstdlib>

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
             " s before the last record: legal clocks do not fire. Set the clock right";
    reading.at = state.now;
    return reading;
  }
  if (!started_ || std::abs(offset_ms - offset_ms_) <= jump_max_ms) {
    started_ = true;
    offset_ms_ = offset_ms;
    alarm_.clear();
  } else {
    alarm_ = "the wall clock jumped by " + std::to_string((offset_ms - offset_ms_) / core::second_ms) +
             " s against the monotonic clock: legal clocks do not fire. Set the clock right, or restart the broker "
             "once it is";
  }
  reading.at = std::max(state.now, core::Instant{offset_ms_ + reading.monotonic_ms});
  return reading;
}

}  // namespace caseway::flow
