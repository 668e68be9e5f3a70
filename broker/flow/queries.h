// Questions of an agency about its own transfers: read-only, answered from State, index and journal.
//
// Answers are JSON, camelCase; empty fields are left out; instants as "2025-09-26T11:05:00+08:00"; ids and digests in
// hex.
//   status    origin training time records pack calendar lastOrder alarm agency lanes[lane next settled] waiting
//   parked[delivery case transfer] transfer  transfer case procedure state final sender recipient cause openedAt
//   presentedAt
//             pairs[party offence unit outcome] clocks[clock party offence state anchor warn first due provisional
//             owner] findings[code path bars barredStep waived] documents[type record part] pending[step saidBy body
//             paper] openSteps[]
//   own_case  case transfers[as transfer] counters{} items[no quantity unit holder status explained] links[from to
//   relation] history[as search] to_do     transfers[as transfer] search    found[record type receivedAt sender
//   recipient case transfer procedure step verdict code findings[] ownCaseNumber body] directory agencies[id nameZh
//   nameEn roles[] level region orgCode retired keys[key from until revoked] counterparts{role: agency}] pack,
//   calendar, receipt: bytes
#pragma once

#include "broker/engine/decide.h"
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
  core::Instant now;
  const std::string& alarm;
};

/// Never tells of a transfer that `agency` neither sends nor receives: it is not found.
wire::Answer answer_query(const QueryView& view, const core::AgencyId& agency, const wire::Query& query);

}  // namespace caseway::flow
