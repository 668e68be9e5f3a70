// An extension: the approver's decision gives a running clock a new end, counted from the nominal end and rolled anew.
#include <algorithm>

#include "broker/engine/clocks.h"
#include "broker/engine/persons.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// The end that the decision names ("to" of D64): an instant, or a day with its end.
std::optional<core::Instant> end_named(const core::Dossier& dossier, const core::DocumentType& type) {
  for (const auto& document : dossier.documents) {
    if (!(document.type == type)) continue;
    for (const auto& field : document.fields) {
      if (field.name != "to" || field.values.empty()) continue;
      const auto& value = field.values.front();
      if (value.kind == core::FieldKind::instant) return core::Instant{value.integer};
      if (value.kind == core::FieldKind::date && value.integer > 0 && value.integer < 100000) {
        return core::end_of(core::Date{static_cast<std::int32_t>(value.integer)});
      }
    }
  }
  return std::nullopt;
}

// The latest end that the rule allows.
core::Instant latest(const rules::ClockRule& rule, const core::Calendar& calendar, core::Instant nominal) {
  const auto most = rule.extension.most;
  switch (rule.extension.most_unit.value_or(rule.unit)) {
    case rules::Unit::hours: return {nominal.ms + most * core::hour_ms};
    case rules::Unit::days: return {nominal.ms + most * core::day_ms};
    // A day's end belongs to the day before it.
    case rules::Unit::months: return core::due_after_months(calendar, {nominal.ms - 1}, most, false).nominal;
  }
  return nominal;
}

std::vector<ClockRun> running(const Draft& draft, const Saying& saying) {
  std::vector<ClockRun> runs;
  for (const auto& run : draft.transfer(saying.transfer)->clocks) {
    const bool open = run.clock == saying.dossier->head.about && !run.anchor.empty() && !run.suspended();
    if (open && is_named(saying, run)) runs.push_back(run);
  }
  return runs;
}

}  // namespace

std::vector<core::Finding> bar_extension(const Draft& draft, const Saying& saying) {
  const auto no = [&](const char* code) {
    const auto& about = saying.dossier->head.about;
    return std::vector{barring_finding(code, saying.step->id, about.empty() ? "head.about" : "clock." + about.str())};
  };
  const auto runs = running(draft, saying);
  const auto* rule = runs.empty() ? nullptr : own_rule(draft, runs.front());
  if (rule == nullptr) return no("extend.not_running");
  const auto& extension = rule->extension;
  const auto& carried = saying.step->documents;
  const bool by_this_step = std::find(carried.begin(), carried.end(), extension.document) != carried.end();
  if (!extension.allowed || !by_this_step || !draft.setting_on(*saying.bundle, extension.setting)) {
    return no("extend.not_allowed");
  }
  const auto& approvers = extension.approvers;
  if (!approvers.empty() && !has_one_of(draft.state(), saying.by, approvers)) return no("extend.not_approver");
  const auto to = end_named(*saying.dossier, extension.document);
  if (!to) return no("extend.no_end");
  for (const auto& run : runs) {
    if (run.due < saying.at) return no("extend.after_end");
    if (*to <= run.due || (extension.most > 0 && latest(*rule, draft.calendar(), run.nominal) < *to)) {
      return no("extend.too_long");
    }
  }
  return {};
}

void move_clock(Draft& draft, const Saying& saying) {
  for (const auto& run : running(draft, saying)) {
    const auto* own = own_rule(draft, run);
    if (own == nullptr) continue;
    const auto& rule = *own;
    const auto to = end_named(*saying.dossier, rule.extension.document);
    if (!to) continue;
    const bool by_the_hour = rule.unit == rules::Unit::hours;
    const bool rolls = rule.rolls && !(rule.custody_no_roll && in_custody(draft, saying, run.party));
    const auto due = by_the_hour ? core::Due{*to, *to, false} : core::rolled(draft.calendar(), *to, rolls);
    effect::ClockMoved moved;
    moved.key = key_of(*draft.transfer(saying.transfer), run);
    if (rule.pre_warning_ms > 0) moved.warn_at = {due.due.ms - rule.pre_warning_ms};
    moved.due_first = due.due;
    moved.due = due.due;
    moved.nominal = due.nominal;
    moved.provisional = due.provisional;
    moved.calendar = draft.state().calendar;
    draft.add(moved);
  }
}

}  // namespace caseway::engine
