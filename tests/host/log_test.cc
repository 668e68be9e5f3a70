#include "broker/host/log.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "broker/core/instant.h"

namespace caseway::host {
namespace {

std::int64_t now_ms = 0;

/// What one act wrote to a log whose minutes go by `now_ms`.
template <class Act>
std::string logged(Act act) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  {
    Log log(ends[1], [] { return now_ms; });
    act(log);
  }
  ::close(ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t got; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  ::close(ends[0]);
  return text;
}

}  // namespace

TEST_CASE("log: a value can neither end its line nor forge a key") {
  const std::string text = logged([](Log& log) {
    log.line(Log::Level::info, "session_cut", {{"peer", "a b\n\"level=alarm"}, {"why", ""}, {"agency", "罗源"}});
  });
  CHECK(text.ends_with(" level=info event=session_cut peer=\"a b\\x0a\\\"level=alarm\" why=\"\" agency=罗源\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
}

TEST_CASE("log: nothing that a peer chose is obeyed by a terminal: C0, C1, marks of direction") {
  const std::string text = logged([](Log& log) {
    log.line(Log::Level::info, "parked",
             {{"reason",
               "\x1b[2J\xc2\x9b"
               "2J\xe2\x80\xae"
               "end\x7f"},
              {"case",
               "\xc2\xa0"
               "\xe2\x80\xb0"}});
  });
  CHECK(
      text.ends_with(" reason=\"\\x1b[2J\\xc2\\x9b"
                     "2J\\xe2\\x80\\xaeend\\x7f\" case=\xc2\xa0\xe2\x80\xb0\n"));
}

TEST_CASE(
    "log: a peer fills no disk: at most peer_lines_max lines of one event a minute; the next says how many it left "
    "out") {
  const auto knocks = [](Log& log, int times) {
    for (int i = 0; i < times; ++i) log.peer_line("not_admitted", {{"peer", "127.0.0.1"}});
  };
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  now_ms = 7;
  const std::string text = logged([&](Log& log) {
    knocks(log, 1000);
    log.peer_line("session_cut", {});  // another event has ten of its own
    now_ms += core::minute_ms - 1;
    knocks(log, 5);
  });
  CHECK(lines(text) == Log::peer_lines_max + 1);
  CHECK(text.find("left_out") == std::string::npos);

  now_ms = 7;
  const std::string next = logged([&](Log& log) {
    knocks(log, 1000);
    now_ms += core::minute_ms;
    knocks(log, 2);
  });
  CHECK(lines(next) == Log::peer_lines_max + 2);
  CHECK(next.find(" peer=127.0.0.1 left_out=990\n") != std::string::npos);
  CHECK(next.ends_with(" event=not_admitted peer=127.0.0.1\n"));  // told once
}

}  // namespace caseway::host
