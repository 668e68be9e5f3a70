// A broker that is given too little memory: at whatever it was doing it ends with a line that says so, and what it had
// acknowledged is there when it starts again.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <fstream>
#include <iterator>
#include <map>

#include "broker/host/system.h"
#include "tests/end_to_end/trial.h"
#include "tests/sanitized.h"
#include "tests/where.h"

namespace caseway::bench {
namespace {

constexpr std::uint64_t frames_each = 250;
constexpr std::uint64_t window = 32;
constexpr std::int64_t patience_ms = 120'000;

bool has_ended(const TrialSite& site) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(site.process()), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == site.process();
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Of the log's form, and by whoever ended the broker: its own operator new, or a check of a library. It need not be
/// the last line: another thread may be writing one of its own while this one ends the process.
bool says_why(const std::string& log) {
  return log.find("Z level=alarm event=fault why=") != std::string::npos ||
         log.find("Z level=alarm event=aborted signal=SIGABRT why=") != std::string::npos;
}

/// Messages sent until the broker has ended, and what it answered.
struct Life {
  std::vector<std::vector<std::uint8_t>> frames;
  std::map<core::LaneNumber, std::vector<std::uint8_t>> statements;

  void send_until_ended(Trial& trial, LoadClient& client) {
    const std::int64_t until = host::monotonic_ms() + patience_ms;
    for (std::uint64_t sent = 0; !has_ended(trial.site);) {
      REQUIRE(host::monotonic_ms() < until);
      for (; sent < statements.size() + window; ++sent) {
        if (sent == frames.size()) {
          for (auto& frame : trial.frames(sent + 1, frames_each)) frames.push_back(std::move(frame));
        }
        client.send(frames[sent]);
      }
      auto heard = client.hear(100);
      if (!heard) continue;
      auto* receipt = std::get_if<wire::ReceiptFrame>(&*heard);
      REQUIRE(receipt != nullptr);
      statements[receipt->number] = std::move(receipt->receipt.statement);
    }
  }
};

/// The statement of a repeat, once the index knows it again.
std::vector<std::uint8_t> statement_again(LoadClient& client, const std::vector<std::uint8_t>& frame) {
  const std::int64_t until = host::monotonic_ms() + patience_ms;
  while (host::monotonic_ms() < until) {
    client.send(frame);
    auto heard = client.hear(static_cast<int>(patience_ms));
    REQUIRE(heard);
    if (auto* receipt = std::get_if<wire::ReceiptFrame>(&*heard)) return std::move(receipt->receipt.statement);
    REQUIRE(std::get<wire::RefusalFrame>(*heard).code == core::Refusal::try_later);
  }
  return {};
}

}  // namespace

TEST_CASE("end to end: a broker that runs out of memory says so and ends, and has lost nothing that it acknowledged" *
          doctest::skip(tests::sanitized)) {
  Trial trial("memory-site");
  Life life;
  {
    const auto client = trial.connect(trial.regulator);
    const rlimit nothing_more{1, RLIM_INFINITY};
    REQUIRE(::prlimit(trial.site.process(), RLIMIT_AS, &nothing_more, nullptr) == 0);
    life.send_until_ended(trial, *client);
  }
  const int status = trial.site.stop().status;
  CHECK(((WIFEXITED(status) && WEXITSTATUS(status) == 1) || (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT)));
  CHECK(says_why(text_of(trial.site.dir() / "casewayd.log")));
  CHECK(life.statements.size() >= window);

  trial.site.start();
  CHECK(trial.site.records() > life.statements.size());
  const auto client = trial.connect(trial.regulator);
  for (const auto& [number, statement] : life.statements) {
    CHECK(statement_again(*client, life.frames[number - 1]) == statement);
  }
  CHECK(trial.site.stop().status == 0);
  for (const char* what : {"verify", "replay"}) CHECK(run_program("caseway-audit", {what, trial.site.dir()}).exit == 0);
}

TEST_CASE("end to end: with too little memory to start casewayd ends with a line, however far it came" *
          doctest::skip(tests::sanitized)) {
  const TrialSite site(programs(), std::filesystem::path(CASEWAY_BUILD_DIR) / "tests/little-memory-site");
  const std::string troubles = (site.dir() / "troubles").string();
  bool in_main = false;  // before it, the loader or the C++ library speak
  bool own = false;
  int exit = -1;
  for (int mib = 16; exit != 0 && mib < 4096; mib += 8) {
    const std::string limits = "ulimit -c 0; ulimit -v " + std::to_string(mib * 1024) + "; ";
    const std::string command = limits + "exec timeout 60 " + (programs() / "casewayd").string() +
                                " --snapshot --config " + (site.dir() / "casewayd.toml").string();
    exit = tests::run_command(command, troubles).exit;
    REQUIRE(exit != 124);  // it hangs
    const std::string said = text_of(troubles);
    if (exit == 0) continue;
    CHECK_MESSAGE(!said.empty(), mib, " MiB: exit ", exit);
    if (in_main) CHECK_MESSAGE(says_why(said), mib, " MiB: ", said);
    in_main = in_main || says_why(said);
    own = own || said.find("no memory left") != std::string::npos;
  }
  CHECK(exit == 0);
  CHECK(in_main);
  CHECK(own);
}

}  // namespace caseway::bench
