#include "audit/verify.h"

#include <algorithm>
#include <map>

#include "audit/held.h"
#include "audit/segment_check.h"
#include "audit/side_files.h"
#include "audit/vault_account.h"
#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/flow/orders.h"
#include "broker/flow/site.h"
#include "broker/wire/record.h"

namespace caseway::audit {
namespace {

constexpr const char* rolled_back_file = "journal/rolled_back";

bool begins_group(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view magic = "CWG1";
  return bytes.size() >= magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin());
}

/// Walks the journal once, carrying what each group must continue.
class JournalWalk {
 public:
  explicit JournalWalk(const Site& site)
      : site_(site), side_(site, problems_), held_(problems_), vault_(site, problems_) {}

  Verified run(const std::vector<std::filesystem::path>& held) {
    out_.trust = read_trust(site_);
    side_.read_head(out_.trust);
    read_held(held);
    if (site_.journal.empty()) problems_.missing("journal", "holds no segment: there is no record 0");
    bool whole = !site_.journal.empty();
    const auto before = problems_.mismatches();
    for (std::size_t which = 0; which < site_.journal.size() && whole; ++which) whole = segment(which);
    // What a crash leaves at the end was never released: nobody holds a checkpoint of it.
    const bool all_released = out_.trust && (whole || problems_.mismatches() == before);
    side_.compare_head(frontier_.size, at_head_);
    all_released ? held_.compare(frontier_.size, out_.trust->genesis.epoch) : held_.not_compared();
    side_.rest(out_.snapshots, whole);
    vault_.explain(out_.erased);
    if (whole) vault_.rest(out_.trust);  // else nobody knows where the vault ends
    if (!out_.trust && !site_.journal.empty()) problems_.mismatch("journal", "record 0 is no genesis that can be read");
    out_.problems = problems_.all();
    out_.doubts = doubts_.take();
    out_.parts = vault_.parts();
    out_.unrecorded = vault_.unrecorded();
    out_.vault_bytes = vault_.bytes();
    out_.journal_bytes += side_.bytes();
    for (const auto& each : site_.journal) out_.journal_bytes += each.file.bytes().size();
    return std::move(out_);
  }

 private:
  void read_held(const std::vector<std::filesystem::path>& given);
  bool segment(std::size_t which);
  [[nodiscard]] bool lost_its_parts(const wire::GroupHeader& header, std::size_t which, std::uint64_t behind) const;
  void not_whole(std::size_t which, std::uint64_t offset, const std::string& why);
  [[nodiscard]] bool group_behind(std::size_t which, std::uint64_t offset) const;
  [[nodiscard]] bool segment_behind(std::size_t which) const;
  [[nodiscard]] bool is_later_group(std::span<const std::uint8_t> bytes) const;
  void group(const wire::Group& group, std::size_t segment, std::uint64_t offset, const std::string& where);
  void follows(const wire::GroupHeader& header, const std::string& where);
  OwedParts records(const wire::Group& group, const std::string& where);
  void note(const core::Record& record, OwedParts& owed);
  void note_snapshot(core::RecordIndex index, const core::SnapshotEvent& snapshot);
  void checkpoint(const wire::Group& group, const std::string& where);

  const Site& site_;
  Problems problems_;
  Verified out_;
  SideFiles side_;
  HeldCheckpoints held_;
  VaultAccount vault_;
  Doubts doubts_;
  core::Frontier frontier_;
  core::Digest previous_;
  bool chain_holds_ = true;
  core::Instant received_at_;
  std::optional<core::Checkpoint> at_head_;  // the journal's own, of as many records as head names
};

void JournalWalk::read_held(const std::vector<std::filesystem::path>& given) {
  if (site_.rolled_back_there) {  // what the broker kept of an agency's hello
    const MappedFile file = site_.map(rolled_back_file);
    out_.journal_bytes += file.bytes().size();
    held_.take(rolled_back_file, wire::decode_head_file(file.bytes()), out_.trust, false);
  }
  for (const auto& path : given)
    held_.take(path.string(), core::decode_checkpoint(MappedFile(path).bytes()), out_.trust, true);
}

/// Header, groups, zeros. False when a group does not hold: nothing behind it can be placed.
bool JournalWalk::segment(std::size_t which) {
  if (!check_segment(site_, site_.journal, which, wire::SegmentKind::journal, out_.trust, problems_)) return false;
  const SegmentFile& file = site_.journal[which];
  const auto bytes = file.file.bytes();
  for (std::uint64_t offset = wire::segment_header_bytes; offset < bytes.size();) {
    auto parsed = wire::parse_group(bytes.subspan(offset));
    if (parsed.found == wire::Found::zeros) return true;
    if (parsed.found == wire::Found::torn) {
      not_whole(which, offset, parsed.why);
      return false;
    }
    if (lost_its_parts(parsed.group.header, which, offset + parsed.bytes)) {
      problems_.missing(place(file.name, offset),
                        "a group above head whose parts did not get into vault/ before the power went; a broker that "
                        "opens this site drops it");
      return false;
    }
    group(parsed.group, which, offset, place(file.name, offset));
    offset += parsed.bytes;
  }
  return true;
}

/// Only what a crash may leave is "incomplete": a group begun at the end, above `head`, with nothing behind it.
void JournalWalk::not_whole(std::size_t which, std::uint64_t offset, const std::string& why) {
  const auto& file = site_.journal[which];
  const std::string where = place(file.name, offset);
  const bool released = !side_.head() || side_.head()->tree_size > frontier_.size;
  if (begins_group(file.file.bytes().subspan(offset)) && !released && !group_behind(which, offset)) {
    problems_.missing(where, "an unfinished group above head (" + why + "); a broker that opens this site drops it");
    return;
  }
  const auto rest = file.file.bytes().subspan(offset);
  const auto first = std::find_if(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; });
  const std::string at =
      first == rest.begin() ? where : place(file.name, offset + static_cast<std::uint64_t>(first - rest.begin()));
  problems_.mismatch(at, "no whole group: " + why + "; what lies behind is not looked at");
}

