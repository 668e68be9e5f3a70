// casewayd as its operator meets it: what it checks, how it ends, and with which exit code.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "broker/host/site.h"
#include "tests/run_program.h"
#include "tests/where.h"

namespace caseway::bench {
namespace {

namespace fs = std::filesystem;

/// A site of its own for one test, and casewayd on it.
class Process {
 public:
  Process() {
    fs::remove_all(dir_);
    host::SiteOptions options;
    options.origin = "casewayd.example";
    host::init_site(dir_, options);
  }
  ~Process() {
    if (child_ > 0) end(SIGKILL);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] const fs::path& dir() const { return dir_; }
  /// Everything it wrote, on either stream, since start().
  [[nodiscard]] std::string said() const {
    std::ifstream file(dir_ / "said");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void start(const std::vector<std::string>& more = {}) {
    int ready[2];
    REQUIRE(::pipe2(ready, O_CLOEXEC) == 0);
    child_ = spawn(more, ready[1]);
    ::close(ready[1]);
    ready_ = ready[0];
  }
  /// Waits for its line on stdout; false when it ended without one.
  bool listens() {
    std::string line;
    for (char c = 0; ::read(ready_, &c, 1) == 1 && c != '\n';) line += c;
    return line.starts_with("listening on tcp://127.0.0.1:");
  }
  int end(int signal = 0) {
    if (signal != 0) ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    ::close(ready_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int run(const std::vector<std::string>& more = {}) {
    start(more);
    return end();
  }

 private:
  pid_t spawn(const std::vector<std::string>& more, int out) {
    const std::string program = std::string(CASEWAY_BUILD_DIR) + "/bin/casewayd";
    const std::string config = (dir_ / "casewayd.toml").string();
    const std::string said = (dir_ / "said").string();
    std::vector<const char*> words{"casewayd", "--config", config.c_str()};
    for (const auto& word : more) words.push_back(word.c_str());
    words.push_back(nullptr);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child > 0) return child;
    ::dup2(out, 1);
    ::dup2(::open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    ::execv(program.c_str(), const_cast<char* const*>(words.data()));
    ::_exit(127);
  }

  fs::path dir_ = fs::path(CASEWAY_BUILD_DIR) / "tests/casewayd-site";
  pid_t child_ = -1;
  int ready_ = -1;
};

}  // namespace

TEST_CASE("casewayd: --check accepts a new site and changes nothing in it") {
  Process broker;
  CHECK(broker.run({"--check"}) == 0);
  CHECK(broker.said().empty());
  CHECK(fs::is_empty(broker.dir() / "journal"));
}

TEST_CASE("casewayd: --check tells all mistakes at once and exits 2") {
  Process broker;
  fs::remove_all(broker.dir() / "vault");
  fs::permissions(broker.dir() / "keys/log.key", fs::perms(0644));
  CHECK(broker.run({"--check"}) == 2);
  CHECK(broker.said().find("vault: no such directory") != std::string::npos);
  CHECK(broker.said().find("log.key: others may read") != std::string::npos);
  CHECK(broker.run() == 2);
  CHECK(broker.run({"--no-such-option"}) == 2);
}

TEST_CASE("casewayd: it tells where it listens, and SIGTERM or SIGINT end it cleanly") {
  Process broker;
  for (const int signal : {SIGTERM, SIGINT}) {
    broker.start();
    REQUIRE(broker.listens());
    CHECK(fs::exists(broker.dir() / "endpoint"));
    CHECK(broker.end(signal) == 0);
    CHECK_FALSE(fs::exists(broker.dir() / "endpoint"));
    CHECK(broker.said().find("event=stopped") != std::string::npos);
  }
  std::size_t snapshots = 0;
  for (const auto& file : fs::directory_iterator(broker.dir() / "journal")) {
    snapshots += file.path().extension() == ".snapshot";
    CHECK(file.path().extension() != ".next");
  }
  CHECK(snapshots == 2);
  CHECK(fs::exists(broker.dir() / "journal/head"));
}

TEST_CASE("casewayd: --snapshot writes one and leaves") {
  Process broker;
  CHECK(broker.run({"--snapshot"}) == 0);
  CHECK(fs::exists(broker.dir() / "journal/0000000000000001.snapshot"));
}

TEST_CASE("casewayd: a second broker on one site exits 1, says why, and deletes nothing of the first") {
  Process broker;
  broker.start();
  REQUIRE(broker.listens());
  const std::string command = std::string(CASEWAY_BUILD_DIR) + "/bin/casewayd --rebuild-index --config " +
                              (broker.dir() / "casewayd.toml").string() + " 2>" + (broker.dir() / "second").string();
  const int status = std::system(command.c_str());
  CHECK(WEXITSTATUS(status) == 1);
  std::ifstream file(broker.dir() / "second");
  const std::string said{std::istreambuf_iterator<char>(file), {}};
  CHECK(said.find("another casewayd has this site open") != std::string::npos);
  CHECK(fs::exists(broker.dir() / "index/index.sqlite"));
  CHECK(broker.end(SIGTERM) == 0);
}

TEST_CASE("casewayd: where no file may grow so long it exits 1 and says so") {
  const Process broker;
  const std::string command = "ulimit -f 4096; exec " + std::string(CASEWAY_BUILD_DIR) +
                              "/bin/casewayd --snapshot --config " + (broker.dir() / "casewayd.toml").string();
  const tests::Ran ran = tests::run_command(command, (broker.dir() / "troubles").string());
  CHECK(ran.exit == 1);
  std::ifstream file(broker.dir() / "troubles");
  const std::string said{std::istreambuf_iterator<char>(file), {}};
  CHECK(said.find("event=fault why=") != std::string::npos);
  CHECK(said.find("File too large") != std::string::npos);
}

TEST_CASE("casewayd: a journal that is not what it should be exits 3, again and again") {
  Process broker;
  broker.start();
  REQUIRE(broker.listens());
  CHECK(broker.end(SIGKILL) == -1);
  {
    std::fstream segment(broker.dir() / "journal/0000000000000000.journal",
                         std::ios::in | std::ios::out | std::ios::binary);
    segment.seekp(200);
    segment.put('\x5a');
  }
  for (int i = 0; i < 2; ++i) {
    CHECK(broker.run() == 3);
    CHECK(broker.said().find("event=refused") != std::string::npos);
  }
}

}  // namespace caseway::bench
