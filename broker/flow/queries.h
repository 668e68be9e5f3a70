// Questions of an agency about its own transfers: read-only, answered from State, index and journal.
//
// Answers are JSON as docs/PROTOCOL.md says for each kind: camelCase; empty fields left out; instants as
// "2025-09-26T11:05:00+08:00"; ids and digests in hex. Lists end before the text is longer than a client takes (4 MiB);
// "more" says that they did.
#pragma once

#include <map>

#include "broker/engine/decide.h"
#include "broker/flow/open_transfers.h"
#include "broker/flow/records.h"
#include "broker/wire/session.h"

namespace caseway::flow {

/// What questions are answered from; borrowed for one answer.
struct QueryView {
  const engine::State& state;
  const engine::Library& library;
  Journal& journal;
  Records& records;
  Vault& vault;
  Index& index;
  OpenTransfers& open_transfers;
  std::map<core::Digest, Bytes>& contents;  ///< packs and calendars, once they were asked for
  core::Instant now;
  const std::string& alarm;
};

/// Never tells of a transfer that `agency` neither sends nor receives: it is not found. Throws Fault when index,
/// journal or vault cannot be read.
wire::Answer answer_query(const QueryView& view, const core::AgencyId& agency, const wire::Query& query);

/// Whether what `query` asks for and was not found is there, but for the index that lacks it so far.
bool found_later(const QueryView& view, const core::AgencyId& agency, const wire::Query& query);

}  // namespace caseway::flow
