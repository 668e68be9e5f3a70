// Decode and authenticate one message: from a frame to an event that may be judged, or to the reason why not.
#pragma once

#include <cstdint>
#include <optional>

#include "broker/core/signature.h"
#include "broker/engine/state.h"
#include "broker/wire/session.h"

namespace caseway::flow {

/// What became of a message before it is judged.
struct Taken {
  enum class As : std::uint8_t {
    next,     ///< the number expected: `event` may be judged
    repeat,   ///< answered before: record `record` holds the statement
    older,    ///< at or below `settled`: only index and journal know
    refused,  ///< `refusal`; no number is used
  };
  As as = As::refused;
  core::MessageEvent event;      ///< with next; a state secret is wiped already
  core::RecordIndex record = 0;  ///< with repeat
  core::LaneNo lane = 0;
  core::LaneNumber number = 0;
  core::Digest body;           ///< as far as it is known: counting records name the first
  wire::RefusalFrame refusal;  ///< with refused
};

/// Judges nothing of the case: form, commitments, session, origin, key at `received_at`, signature, lane, secrecy.
/// Takes the bytes out of `frame`; those of a state secret are overwritten.
Taken take_message(const engine::State& state, core::VerifiedBatches& verified, core::Instant received_at,
                   const core::AgencyId& session_agency, wire::SendMessage& frame);

}  // namespace caseway::flow
