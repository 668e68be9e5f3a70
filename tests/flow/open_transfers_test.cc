// Which transfers are open for whom, as records change it.
#include "broker/flow/open_transfers.h"

#include <doctest/doctest.h>

namespace caseway::flow {
namespace {

/// A transfer from "adm" to "old", open.
engine::State one_transfer(const core::TransferId& id) {
  engine::State state;
  engine::Transfer transfer;
  transfer.id = id;
  transfer.sender = state.names.keep(std::string("adm"));
  transfer.recipient = state.names.keep(std::string("old"));
  state.transfers.emplace(id, transfer);
  return state;
}

}  // namespace

TEST_CASE("flow: open transfers: who receives one no more has it no more to do, and who does has") {
  core::TransferId id;
  id.bytes.fill(1);
  for (const bool gathered_before : {true, false}) {
    CAPTURE(gathered_before);
    auto state = one_transfer(id);
    OpenTransfers open;
    if (gathered_before) CHECK(open.of(state, "old").contains(id));
    auto& transfer = state.transfers.at(id);
    transfer.former.push_back({transfer.recipient, 5});
    transfer.recipient = state.names.keep(std::string("new"));
    core::Record record;
    record.outcome.effects = {core::effect::ReceiverChanged{id, "new"}};
    open.note(state, record);
    CHECK(open.of(state, "old").empty());
    CHECK(open.of(state, "new").contains(id));
    CHECK(open.of(state, "adm").contains(id));
  }
}

}  // namespace caseway::flow
