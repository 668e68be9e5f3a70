#include "broker/host/last_words.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "broker/host/system.h"
#include "tests/sanitized.h"

namespace caseway::host {
namespace {

constexpr int exit_code = 7;
constexpr std::string_view then = " then=\"start again: what was acknowledged is there\"\n";

struct Ended {
  int exit = -1;
  int signal = 0;
  std::string said;
};

/// How a process with last words ends when it does `act`.
template <class Act>
Ended ended_by(Act act) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit no_core{};
    ::setrlimit(RLIMIT_CORE, &no_core);
    for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGILL}) ::signal(number, SIG_DFL);  // doctest's own are set
    leave_last_words(ends[1], exit_code);
    act();
    ::_exit(0);
  }
  ::close(ends[1]);
  Ended ended;
  char buffer[4096];
  for (ssize_t got; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    ended.said.append(buffer, static_cast<std::size_t>(got));
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFEXITED(status)) ended.exit = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  return ended;
}

/// One line of the log's form; what follows "level=alarm ", and nothing when it is not one.
std::string told(const Ended& ended) {
  const auto at = core::parse_instant(ended.said.substr(0, std::min<std::size_t>(24, ended.said.size())));
  const bool now = at && std::abs(at->ms - wall_now().ms) < core::minute_ms;
  const std::string_view level = " level=alarm ";
  const bool one = std::count(ended.said.begin(), ended.said.end(), '\n') == 1 && ended.said.ends_with(then);
  if (!now || !one || ended.said.substr(24, level.size()) != level) return {};
  return ended.said.substr(24 + level.size());
}

/// `calls` calls deep, whatever the optimiser makes of it.
int deeper(volatile char* above, std::int64_t calls) {  // NOLINT(misc-no-recursion)
  volatile char here[1024];
  here[0] = *above;
  return calls == 0 ? 0 : here[0] + deeper(here, calls - 1);
}

}  // namespace

TEST_CASE("last words: no memory in any thread: one line that needs none, and the exit code of a fault" *
          doctest::skip(tests::sanitized)) {
  const Ended ended = ended_by([] {
    std::thread([] {
      const rlimit nothing_more{1, RLIM_INFINITY};
      ::setrlimit(RLIMIT_AS, &nothing_more);
      std::vector<std::unique_ptr<char[]>> kept;
      for (std::size_t bytes = 1 << 20;; bytes = std::max<std::size_t>(bytes / 2, 8))
        kept.emplace_back(new char[bytes]);
    }).join();
  });
  CHECK(ended.exit == exit_code);
  CHECK(told(ended).starts_with("event=fault why=\"no memory left; it had "));
}

TEST_CASE(
    "last words: an exception that a thread does not catch is told, and can neither end the line nor its quotes") {
  const Ended ended = ended_by([] { std::thread([] { throw std::runtime_error("a \"b\"\nc"); }).join(); });
  CHECK(ended.exit == exit_code);
  CHECK(told(ended) == "event=fault why=\"a ?b??c\"" + std::string(then));

  const Ended lengthy = ended_by([] { std::thread([] { throw std::runtime_error(std::string(5000, 'x')); }).join(); });
  CHECK(told(lengthy).starts_with("event=fault why=\"xxx"));
}

TEST_CASE("last words: of threads that fail at once one has the word (100 processes)") {
  for (int i = 0; i < 100; ++i) {
    const Ended ended = ended_by([] {
      std::vector<std::thread> threads;
      for (int each = 0; each < 4; ++each) threads.emplace_back([] { throw std::runtime_error("it failed"); });
      for (auto& thread : threads) thread.join();
    });
    REQUIRE(ended.exit == exit_code);
    REQUIRE(told(ended) == "event=fault why=\"it failed\"" + std::string(then));
  }
}

TEST_CASE("last words: a check that failed and std::terminate end by SIGABRT, with a line") {
  const Ended aborted = ended_by([] { ::abort(); });
  CHECK(aborted.signal == SIGABRT);
  CHECK(told(aborted).starts_with("event=aborted signal=SIGABRT why="));

  const Ended terminated = ended_by([] { const std::thread never_joined([] { ::pause(); }); });
  CHECK(terminated.signal == SIGABRT);
  CHECK(told(terminated).starts_with("event=aborted why=\"std::terminate"));
}

TEST_CASE("last words: a used-up stack and a signal are told, and the signal takes its course") {
  const Ended overflowed = ended_by([] {
    volatile char start = 0;
    deeper(&start, std::int64_t{1} << 40);
  });
  CHECK(overflowed.signal == SIGSEGV);
  CHECK(told(overflowed).starts_with("event=aborted signal=SIGSEGV why="));

  const Ended hung_up = ended_by([] { ::raise(SIGHUP); });
  CHECK(hung_up.signal == SIGHUP);
  CHECK(told(hung_up).starts_with("event=aborted signal=SIGHUP why="));
}

TEST_CASE("last words: who ignores a signal, as nohup does, goes on") {
  ::signal(SIGHUP, SIG_IGN);
  const Ended ended = ended_by([] { ::raise(SIGHUP); });
  ::signal(SIGHUP, SIG_DFL);
  CHECK(ended.exit == 0);
  CHECK(ended.said.empty());
}

}  // namespace caseway::host