/// Parts and group of a turn are synced side by side: a crash may leave the last group without them, above `head`.
bool JournalWalk::lost_its_parts(const wire::GroupHeader& header, std::size_t which, std::uint64_t behind) const {
  if (!side_.head() || side_.head()->tree_size > header.first_index || vault_.holds(header.vault_end)) return false;
  return all_zero(site_.journal[which].file.bytes().subspan(behind)) && !segment_behind(which);
}

/// A header alone proves nothing: a record holds bytes that its sender chose, and a CRC needs no key.
bool JournalWalk::is_later_group(std::span<const std::uint8_t> bytes) const {
  const auto header = wire::peek_group(bytes);
  if (!header.ok() || header.value().first_index <= frontier_.size) return false;
  const auto parsed = wire::parse_group(bytes);
  if (parsed.found != wire::Found::group) return false;
  if (!out_.trust) return true;  // nobody can tell whose word it is
  flow::Site site;
  site.log_key = out_.trust->genesis.log_key;
  site.origin = out_.trust->genesis.origin;
  site.epoch = out_.trust->genesis.epoch;
  return flow::vouched(site, parsed.group);
}

bool JournalWalk::group_behind(std::size_t which, std::uint64_t offset) const {
  const auto bytes = site_.journal[which].file.bytes();
  for (std::uint64_t at = offset + 8; at < bytes.size(); at += 8) {
    if (begins_group(bytes.subspan(at)) && is_later_group(bytes.subspan(at))) return true;
  }
  return segment_behind(which);
}

/// Whether anything is written in a later segment; one made ahead is zeros behind its header.
bool JournalWalk::segment_behind(std::size_t which) const {
  return std::any_of(
      site_.journal.begin() + static_cast<std::ptrdiff_t>(which) + 1, site_.journal.end(), [](const auto& later) {
        const auto all = later.file.bytes();
        return all.size() > wire::segment_header_bytes && !all_zero(all.subspan(wire::segment_header_bytes));
      });
}

void JournalWalk::group(const wire::Group& group, std::size_t segment, std::uint64_t offset, const std::string& where) {
  const auto before = problems_.mismatches();
  follows(group.header, where);
  const GroupAt at{segment, offset, group.header.first_index, vault_.end(), group.header.vault_end};
  const OwedParts owed = records(group, where);
  checkpoint(group, where);
  chain_holds_ = chain_holds_ && problems_.mismatches() == before;
  if (chain_holds_) out_.groups.push_back(at);  // a record decided on the wrong State would prove nothing
  vault_.group(group.header.vault_end, owed);
  previous_ = group.hash;
  if (side_.head() && side_.head()->tree_size == group.checkpoint.tree_size) at_head_ = group.checkpoint;
  held_.meet(group.checkpoint);
  out_.checkpoint = group.checkpoint;
}

void JournalWalk::follows(const wire::GroupHeader& header, const std::string& where) {
  if (header.first_index != frontier_.size) {
    problems_.mismatch(where, "begins at record " + std::to_string(header.first_index) + ", record " +
                                  std::to_string(frontier_.size) + " is due: records were removed or moved");
  }
  if (header.previous != previous_) problems_.mismatch(where, "does not link to the group before it");
  if (header.frontier != frontier_) problems_.mismatch(where, "its tree does not continue the tree before it");
  if (header.vault_end < vault_.end())
    problems_.mismatch(where, "its vault end lies before that of the group before it");
  if (out_.trust && (header.epoch != out_.trust->genesis.epoch || header.suite != out_.trust->genesis.suite)) {
    problems_.mismatch(where, "is of another epoch or suite than record 0");
  }
  frontier_ = header.frontier;  // go on from what the group itself says, so that the rest is still looked at
}

