// Time passes: warnings and expiries, in order of their instants, each with what it makes the bus say.
#include <algorithm>
#include <set>
#include <tuple>

#include "broker/engine/admit.h"
#include "broker/engine/clocks.h"
#include "broker/engine/closing.h"
#include "broker/engine/say.h"
#include "broker/engine/versions.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// What clocks that run out together (one for each pair) raised already: the bus says it once.
using Raised = std::set<std::tuple<core::TransferId, Code, core::Instant>>;

void fire(Draft& draft, const core::TransferId& id, const ClockRun& run, Raised& raised) {
  const auto transfer = *draft.transfer(id);
  const bool overdue = run.warned || run.warn_at.empty();  // the warning comes first, see next_look()
  draft.add(effect::ClockFired{key_of(transfer, run), overdue, overdue ? run.due : run.warn_at});
  const auto* law = draft.bundle(run.pack);
  const auto* rule = law == nullptr ? nullptr : law->clock(run.clock);
  const auto* bundle = draft.bundle(transfer.pack);
  if (!overdue || rule == nullptr || bundle == nullptr) return;
  const auto* procedure = bundle->procedure(transfer.procedure);
  const auto* step =
      procedure == nullptr || rule->raises.empty() ? nullptr : rules::find_step(*procedure, rule->raises);
  if (!raised.insert({id, run.clock, run.due}).second) return;
  const auto since = draft.outcome().effects.size();
  if (step != nullptr && is_open(*step, transfer)) say_as_bus(draft, id, *bundle, *procedure, *step, run.due);
  show_line(draft, *rule, id, since);
}

}  // namespace

void decide_tick(Draft& draft) {
  const auto& state = draft.state();
  // The draft knows no timers: those of State that are due, and what comes of each firing.
  std::set<Timer> due;
  const auto until = state.changes.empty() ? draft.now() : std::min(draft.now(), state.changes.front().at);
  for (const auto& timer : state.timers) {
    if (timer.at > until || due.size() >= core::limits::firings_max) break;
    due.insert(timer);
  }
  const auto look_again = [&](const core::TransferId& id) {
    for (const auto& run : draft.transfer(id)->clocks) {
      const auto at = next_look(run);
      if (at && *at <= until) due.insert({*at, id, run.clock, run.party, run.offence});
    }
  };
  if (due.empty()) carry_change(draft);
  Raised raised;
  for (std::uint32_t fired = 0; !due.empty() && fired < core::limits::firings_max;) {
    const auto timer = *due.begin();
    due.erase(due.begin());
    const auto* transfer = draft.transfer(timer.transfer);
    if (transfer == nullptr) continue;
    const auto* run = find_clock(*transfer, timer.clock, timer.party, timer.offence);
    if (run == nullptr || next_look(*run) != timer.at) continue;
    fire(draft, timer.transfer, ClockRun(*run), raised);
    ++fired;
    look_again(timer.transfer);
  }
  say_what_follows(draft, draft.now());
}

std::optional<core::Instant> next_clock(const State& state) {
  std::optional<core::Instant> next;
  if (!state.timers.empty()) next = state.timers.begin()->at;
  if (!state.changes.empty()) next = std::min(next.value_or(state.changes.front().at), state.changes.front().at);
  return next;
}

}  // namespace caseway::engine
