// How a world's broker dies, what must hold when it opens again, and the comparison at the end.
#include <algorithm>

#include "broker/engine/snapshot.h"
#include "broker/flow/journal.h"
#include "broker/flow/names.h"
#include "tests/simulation/lives.h"

namespace caseway::simulation {

// What was damaged at rest is what was written.
void Lives::mend_the_disks() {
  for (auto* disk : {&world_.journal_disk, &world_.vault_disk}) {
    disk->heal();
    disk->room = UINT64_MAX;
    disk->writes_until_failure = UINT64_MAX;
    disk->reads_until_failure = UINT64_MAX;
  }
}

// Hardware is mended before somebody starts the broker again.
void Lives::die(bool in_turn) {
  const auto before = in_turn ? std::nullopt : std::optional(engine::state_digest(world_.broker->state()));
  mend_the_disks();
  network_.forget();
  word_.reset();
  ++counts_.crashes;
  if (in_turn) ++counts_.crashes_in_turn;
  if (!in_turn && fate_.one_in(8)) {
    look_at_the_clocks();
    world_.stop();
    world_.crash(Crash::keeps_all);
    return restart(std::nullopt);
  }
  constexpr std::pair<Crash, Fault> ways[] = {{Crash::kill, Fault::crash_kill},
                                              {Crash::keeps_all, Fault::crash_whole},
                                              {Crash::loses_all, Fault::crash_unsynced_lost},
                                              {Crash::tears, Fault::crash_torn}};
  const auto& [how, kind] = ways[fate_.pick(4)];
  faults_.count(kind);
  world_.crash(how);
  restart(before);
}

void Lives::restart(const std::optional<core::Digest>& before) {
  set_the_clock_for_a_start();
  try {
    world_.start();
  } catch (const flow::Fault& fault) {
    fail(std::string("it does not open after an honest crash: ") + fault.what());
    throw;  // there is no broker to go on with
  }
  for (const auto& note : world_.broker->notes()) fail("opening passed over: " + note);
  const auto after = engine::state_digest(world_.broker->state());
  if (before && *before != after) fail("the restarted state is not the one before the crash");
  read_record();
  watch_.started(model_.last());
  look_at_the_clocks();
  if (engine::state_digest(world_.replay(false).state()) != after)
    fail("the restarted state is not the one that a replay decides");
  if (!damaged_copy_opened_ && model_.records() > 40) open_damaged_copy();
}

// What is new in the record: replay judges it again, the model on its own.
void Lives::read_record() {
  const auto& replayed = world_.replay(
      false, [&](const core::Record& record, const flow::Bytes& statement) { model_.record(record, statement); });
  for (const auto& each : replayed.disagreements())
    fail("replay: record " + std::to_string(each.index) + ": " + each.what);
  for (const auto& receipt : receipts_)
    model_.acknowledged(receipt.agency, receipt.lane, receipt.number, receipt.statement);
  receipts_.clear();
  for (const auto& [which, answer] : answers_) model_.answered(questions_[which], answer);
  answers_.clear();
}

// A copy of the site with its newest group gone, or a bit turned in what was written: opening or replay must name it.
void Lives::open_damaged_copy() {
  damaged_copy_opened_ = true;
  world_.turn(2000);  // the head is written
  read_record();
  World copy(1, world_.segment_bytes, false, world_.counties());
  copy.tape.on = false;
  copy.time = world_.time;
  copy.journal_disk.copy_from(world_.journal_disk);
  copy.vault_disk.copy_from(world_.vault_disk);
  const bool tail = fate_.one_in(2);
  std::string where;
  if (tail) {
    faults_.count(Fault::tail_lost);
    flow::Journal journal(copy.journal_disk, copy.site(), [](std::uint64_t, std::uint64_t) { return true; });
    const auto place = journal.place_of(journal.next_index() - 1);
    auto& bytes = copy.journal_disk.bytes_of(flow::journal_segment_name(place.segment));
    std::fill(bytes.begin() + static_cast<long>(place.offset), bytes.end(), std::uint8_t{0});
    where = "its newest group lost";
  } else {
    faults_.count(Fault::bit_flipped);
    auto& bytes = copy.journal_disk.bytes_of(flow::journal_segment_name(0));
    const auto last = std::find_if(bytes.rbegin(), bytes.rend(), [](auto byte) { return byte != 0; });
    const auto at = fate_.pick(static_cast<std::uint64_t>(bytes.rend() - last));
    bytes[at] ^= static_cast<std::uint8_t>(1U << fate_.pick(8));
    where = "byte " + std::to_string(at) + " of its first segment turned";
  }
  try {
    copy.start();
    if (!copy.broker->notes().empty() || !copy.broker->faults().empty()) return;
    if (tail) return fail("a site opened without a word, " + where);
    if (!copy.replay().disagreements().empty()) return;
  } catch (const flow::Fault&) {
    return;
  }
  fail("nothing was named in a site with " + where);
}

std::string Lives::who_waits() const {
  std::string who;
  for (const auto& [id, agency] : world_.agencies) {
    const auto known = world_.broker->state().agencies.find(id);
    if (known == world_.broker->state().agencies.end()) continue;
    const auto& entries = known->second.mailbox.entries;
    if (agency.waiting() == 0 && entries.empty()) continue;
    who += id + ": " + std::to_string(agency.waiting()) + " unanswered";
    if (!agency.unanswered.empty()) who += " from " + std::to_string(agency.unanswered.begin()->first);
    who += ", " + std::to_string(entries.size()) + " waiting, session " + std::to_string(agency.session) + "; ";
  }
  for (const auto& fault : world_.broker->faults()) who += fault + "; ";
  return who;
}

// Everything heals around a broker that lives on: who is connected stays so, and progress needs no restart's help. A
// session that lost an ack or a delivery begins anew, as the protocol has it for a lost connection; and each does where
// the broker could not read a record, since such a case waits until its mailbox is taken anew (courier.h).
void Lives::settle_alive() {
  mend_the_disks();
  const auto& faults = world_.broker->faults();
  const bool unread = std::any_of(faults.begin(), faults.end(), [](const auto& each) {
    return !each.starts_with("index");  // that holds no delivery up
  });
  const auto& known = world_.broker->state().agencies;
  for (auto& [id, agency] : world_.agencies) {
    if (unread || network_.torn.contains(agency.session)) world_.disconnect(agency);
    const auto found = known.find(id);
    const bool is_owed = found != known.end() && !found->second.mailbox.entries.empty();
    if (agency.session != 0 && (is_owed || agency.waiting() > 0)) ++counts_.stayed_connected;
  }
  drain();
}

// Nothing is lost or parked any more: every message is answered and every mailbox empties.
void Lives::drain() {
  network_.heal_all();
  world_.index.is_unreadable = false;
  world_.index.is_rebuilding = false;
  world_.index.lags = false;
  world_.index.catch_up(world_.index.waiting.size());
  const auto waits = [this] {
    return std::any_of(world_.agencies.begin(), world_.agencies.end(), [&](const auto& each) {
      const auto& known = world_.broker->state().agencies;
      const auto found = known.find(each.first);
      return each.second.waiting() > 0 || (found != known.end() && !found->second.mailbox.entries.empty());
    });
  };
  while (!away_.empty()) come_back(core::AgencyId(away_.begin()->first));
  settle_the_time();
  for (int turns = 0; waits(); ++turns) {
    if (turns == 1000) return fail("an agency with work makes no progress: " + who_waits());
    for (auto& [id, agency] : world_.agencies) {
      if (agency.session == 0 || network_.torn.contains(agency.session)) connect(agency);
      const auto known = world_.broker->state().agencies.find(id);
      if (known == world_.broker->state().agencies.end()) continue;
      for (const auto& [delivery, entry] : known->second.mailbox.entries)
        if (entry.parked) world_.say(agency, wire::ClientFrame(wire::Park{delivery, "", false}));
      while (!agency.inbox.empty()) world_.ack(agency, agency.inbox.front().delivery);
      if (turns % 4 == 0) say_again(agency);
    }
    turn(turns % 4 == 3 ? 2000 : 10);
    learn();
  }
}

void Lives::end() {
  if (!failure().empty()) return;
  if (ends_alive_) settle_alive();
  if (!failure().empty()) return;
  die(false);
  if (!failure().empty()) return;
  drain();
  if (!failure().empty()) return;
  read_record();
  for (auto& each : world_.agencies) {
    Agency& agency = each.second;
    agency.each_lane([&](core::LaneNo no, const Lane& lane) { model_.all_recorded(agency.id, no, lane.next - 1); });
  }
  model_.all_delivered();
  world_.index.catch_up(world_.index.waiting.size());
  model_.index(world_.index.entries);
}

void Lives::add_to(RunReport& report) const {
  report.steps += steps();
  ++report.worlds;
  auto faults = faults_;
  for (const auto* disk : {&world_.journal_disk, &world_.vault_disk}) {
    faults.count(Fault::write_or_sync_failed, disk->failed_writes);
    faults.count(Fault::read_failed, disk->failed_reads);
    faults.count(Fault::disk_full, disk->found_full);
  }
  report.faults.add(faults);
  report.crashes += counts_.crashes;
  report.crashes_in_turn += counts_.crashes_in_turn;
  report.confirmed += counts_.confirmed;
  report.signed_together += model_.signed_together();
  report.returned_as_future += model_.returned_as_future();
  report.snapshots += counts_.snapshots;
  report.snapshots_beside += counts_.snapshots_beside;
  report.stayed_connected += counts_.stayed_connected;
  report.records += model_.records();
  for (const auto& [id, agency] : world_.agencies) {
    report.acknowledged += agency.statements.size();
    for (const auto& [no, lane] : agency.beside) {
      report.acknowledged += lane.statements.size();
      report.lanes_beside += lane.statements.empty() ? 0 : 1;
    }
  }
  report.delivered += model_.delivered();
  report.told += model_.told();
  for (const auto& [step, times] : model_.took_effect()) report.took_effect[step] += times;
  report.copies_of_earlier += model_.copies_of_earlier();
}

}  // namespace caseway::simulation
