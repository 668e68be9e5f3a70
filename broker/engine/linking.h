// Transfers that belong together: what the bus links by itself, and what a holder links by a step.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// `transfer`, which its case has just been given, follows on the first one of that case; nothing where it is the
/// first.
void link_to_first(Draft& draft, const core::CaseId& case_id, const core::TransferId& transfer);
/// The links of `head.links`, each to a transfer of the sayer's own; of any other there is a finding, and no link.
void link(Draft& draft, const Saying& saying);

}  // namespace caseway::engine
