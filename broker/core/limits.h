// Every limit of Caseway, unit in the name, and the relations that must hold between them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace caseway::core::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;

// One message.
inline constexpr std::size_t envelope_bytes_max = 16 * kib;
inline constexpr std::size_t signature_bytes_max = 16 * kib;  // signatures with their batch paths
inline constexpr std::size_t parts_max = 1024;
inline constexpr std::size_t part_bytes_max = 1 * mib;
inline constexpr std::size_t content_bytes_max = 4 * mib - 64 * kib;
inline constexpr std::size_t message_bytes_max = 4 * mib;
inline constexpr std::size_t facts_bytes_max = 1 * mib;
inline constexpr int nesting_max = 32;
inline constexpr std::size_t text_bytes_max = 64 * kib;
inline constexpr std::size_t code_bytes_max = 31;  // names of procedures, steps, states, clocks ...
inline constexpr std::size_t agency_bytes_max = 47;
inline constexpr std::size_t origin_bytes_max = 255;  // name of a broker
inline constexpr std::size_t batch_leaves_max = 1024;

// One session and one turn.
inline constexpr std::uint32_t lanes_max = 16;
inline constexpr std::uint32_t lane_window_max = 4096;  // numbers kept per lane above `settled`
inline constexpr std::uint32_t credit_messages = 256;
inline constexpr std::size_t credit_bytes = 8 * mib;
inline constexpr std::uint32_t turn_messages_max = 64;
inline constexpr std::uint32_t firings_max = 1000;  // clocks fired by one event

// The journal and the vault.
inline constexpr std::size_t segment_bytes = 64 * mib;
inline constexpr std::size_t zero_fill_bytes = 1 * mib;        // filled ahead in steps of this
inline constexpr std::size_t frontier_max = 40;                // hashes of the tree's right edge
inline constexpr std::size_t vault_part_bytes_max = 64 * kib;  // larger parts are files of their own
inline constexpr std::size_t pack_bytes_max = 4 * mib - 64 * kib;

static_assert(envelope_bytes_max + signature_bytes_max + content_bytes_max <= message_bytes_max);
static_assert(part_bytes_max <= content_bytes_max);
static_assert(facts_bytes_max <= content_bytes_max);
static_assert(message_bytes_max <= credit_bytes);
static_assert(turn_messages_max <= credit_messages);
static_assert(vault_part_bytes_max <= part_bytes_max);
static_assert(credit_messages <= lane_window_max);
static_assert((std::size_t{1} << 20) <= segment_bytes);

}  // namespace caseway::core::limits
