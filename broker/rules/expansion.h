// How long the texts of a set are with every constant written out where it is named. The schema parser writes them out
// before anybody can look: ten constants of which each names the one before ten times are ten thousand million rows.
#pragma once

#include <map>
#include <string>

namespace caseway::rules {

/// Most bytes of a set with its constants written out; the shipped one has some two million.
inline constexpr std::size_t expanded_bytes_max = 32 << 20;

/// Where a set passes that.
struct Expansion {
  std::string file;
  std::size_t byte = 0;  ///< of the name of the constant with which it does
  std::string constant;  ///< empty: it stays within
};

/// Looks at names alone: `.law` counts as long as the constant of that name in its file, `L.law` as the longest of that
/// name in any. Constants that name each other in a ring count once: the parser refuses those.
Expansion expansion_of(const std::map<std::string, std::string>& texts);

}  // namespace caseway::rules
