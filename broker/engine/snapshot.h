// State as bytes: deterministic, versioned, every map in order. Its digest proves that two histories agree.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/refusal.h"
#include "broker/engine/state.h"

namespace caseway::engine {

/// What is written. Format 1 ends with what K01, K07 and K29 need; 2 has what the criminal path needs beside it.
inline constexpr std::uint16_t snapshot_format = 3;
/// Every format so far can be read.
constexpr bool knows_format(std::uint16_t format) { return format >= 1 && format <= snapshot_format; }

/// Begins with magic, format version and State.next_record; equal State, equal bytes. An older format leaves out what
/// it has no room for: a snapshot of its day was of a State that held nothing of it. MUST be known.
std::vector<std::uint8_t> encode_state(const State& state, std::uint16_t format = snapshot_format);
/// Of any known format; what an older one lacks is empty. Refuses with malformed what is no snapshot, is of an unknown
/// format, is cut short or holds bytes outside their law.
core::Result<State> decode_state(std::span<const std::uint8_t> bytes);
/// The format that `bytes` say they are of; 0 where they are no snapshot. Nothing else of them is looked at.
std::uint16_t format_of(std::span<const std::uint8_t> bytes);
core::Digest state_digest(const State& state, std::uint16_t format = snapshot_format);

}  // namespace caseway::engine
