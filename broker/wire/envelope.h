// Envelopes and signatures between values and bytes (schemas/envelope.capnp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/envelope.h"
#include "broker/core/refusal.h"

namespace caseway::wire {

std::vector<std::uint8_t> encode_envelope(const core::Envelope& envelope);

/// Decodes one envelope into values. `bytes` need not be aligned; nothing borrows from it afterwards.
/// The signature is *not* verified here, and the content is not looked at.
///
/// Refuses with
///   malformed  not whole words, nested deeper than nesting_max, hidden bytes (unreachable words, non-zero unknown
///   fields:
///              anything that does not re-encode to exactly these bytes), bad UTF-8, or a field outside its law
///   too_large  longer than envelope_bytes_max, or a declared length over its limit
core::Result<core::Envelope> decode_envelope(std::span<const std::uint8_t> bytes);

std::vector<std::uint8_t> encode_signatures(const std::vector<core::Signature>& signatures);
/// Refuses as decode_envelope; at least one signature, at most 8; a path no longer than a batch of 1,024 needs.
core::Result<std::vector<core::Signature>> decode_signatures(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
