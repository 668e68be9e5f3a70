// What effects do to the clocks of one transfer.
#include <algorithm>
#include <tuple>

#include "broker/engine/graph.h"

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

// New instants, moved or resumed: it warns again, and runs out again.
template <class Moved>
void move(ClockRun& run, Names& names, const Moved& effect) {
  run.warn_at = effect.warn_at;
  run.warned = false;
  run.fired = false;
  run.due_first = effect.due_first;
  run.due = effect.due;
  run.nominal = effect.nominal;
  run.provisional = effect.provisional;
  run.calendar = names.keep(effect.calendar);
}

// There, whether it runs or not; else null.
ClockRun* held(Transfer& transfer, const core::ClockKey& key) {
  auto place = place_of(transfer.clocks, key);
  return place != transfer.clocks.end() && is(*place, key) ? &*place : nullptr;
}

}  // namespace

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
  if (auto* run = held(transfer, effect.key)) {
    run->warned = true;
    run->fired = run->fired || effect.overdue;
  }
}

void change(Transfer& transfer, Names& names, const Stamp&, const effect::ClockMoved& effect) {
  if (auto* run = held(transfer, effect.key)) move(*run, names, effect);
}

bool fits(const Transfer& transfer, const effect::ClockSuspended& effect) {
  const auto* run = find_clock(transfer, effect.key.clock, effect.key.party, effect.key.offence);
  return run != nullptr && run->running() && !effect.at.empty();
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::ClockSuspended& effect) {
  held(transfer, effect.key)->suspended_at = effect.at;
}

bool fits(const Transfer& transfer, const effect::ClockResumed& effect) {
  const auto* run = find_clock(transfer, effect.key.clock, effect.key.party, effect.key.offence);
  return run != nullptr && run->suspended();
}

void change(Transfer& transfer, Names& names, const Stamp&, const effect::ClockResumed& effect) {
  auto* run = held(transfer, effect.key);
  run->suspended_at = {};
  move(*run, names, effect);
}

std::optional<core::Instant> next_look(const ClockRun& run) {
  if (!run.running()) return std::nullopt;
  if (!run.warned && !run.warn_at.empty()) return run.warn_at;
  return core::Instant{run.due.ms + 1};
}

}  // namespace caseway::engine
