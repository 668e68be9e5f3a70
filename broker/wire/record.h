// Records between values and the two byte strings of a frame: statement (the leaf) and rest (schemas/record.capnp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/record.h"
#include "broker/core/refusal.h"
#include "broker/core/verdict.h"

namespace caseway::wire {

struct RecordBytes {
  std::vector<std::uint8_t> statement;
  std::vector<std::uint8_t> rest;
};

/// Encodes `record`. `turn_salt` is the salt of its turn (the record itself holds it only when it is the turn's first).
/// For a message the bytes of its parts are left out (they lie in the vault); envelope bytes and signatures are in `rest`.
RecordBytes encode_record(const core::Record& record, const core::TurnSalt& turn_salt, bool test);

/// The inverse; parts come back with type, salt, digest and size but without bytes, and no dossier. Refuses malformed.
/// The caller checks statement.rest against H(salt, rest) with check_rest().
core::Result<core::Record> decode_record(std::span<const std::uint8_t> statement, std::span<const std::uint8_t> rest);

/// H(field_salt(turn salt, index, "rest"), rest): what Statement.rest must equal.
core::Digest rest_digest(const core::TurnSalt& turn_salt, core::RecordIndex index, std::span<const std::uint8_t> rest);

/// The outcome alone, as receipts carry it (schemas/verdict.capnp): verdict, findings, clocks, copies.
std::vector<std::uint8_t> encode_outcome(const core::Outcome& outcome);
core::Result<core::Outcome> decode_outcome(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
