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

namespace {

// Its end is that of its own row, counted from its anchor: neither a document nor an officer named or moved it.
bool as_its_row_says(const Draft& draft, const rules::ClockRule& own, const ClockRun& run, bool custody) {
  if (own.length_from) return false;
  const auto reading = rules::read_clock(own, run.anchor, custody, draft.calendar(run.calendar), draft.settings());
  return reading.later.due == run.due;
}

bool no_roll_in_custody(const Draft& draft, const core::TransferId& id, const rules::ClockRule& rule,
                        const ClockRun& run) {
  Saying saying;
  saying.transfer = id;
  return rule.custody_no_roll && in_custody(draft, saying, run.party);
}

}  // namespace

void count_from_change(Draft& draft, const core::TransferId& id, const rules::PackBundle& next, const ClockRun& run,
                       core::Instant change) {
  const auto* rule = next.clock(run.clock);
  const auto* own = own_rule(draft, run);
  if (rule == nullptr || rule->transition == rules::Transition::keep || own == nullptr || !run.running()) return;
  if (!as_its_row_says(draft, *own, run, no_roll_in_custody(draft, id, *own, run))) return;
  const auto anchor = std::max(run.anchor, core::start_of(core::law_date_of(change)));
  const Counting counting{draft, *rule, no_roll_in_custody(draft, id, *rule, run), run.owner};
  const auto reading = counting.read(anchor);
  const bool shorten = rule->transition == rules::Transition::shorten_if_earlier_from_change_day;
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
  const auto* own = own_rule(draft, run);
  if (own == nullptr || run.anchor.empty() || run.suspended()) return;
  const Counting counting{draft, *own, no_roll_in_custody(draft, id, *own, run), run.owner};
  const auto before =
      rules::read_clock(*own, run.anchor, counting.custody, draft.calendar(run.calendar), draft.settings());
  auto reading = counting.read(run.anchor);
  // An end that a document or an officer named, or that a suspension left over, keeps its last day and rolls anew.
  if (!as_its_row_says(draft, *own, run, counting.custody)) {
    reading.later = core::rolled(draft.calendar(), run.nominal, own->rolls && !counting.custody);
    reading.first = reading.later;
  }
  // An earlier reading that counts from elsewhere stays; it only warns.
  const bool other_first = run.due_first < run.due && run.due_first != before.first.due;
  if (other_first) reading.first = {run.due_first, run.due_first, false};
  if (run.fired && reading.later.due <= draft.now()) return;  // late by either count
  effect::ClockMoved moved;
  moved.key = key_of(*draft.transfer(id), run);
  moved.calendar = draft.state().calendar;
  set_due(moved, counting, run.anchor, reading.first, reading.later);
  if (run.warned && moved.warn_at <= draft.now()) moved.warn_at = {};  // it was told already
  draft.add(std::move(moved));
}

}  // namespace caseway::engine
