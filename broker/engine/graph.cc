#include "broker/engine/graph.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// The place of a clock in its transfer's sorted list, there or not.
template <class Clocks>
auto place_of(Clocks& clocks, const core::ClockKey& key) {
  return std::lower_bound(clocks.begin(), clocks.end(), key, [](const ClockRun& run, const core::ClockKey& wanted) {
    return std::tie(run.clock.value(), run.party, run.offence.value()) <
           std::tie(wanted.clock, wanted.party, wanted.offence);
  });
}

bool is(const ClockRun& run, const core::ClockKey& key) {
  return run.clock == key.clock && run.party == key.party && run.offence == key.offence;
}

ClockRun* running(Transfer& transfer, const core::ClockKey& key) {
  auto place = place_of(transfer.clocks, key);
  return place != transfer.clocks.end() && is(*place, key) ? &*place : nullptr;
}

// Of each type the latest, then what a word carried that still waits: whoever confirms that word confirms those.
void drop_replaced(Transfer& transfer) {
  std::optional<core::DocumentType> last;
  transfer.documents.erase_if([&](const HeldDocument& held) {
    const bool is_latest = last != held.type;
    last = held.type;
    return !is_latest && std::none_of(transfer.pending.begin(), transfer.pending.end(),
                                      [&](const Pending& pending) { return pending.record == held.record; });
  });
}

}  // namespace

Transfer opened(Names& names, const Stamp& stamp, const effect::TransferOpened& effect) {
  Transfer transfer;
  transfer.id = effect.transfer;
  transfer.case_id = effect.case_id;
  transfer.cause = effect.cause;
  transfer.procedure = names.keep(effect.procedure);
  transfer.sender = names.keep(effect.sender);
  transfer.recipient = names.keep(effect.recipient);
  transfer.state = names.keep(effect.state);
  transfer.pack = names.keep(effect.pack);
  transfer.opened = stamp.record;
  transfer.touched = stamp.record;
  transfer.opened_at = stamp.at;
  return transfer;
}

void change(Transfer& transfer, Names& names, const Stamp&, const effect::StateChanged& effect) {
  transfer.state = names.keep(effect.state);
  transfer.final_ = effect.final_;
}

void change(Transfer& transfer, Names& names, const Stamp&, const effect::PairSet& effect) {
  auto& pairs = transfer.pairs;
  auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const PairState& known) {
    return known.party == effect.party && known.offence == effect.offence;
  });
  if (pair == pairs.end()) pair = pairs.insert(pairs.end(), PairState{});
  *pair = {effect.party, effect.unit, names.keep(effect.offence), names.keep(effect.outcome)};
}

void change(Transfer& transfer, Names&, const Stamp& stamp, const effect::DocumentHeld& effect) {
  auto& held = transfer.documents;
  const auto place = std::lower_bound(held.begin(), held.end(), effect.type,
                                      [](const HeldDocument& known, const auto& type) { return known.type < type; });
  held.insert(place, {stamp.record, effect.type, effect.part});
  drop_replaced(transfer);
}

void change(Transfer& transfer, Names& names, const Stamp&, const effect::RequirementSet& effect) {
  auto& open = transfer.open;
  if (!effect.open) {  // met: whatever it barred
    open.erase_if([&](const auto& known) { return known.code == effect.code && known.path == effect.path; });
    return;
  }
  auto key = [](const auto& it, const Code& step) {
    const std::string& code = it.code;
    const std::string& path = it.path;
    return std::tie(code, path, step);
  };
  auto place = std::lower_bound(open.begin(), open.end(), effect, [&](const OpenRequirement& a, const auto& b) {
    return key(a, a.barred_step) < key(b, b.barred_step);
  });
  if (place == open.end() || key(*place, place->barred_step) != key(effect, effect.barred_step)) {
    place = open.insert(place, OpenRequirement{});
  }
  *place = {names.keep(effect.code), names.keep(effect.path), names.keep(effect.barred_step), effect.waived,
            effect.bars};
}

void change(Transfer& transfer, Names& names, const Stamp& stamp, const effect::PendingSet& effect) {
  transfer.pending.push_back(
      {names.keep(effect.step), names.keep(effect.said_by), effect.body, stamp.record, effect.paper});
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::PendingCleared& effect) {
  transfer.pending.erase_if([&](const Pending& pending) { return pending.body == effect.body; });
  drop_replaced(transfer);
}

void change(Transfer& transfer, Names& names, const Stamp& stamp, const effect::ClockStarted& effect) {
  auto place = place_of(transfer.clocks, effect.key);
  if (place == transfer.clocks.end() || !is(*place, effect.key)) place = transfer.clocks.insert(place, ClockRun{});
  ClockRun run;
  run.clock = names.keep(effect.key.clock);
  run.party = effect.key.party;
  run.provisional = effect.provisional;
  run.offence = names.keep(effect.key.offence);
  run.anchor = effect.anchor;
  run.warn_at = effect.warn_at;
  run.due_first = effect.due_first;
  run.due = effect.due;
  run.nominal = effect.nominal;
  run.record = stamp.record;
  run.pack = names.keep(effect.pack);
  run.calendar = names.keep(effect.calendar);
  run.owner = names.keep(effect.owner);
  *place = run;
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::ClockEnded& effect) {
  transfer.clocks.erase_if([&](const ClockRun& run) { return is(run, effect.key); });
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::ClockFired& effect) {
  if (auto* run = running(transfer, effect.key)) {
    run->warned = true;
    run->fired = run->fired || effect.overdue;
  }
}

void change(Transfer& transfer, Names& names, const Stamp&, const effect::ClockMoved& effect) {
  if (auto* run = running(transfer, effect.key)) {
    run->warn_at = effect.warn_at;
    run->warned = false;
    run->fired = false;
    run->due_first = effect.due_first;
    run->due = effect.due;
    run->nominal = effect.nominal;
    run->provisional = effect.provisional;
    run->calendar = names.keep(effect.calendar);
  }
}

void change(Case& graph, Names& names, const effect::ItemSet& effect) {
  auto place = std::lower_bound(graph.items.begin(), graph.items.end(), effect.item,
                                [](const Item& item, std::uint32_t no) { return item.no < no; });
  if (place == graph.items.end() || place->no != effect.item) place = graph.items.insert(place, Item{});
  *place = {effect.item,
            effect.explained,
            effect.quantity,
            names.keep(effect.unit),
            names.keep(effect.status),
            names.keep(effect.holder)};
}

void change(Case& graph, Names& names, const effect::CounterSet& effect) {
  auto place = std::lower_bound(graph.counters.begin(), graph.counters.end(), effect.counter,
                                [](const Counter& counter, const Code& name) { return counter.name.value() < name; });
  if (place == graph.counters.end() || !(place->name == effect.counter)) {
    place = graph.counters.insert(place, Counter{names.keep(effect.counter), 0});
  }
  place->value = effect.value;
}

void change(Case& graph, Names& names, const effect::Linked& effect) {
  graph.links.push_back({effect.from, effect.to, names.keep(effect.relation)});
}

std::optional<core::Instant> next_look(const ClockRun& run) {
  if (!run.running()) return std::nullopt;
  if (!run.warned && !run.warn_at.empty()) return run.warn_at;
  return core::Instant{run.due.ms + 1};
}

}  // namespace caseway::engine
