// Clocks that stand still (steps.md d.10): from the end of the day of the suspending event on; the whole days that
// remain are kept, and the day after the resuming event is the first of them.
#include <algorithm>

#include "broker/engine/clocks.h"
#include "broker/engine/persons.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// Whole days behind the day of the suspension, in the clock's own days: working ones, or any.
std::int64_t days_left(const rules::ClockRule& rule, const ClockRun& run, const core::Calendar& calendar) {
  const auto from = core::law_date_of(run.suspended_at);
  const auto last = core::law_date_of({run.nominal.ms - 1});  // a day's end belongs to that day
  if (rule.basis_of_days != rules::DayBasis::working) return std::max(0, last.days - from.days);
  std::int64_t left = 0;
  for (auto day = from.days + 1; day <= last.days; ++day) left += core::is_rest_day(calendar, {day}, nullptr) ? 0 : 1;
  return left;
}

effect::ClockResumed resumed(const Draft& draft, const Saying& saying, const rules::ClockRule& rule, const Run& held) {
  const auto& calendar = draft.calendar();
  const auto left = days_left(rule, held.run, calendar);
  const bool working = rule.basis_of_days == rules::DayBasis::working;
  const bool rolls = rule.rolls && !(rule.custody_no_roll && in_custody(draft, saying, held.run.party));
  const auto due = working ? core::due_after_working_days(calendar, saying.at, left)
                           : core::due_after_calendar_days(calendar, saying.at, left, rolls);
  effect::ClockResumed on;
  on.key = key_of(*draft.transfer(held.transfer), held.run);
  if (rule.pre_warning_ms > 0) on.warn_at = {due.due.ms - rule.pre_warning_ms};
  on.due_first = due.due;
  on.due = due.due;
  on.nominal = due.nominal;
  on.provisional = due.provisional;
  on.calendar = draft.state().calendar;
  return on;
}

// Runs that the message means and that may be suspended, or resumed with `on`, at its time.
std::vector<Run> runs_to(const Draft& draft, const Saying& saying, const Code& clock, bool on) {
  auto runs = runs_in_case(draft, *draft.transfer(saying.transfer), clock);
  std::erase_if(runs, [&](const Run& held) {
    return !is_named(saying, held.run) || (on ? !held.run.suspended() : !held.run.running());
  });
  return runs;
}

bool in_order(const Saying& saying, const Run& held, bool on) {
  return saying.at >= (on ? held.run.suspended_at : held.run.anchor);
}

void turn(Draft& draft, const Saying& saying, const Run& held, bool on) {
  const auto* own = own_rule(draft, held.run);
  if (own == nullptr) return;
  if (on) return draft.add(resumed(draft, saying, *own, held));
  draft.add(effect::ClockSuspended{key_of(*draft.transfer(held.transfer), held.run), saying.at});
}

}  // namespace

void pause_clocks(Draft& draft, const Saying& saying) {
  for (const bool on : {false, true}) {
    for (const auto& clock : on ? saying.step->resumes : saying.step->pauses) {
      for (const auto& held : runs_to(draft, saying, clock, on)) {
        const auto* own = own_rule(draft, held.run);
        if (own != nullptr && own->suspends && in_order(saying, held, on)) turn(draft, saying, held, on);
      }
    }
  }
}

std::vector<core::Finding> bar_suspension(const Draft& draft, const Saying& saying, bool on) {
  const auto& about = saying.dossier->head.about;
  const auto no = [&](const char* code) {
    return std::vector{barring_finding(code, saying.step->id, about.empty() ? "head.about" : "clock." + about.str())};
  };
  const auto runs = runs_to(draft, saying, about, on);
  const auto* rule = runs.empty() ? nullptr : own_rule(draft, runs.front().run);
  if (rule == nullptr) return no(on ? "resume.not_suspended" : "suspend.not_running");
  const auto& carried = saying.step->documents;
  const bool by_this_step = std::find(carried.begin(), carried.end(), rule->suspend_document) != carried.end();
  if (rule->suspended_by.empty() || !by_this_step) return no("suspend.not_allowed");
  if (!has_one_of(draft.state(), saying.by, rule->suspended_by)) return no("suspend.not_entitled");
  const auto& documents = saying.dossier->documents;
  const bool has = std::any_of(documents.begin(), documents.end(),
                               [&](const core::Document& one) { return one.type == rule->suspend_document; });
  if (!has) return no("suspend.no_document");
  const bool ordered = std::all_of(runs.begin(), runs.end(), [&](auto& held) { return in_order(saying, held, on); });
  return ordered ? std::vector<core::Finding>{} : no(on ? "resume.too_early" : "suspend.too_early");
}

void suspend(Draft& draft, const Saying& saying, bool on) {
  const auto& about = saying.dossier->head.about;
  for (const auto& held : runs_to(draft, saying, about, on)) {
    turn(draft, saying, held, on);
  }
}

}  // namespace caseway::engine
