// What every fuzz target asks: nothing that is decoded may crash, and what is accepted must encode to the very bytes
// that came.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/must.h"

namespace caseway::fuzz {

inline bool equal(const std::vector<std::uint8_t>& again, std::span<const std::uint8_t> bytes) {
  return std::equal(again.begin(), again.end(), bytes.begin(), bytes.end());
}

/// Decodes `bytes`; a value must encode to them again.
template <class Decode, class Encode>
void check(std::span<const std::uint8_t> bytes, Decode&& decode, Encode&& encode) {
  auto value = decode(bytes);
  if (value.ok()) {
    MUST(equal(encode(value.value()), bytes));
  } else {
    MUST(!value.refused().where.empty());
    MUST(!value.refused().what.empty());
  }
}

}  // namespace caseway::fuzz
