// Persons under offences: the pairs of a transfer, what a step decides on them, who of them is held.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// A pair of the transfer; null when it has none such. Valid until the transfer changes.
const PairState* find_pair(const Transfer& transfer, core::PartyNo party, const Code& offence);
/// Outcomes for the pairs that the message names; `saying.decided` receives them. A step that decides, said without
/// naming any pair, decides all open ones when it ends the transfer. A stage leaves a pair with an outcome as it is,
/// and says so of one that was named (`outcome.decided`). One that the bus says with it decides those that it is about.
void take_outcomes(Draft& draft, Saying& saying);
/// Pairs of the message that the transfer lacks become its own, open, where the step says so; `saying.added` receives
/// them.
void add_pairs(Draft& draft, Saying& saying);
/// What keeps them from being added: the transfer, or its case, has no room for so many.
std::vector<core::Finding> bar_added(const Draft& draft, const Saying& saying);
/// Pairs of all transfers of the case, and of the cases joined to it.
std::size_t pairs_of(const Draft& draft, const core::CaseId& case_id);

/// Notes of each person in the transfer whether they are held, as `head` tells by a measure; of whom it tells none,
/// what was told before stands.
void take_custody(Draft& draft, const core::TransferId& id, const core::DossierHead& head);
/// Whether `party` is held: by the measure in this message, else as last told. Party 0: anybody with an open pair.
bool in_custody(const Draft& draft, const Saying& saying, core::PartyNo party);

/// Whether a message about a clock means this run of it: that of a pair which it names, or any when it names none.
bool is_named(const Saying& saying, const ClockRun& run);

}  // namespace caseway::engine
