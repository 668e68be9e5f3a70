// Transfers that belong together: what the bus links by itself, and what a holder links by a step.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// Cases that one case may be told to hang together with, itself included: whoever joins more is not followed further.
inline constexpr std::size_t joined_cases_max = 64;

/// The case, then those joined to it (relation "joined" between transfers of two cases), and to these: once each,
/// nearest first. A case that left State is none.
std::vector<core::CaseId> joined_cases(const Draft& draft, const core::CaseId& case_id);
/// Who sent a transfer of the case, or of one joined to it: once each, in the order of the transfers. What the bus
/// opened was sent by nobody: who owes a notice of an outcome did not send the case on by that.
std::vector<AgencyId> earlier_senders(const Draft& draft, const core::CaseId& case_id);

/// `transfer`, which its case has just been given, follows on the first one of that case; nothing where it is the
/// first.
void link_to_first(Draft& draft, const core::CaseId& case_id, const core::TransferId& transfer);
/// The links of `head.links`, each to a transfer of the sayer's own; of any other there is a finding, and no link.
void link(Draft& draft, const Saying& saying);

}  // namespace caseway::engine
