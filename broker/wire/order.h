// Orders and the genesis between values and bytes (schemas/directory.capnp). Two officers sign order_bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/refusal.h"

namespace caseway::wire {

/// Bytes that officers sign: every field but `content` (whose digest is a field).
std::vector<std::uint8_t> encode_order(const core::Order& order);
core::Result<core::Order> decode_order(std::span<const std::uint8_t> bytes);
/// What an officer signs for these order bytes: "caseway order 1", origin, order bytes, length-prefixed.
std::vector<std::uint8_t> order_signing_bytes(std::string_view origin, std::span<const std::uint8_t> order_bytes);
/// Digest that the next order names as `previous`.
core::Digest order_digest(std::span<const std::uint8_t> order_bytes);

std::vector<std::uint8_t> encode_genesis(const core::Genesis& genesis);
core::Result<core::Genesis> decode_genesis(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
