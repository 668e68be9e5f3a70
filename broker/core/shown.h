// Text of others on a terminal: everything in it is shown, nothing of it is obeyed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace caseway::core {

/// Bytes of the first character of `text` where a terminal would obey it or let it change the order of what is read: C0
/// and DEL, C1 (U+0080 to 9F), line and paragraph separator, marks of direction (U+061C, 200E, 200F, 202A to 202E,
/// 2066 to 2069: Unicode TR 36 and 9). 0 for every other, and where `text` is empty. What is no UTF-8 is no character
/// here; whoever takes foreign bytes refuses it before (wire/reading.h, sdk/json_text.h).
std::size_t obeyed_bytes(std::string_view text);

/// "\u001b", "\u202e": the first character of `text`, of `bytes` bytes, as obeyed_bytes() counts them, in six letters
/// as JSON has them.
std::string escaped(std::string_view text, std::size_t bytes);

/// `text` with every such character escaped, but for line ends: what a program of ours writes to a terminal. Nothing is
/// left out, and text without such characters comes back as it is.
std::string shown(std::string_view text);

}  // namespace caseway::core
