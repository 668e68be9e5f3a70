// Structs that stand inside others, read and set by the file that owns their schema. Only .cc files of this room
// include this.
#pragma once

#include "broker/core/directory.h"
#include "broker/core/record.h"
#include "broker/wire/reading.h"
#include "schemas/directory.capnp.h"
#include "schemas/verdict.capnp.h"

namespace caseway::wire {

inline constexpr std::size_t officers_max = 8;

core::Order read_order(const At& at, schema::Order::Reader from);
void write_order(schema::Order::Builder to, const core::Order& from);
core::OfficerSignature read_officer_signature(const At& at, schema::OfficerSignature::Reader from);
void write_officer_signature(schema::OfficerSignature::Builder to, const core::OfficerSignature& from);

core::Outcome read_outcome(const At& at, schema::Outcome::Reader from);
void write_outcome(schema::Outcome::Builder to, const core::Outcome& from);
core::Effect read_effect(const At& at, schema::Effect::Reader from);
void write_effect(schema::Effect::Builder to, const core::Effect& from);

}  // namespace caseway::wire
