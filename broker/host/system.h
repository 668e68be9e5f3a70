// The machine: two clocks, random bytes, and the signals that end the broker.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "broker/flow/ports.h"

namespace caseway::host {

/// CLOCK_REALTIME in milliseconds UTC.
core::Instant wall_now();
/// CLOCK_MONOTONIC in milliseconds; does not follow settings of the wall clock.
std::int64_t monotonic_ms();
/// "2026-11-23T21:09:51.123Z", for the log.
std::string print_utc(core::Instant instant);
/// A Fault that names what was tried, on what, the system's reason and what to do.
[[noreturn]] void throw_errno(std::string_view doing, std::string_view what, int error, std::string_view advice = {});

/// A thread that runs `body`. Throws a Fault that names it by `what` when the system gives none.
[[noreturn]] void throw_no_thread(std::string_view what, int error);
template <class Body>
std::thread start_thread(std::string_view what, Body body) {
  try {
    return std::thread(std::move(body));
  } catch (const std::system_error& why) {
    throw_no_thread(what, why.code().value());
  }
}

/// The calling thread, and no other, runs when the path does not want to. Where the system refuses, it is as good.
void stand_back();

/// Lets this process have as many descriptors as it may. What a shell gives by default is few for a broker.
void raise_descriptor_limit();
/// How many descriptors this process may have now.
std::size_t descriptors_max();

class SystemTime final : public flow::Time {
 public:
  core::Instant wall() override { return wall_now(); }
  std::int64_t monotonic_ms() override { return host::monotonic_ms(); }
};

/// The kernel's generator, through libsodium.
class SystemRandom final : public flow::Random {
 public:
  SystemRandom();  ///< throws Fault when libsodium cannot start
  core::TurnSalt turn_salt() override;
};

/// SIGTERM and SIGINT as a descriptor that becomes readable. Make it before any other thread starts: they inherit the
/// block. SIGPIPE and SIGXFSZ are ignored while it lives: the write fails instead, and says so.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  [[nodiscard]] int fd() const { return fd_; }
  /// The number of the signal that came; 0 when none did.
  int take();

 private:
  int fd_;
};

}  // namespace caseway::host
