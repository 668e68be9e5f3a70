// A step takes effect: outcomes, documents, items, counters, clocks, state, deliveries and copies, in that order.
#pragma once

#include "broker/engine/draft.h"
#include "broker/engine/scene.h"

namespace caseway::engine {

/// Everything that `saying.step` does to its transfer and case. The transfer is in the draft already. Nothing is judged
/// here: what the law lets a party do is admit.h, what a message lacks is the rules' word.
void say(Draft& draft, Saying& saying);

/// Outcomes for the pairs that the message names; `saying.decided` receives them. A step that decides, said without
/// naming any pair, decides all open ones when it ends the transfer.
void take_outcomes(Draft& draft, Saying& saying);
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
/// Transfers of other kinds that the step opens.
void open_others(Draft& draft, const Saying& saying);
/// Whether the case of the transfer holds all the transfers or pairs that it may.
bool is_full(const Draft& draft, const core::CaseId& case_id);

/// A pair of the transfer; null when it has none such.
const PairState* find_pair(const Transfer& transfer, core::PartyNo party, const Code& offence);
/// The step of `procedure` by which the bus opens it for a copy; null when it has none.
const rules::Step* copy_step(const rules::Procedure& procedure);

}  // namespace caseway::engine
