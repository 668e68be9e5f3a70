// What every fuzz target is, and asks: nothing that is decoded may crash, and what is accepted must encode to the very
// bytes that came.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/must.h"

namespace caseway::fuzz {

/// The target. Whether the bytes are what it is for, by one of its parsers at least: every file of its corpus is, else
/// what stands behind the first check would never be reached. replay.cc asserts it.
bool accepts(std::span<const std::uint8_t> bytes);

inline bool equal(const std::vector<std::uint8_t>& again, std::span<const std::uint8_t> bytes) {
  return std::equal(again.begin(), again.end(), bytes.begin(), bytes.end());
}

/// Decodes `bytes`; a value must encode to them again. Whether there is one.
template <class Decode, class Encode>
bool check(std::span<const std::uint8_t> bytes, Decode&& decode, Encode&& encode) {
  auto value = decode(bytes);
  if (value.ok()) {
    MUST(equal(encode(value.value()), bytes));
  } else {
    MUST(!value.refused().where.empty());
    MUST(!value.refused().what.empty());
  }
  return value.ok();
}

}  // namespace caseway::fuzz
