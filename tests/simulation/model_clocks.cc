// Clocks of the model: what steps start and end by the rows of clock_rows.h, when they run out, and what comes of it.
#include <algorithm>

#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace effect = core::effect;

struct Dates {
  core::Instant warn_at;
  core::Instant due;
};

// Days are counted a second time here; only which days are days of rest is asked of core.
core::Instant end_of_days(const core::Calendar& calendar, core::Instant anchor, std::int64_t days, bool working) {
  const auto rests = [&](core::Date date) { return core::is_rest_day(calendar, date, nullptr); };
  auto date = core::law_date_of(anchor);
  for (std::int64_t left = days; left > 0;) {
    ++date.days;
    if (!working || !rests(date)) --left;
  }
  while (rests(date)) ++date.days;
  return core::start_of({date.days + 1});
}

Dates dates_of(const core::Calendar& calendar, const ClockRow& row, core::Instant anchor, std::int64_t length) {
  if (anchor.empty()) return {};
  core::Instant due;
  auto first = due;
  if (row.days == Days::hours) {
    first = due = {(anchor.ms / core::hour_ms + 1 + length) * core::hour_ms};
  } else {
    first = due = end_of_days(calendar, anchor, length, true);
    if (row.days == Days::disputed) {
      const auto other = end_of_days(calendar, anchor, length, false);
      first = std::min(first, other);
      due = std::max(due, other);
    }
  }
  const core::Instant before{due.ms - row.warn_ms};
  return {first < due ? std::min(first, before) : before, due};
}

bool names(const Names& steps, const std::string& procedure, std::string_view step) {
  const auto full = procedure + " " + std::string(step);
  return std::any_of(steps.begin(), steps.end(), [&](auto each) { return each == step || each == full; });
}

const ClockRow* row_of(const core::Code& clock) {
  for (const auto& row : clock_rows())
    if (row.id == clock.view()) return &row;
  return nullptr;
}

std::string_view kind_of(const ClockRow& row) { return row.id.substr(0, row.id.find('.')); }

// When a clock must be looked at next: at its warning, then a millisecond after it ran out.
std::optional<core::Instant> next_look(const core::Instant& warn_at, const core::Instant& due, bool warned) {
  if (due.empty()) return std::nullopt;
  return warned || warn_at.empty() ? core::Instant{due.ms + 1} : warn_at;
}

}  // namespace

void Model::set_clock(const core::ClockKey& key, const std::optional<Clock>& clock) {
  changed_.insert(key);
  const auto look = [&](const Clock& run, bool on) {
    const auto at = run.fired ? std::nullopt : next_look(run.warn_at, run.due, run.warned);
    if (!at) return;
    if (on) {
      due_.emplace(*at, key);
    } else {
      due_.erase({*at, key});
    }
  };
  if (const auto known = clocks_.find(key); known != clocks_.end()) {
    look(known->second, false);
    clocks_.erase(known);
  }
  if (!clock) return;
  look(*clock, true);
  clocks_.emplace(key, *clock);
}

// Runs that a step of `own` starts anew or ends: its own, and those that the rest of the case keeps for another kind.
std::vector<core::ClockKey> Model::runs_of(const core::TransferId& own, const ClockRow& row) const {
  std::vector<core::ClockKey> found;
  const auto& transfer = transfers_.at(own);
  for (const auto& id : cases_.at(transfer.case_id).transfers) {
    const bool of_kind = transfers_.at(id).procedure == kind_of(row) && transfer.procedure == kind_of(row);
    if (id != own && (kind_of(row) == "ALL" || of_kind)) continue;
    const core::ClockKey from{id, core::Code(row.id), 0, {}};
    for (auto run = clocks_.lower_bound(from);
         run != clocks_.end() && run->first.transfer == id && run->first.clock == from.clock; ++run)
      found.push_back(run->first);
  }
  return found;
}

void Model::start_clock(const core::ClockKey& key, const ClockRow& row, core::Instant anchor) {
  for (const auto& run : runs_of(key.transfer, row))  // a new anchor replaces the old one
    if (run.transfer != key.transfer && !clocks_.at(run).anchor.empty()) set_clock(run, std::nullopt);
  const auto dates = dates_of(calendar_, row, anchor, row.id == "K07.explain" ? explain_days_ : row.length);
  set_clock(key, Clock{at_, anchor, dates.warn_at, dates.due, false, false});
}

void Model::start_clocks(const core::TransferId& own, std::string_view step, const std::vector<Pair>& decided,
                         core::Instant at) {
  const auto& transfer = transfers_.at(own);
  for (const auto& row : clock_rows()) {
    const bool arms = names(row.arms, transfer.procedure, step);
    if (!arms && !names(row.starts, transfer.procedure, step)) continue;
    std::vector<Pair> subjects;
    if (row.per_pair) {
      subjects = decided;
      for (const auto& [pair, outcome] : transfer.pairs)
        if (decided.empty() && outcome.empty()) subjects.push_back(pair);
    }
    if (subjects.empty()) subjects.emplace_back(core::PartyNo{0}, core::Code());
    for (const auto& [party, offence] : subjects)
      start_clock({own, core::Code(row.id), party, offence}, row, arms ? core::Instant{} : at);
  }
}

