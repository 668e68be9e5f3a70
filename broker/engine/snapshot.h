// State as bytes: deterministic, versioned, every map in order. Its digest proves that two histories agree.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/refusal.h"
#include "broker/engine/state.h"

namespace caseway::engine {

/// Begins with magic, format version and State.next_record; equal State, equal bytes.
std::vector<std::uint8_t> encode_state(const State& state);
core::Result<State> decode_state(std::span<const std::uint8_t> bytes);
core::Digest state_digest(const State& state);

}  // namespace caseway::engine
