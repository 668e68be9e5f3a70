// A step takes effect: persons, outcomes, documents, receiver, items, counters, clocks, state, deliveries and copies,
// in that order.
#pragma once

#include "broker/engine/draft.h"
#include "broker/engine/scene.h"

namespace caseway::engine {

/// Everything that `saying.step` does to its transfer and case. What the bus says with a message holds none of its
/// documents and delivers it to nobody, but for copies. The transfer is in the draft already. Nothing is judged
/// here: what the law lets a party do is admit.h, what a message lacks is the rules' word.
void say(Draft& draft, Saying& saying);

/// Parts that hold documents: the latest of each type is what later messages are judged by.
void take_documents(Draft& draft, const Saying& saying);
/// Custody of exhibits on the case graph, as the step's flags say.
void take_items(Draft& draft, const Saying& saying);
/// Moves the transfer to `state`; a final one ends its clocks and what was pending.
void lead_to(Draft& draft, const Saying& saying, const Code& state);

/// The message as a whole for the other side (or both, when neither said it).
void deliver_whole(Draft& draft, const Saying& saying);
/// What third agencies are owed, and the transfers under which they first see the case.
void deliver_copies(Draft& draft, const Saying& saying);

}  // namespace caseway::engine
