// Names of the files in journal/ and vault/, one place for who writes them and who inspects them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "broker/core/ids.h"

namespace caseway::flow {

inline constexpr std::string_view head_name = "head";
inline constexpr std::string_view rolled_back_name = "rolled_back";
inline constexpr std::string_view journal_ending = ".journal";
inline constexpr std::string_view vault_ending = ".vault";
inline constexpr std::string_view snapshot_ending = ".snapshot";

/// "0000000000000007.journal": sixteen digits, so that names sort as numbers.
inline std::string numbered_name(std::uint64_t number, std::string_view ending) {
  std::string digits = std::to_string(number);
  return std::string(16 - digits.size(), '0') + digits + std::string(ending);
}
inline std::optional<std::uint64_t> number_in(std::string_view name, std::string_view ending) {
  if (name.size() != 16 + ending.size() || name.substr(16) != ending) return std::nullopt;
  std::uint64_t number = 0;
  for (char c : name.substr(0, 16)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

inline std::string journal_segment_name(std::uint32_t number) { return numbered_name(number, journal_ending); }
inline std::string vault_segment_name(std::uint32_t number) { return numbered_name(number, vault_ending); }
/// A part over vault_part_bytes_max: a file in vault/ named by its digest in hex. It holds exactly one vault frame with
/// the bytes inside (in_file unset), so that it can be checked alone: a file of a turn that was never recorded stays
/// behind.
inline std::string part_file_name(const core::Digest& digest) { return core::hex(digest); }
inline std::optional<core::Digest> part_digest_in(std::string_view name) { return core::from_hex<core::Digest>(name); }
/// What is being written, before it is synced and renamed; opening a site removes what a crash left of it.
inline constexpr std::string_view unfinished_ending = ".new";
/// A snapshot is named by the number of records that its State has applied.
inline std::string snapshot_name(std::uint64_t records) { return numbered_name(records, snapshot_ending); }

inline std::optional<std::uint32_t> journal_segment_number(std::string_view name) {
  auto number = number_in(name, journal_ending);
  return number ? std::optional(static_cast<std::uint32_t>(*number)) : std::nullopt;
}
inline std::optional<std::uint32_t> vault_segment_number(std::string_view name) {
  auto number = number_in(name, vault_ending);
  return number ? std::optional(static_cast<std::uint32_t>(*number)) : std::nullopt;
}
inline std::optional<std::uint64_t> snapshot_index(std::string_view name) { return number_in(name, snapshot_ending); }

}  // namespace caseway::flow
