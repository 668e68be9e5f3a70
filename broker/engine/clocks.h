// Clocks: what starts, arms, ends, moves and judges them. When they run out is ticks.h.
#pragma once

#include "broker/engine/draft.h"
#include "broker/engine/scene.h"

namespace caseway::engine {

/// The clocks that the step starts, counted from `anchor`; those that wait for a receipt are armed only.
void start_clocks(Draft& draft, const Saying& saying, core::Instant anchor);
/// The clocks that the step ends, in time or late; a late one gives its finding. A clock that nobody started is judged
/// by its anchor in a document, if it has one there.
void end_clocks(Draft& draft, Saying& saying);
/// The row by which it runs: a clock keeps the version under which it started. Null where that has none such.
const rules::ClockRule* own_rule(const Draft& draft, const ClockRun& run);
/// A line in the view of each role that the clock names: an event, under the transfer by which that agency knows the
/// case. Whom the effects from the `since`-th on tell of the case already gets none.
void show_line(Draft& draft, const rules::ClockRule& rule, const core::TransferId& id, std::size_t since);
/// The version `next` came into force at `change`: a running clock whose row says so counts from the start of that day,
/// or from its own anchor, if that is later.
void count_from_change(Draft& draft, const core::TransferId& id, const rules::PackBundle& next, const ClockRun& run,
                       core::Instant change);
/// A calendar came for the year in which a provisional clock ends: its end by it. One that ran out by both stays so.
void count_anew(Draft& draft, const core::TransferId& id, const ClockRun& run);
/// Every clock of a transfer that is over.
void end_all_clocks(Draft& draft, const core::TransferId& id);

/// The delivery of what `record` said was taken by `agency`'s system: armed clocks of that record start, where the
/// site's setting S08 and the clock's own row let an acknowledgement count as receipt (for the sender of the transfer
/// only).
void start_on_ack(Draft& draft, const core::TransferId& id, core::RecordIndex record, const AgencyId& agency);
/// An officer signed for the document that `head.about` names: clocks that run from its receipt are anchored there.
void anchor_on_receipt(Draft& draft, const Saying& saying);

/// What keeps the extension that `saying` asks for (`head.about` names a clock) from being given, as findings that bar
/// it.
std::vector<core::Finding> bar_extension(const Draft& draft, const Saying& saying);
/// Moves the clock to the end that the decision names. Only when bar_extension() found nothing.
void move_clock(Draft& draft, const Saying& saying);

/// The clocks that the row of the step pauses and resumes: those that run, and those that stand still.
void pause_clocks(Draft& draft, const Saying& saying);
/// What keeps `suspend`, or `resume` with `on`, from doing so to the clock that `head.about` names.
std::vector<core::Finding> bar_suspension(const Draft& draft, const Saying& saying, bool on);
/// Suspends that clock, or resumes it. Only when bar_suspension() found nothing.
void suspend(Draft& draft, const Saying& saying, bool on);

/// "K01" of "K01.review"; "ALL" of the clocks that every kind has.
std::string_view kind_of(const Code& clock);
/// Whether a run of `clock` on `other`, of the same case, counts as one of `own`: where one of the two is of another
/// kind than the clock (rules::ClockStart). Two transfers of the clock's kind each keep their own, and so does "ALL".
bool keeps_clock_of(const Transfer& other, const Transfer& own, const Code& clock);
/// A clock, and the transfer that keeps it.
struct Run {
  core::TransferId transfer;
  ClockRun run;
};
/// Runs of `clock` that a step of this transfer starts anew, ends or pauses: its own, and those kept for it in its
/// case.
std::vector<Run> runs_in_case(const Draft& draft, const Transfer& own, const Code& clock);
core::ClockKey key_of(const Transfer& transfer, const ClockRun& run);

}  // namespace caseway::engine
