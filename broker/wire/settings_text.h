// What a settings file (casewayd.toml, agency.toml) must hold to before the TOML library sees it. toml++ 3.3 recurses
// along dotted keys without a limit, and runs into undefined behaviour on some letters beyond ASCII where a value or a
// key begins, or behind a backslash in a text of several lines. Paths and comments may hold any letters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "broker/core/limits.h"

namespace caseway::wire {

/// 8,192 dotted keys fit, and they fit the stack.
inline constexpr std::size_t settings_bytes_max = 16 * core::limits::kib;

struct SettingsMistake {
  int line = 1;    ///< from 1
  int column = 1;  ///< from 1, in bytes
  std::string what;
};

/// The first thing that bars `text`; nothing when it may be parsed: it is at most settings_bytes_max long, and what is
/// not ASCII stands in a comment, or in quotes that begin a key or a value and end on their line; no text
/// in triple quotes, no table within a line, no list over several lines. Not asked: whether it is TOML.
std::optional<SettingsMistake> settings_mistake(std::string_view text);

}  // namespace caseway::wire
