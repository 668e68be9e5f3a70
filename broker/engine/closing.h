// What the bus says by itself: as soon as a condition holds (close, discrepancy_watch), when a delivery is taken, when
// a clock ran out.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// Says every `when` step that has become due in the cases that this event touched and in those joined to
/// them, until none is left.
void say_what_follows(Draft& draft, core::Instant at);
/// Says `step` of the transfer in the bus's name, at `at`.
void say_as_bus(Draft& draft, const core::TransferId& id, const rules::PackBundle& bundle,
                const rules::Procedure& procedure, const rules::Step& step, core::Instant at);

void decide_ack(Draft& draft, const core::AckEvent& ack);
void decide_tick(Draft& draft);

}  // namespace caseway::engine
