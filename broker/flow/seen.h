// Who was shown what of a message before parts of it were recalled: told to the one who recalled them, to nobody else.
#pragma once

#include "broker/flow/queries.h"
#include "broker/flow/telling.h"

namespace caseway::flow {

/// Adds "seenBy" to `told`: for each mailbox that was owed parts of the message of record `text` (decimal) the parts,
/// when they were owed, and when its system took them; up to the record that recalled the last part so far. Nothing is
/// added unless `agency` said that message in `transfer` and parts of it were taken back. What an officer opened behind
/// his system the broker does not know. Reads the journal between the two records: once a turn is often enough.
void tell_seen(Object& told, const QueryView& view, const core::AgencyId& agency, const engine::Transfer& transfer,
               std::string_view text);

}  // namespace caseway::flow