void Model::end_clocks(const core::TransferId& own, std::string_view step, const std::vector<Pair>& decided,
                       core::Instant at) {
  for (const auto& row : clock_rows()) {
    if (!names(row.ends, transfers_.at(own).procedure, step)) continue;
    for (const auto& key : runs_of(own, row)) {
      const auto& pairs = transfers_.at(key.transfer).pairs;
      const bool over = !row.per_pair || std::count(decided.begin(), decided.end(), Pair{key.party, key.offence}) > 0 ||
                        (key.party == 0 && std::none_of(pairs.begin(), pairs.end(),
                                                        [](const auto& each) { return each.second.empty(); }));
      const auto& run = clocks_.at(key);
      if (over && (row.late_ends || at <= run.due)) set_clock(key, std::nullopt);
    }
  }
}

void Model::end_all_clocks(const core::TransferId& own) {
  const core::ClockKey from{own, {}, 0, {}};
  for (auto run = clocks_.lower_bound(from); run != clocks_.end() && run->first.transfer == own;
       run = clocks_.lower_bound(from))
    set_clock(core::ClockKey(run->first), std::nullopt);
}

// The system of the transfer's sender took the message that armed it (S08).
void Model::start_on_ack(const Owed& taken, const core::AgencyId& agency, core::Instant at) {
  const auto& own = taken.content.transfer;
  if (!taken.whole || transfers_.at(own).sender != agency) return;
  for (const auto& row : clock_rows()) {
    const core::ClockKey key{own, core::Code(row.id), 0, {}};
    const auto armed = clocks_.find(key);
    if (armed != clocks_.end() && armed->second.anchor.empty() && armed->second.record == taken.content.record)
      start_clock(key, row, at);
  }
}

// Warned once, fired once, each with its true instant and not before it; then what the law makes of it.
void Model::take_firing(const core::Record& record, const effect::ClockFired& fired) {
  const auto& key = fired.key;
  const auto known = clocks_.find(key);
  const auto name = key.clock.str();
  if (!must(known != clocks_.end() && !known->second.anchor.empty(), name + " fired, and never ran")) return;
  auto clock = known->second;
  const auto when = fired.overdue ? clock.due : clock.warn_at;
  must(!(fired.overdue ? clock.fired : clock.warned), name + " fired twice");
  must(runs(), name + " fired while the time was in doubt, or stood");
  must(fired.due == when, name + " fired with another instant");
  must(record.event.received_at >= when, name + " fired before its time");
  (fired.overdue ? clock.fired : clock.warned) = true;
  set_clock(key, clock);
  const auto* row = row_of(key.clock);
  const auto& transfer = transfers_.at(key.transfer);
  touched_.insert(transfer.case_id);
  if (!fired.overdue || row == nullptr || !raised_.emplace(key.transfer, key.clock, clock.due).second) return;
  const auto procuratorate = counterpart(transfer.sender, core::Role::procuratorate);
  const auto& in = row->raised_in;
  if (transfer.procedure == kind_of(*row) && std::find(in.begin(), in.end(), transfer.state) != in.end()) {
    const auto state = row->leads.empty() ? transfer.state : std::string(row->leads);
    if (!row->leads.empty()) lapsing_.insert(key.transfer);
    owe_event(key.transfer, procuratorate, true, clock.due, state);
    if (row->tells_sender) owe_event(key.transfer, transfer.sender, false, clock.due, state);
  }
  if (row->line && procuratorate != transfer.recipient) owe_line(key.transfer, name);
}

void Model::take_clock(const core::Record& record, const core::Effect& effect) {
  if (const auto* started = std::get_if<effect::ClockStarted>(&effect)) {
    changed_.insert(started->key);
    told_[started->key] = {record.index, started->anchor, started->warn_at, started->due, false, false};
  } else if (const auto* fired = std::get_if<effect::ClockFired>(&effect)) {
    changed_.insert(fired->key);
    auto& clock = told_[fired->key];
    (fired->overdue ? clock.fired : clock.warned) = true;
    take_firing(record, *fired);
  } else if (const auto* ended = std::get_if<effect::ClockEnded>(&effect)) {
    changed_.insert(ended->key);
    told_.erase(ended->key);
  } else {
    must(!std::holds_alternative<effect::ClockMoved>(effect), "a clock was moved, and nobody asked for it");
  }
}

// What the record did to clocks is what the rows say.
void Model::compare_clocks() {
  for (const auto& key : changed_) {
    const auto own = clocks_.find(key);
    const auto told = told_.find(key);
    const auto say = [](const Clock& clock) {
      return "anchored " + (clock.anchor.empty() ? "later" : core::print_instant(clock.anchor)) + ", warns " +
             core::print_instant(clock.warn_at) + ", due " + core::print_instant(clock.due) +
             (clock.fired    ? ", fired"
              : clock.warned ? ", warned"
                             : "");
    };
    if (own == clocks_.end() && told == told_.end()) continue;
    if (own != clocks_.end() && told != told_.end() && own->second == told->second) continue;
    fail("clock " + key.clock.str() + ": by the table it " +
         (own == clocks_.end() ? "does not run" : "is " + say(own->second)) + ", by the record it " +
         (told == told_.end() ? "does not run" : "is " + say(told->second)));
  }
  changed_.clear();
}

}  // namespace caseway::simulation
