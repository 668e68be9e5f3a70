// What the operator reads: one line of key=value for each thing that happened. No secret, no value of a document.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "broker/host/system.h"

namespace caseway::host {

/// Lines from several threads never mix. Values with blanks, quotes or control characters are quoted and escaped, so
/// that nothing a peer chose can look like a line or a key of its own.
///   2026-11-23T21:09:51.123Z level=info event=listening endpoint=tcp://127.0.0.1:7450
class Log {
 public:
  enum class Level : std::uint8_t { info, warning, alarm };
  struct Field {
    std::string_view key;
    std::string value;
  };

  /// `fd` stays the caller's and must remain open while the log lives. `monotonic` gives milliseconds that never go
  /// back: by it the minutes of peer_line are counted.
  explicit Log(int fd, std::int64_t (*monotonic)() = monotonic_ms) : fd_(fd), monotonic_(monotonic) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void line(Level level, std::string_view event, std::initializer_list<Field> fields);
  /// For what a peer can cause: at most peer_lines_max lines of one event a minute; the next one says how many were
  /// left out.
  void peer_line(std::string_view event, std::initializer_list<Field> fields, Level level = Level::warning);

  static constexpr std::uint32_t peer_lines_max = 10;

 private:
  struct Minute {
    std::int64_t began_ms = 0;
    std::uint32_t written = 0;
    std::uint64_t left_out = 0;
  };
  void write(Level level, std::string_view event, std::initializer_list<Field> fields, std::uint64_t left_out);

  int fd_;
  std::int64_t (*monotonic_)();
  std::mutex mutex_;
  std::map<std::string, Minute, std::less<>> minutes_;  // by event: the events are ours, so there are few
};

}  // namespace caseway::host
