// Snapshots: those made on the path (at a clean stop, and on order), those made beside it, and which of them holds.
#include <algorithm>
#include <utility>

#include "broker/core/digest.h"
#include "broker/engine/snapshot.h"
#include "broker/flow/names.h"
#include "broker/flow/parts.h"
#include "broker/flow/whole_file.h"

namespace caseway::flow {
namespace {

constexpr std::size_t snapshots_kept = 2;

// A snapshot made on the path is noted by the record right behind its State, one made beside it by a later one.
bool notes_snapshot(const wire::Group& group, core::RecordIndex count, const core::Digest& digest) {
  for (std::size_t i = 0; i < group.records.size(); ++i) {
    if (group.types[i] != core::EventType::snapshot) continue;
    const auto record = wire::decode_own_record(group.records[i].statement, group.records[i].rest);
    const auto* event = record.ok() ? std::get_if<core::SnapshotEvent>(&record.value().event.body) : nullptr;
    if (event == nullptr || event->state != digest) continue;
    if ((event->records != 0 ? event->records : record.value().index) == count) return true;
  }
  return false;
}

}  // namespace

/// Of how many records there is a snapshot, the newest first.
std::vector<core::RecordIndex> Broker::Parts::snapshots() const {
  std::vector<core::RecordIndex> found;
  for (const auto& name : ports.journal->list(""))
    if (auto count = snapshot_index(name)) found.push_back(*count);
  std::sort(found.rbegin(), found.rend());
  return found;
}

// Empty: State is that of the snapshot; else why it is passed over. Nothing of the file is believed before a record of
// this journal is found that notes it; only what goes wrong with the file itself is a reason to pass it over.
std::string Broker::Parts::load_snapshot(core::RecordIndex count) {
  constexpr const char* unknown = "is not what a record says";
  if (count >= journal->next_index()) return unknown;
  Bytes bytes;
  try {
    bytes = read_whole_file(*ports.journal, snapshot_name(count));
  } catch (const Fault& fault) {
    return std::string("cannot be read (") + fault.what() + ")";
  }
  const auto digest = core::digest_of(bytes);
  if (!journal->any_from(count, [&](const wire::Group& group) { return notes_snapshot(group, count, digest); }))
    return unknown;
  auto decoded = engine::decode_state(bytes);
  if (!decoded.ok() || decoded.value().next_record != count) return unknown;
  state = std::move(decoded).value();
  return "";
}

// The record first: a crash in between leaves a record without a file, never a file that no record vouches for.
void Broker::Parts::write_snapshot() {
  journal->reserve(reserve_bytes(site));
  const auto count = state.next_record;
  const auto bytes = engine::encode_state(state);
  auto event = new_event(core::EventType::snapshot, "");
  event.body = core::SnapshotEvent{core::digest_of(bytes), 0, engine::snapshot_format};
  auto outcome = engine::decide(library, state, {}, event);
  join(std::move(event), std::move(outcome));
  record();
  deliver();
  write_whole_file(*ports.journal, snapshot_name(count), bytes);
  remove_old_snapshots();
}

void Broker::Parts::remove_old_snapshots() {
  const auto there = snapshots();
  for (std::size_t i = snapshots_kept; i < there.size(); ++i) ports.journal->remove(snapshot_name(there[i]));
  ports.journal->sync_directory("");
}

// At the end of a turn: the snapshot that was ordered, or one made beside the path.
void Broker::Parts::look_aside() {
  if (std::exchange(snapshot_ordered, false)) {
    try {
      write_snapshot();
    } catch (const DiskFull& why) {
      notes.push_back(std::string("the snapshot that was ordered found no room: ") + why.what());
    }
  }
  if (ports.aside == nullptr || !full.empty() || !stopped_serving.empty() || ports.aside->busy()) return;
  if (!beside) return begin_aside();
  const auto done = std::exchange(beside, nullptr);
  beside_lost = done->lost;
  if (done->damage)
    note_fault(Fault(done->why_not));
  else if (!done->why_not.empty())
    notes.push_back("no snapshot beside the path: " + done->why_not);
  if (done->followed) take_aside(std::move(*done->followed));
}

void Broker::Parts::begin_aside() {
  const auto written = journal->segment();
  const auto since = std::max(beside_tried, journal->place_of(state.snapshot_at).segment);
  if (ports.snapshot_segments == 0 || written - since < ports.snapshot_segments) return;
  beside_tried = written;
  beside = std::make_shared<Beside>();
  // A record may note a snapshot for whose file there was no room.
  const bool anew =
      std::exchange(beside_lost, 0) == state.snapshot_at || !ports.journal->exists(snapshot_name(state.snapshot_at));
  const auto base = anew ? 0 : state.snapshot_at;
  Follow order{site, base, state.snapshot_digest, journal->sealed_from(base)};
  ports.aside->begin([order = std::move(order), made = beside](Disk& disk, const std::function<bool()>& stopped) {
    try {
      made->followed = follow(disk, order, stopped);
    } catch (const BaseLost& lost) {
      *made = {std::nullopt, lost.what(), true, order.base};
    } catch (const JournalRefused& refused) {
      *made = {std::nullopt, refused.what(), true, 0};
    } catch (const Fault& fault) {
      *made = {std::nullopt, fault.what(), false, 0};
    }
  });
}

// The record first here too, though the file is there already: until it has its name, it is nobody's snapshot.
void Broker::Parts::take_aside(Followed&& followed) {
  const auto name = snapshot_name(followed.records);
  const auto drop = [&] { ports.journal->remove(name + std::string(unfinished_ending)); };
  if (followed.records <= state.snapshot_at) return drop();  // a newer one was ordered meanwhile
  try {
    journal->reserve(reserve_bytes(site));
  } catch (const DiskFull& why) {
    notes.push_back(std::string("no snapshot beside the path: ") + why.what());
    return drop();
  }
  auto event = new_event(core::EventType::snapshot, "");
  event.body = core::SnapshotEvent{followed.state, followed.records, engine::snapshot_format};
  auto outcome = engine::decide(library, state, {}, event);
  join(std::move(event), std::move(outcome));
  record();
  deliver();
  finish(*ports.journal, name);
  remove_old_snapshots();
}

// A clean stop writes its own: what is half made, or was not taken up, is left by nobody.
void Broker::Parts::stop_aside() {
  if (ports.aside != nullptr) ports.aside->stop();
  if (beside && beside->followed)
    ports.journal->remove(snapshot_name(beside->followed->records) + std::string(unfinished_ending));
  beside = nullptr;
}

void Broker::snapshot() {
  parts_->begin_turn();
  parts_->write_snapshot();
}

}  // namespace caseway::flow
