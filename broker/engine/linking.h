// Transfers that belong together: what the bus links by itself, and what a holder links by a step.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// Cases that may be joined to one another, itself included; with what they hold they are bounded like one case.
inline constexpr std::size_t joined_cases_max = 64;

/// The case, then those joined to it (relation "joined" between transfers of two cases), and to these: once each,
/// nearest first, then in the order of the links; at most joined_cases_max. A case that left State is none.
std::vector<core::CaseId> joined_cases(const Draft& draft, const core::CaseId& case_id);
std::vector<core::CaseId> joined_cases(const State& state, const core::CaseId& case_id);
/// The transfers of these cases, in the order of the cases, and of each as they were opened; none that left State.
std::vector<core::TransferId> joined_transfers(const Draft& draft, const core::CaseId& case_id);
/// Who sent a transfer of the case, or of one joined to it: once each, in the order of the transfers. What the bus
/// opened was sent by nobody: who owes a notice of an outcome did not send the case on by that.
std::vector<AgencyId> earlier_senders(const Draft& draft, const core::CaseId& case_id);

/// `transfer`, which its case has just been given, follows on the first one of that case; nothing where it is the
/// first.
void link_to_first(Draft& draft, const core::CaseId& case_id, const core::TransferId& transfer);
/// The links of `head.links`, with the relation of the step's row, else the one that the message names; each to a
/// transfer of the sayer's own. Both cases are told of a link between two, and what joined ones counted is added up.
/// There is a finding, and no link, where the transfer is another's, where the pack does not know the relation, and
/// where the cases would hold more than they may; a finding alone where joined cases have parties of
/// one number (see said_with.h), and where the message names another relation than the
/// row.
void link(Draft& draft, const Saying& saying);

}  // namespace caseway::engine
