// Time passes: warnings and expiries, in order of their instants, each with what it makes the bus say.
#include <set>
#include <tuple>

#include "broker/engine/admit.h"
#include "broker/engine/clocks.h"
#include "broker/engine/closing.h"
#include "broker/engine/say.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// What clocks that run out together (one for each pair) raised already: the bus says it once.
using Raised = std::set<std::tuple<core::TransferId, Code, core::Instant>>;

void fire(Draft& draft, const core::TransferId& id, const ClockRun& run, Raised& raised) {
  const auto transfer = *draft.transfer(id);
  const bool overdue = run.warned || run.warn_at.empty();  // the warning comes first, see next_look()
  draft.add(effect::ClockFired{key_of(transfer, run), overdue, overdue ? run.due : run.warn_at});
  const auto* bundle = draft.bundle(run.pack);
  const auto* rule = bundle == nullptr ? nullptr : bundle->clock(run.clock);
  if (!overdue || rule == nullptr) return;
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
  for (const auto& timer : state.timers) {
    if (timer.at > draft.now() || due.size() >= core::limits::firings_max) break;
    due.insert(timer);
  }
  const auto look_again = [&](const core::TransferId& id) {
    for (const auto& run : draft.transfer(id)->clocks) {
      const auto at = next_look(run);
      if (at && *at <= draft.now()) due.insert({*at, id, run.clock, run.party, run.offence});
    }
  };
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
  if (state.timers.empty()) return std::nullopt;
  return state.timers.begin()->at;
}

}  // namespace caseway::engine
