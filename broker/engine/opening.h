// How a transfer begins: by a message of its own, by a step of another transfer, or for a copy.
#pragma once

#include "broker/engine/admit.h"

namespace caseway::engine {

/// The transfer that the message opens, with its pairs.
void open_by_message(Draft& draft, const Request& request);
/// One opened in the bus's name by what `saying` does: the opening step of `procedure` decides its first state, its
/// clocks and what is counted. Its id is derived from record, cause, kind and receiver (core::opened_id).
core::TransferId open_as_bus(Draft& draft, const Saying& saying, const rules::Procedure& procedure,
                             const rules::Step& step, const AgencyId& sender, const AgencyId& recipient);
/// Transfers of other kinds that the step opens, with the pairs that it decided; one that decided none is about all of
/// its transfer's.
void open_others(Draft& draft, const Saying& saying);

/// The step of `procedure` by which the bus opens it for a copy; null when it has none.
const rules::Step* copy_step(const rules::Procedure& procedure);
/// Whether the case, with those joined to it, holds all the transfers or pairs that it may.
bool is_full(const Draft& draft, const core::CaseId& case_id);

}  // namespace caseway::engine
