// Records between values and the two byte strings of a frame: statement (the leaf) and rest (schemas/record.capnp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/record.h"
#include "broker/core/refusal.h"
#include "broker/core/verdict.h"

namespace caseway::wire {

inline constexpr std::size_t record_bytes_max = core::limits::segment_bytes;  ///< of one rest: what fits is readable
inline constexpr std::size_t finding_bytes_max = 255;                         ///< of a finding's code
inline constexpr std::size_t path_bytes_max = 2 * core::limits::kib;          ///< of its path, 32 groups deep

struct RecordBytes {
  std::vector<std::uint8_t> statement;
  std::vector<std::uint8_t> rest;
};

/// Encodes `record`; its event's type must be that of its body. `turn_salt` is the salt of its turn (the record itself
/// holds it only when it is the turn's first); `test` marks what a training site records. The bytes of parts and of an
/// order's content are left out (they lie in the vault), so are the dossier and the values of facts. Of a state secret
/// nothing is written but sender, lane and number, whatever else the event still holds.
RecordBytes encode_record(const core::Record& record, const core::TurnSalt& turn_salt, bool test);

/// The inverse; parts come back with type, salt, digest and size but without bytes, and no dossier. Refuses malformed,
/// also when the statement says anything else than the rest, or the part table is not the one that the envelope commits
/// to. Not checked here: that Statement.rest is rest_digest() under the salt of its turn, which the turn's first record
/// holds.
core::Result<core::Record> decode_record(std::span<const std::uint8_t> statement, std::span<const std::uint8_t> rest);

/// The same of a record that this broker wrote, from a group whose checkpoint was checked: that it is in the one form,
/// and that the statement agrees with the rest, is not checked again. For recovery, which has a million to read.
core::Result<core::Record> decode_own_record(std::span<const std::uint8_t> statement,
                                             std::span<const std::uint8_t> rest);

/// H(field_salt(turn salt, index, "rest"), rest): what Statement.rest must equal.
core::Digest rest_digest(const core::TurnSalt& turn_salt, core::RecordIndex index, std::span<const std::uint8_t> rest);

/// The outcome alone, as receipts carry it (schemas/verdict.capnp): verdict, findings and those effects that concern a
/// case, without the facts used, delivery numbers and the broker's own effects. Whom an effect may be told is the
/// caller's to decide.
std::vector<std::uint8_t> encode_outcome(const core::Outcome& outcome);
core::Result<core::Outcome> decode_outcome(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
