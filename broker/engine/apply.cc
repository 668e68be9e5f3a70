// apply(): the only writer of State. One function for each effect; it knows no rules, so that recovery never judges
// again. Total: an effect that names what State does not know changes nothing (replay of a damaged journal must end in
// words).
#include <algorithm>
#include <variant>

#include "broker/engine/decide.h"
#include "broker/engine/directory.h"
#include "broker/engine/graph.h"
#include "broker/engine/linking.h"
#include "broker/engine/versions.h"
#include "broker/wire/order.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

class Writer {
 public:
  Writer(State& state, const core::Record& record)
      : state_(state), record_(record), stamp_{record.index, record.event.received_at} {}

  void operator()(const effect::LaneAdvanced& effect) {
    auto found = state_.agencies.find(effect.agency);
    if (found == state_.agencies.end()) return;
    auto& lane = found->second.lanes[effect.lane];
    if (effect.number != lane.next) lane.answered.clear();
    lane.next = effect.number + 1;
    lane.answered.push_back({effect.number, effect.body, record_.index});
    lane.settled = std::max(lane.settled, std::min(effect.settled, effect.number - 1));
    while (!lane.answered.empty() &&
           (lane.answered.front().number <= lane.settled || lane.answered.size() > core::limits::lane_window_max)) {
      lane.answered.pop_front();
    }
  }

  void operator()(const effect::TransferOpened& effect) {
    auto [place, is_new] = state_.transfers.try_emplace(effect.transfer, opened(state_.names, stamp_, effect));
    if (!is_new) return;
    last_ = &place->second;
    auto& graph = state_.cases[effect.case_id];
    if (graph.transfers.empty()) {
      graph.id = effect.case_id;
      graph.first_sender = state_.names.keep(effect.sender);
    }
    graph.transfers.push_back(effect.transfer);
    touch(effect.case_id);
  }

  void operator()(const effect::StateChanged& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::PairSet& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::DocumentHeld& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::RequirementSet& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::PendingSet& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::PendingCleared& effect) { change_transfer(effect.transfer, effect); }

  void operator()(const effect::ClockStarted& effect) { change_clock(effect); }
  void operator()(const effect::ClockEnded& effect) { change_clock(effect); }
  void operator()(const effect::ClockFired& effect) { change_clock(effect); }
  void operator()(const effect::ClockMoved& effect) { change_clock(effect); }
  void operator()(const effect::ClockSuspended& effect) { change_clock(effect); }
  void operator()(const effect::ClockResumed& effect) { change_clock(effect); }

  void operator()(const effect::ReceiverChanged& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::SignedOff& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::ItemsAsked& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::PartsRecalled& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::PartsErased& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::NumberHeld& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::CustodySet& effect) { change_transfer(effect.transfer, effect); }
  void operator()(const effect::VersionTaken& effect) { change_transfer(effect.transfer, effect); }

  void operator()(const effect::ItemSet& effect) { change_case(effect.case_id, effect); }
  void operator()(const effect::CounterSet& effect) { change_case(effect.case_id, effect); }
  void operator()(const effect::Linked& effect) { change_case(effect.case_id, effect); }

  void operator()(const effect::Delivered& effect) {
    auto found = state_.agencies.find(effect.mailbox);
    if (found == state_.agencies.end()) return;
    auto& mailbox = found->second.mailbox;
    MailboxEntry entry;
    entry.record = effect.record != 0 ? effect.record : record_.index;
    entry.case_id = effect.case_id;
    entry.transfer = effect.transfer;
    for (const auto part : effect.parts) entry.parts.push_back(part);
    for (const auto& fact : effect.facts) entry.facts.push_back(state_.names.keep(fact));
    entry.whole = effect.whole;
    entry.presents = effect.presents;
    mailbox.entries[effect.delivery] = std::move(entry);
    mailbox.next = std::max(mailbox.next, effect.delivery + 1);
    if (auto* graph = case_of(effect.case_id)) ++graph->waiting;
    touch(effect.case_id);
  }

  void operator()(const effect::DeliveryDone& effect) {
    auto found = state_.agencies.find(effect.mailbox);
    if (found == state_.agencies.end()) return;
    auto node = found->second.mailbox.entries.extract(effect.delivery);
    if (node.empty()) return;
    const auto& entry = node.mapped();
    if (auto* transfer = transfer_of(entry.transfer); transfer != nullptr && entry.presents) {
      transfer->presented_at = stamp_.at;
    }
    if (auto* graph = case_of(entry.case_id); graph != nullptr && graph->waiting > 0) --graph->waiting;
    touch(entry.case_id);
  }

  void operator()(const effect::DeliveryParked& effect) {
    auto found = state_.agencies.find(effect.mailbox);
    if (found == state_.agencies.end()) return;
    auto entry = found->second.mailbox.entries.find(effect.delivery);
    if (entry != found->second.mailbox.entries.end()) entry->second.parked = effect.parked;
  }

  void operator()(const effect::DirectoryChanged& effect) { change_directory(state_, effect.order); }
  void operator()(const effect::PackActivated& effect) { activate(state_, effect); }
  void operator()(const effect::ChangeCarried& effect) { carry(state_, effect); }
  void operator()(const effect::TimeSet& effect) { state_.now = effect.now; }
  void operator()(const effect::SettingSet& effect) { state_.settings[effect.setting] = effect.value; }

