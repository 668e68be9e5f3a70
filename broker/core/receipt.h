// Bytes of statements and checkpoints, and the offline check of a receipt. The formats are docs/JOURNAL.md; never
// change, add versions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/refusal.h"
#include "broker/core/verdict.h"

namespace caseway::core {

/// Statement bytes: little-endian integers, u32 length before each text or list. The journal's leaf.
std::vector<std::uint8_t> encode_statement(const Statement& statement);
Result<Statement> decode_statement(std::span<const std::uint8_t> bytes);

/// Bytes that the log key signs: every field of the checkpoint but signature and cosignatures.
std::vector<std::uint8_t> checkpoint_bytes(const Checkpoint& checkpoint);
std::vector<std::uint8_t> encode_checkpoint(const Checkpoint& checkpoint);
Result<Checkpoint> decode_checkpoint(std::span<const std::uint8_t> bytes);
bool check_checkpoint(const Checkpoint& checkpoint, const PublicKey& log_key);

std::vector<std::uint8_t> encode_receipt(const Receipt& receipt);
Result<Receipt> decode_receipt(std::span<const std::uint8_t> bytes);

/// Whether the receipt proves its statement under `log_key`. Refuses malformed / bad_signature with what did not hold.
Result<Statement> check_receipt(const Receipt& receipt, const PublicKey& log_key);

}  // namespace caseway::core