OwedParts JournalWalk::records(const wire::Group& group, const std::string& where) {
  OwedParts owed;
  core::TurnSalt turn_salt;
  for (std::size_t i = 0; i < group.records.size(); ++i) {
    const auto& bytes = group.records[i];
    const core::RecordIndex index = group.header.first_index + i;
    const std::string here = where + ", record " + std::to_string(index);
    frontier_.append(core::leaf_hash(bytes.statement));
    ++out_.records;
    const auto statement = core::decode_statement(bytes.statement);
    const auto record = wire::decode_record(bytes.statement, bytes.rest);
    if (!statement.ok() || !record.ok()) {
      problems_.mismatch(here,
                         "does not decode: " + (statement.ok() ? record.refused().what : statement.refused().what));
      continue;
    }
    const core::Event& event = record.value().event;
    if (!event.turn_salt.empty()) turn_salt = event.turn_salt;
    if (statement.value().index != index) {
      problems_.mismatch(here, "calls itself record " + std::to_string(statement.value().index));
    }
    if (event.type != group.types[i]) problems_.mismatch(here, "its frame names another type");
    if (statement.value().rest != wire::rest_digest(turn_salt, index, bytes.rest)) {
      problems_.mismatch(here, "its statement is not about the rest of the record");
    }
    if (out_.trust && statement.value().test != out_.trust->genesis.training) {
      problems_.mismatch(here, "its statement and record 0 do not agree whether this is a training site");
    }
    if (event.received_at < received_at_) problems_.mismatch(here, "received_at falls");
    received_at_ = std::max(received_at_, event.received_at);
    note(record.value(), owed);
  }
  return owed;
}

/// One made on the path is of the State before its record, one made beside it of an earlier one.
void JournalWalk::note_snapshot(core::RecordIndex index, const core::SnapshotEvent& snapshot) {
  const auto records = snapshot.records != 0 ? snapshot.records : index;
  if (records > index)
    return problems_.mismatch("record " + std::to_string(index), "it notes a snapshot of " + std::to_string(records) +
                                                                     " records, more than stand before it");
  const auto [noted, first] = out_.snapshots.emplace(records, snapshot);
  if (!first && (noted->second.state != snapshot.state || noted->second.format != snapshot.format))
    problems_.mismatch(
        "record " + std::to_string(index),
        "it notes another digest for the snapshot of " + std::to_string(records) + " records than a record before it");
}

/// What later checks need of a record: parts owed to the vault, snapshot digests, transfers opened, keys used.
void JournalWalk::note(const core::Record& record, OwedParts& owed) {
  const auto index = record.index;
  if (const auto* message = std::get_if<core::MessageEvent>(&record.event.body);
      message != nullptr && !message->secret) {
    const auto& digests = message->message.part_digests;
    for (std::size_t part = 0; part < digests.size(); ++part)
      owed[{index, static_cast<core::PartNo>(part)}] = digests[part];
  }
  if (const auto* event = std::get_if<core::OrderEvent>(&record.event.body)) {
    if (flow::has_content(event->order.kind)) owed[{index, 0}] = event->order.digest;
  }
  if (const auto* snapshot = std::get_if<core::SnapshotEvent>(&record.event.body)) note_snapshot(index, *snapshot);
  for (const auto& effect : record.outcome.effects) {
    if (std::holds_alternative<core::effect::TransferOpened>(effect)) ++out_.transfers;
  }
  flow::note_erased(out_.erased, record);
  doubts_.note(record);
}

void JournalWalk::checkpoint(const wire::Group& group, const std::string& where) {
  const core::Checkpoint& checkpoint = group.checkpoint;
  if (checkpoint.group != group.hash) problems_.mismatch(where, "its checkpoint names another group");
  if (checkpoint.tree_size != frontier_.size) problems_.mismatch(where, "its checkpoint has the wrong tree size");
  if (checkpoint.root != frontier_.root())
    problems_.mismatch(where, "its checkpoint's root is not the root of the records");
  if (!out_.trust) return;
  if (checkpoint.origin != out_.trust->genesis.origin || checkpoint.epoch != out_.trust->genesis.epoch) {
    problems_.mismatch(where, "its checkpoint names another origin or epoch");
  }
  if (!core::check_checkpoint(checkpoint, out_.trust->genesis.log_key)) {
    problems_.mismatch(where, "the log key's signature of its checkpoint does not hold");
  }
}

}  // namespace

Verified verify(const Site& site, const std::vector<std::filesystem::path>& held) {
  return JournalWalk(site).run(held);
}

wire::Group group_at(const Site& site, const GroupAt& at) {
  auto parsed = wire::parse_group(site.journal[at.segment].file.bytes().subspan(at.offset));
  MUST(parsed.found == wire::Found::group);
  return std::move(parsed.group);
}

}  // namespace caseway::audit
