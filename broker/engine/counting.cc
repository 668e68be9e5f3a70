#include "broker/engine/counting.h"

#include "broker/engine/clocks.h"
#include "broker/engine/persons.h"

namespace caseway::engine {

namespace effect = core::effect;

rules::Reading Counting::read(core::Instant anchor, const rules::NamedLength& named,
                              std::optional<core::Instant> warn_from) const {
  return rules::read_clock(rule, anchor, custody, draft.calendar(), draft.settings(), named, warn_from);
}

core::Instant Counting::internal_limit(core::Instant anchor, core::Instant due) const {
  const auto* owns = rule.local.empty() ? nullptr : find_agency(draft.state(), owner);
  if (owns == nullptr) return due;
  for (const auto& limit : rule.local) {
    if (!limit.local.counts(owns->agency.region, core::law_date_of(anchor))) continue;
    auto internal = rule;
    internal.length = limit.length;
    internal.second_length = 0;
    internal.setting = {};
    return std::min(due, rules::read_clock(internal, anchor, custody, draft.calendar(), draft.settings()).first.due);
  }
  return due;
}

void count_from_change(Draft& draft, const core::TransferId& id, const rules::PackBundle& next, const ClockRun& run,
                       core::Instant change) {
  const auto* row = next.clock(run.clock);
  if (row == nullptr || row->transition == rules::Transition::keep || !run.running()) return;
  const auto& rule = *row;
  Saying saying;
  saying.transfer = id;
  const auto anchor = std::max(run.anchor, core::start_of(core::law_date_of(change)));
  const Counting counting{draft, rule, rule.custody_no_roll && in_custody(draft, saying, run.party), run.owner};
  const auto reading = counting.read(anchor);
  const bool shorten = rule.transition == rules::Transition::shorten_if_earlier_from_change_day;
  if (shorten && run.due <= reading.later.due) return;
  effect::ClockStarted started;
  started.key = key_of(*draft.transfer(id), run);
  started.anchor = anchor;
  started.pack = next.digest;
  started.calendar = draft.state().calendar;
  started.owner = run.owner;
  set_due(started, counting, anchor, reading.first, reading.later);
  draft.add(std::move(started));
}

void count_anew(Draft& draft, const core::TransferId& id, const ClockRun& run) {
  const auto* version = draft.bundle(run.pack);
  const auto* rule = version == nullptr ? nullptr : version->clock(run.clock);
  if (rule == nullptr || run.anchor.empty() || run.suspended()) return;
  Saying saying;
  saying.transfer = id;
  const Counting counting{draft, *rule, rule->custody_no_roll && in_custody(draft, saying, run.party), run.owner};
  const auto before =
      rules::read_clock(*rule, run.anchor, counting.custody, draft.calendar(run.calendar), draft.settings());
  auto reading = counting.read(run.anchor);
  // An end that a document or an officer named, or that a suspension left over, keeps its last day and rolls anew.
  if (before.first.due != run.due_first || before.later.due != run.due) {
    reading.later = core::rolled(draft.calendar(), run.nominal, rule->rolls && !counting.custody);
    const auto kept = core::Due{run.due_first, run.due_first, false};
    reading.first = run.due_first == run.due ? reading.later : kept;
  }
  if (run.fired && reading.later.due <= draft.now()) return;  // late by either count
  effect::ClockMoved moved;
  moved.key = key_of(*draft.transfer(id), run);
  moved.calendar = draft.state().calendar;
  set_due(moved, counting, run.anchor, reading.first, reading.later);
  if (run.warned && moved.warn_at <= draft.now()) moved.warn_at = {};  // it was told already
  draft.add(std::move(moved));
}

}  // namespace caseway::engine
