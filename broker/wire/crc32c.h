// CRC-32C (Castagnoli): what tells a torn or flipped byte of the journal and the vault. It proves nothing against
// intent; the hash chain and the checkpoint's signature do.
#pragma once

#include <cstdint>
#include <span>

namespace caseway::wire {

/// CRC-32C of `bytes`; `before` is the CRC of what stands in front of them, so that pieces can be added up.
std::uint32_t crc32c(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

/// The same by table: where the processor has no instruction for it, and for tests to disagree with.
std::uint32_t crc32c_by_table(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

}  // namespace caseway::wire
