// Orders and the genesis between values and bytes (schemas/directory.capnp). Two officers sign order_bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/refusal.h"

namespace caseway::wire {

inline constexpr std::size_t order_bytes_max = 48 * core::limits::kib;

/// Every field but `content`, whose digest is a field.
std::vector<std::uint8_t> encode_order(const core::Order& order);
/// Refuses malformed and too_large. Whether the fields suit the kind is the engine's to judge.
core::Result<core::Order> decode_order(std::span<const std::uint8_t> bytes);
/// What an officer signs for these order bytes: "caseway order 1", origin, order bytes, length-prefixed.
std::vector<std::uint8_t> order_signing_bytes(std::string_view origin, std::span<const std::uint8_t> order_bytes);
/// Digest that the next order names as `previous`.
core::Digest order_digest(std::span<const std::uint8_t> order_bytes);

std::vector<std::uint8_t> encode_genesis(const core::Genesis& genesis);
/// Refuses malformed, also fewer than two officers or two with one key; too_large above 1 MiB.
core::Result<core::Genesis> decode_genesis(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
