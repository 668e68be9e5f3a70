#include "broker/host/last_words.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <new>
#include <string_view>

namespace caseway::host {
namespace {

constexpr std::string_view lost_nothing = "start again: what was acknowledged is there";

struct Ending {
  int number;
  std::string_view name;
  std::string_view why;
};
constexpr Ending endings[] = {
    {SIGABRT, "SIGABRT", "a check of Caseway or of a library failed, often for lack of memory: see the lines before"},
    {SIGSEGV, "SIGSEGV", "it touched memory that is not its own, or used up its stack"},
    {SIGBUS, "SIGBUS", "a mapped file could not be read or has no room: look at the disk of the index"},
    {SIGILL, "SIGILL", "an instruction that this processor does not know"},
    {SIGFPE, "SIGFPE", "a division that has no result"},
    {SIGSYS, "SIGSYS", "a system call that is forbidden here: look at the unit's SystemCallFilter"},
    {SIGTRAP, "SIGTRAP", "a trap"},
    {SIGXCPU, "SIGXCPU", "its limit of CPU time is used up: raise LimitCPU"},
    {SIGQUIT, "SIGQUIT", "somebody sent it"},
    {SIGHUP, "SIGHUP", "the terminal that it was started from is gone: run it as a service"},
};

/// Handlers are given no argument: what they need is the one thing here that is global. Written before any thread.
struct {
  int fd = -1;
  int exit_code = 1;
  std::atomic<pid_t> sayer = 0;  ///< the thread that said it
  alignas(16) std::array<char, 65536> stack;
} last;

/// One line, cut where it does not fit.
class Line {
 public:
  explicit Line(std::string_view event) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const std::chrono::sys_seconds seconds{std::chrono::seconds{now.tv_sec}};
    const auto day = std::chrono::floor<std::chrono::days>(seconds);  // gmtime_r may wait for a lock
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{seconds - day};
    number(static_cast<int>(date.year()), 4).plain("-").number(static_cast<unsigned>(date.month()), 2).plain("-");
    number(static_cast<unsigned>(date.day()), 2).plain("T").number(time.hours().count(), 2).plain(":");
    number(time.minutes().count(), 2).plain(":").number(time.seconds().count(), 2).plain(".");
    number(now.tv_nsec / 1'000'000, 3).plain("Z level=alarm event=").plain(event);
  }
  Line& plain(std::string_view text) {
    for (const char c : text) put(c);
    return *this;
  }
  /// What may hold anything: it can neither end the line nor its quotes.
  Line& foreign(std::string_view text) {
    for (const char c : text.substr(0, 700))
      put(static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\' || c == 0x7f ? '?' : c);
    return *this;
  }
  Line& number(std::int64_t value, int digits = 1) {
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    for (auto length = end - text; length < digits; ++length) put('0');
    return plain({text, static_cast<std::size_t>(end - text)});
  }
  /// Writes it, once in the life of the process: a second thread that comes here waits for the first to end it, and the
  /// first, should a signal reach it before that, goes on to its end.
  void say() {
    plain(" then=\"").plain(lost_nothing).plain("\"");
    bytes_[length_++] = '\n';
    pid_t sayer = 0;
    if (!last.sayer.compare_exchange_strong(sayer, ::gettid())) {
      while (sayer != ::gettid()) ::pause();
      return;
    }
    [[maybe_unused]] const auto written = ::write(last.fd, bytes_.data(), length_);
  }

 private:
  void put(char c) {
    if (length_ + 1 < bytes_.size()) bytes_[length_++] = c;
  }
  std::array<char, 1024> bytes_;
  std::size_t length_ = 0;
};

[[noreturn]] void on_no_memory() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  Line line("fault");
  line.plain(" why=\"no memory left; it had ").number(used.ru_maxrss).plain(" KiB at most: give it more\"").say();
  ::_exit(last.exit_code);
}

[[noreturn]] void on_terminate() {
  if (const auto thrown = std::current_exception()) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& why) {
      Line("fault").plain(" why=\"").foreign(why.what()).plain("\"").say();
    } catch (...) {
      Line("fault").plain(" why=\"an exception of an unknown type\"").say();
    }
    ::_exit(last.exit_code);
  }
  Line("aborted").plain(" why=\"std::terminate: a bug in Caseway\"").say();
  ::signal(SIGABRT, SIG_DFL);
  std::abort();
}

/// Runs on a stack of its own and once for each signal; the default action follows.
void on_signal(int number) {
  for (const auto& ending : endings) {
    if (ending.number != number) continue;
    Line("aborted").plain(" signal=").plain(ending.name).plain(" why=\"").plain(ending.why).plain("\"").say();
  }
  ::raise(number);
}

}  // namespace

void leave_last_words(int fd, int exit_code) {
  last.fd = fd;
  last.exit_code = exit_code;
  std::set_new_handler(on_no_memory);
  std::set_terminate(on_terminate);
  stack_t stack{};
  stack.ss_sp = last.stack.data();
  stack.ss_size = last.stack.size();
  ::sigaltstack(&stack, nullptr);
  for (const auto& ending : endings) {
    struct sigaction now {};
    if (::sigaction(ending.number, nullptr, &now) != 0 || now.sa_handler != SIG_DFL) continue;
    now.sa_handler = on_signal;
    now.sa_flags = SA_ONSTACK | static_cast<int>(SA_RESETHAND);
    ::sigaction(ending.number, &now, nullptr);
  }
}

}  // namespace caseway::host
