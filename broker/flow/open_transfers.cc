#include "broker/flow/open_transfers.h"

#include <variant>

namespace caseway::flow {

void OpenTransfers::note(const engine::State& state, const core::Record& record) {
  if (!gathered_) return;
  for (const auto& effect : record.outcome.effects) {
    if (const auto* opened = std::get_if<core::effect::TransferOpened>(&effect)) look_at(state, opened->transfer);
    if (const auto* changed = std::get_if<core::effect::StateChanged>(&effect)) look_at(state, changed->transfer);
    if (const auto* changed = std::get_if<core::effect::ReceiverChanged>(&effect)) look_at(state, changed->transfer);
  }
}

void OpenTransfers::look_at(const engine::State& state, const core::TransferId& id) {
  const auto* transfer = engine::find_transfer(state, id);
  if (transfer == nullptr) {  // it became final and left State in one group
    for (auto& [agency, open] : open_) open.erase(id);
    return;
  }
  for (const auto& former : transfer->former) open_[former.agency.value()].erase(id);
  for (const auto* party : {&transfer->sender.value(), &transfer->recipient.value()}) {
    if (party->empty()) continue;
    if (transfer->final_) {
      open_[*party].erase(id);
    } else {
      open_[*party].insert(id);
    }
  }
}

const std::set<core::TransferId>& OpenTransfers::of(const engine::State& state, const core::AgencyId& agency) {
  if (!gathered_)
    for (const auto& [id, transfer] : state.transfers) look_at(state, id);
  gathered_ = true;
  return open_[agency];
}

}  // namespace caseway::flow
