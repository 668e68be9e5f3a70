// Clocks of the model: what steps start and end by the rows of clock_rows.h, when they run out, and what comes of it.
#include <algorithm>
#include <chrono>

#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace effect = core::effect;

struct End {
  core::Instant due;
  core::Instant nominal;  // before it rolls
};

struct Dates {
  core::Instant warn_at;
  End end;
};

// On a day of rest it ends with the next day that is none.
End roll(const core::Calendar& calendar, core::Instant nominal) {
  const auto day = core::law_date_of({nominal.ms - 1});
  auto date = day;
  while (core::is_rest_day(calendar, date, nullptr)) ++date.days;
  return {date == day ? nominal : core::start_of({date.days + 1}), nominal};
}

// Days are counted a second time here; only which days are days of rest is asked of core.
End end_of_days(const core::Calendar& calendar, core::Instant anchor, std::int64_t days, bool working) {
  auto date = core::law_date_of(anchor);
  for (std::int64_t left = days; left > 0;) {
    ++date.days;
    if (!working || !core::is_rest_day(calendar, date, nullptr)) --left;
  }
  return roll(calendar, core::start_of({date.days + 1}));
}

// To the end of the day of the same number in the month after; the last day stays the last, and is where there is none.
core::Instant end_of_month(core::Instant anchor) {
  const auto first_of = [](std::chrono::sys_days day) {
    const std::chrono::year_month_day date{day};
    return std::chrono::sys_days{date.year() / date.month() / 1};
  };
  const std::chrono::sys_days day{std::chrono::days{core::law_date_of(anchor).days}};
  const std::chrono::year_month_day from{day};
  const auto month = std::chrono::year_month{from.year(), from.month()} + std::chrono::months{1};
  const std::chrono::sys_days last{month / std::chrono::last};
  const bool from_last = first_of(day + std::chrono::days{1}) != first_of(day);
  const std::chrono::sys_days same{month.year() / month.month() / from.day()};
  const auto end = from_last || same > last ? last : same;
  return core::start_of({static_cast<std::int32_t>(end.time_since_epoch().count()) + 1});
}

