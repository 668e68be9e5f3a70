#include "broker/host/system.h"

#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <system_error>

namespace caseway::host {
namespace {

std::int64_t read_clock(clockid_t clock) {
  timespec now{};
  MUST(::clock_gettime(clock, &now) == 0);
  return now.tv_sec * core::second_ms + now.tv_nsec / 1'000'000;
}

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

core::Instant wall_now() { return {read_clock(CLOCK_REALTIME)}; }
std::int64_t monotonic_ms() { return read_clock(CLOCK_MONOTONIC); }

std::string print_utc(core::Instant instant) {
  const std::time_t seconds = instant.ms / core::second_ms;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &parts);
  const std::string millis = std::to_string(1000 + instant.ms % core::second_ms).substr(1);
  return std::string(text, length) + millis + 'Z';
}

void throw_errno(std::string_view doing, std::string_view what, int error, std::string_view advice) {
  std::string text(what);
  text.append(": ").append(doing).append(": ").append(std::generic_category().message(error));
  if (!advice.empty()) text.append("; ").append(advice);
  throw flow::Fault(text);
}

void throw_no_thread(std::string_view what, int error) {
  throw_errno("start its thread", what, error,
              "give it more memory, or tasks (MemoryMax, TasksMax, LimitAS, LimitNPROC of the unit)");
}

void stand_back() { (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10); }

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t descriptors_max() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<std::size_t>(limit.rlim_cur) : 256;
}

SystemRandom::SystemRandom() {
  if (sodium_init() < 0) throw flow::Fault("libsodium: sodium_init failed; the kernel gives no random bytes");
}

core::TurnSalt SystemRandom::turn_salt() {
  core::TurnSalt salt;
  randombytes_buf(salt.bytes.data(), salt.bytes.size());
  return salt;
}

StopSignal::StopSignal() {
  const sigset_t set = stop_signals();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  fd_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd_ < 0) throw_errno("signalfd", "stop signals", errno);
}

StopSignal::~StopSignal() {
  const sigset_t set = stop_signals();
  while (take() != 0) {  // a signal left pending would end the process when it is unblocked, after a clean stop
  }
  ::close(fd_);
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGXFSZ, SIG_DFL);
}

int StopSignal::take() {
  signalfd_siginfo info{};
  return ::read(fd_, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
}

}  // namespace caseway::host
