#include "broker/host/log.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "broker/core/instant.h"
#include "broker/core/shown.h"

namespace caseway::host {
namespace {

std::string printed(std::string_view value) {
  static constexpr char digits[] = "0123456789abcdef";
  bool plain = !value.empty();
  std::string text = "\"";
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '"' || c == '\\') text += '\\';
    plain = plain && c != '"' && c != '\\' && c != ' ' && c != '=';
    const std::size_t obeyed = core::obeyed_bytes(value.substr(at));
    if (obeyed == 0) text += c;
    for (std::size_t i = 0; i < obeyed; ++i) {
      const auto byte = static_cast<unsigned char>(value[at + i]);
      text.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
    plain = plain && obeyed == 0;
    at += std::max<std::size_t>(obeyed, 1) - 1;
  }
  return plain ? std::string(value) : text + '"';
}

std::string_view name_of(Log::Level level) {
  switch (level) {
    case Log::Level::info: return "info";
    case Log::Level::warning: return "warning";
    case Log::Level::alarm: return "alarm";
  }
  return "alarm";
}

}  // namespace

void Log::line(Level level, std::string_view event, std::initializer_list<Field> fields) {
  const std::lock_guard lock(mutex_);
  write(level, event, fields, 0);
}

void Log::peer_line(std::string_view event, std::initializer_list<Field> fields, Level level) {
  const std::lock_guard lock(mutex_);
  auto found = minutes_.find(event);
  if (found == minutes_.end()) found = minutes_.emplace(std::string(event), Minute{}).first;
  Minute& minute = found->second;
  const std::int64_t now = monotonic_();
  if (minute.written == 0 || now - minute.began_ms >= core::minute_ms) {
    minute.began_ms = now;
    minute.written = 0;
  }
  if (minute.written >= peer_lines_max) {
    ++minute.left_out;
    return;
  }
  ++minute.written;
  write(level, event, fields, std::exchange(minute.left_out, 0));
}

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields, std::uint64_t left_out) {
  std::string text = print_utc(wall_now());
  text.append(" level=").append(name_of(level)).append(" event=").append(event);
  for (const auto& [key, value] : fields) text.append(" ").append(key).append("=").append(printed(value));
  if (left_out > 0) text.append(" left_out=").append(std::to_string(left_out));
  text += '\n';
  // A log that cannot be written must not stop the broker: the loss is the operator's only.
  [[maybe_unused]] const auto written = ::write(fd_, text.data(), text.size());
}

}  // namespace caseway::host
