// Persons under offences: the pairs of a transfer, what a step decides on them, who of them is held.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// A pair of the transfer; null when it has none such. Valid until the transfer changes.
const PairState* find_pair(const Transfer& transfer, core::PartyNo party, const Code& offence);
/// Outcomes for the pairs that the message names; `saying.decided` receives them. A step that decides, said without
/// naming any pair, decides all open ones when it ends the transfer.
void take_outcomes(Draft& draft, Saying& saying);
/// Whether `party` is held: by the head of the message, or of the one that opened the transfer where needs() fetched
/// it. Party 0 is nobody.
bool in_custody(const Draft& draft, const Saying& saying, core::PartyNo party);

}  // namespace caseway::engine