Dates dates_of(const core::Calendar& calendar, const ClockRow& row, core::Instant anchor, std::int64_t length,
               bool held) {
  if (anchor.empty()) return {};
  const auto warned = [&](const End& end) { return Dates{{end.due.ms - row.warn_ms}, end}; };
  if (row.days == Days::months || row.custody_no_roll) {
    const auto nominal =
        row.days == Days::months ? end_of_month(anchor) : end_of_days(calendar, anchor, length, false).nominal;
    return warned(held && row.custody_no_roll ? End{nominal, nominal} : roll(calendar, nominal));
  }
  if (row.days == Days::hours) {
    const core::Instant due{(anchor.ms / core::hour_ms + 1 + length) * core::hour_ms};
    return {{due.ms - row.warn_ms}, {due, due}};
  }
  auto end = end_of_days(calendar, anchor, length, row.days != Days::calendar);
  auto first = end.due;
  if (row.days == Days::disputed) {
    const auto other = end_of_days(calendar, anchor, length, false);
    first = std::min(first, other.due);
    if (end.due < other.due) end = other;
  }
  const core::Instant before{end.due.ms - row.warn_ms};
  return {first < end.due ? std::min(first, before) : before, end};
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

// What a document of the message says in one field; null when none says it.
const core::Value* asserted(const Said& said, const char* type, const char* name) {
  for (const auto& document : said.documents)
    for (const auto& field : document.fields)
      if (document.type.str() == type && field.name == name) return &field.values.front();
  return nullptr;
}

// By the decision that a message carries.
core::Instant end_named(const Said& said) {
  const auto* to = asserted(said, "D64", "to");
  return to == nullptr ? core::Instant{} : core::Instant{to->integer};
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

void Model::start_clock(const core::ClockKey& key, const ClockRow& row, core::Instant anchor,
                        core::Instant warns_from) {
  for (const auto& run : runs_of(key.transfer, row))  // a new anchor replaces the old one
    if (run.transfer != key.transfer && !clocks_.at(run).anchor.empty()) set_clock(run, std::nullopt);
  const auto length = row.id == "K07.explain" ? explain_days_ : row.length;
  const bool held = is_held(transfers_.at(key.transfer), key.party);
  auto dates = dates_of(calendar_, row, anchor, length, held);
  if (const auto earlier = dates_of(calendar_, row, warns_from, length, held).end.due;
      !warns_from.empty() && earlier < dates.end.due)
    dates.warn_at = std::min(dates.warn_at, earlier);
  set_clock(key, Clock{at_, anchor, dates.warn_at, dates.end.due, dates.end.nominal, false, false});
}

void Model::start_clocks(const core::TransferId& own, std::string_view step, const std::vector<Pair>& decided,
                         core::Instant at) {
  const auto& transfer = transfers_.at(own);
  for (const auto& row : clock_rows()) {
    const bool arms = names(row.arms, transfer.procedure, step);
    if (!arms && !names(row.starts, transfer.procedure, step)) continue;
    if (row.only_fast && !transfer.fast) continue;
    if (std::find(row.not_in.begin(), row.not_in.end(), transfer.state) != row.not_in.end()) continue;
    std::vector<Pair> subjects;
    if (row.per_pair) {
      subjects = decided;
      for (const auto& [pair, outcome] : transfer.pairs)
        if (decided.empty() && is_open_pair(outcome)) subjects.push_back(pair);
    }
    if (subjects.empty()) subjects.emplace_back(core::PartyNo{0}, core::Code());
    const bool is_first = names(row.warns_from, transfer.procedure, step) && transfer.state != "registered" &&
                          told_of(transfer.case_id, "K13").empty();
    for (const auto& [party, offence] : subjects)
      start_clock({own, core::Code(row.id), party, offence}, row, arms ? core::Instant{} : at,
                  is_first ? transfer.signed_at : core::Instant{});
  }
}

// A step that ends the watch over the sign-off is the signature; the first counts.
void Model::sign_off(Transfer& transfer, std::string_view step, core::Instant at) {
  if (transfer.signed_at.empty() && names(row_of(core::Code("ALL.signoff"))->ends, transfer.procedure, step))
    transfer.signed_at = at;
}

void Model::end_clocks(const core::TransferId& own, std::string_view step, const std::vector<Pair>& decided,
                       core::Instant at) {
  for (const auto& row : clock_rows()) {
    const bool every = names(row.ends_every, transfers_.at(own).procedure, step);
    const auto& open = transfers_.at(own).pairs;
    const bool decided_all =
        names(row.ends_decided, transfers_.at(own).procedure, step) &&
        std::none_of(open.begin(), open.end(), [](const auto& each) { return is_open_pair(each.second); });
    if (!every && !decided_all && !names(row.ends, transfers_.at(own).procedure, step)) continue;
    for (const auto& key : runs_of(own, row)) {
      const auto& pairs = transfers_.at(key.transfer).pairs;
      const bool over =
          every || !row.per_pair || std::count(decided.begin(), decided.end(), Pair{key.party, key.offence}) > 0 ||
          (key.party == 0 &&
           std::none_of(pairs.begin(), pairs.end(), [](const auto& each) { return is_open_pair(each.second); }));
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

// The decision asserts its date; nobody started a clock.
bool Model::is_late_penalty(const Sent& sent, core::Instant occurred) const {
  const auto* date = asserted(sent.said, "D07", "decidedAt");
  if (date == nullptr) return false;
  const auto decided = core::start_of({static_cast<std::int32_t>(date->integer)});
  return end_of_days(calendar_, decided, penalty_copy_days, false).due < occurred;
}

// So does the certificate of an entry.
bool Model::is_late_entry(const Sent& sent, core::Instant received_at) const {
  const auto* made = asserted(sent.said, "D119", "occurredAt");
  return made != nullptr && end_of_days(calendar_, {made->integer}, paper_entry_days, true).due < received_at;
}

bool Model::is_late_confirmation(const core::TransferId& own, core::Instant occurred) const {
  const auto clock = clocks_.find({own, "ALL.paper_confirm", 0, {}});
  return clock != clocks_.end() && clock->second.due < occurred;
}

// What keeps a decision from moving the clock that it is about; empty when nothing does.
std::string Model::bars_extension(const Sent& sent, const core::AgencyId& by, core::Instant occurred) const {
  const auto& said = sent.said;
  const auto* row = row_of(said.head.about);
  const auto known = row == nullptr ? std::vector<core::ClockKey>() : runs_of(said.transfer, *row);
  const auto runs = [&](const core::ClockKey& key) {
    return key.transfer == said.transfer && !clocks_.at(key).anchor.empty();
  };
  if (std::none_of(known.begin(), known.end(), runs)) return "extend.not_running";
  if (row->extends_most == 0 || (row->only_by_s05 && !review_extends_)) return "extend.not_allowed";
  if (members_.at(by).role != row->approver) return "extend.not_approver";
  const auto to = end_named(said);
  if (to.empty()) return "extend.no_end";
  for (const auto& key : known) {
    if (!runs(key)) continue;
    const auto& clock = clocks_.at(key);
    if (clock.due < occurred) return "extend.after_end";
    if (to <= clock.due || to.ms > clock.nominal.ms + row->extends_most * core::day_ms) return "extend.too_long";
  }
  return {};
}

// To a new end, as if it had neither warned nor run out.
void Model::move_clocks(const Sent& sent) {
  const auto& said = sent.said;
  const auto* row = row_of(said.head.about);
  const auto& transfer = transfers_.at(said.transfer);
  for (const auto& key : runs_of(said.transfer, *row)) {
    if (key.transfer != said.transfer || clocks_.at(key).anchor.empty()) continue;
    const auto before = clocks_.at(key);
    const bool rolls = !(row->custody_no_roll && is_held(transfer, key.party));
    const auto end = rolls ? roll(calendar_, end_named(said)) : End{end_named(said), end_named(said)};
    set_clock(key,
              Clock{before.record, before.anchor, {end.due.ms - row->warn_ms}, end.due, end.nominal, false, false});
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
    if (!row->leads.empty()) led_[key.transfer] = row->leads;
    if (row->tells_procuratorate) owe_event(key.transfer, procuratorate, true, clock.due, state);
    if (row->tells_sender) owe_event(key.transfer, transfer.sender, false, clock.due, state);
  }
  const auto& kinds = row->line_kinds;
  const bool shows = kinds.empty() || std::find(kinds.begin(), kinds.end(), transfer.procedure) != kinds.end();
  if (row->line && shows && procuratorate != transfer.recipient) owe_line(key.transfer, name);
}

void Model::take_clock(const core::Record& record, const core::Effect& effect) {
  if (const auto* started = std::get_if<effect::ClockStarted>(&effect)) {
    changed_.insert(started->key);
    told_[started->key] = {record.index, started->anchor, started->warn_at, started->due, started->nominal, false,
                           false};
  } else if (const auto* fired = std::get_if<effect::ClockFired>(&effect)) {
    changed_.insert(fired->key);
    auto& clock = told_[fired->key];
    (fired->overdue ? clock.fired : clock.warned) = true;
    take_firing(record, *fired);
  } else if (const auto* ended = std::get_if<effect::ClockEnded>(&effect)) {
    changed_.insert(ended->key);
    told_.erase(ended->key);
  } else if (const auto* moved = std::get_if<effect::ClockMoved>(&effect)) {
    changed_.insert(moved->key);
    const auto& before = told_[moved->key];
    told_[moved->key] = {before.record, before.anchor, moved->warn_at, moved->due, moved->nominal, false, false};
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
