// Opening a site: recover, load the last good snapshot, apply the tail; the genesis of a new one; the clean stop.
#include <algorithm>

#include "broker/core/digest.h"
#include "broker/flow/follow.h"
#include "broker/flow/index_feed.h"
#include "broker/flow/names.h"
#include "broker/flow/orders.h"
#include "broker/flow/parts.h"
#include "broker/flow/rolled_back.h"
#include "broker/wire/content.h"
#include "broker/wire/order.h"

namespace caseway::flow {
namespace {

core::Genesis decode_trust(BytesView bytes) {
  auto genesis = wire::decode_genesis(bytes);
  if (!genesis.ok())
    throw JournalRefused(JournalRefused::Why::wrong_site, "genesis.bin: " + genesis.refused().where + ": " +
                                                              genesis.refused().what +
                                                              ". Restore it from a copy of the site.");
  return std::move(genesis).value();
}

}  // namespace

Broker::Parts::Parts(const Ports& given, const core::Genesis& trust, BytesView bytes)
    : ports(given), genesis(trust), genesis_bytes(bytes.begin(), bytes.end()), fingerprint(wire::schema_fingerprint()) {
  site.genesis = core::digest_of(bytes);
  site.log_key = trust.log_key;
  site.origin = trust.origin;
  site.suite = trust.suite;
  site.epoch = trust.epoch;
  site.segment_bytes = given.segment_bytes;
}

Broker::Broker(const Ports& ports, BytesView genesis_bytes)
    : parts_(std::make_unique<Parts>(ports, decode_trust(genesis_bytes), genesis_bytes)) {
  parts_->open_site();
}

void Broker::Parts::open_site() {
  Disk& disk = *ports.journal;
  const bool begun = disk.exists(std::string(head_name));
  if (!begun) {
    Journal::create(disk, site);
    Vault::create(*ports.vault, site);
  }
  vault = std::make_unique<Vault>(*ports.vault, site);
  journal = std::make_unique<Journal>(disk, site, [this](std::uint64_t begin, std::uint64_t end) {
    bool holds = true;
    const bool whole =
        vault->each_frame(begin, end, [&](wire::VaultFrame&& frame) { holds = holds && frame_holds(frame); });
    return whole && holds;
  });
  records = std::make_unique<Records>(*journal, *vault, state);
  const auto end = journal->next_index();
  if (end == 0 &&
      (vault->written_behind(Vault::begin()) || !snapshots().empty() || disk.exists(std::string(rolled_back_name))))
    throw JournalRefused(JournalRefused::Why::journal_short,
                         "journal/ holds no group, but vault/, a snapshot or rolled_back tells of what was recorded. "
                         "Restore the segments of "
                         "journal/ from a copy of the site; nothing was changed.");
  look_rolled_back();
  vault->cut(end == 0 ? Vault::begin() : journal->vault_begin(journal->place_of(end - 1)),
             end == 0 ? Vault::begin() : journal->place_of(end - 1).vault_end);
  for (const auto& name : disk.list(""))
    if (name.ends_with(unfinished_ending) && (name.starts_with(head_name) || name.starts_with(rolled_back_name) ||
                                              name.find(snapshot_ending) != std::string::npos))
      disk.remove(name);
  load_state();
  finish_erasures();
  // The tail of lives that ended early counts: it would grow for ever where none of them is long. But one segment is
  // filled first: a snapshot for which there is no memory must not end each start.
  beside_tried = journal->segment() + 1 - std::min(journal->segment() + 1, ports.snapshot_segments);
  courier = std::make_unique<Courier>(state, *records);
  if (end == 0) write_genesis();
  now = clock.read(*ports.time, state);
  write_head(true);
}

// What an agency once proved holds until this journal contains it: a newer copy was restored.
void Broker::Parts::look_rolled_back() {
  const auto kept = read_rolled_back(*ports.journal, site);
  if (!kept) return;
  try {
    stopped_serving = why_rolled_back(*journal, *kept);
  } catch (const Fault& fault) {
    throw JournalRefused(JournalRefused::Why::damaged,
                         std::string(fault.what()) +
                             ": journal/rolled_back names a checkpoint there. Restore journal/ from a newer copy of "
                             "the site.");
  }
  if (!stopped_serving.empty()) {
    stopped_serving = "journal/rolled_back keeps " + stopped_serving;
    return;
  }
  forget_rolled_back(*ports.journal);
  notes.emplace_back("journal/rolled_back was removed: this journal contains the checkpoint that it keeps");
}

// The newest snapshot whose file can be read and is the one that its record names; else the one before; else everything
// from record 0.
void Broker::Parts::load_state() {
  for (const auto count : snapshots()) {
    const auto why_not = load_snapshot(count);
    if (why_not.empty()) break;
    notes.push_back("journal/" + snapshot_name(count) + " " + why_not + ": passed over");
  }
  journal->each_from(state.next_record, [this](const wire::Group& group) { apply_group(state, group); });
  MUST(state.next_record == journal->next_index());
  load_library();
}

// Packs and calendars that State names, by their digests.
void Broker::Parts::load_library() {
  std::set<core::Digest> packs{state.pack};
  std::set<core::Digest> calendars{state.calendar};
  packs.insert(state.packs.begin(), state.packs.end());
  for (const auto& [id, transfer] : state.transfers) {
    packs.insert(transfer.pack);
    for (const auto& run : transfer.clocks) {
      packs.insert(run.pack);
      calendars.insert(run.calendar);
    }
  }
  for (const auto kind : {core::OrderKind::activate_pack, core::OrderKind::activate_calendar}) {
    for (const auto& digest : kind == core::OrderKind::activate_pack ? packs : calendars) {
      if (digest.empty()) continue;
      core::Order order;
      order.kind = kind;
      order.digest = digest;
      const auto content = vault->read_content(digest);
      const auto why = content ? load_content(order, *content, library) : std::string("it is missing or damaged");
      if (!why.empty())
        throw JournalRefused(JournalRefused::Why::damaged, "vault/" + part_file_name(digest) + ": " + why +
                                                               ". Restore this file from a copy of the site.");
    }
  }
}

void Broker::Parts::write_genesis() {
  const auto first = genesis.training ? genesis.first_instant : std::max(genesis.first_instant, ports.time->wall());
  now = {first, first, ports.time->monotonic_ms(),
         genesis.training ? core::ClockSource::training : core::ClockSource::system};
  auto event = new_event(core::EventType::genesis, "");
  event.body = genesis;
  auto outcome = engine::decide(library, state, {}, event);
  join(std::move(event), std::move(outcome));
  record();
  recorded.clear();
}

bool Broker::stop() {
  auto& broker = *parts_;
  bool written = false;
  broker.begin_turn();
  broker.count_refusals(true);
  broker.end_group();
  broker.stop_aside();
  if (!broker.head_full.empty()) broker.notes.emplace_back("no snapshot at stop: head found no room before it");
  if (broker.stopped_serving.empty() && broker.head_full.empty()) {
    try {
      broker.write_snapshot();
      written = true;
    } catch (const DiskFull& full) {
      broker.notes.push_back(std::string("no snapshot at stop: ") + full.what());
    }
  }
  if (!broker.stopped_serving.empty()) broker.notes.emplace_back("no snapshot at stop: this broker serves nobody");
  broker.write_head(true);
  if (!broker.head_full.empty())
    broker.notes.push_back("head found no room at stop: it is as old as the last one written");
  for (const auto& [number, session] : broker.sessions) broker.ports.net->close(number, "the broker stops");
  broker.sessions.clear();
  return written;
}

std::vector<IndexEntry> Broker::index_entries(core::RecordIndex from, std::size_t most) {
  std::vector<IndexEntry> entries;
  auto& broker = *parts_;
  for (auto index = from; index < broker.journal->next_index() && entries.size() < most; ++index) {
    const auto known = broker.records->get(index);
    std::string own_case_number;
    const auto* message = std::get_if<core::MessageEvent>(&known->record.event.body);
    if (message != nullptr && !message->message.parts.empty()) {
      try {
        if (auto part = broker.records->part(*known, 0)) {
          auto head = wire::decode_head(part->bytes);
          if (head.ok()) own_case_number = std::move(head.value().own_case_number);
        }
      } catch (const Fault& fault) {  // a lost part costs its case number only, not the rest of the index
        if (!broker.was_erased(index, 0)) broker.note_fault(fault);
      }
    }
    entries.push_back(index_entry(known->record, std::move(own_case_number)));
  }
  return entries;
}

}  // namespace caseway::flow