  /// What this record itself concerns stays: settled first, it lies above every index that the index can hold.
  void operator()(const effect::Dropped& effect) {
    settle();
    last_ = nullptr;
    last_case_ = nullptr;
    while (const auto* graph = droppable(state_, effect.upto)) {
      for (const auto& id : graph->transfers) {
        const auto* transfer = find_transfer(state_, id);
        MUST(transfer == nullptr || transfer->clocks.empty());  // is_closed(); else their timers would be left behind
        state_.transfers.erase(id);
      }
      state_.closed.erase(state_.closed.begin());
      state_.cases.erase(graph->id);
    }
  }

  /// Notes for each case that this record touched, with those joined to it, whether nothing in them is open any more:
  /// what hangs together leaves together, or the chain would break at the first that is closed.
  void settle() {
    for (const auto& one : touched_) {
      if (case_of(one) == nullptr) continue;
      const auto together = joined_cases(state_, one);
      const bool closed =
          std::all_of(together.begin(), together.end(), [&](auto& id) { return is_closed(*case_of(id)); });
      for (const auto& id : together) {
        auto* graph = case_of(id);
        state_.closed.erase({graph->touched, id});
        graph->touched = record_.index;
        graph->touched_at = stamp_.at;
        if (closed) state_.closed.insert({graph->touched, id});
      }
    }
  }

 private:
  // Most effects of a record concern one transfer: it is looked up once.
  Transfer* transfer_of(const core::TransferId& id) {
    if (last_ != nullptr && last_->id == id) return last_;
    auto found = state_.transfers.find(id);
    return last_ = found == state_.transfers.end() ? nullptr : &found->second;
  }
  Case* case_of(const core::CaseId& id) {
    if (last_case_ != nullptr && last_case_->id == id) return last_case_;
    auto found = state_.cases.find(id);
    return last_case_ = found == state_.cases.end() ? nullptr : &found->second;
  }
  void touch(const core::CaseId& id) {
    if (std::find(touched_.begin(), touched_.end(), id) == touched_.end()) touched_.push_back(id);
  }

  template <class Effect>
  void change_transfer(const core::TransferId& id, const Effect& effect) {
    auto* transfer = transfer_of(id);
    if (transfer == nullptr || !fits(*transfer, effect)) return;
    change(*transfer, state_.names, stamp_, effect);
    transfer->touched = record_.index;
    touch(transfer->case_id);
  }

  // A clock's timer moves with it.
  template <class Effect>
  void change_clock(const Effect& effect) {
    set_timer(effect.key, false);
    change_transfer(effect.key.transfer, effect);
    set_timer(effect.key, true);
  }
  void set_timer(const core::ClockKey& key, bool on) {
    const auto* transfer = transfer_of(key.transfer);
    const auto* run = transfer == nullptr ? nullptr : find_clock(*transfer, key.clock, key.party, key.offence);
    const auto at = run == nullptr ? std::nullopt : next_look(*run);
    if (!at) return;
    const Timer timer{*at, key.transfer, run->clock, run->party, run->offence};
    if (on) {
      state_.timers.insert(timer);
    } else {
      state_.timers.erase(timer);
    }
  }

  template <class Effect>
  void change_case(const core::CaseId& id, const Effect& effect) {
    auto* graph = case_of(id);
    if (graph == nullptr) return;
    change(*graph, state_.names, effect);
    touch(id);
  }

  bool is_closed(const Case& graph) {
    return graph.waiting == 0 &&
           std::all_of(graph.transfers.begin(), graph.transfers.end(), [&](const core::TransferId& id) {
             const auto* transfer = transfer_of(id);
             return transfer == nullptr || (transfer->final_ && transfer->pending.empty() && transfer->clocks.empty());
           });
  }

  State& state_;
  const core::Record& record_;
  Stamp stamp_;
  std::vector<core::CaseId> touched_;
  Transfer* last_ = nullptr;
  Case* last_case_ = nullptr;
};

// What the event itself changes, before its effects: time, notes about snapshots, trust in record 0.
void apply_event(State& state, const core::Record& record) {
  const auto& event = record.event;
  state.next_record = record.index + 1;
  state.now = std::max(state.now, event.received_at);
  if (const auto* genesis = std::get_if<core::Genesis>(&event.body)) begin(state, *genesis);
  if (const auto* snapshot = std::get_if<core::SnapshotEvent>(&event.body)) {
    state.snapshot_at = snapshot->records != 0 ? snapshot->records : record.index;
    state.snapshot_digest = snapshot->state;
  }
  const auto* order = std::get_if<core::OrderEvent>(&event.body);
  if (order != nullptr && record.outcome.verdict != core::Verdict::returned)
    state.last_order = wire::order_digest(order->order_bytes);
}

}  // namespace

const Case* droppable(const State& state, core::RecordIndex upto) {
  if (state.closed.empty() || state.closed.begin()->first > upto) return nullptr;
  const auto* graph = find_case(state, state.closed.begin()->second);
  MUST(graph != nullptr);
  return state.now.ms - graph->touched_at.ms >= closed_kept_ms ? graph : nullptr;
}

void apply(State& state, const core::Record& record) {
  MUST(record.index == state.next_record);
  apply_event(state, record);
  Writer writer(state, record);
  for (const auto& effect : record.outcome.effects) std::visit(writer, effect);
  writer.settle();
}

}  // namespace caseway::engine
