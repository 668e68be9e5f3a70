#include "tests/simulation/watch.h"

namespace caseway::simulation {

namespace {

constexpr std::int64_t jump_ms = 60'000;

}  // namespace

void Watch::started(core::Instant last) {
  stands_at_ = last;
  trusts_ = false;
}

void Watch::trust(std::int64_t shown_ms, std::int64_t monotonic_ms) {
  stands_at_.reset();
  trusts_ = true;
  trusted_ms_ = shown_ms;
  trusted_at_ = monotonic_ms;
}

const Reading& Watch::look(core::RecordIndex first, const SimTime& time) {
  const auto shown_ms = time.wall_ms + time.skew_ms;
  const auto held_ms = trusted_ms_ + (time.monotonic - trusted_at_);
  const bool agrees =
      trusts_ ? shown_ms - held_ms <= jump_ms && held_ms - shown_ms <= jump_ms : shown_ms >= stands_at_->ms - jump_ms;
  last_ = {first, trusts_ ? core::Instant{held_ms} : *stands_at_, {shown_ms}, !agrees};
  looked_at_ = time.monotonic;
  if (agrees) {
    last_.at = last_.shown;
    trust(shown_ms, time.monotonic);
  }
  return last_;
}

void Watch::confirmed() {
  trust(last_.shown.ms, looked_at_);
  last_.in_doubt = false;
}

}  // namespace caseway::simulation
