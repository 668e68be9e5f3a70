#include "audit/verify.h"

#include <algorithm>
#include <map>
#include <set>

#include "audit/vault_walk.h"
#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/flow/names.h"
#include "broker/wire/order.h"
#include "broker/wire/record.h"

namespace caseway::audit {
namespace {

using core::Digest;

bool all_zero(std::span<const std::uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// Walks a site once, carrying what each group must continue.
class Verifier {
 public:
  explicit Verifier(const Site& site) : site_(site) {}

  Verified run() {
    for (const auto& name : site_.unknown) mismatch(name, "a file that does not belong here");
    if (site_.journal.empty()) missing("journal", "no segment: there is no record 0");
    for (std::size_t i = 0; i < site_.journal.size() && !broken_; ++i) segment(i);
    if (!broken_) {
      head();
      snapshots();
      vault_tail();
    }
    return std::move(out_);
  }

 private:
  void mismatch(std::string where, std::string what) { out_.problems.push_back({std::move(where), std::move(what), false}); }
  void missing(std::string where, std::string what) { out_.problems.push_back({std::move(where), std::move(what), true}); }

  /// One segment: header, groups, zeros. A group that does not hold ends the walk: nothing behind it can be placed.
  void segment(std::size_t which) {
    const SegmentFile& file = site_.journal[which];
    const std::string name = "journal/" + file.name;
    const auto bytes = file.file.bytes();
    if (file.number != which) {
      missing(name, "segment " + std::to_string(which) + " is not there");
      broken_ = true;
      return;
    }
    auto header = wire::decode_segment_header(bytes.first(std::min(bytes.size(), wire::segment_header_bytes)));
    if (!header.ok() || header.value().kind != wire::SegmentKind::journal || header.value().number != file.number) {
      mismatch(name + " offset 0", "the segment header does not hold");
      broken_ = true;
      return;
    }
    headers_.push_back(header.value());
    std::uint64_t offset = wire::segment_header_bytes;
    while (offset < bytes.size()) {
      auto parsed = wire::parse_group(bytes.subspan(offset));
      if (parsed.found == wire::Found::zeros) break;
      const std::string where = name + " offset " + std::to_string(offset);
      if (parsed.found == wire::Found::torn) {
        mismatch(where, "no whole group: " + parsed.why);
        broken_ = true;
        return;
      }
      group(parsed.group, which, offset, where);
      offset += parsed.bytes;
    }
    out_.journal_bytes += bytes.size();
  }

  void group(const wire::Group& group, std::size_t segment, std::uint64_t offset, const std::string& where) {
    const wire::GroupHeader& header = group.header;
    if (header.first_index != frontier_.size) {
      mismatch(where, "begins at record " + std::to_string(header.first_index) + ", expected " +
                          std::to_string(frontier_.size) + ": records were removed or repeated");
      frontier_ = header.frontier;  // go on from what the group itself says, so that the rest is still looked at
    }
    if (header.previous != previous_) mismatch(where, "does not link to the group before it");
    if (!(header.frontier == frontier_)) mismatch(where, "its tree does not continue the tree before it");
    if (header.vault_end < vault_end_) mismatch(where, "its vault end lies before that of the group before it");
    GroupAt at{segment, offset, header.first_index, header.count, vault_end_, header.vault_end};
    records(group, at, where);
    checkpoint(group, where);
    previous_ = group.hash;
    vault_end_ = std::max(vault_end_, header.vault_end);
    out_.groups.push_back(at);
    checkpoints_[group.checkpoint.tree_size] = group.checkpoint;
    out_.checkpoint = group.checkpoint;
  }

  void records(const wire::Group& group, const GroupAt& at, const std::string& where) {
    core::TurnSalt turn_salt;
    std::map<std::pair<core::RecordIndex, core::PartNo>, Digest> owed;
    for (std::size_t i = 0; i < group.records.size(); ++i) {
      const auto& bytes = group.records[i];
      const core::RecordIndex index = at.first + i;
      const std::string here = where + ", record " + std::to_string(index);
      frontier_.append(core::leaf_hash(bytes.statement));
      ++out_.records;
      auto statement = core::decode_statement(bytes.statement);
      auto record = wire::decode_record(bytes.statement, bytes.rest);
      if (!statement.ok() || !record.ok()) {
        mismatch(here, "does not decode: " + (statement.ok() ? record.refused().what : statement.refused().what));
        continue;
      }
      const core::Event& event = record.value().event;
      if (!event.turn_salt.empty()) turn_salt = event.turn_salt;
      if (statement.value().index != index) mismatch(here, "calls itself record " + std::to_string(statement.value().index));
      if (statement.value().rest != wire::rest_digest(turn_salt, index, bytes.rest)) {
        mismatch(here, "its statement does not match the rest of the record");
      }
      if (event.received_at < received_at_) mismatch(here, "received_at falls");
      received_at_ = event.received_at;
      note(record.value(), index, owed, here);
    }
    vault(at, owed, where);
  }

  /// What later checks need of a record: genesis, snapshot digests, transfers opened, parts owed to the vault.
  void note(const core::Record& record, core::RecordIndex index,
            std::map<std::pair<core::RecordIndex, core::PartNo>, Digest>& owed, const std::string& here) {
    if (index == 0) genesis(record, here);
    if (auto* message = std::get_if<core::MessageEvent>(&record.event.body); message != nullptr && !message->secret) {
      for (std::size_t part = 0; part < message->message.part_digests.size(); ++part) {
        owed[{index, static_cast<core::PartNo>(part)}] = message->message.part_digests[part];
      }
    }
    if (auto* order = std::get_if<core::OrderEvent>(&record.event.body);
        order != nullptr && !order->order.digest.empty()) {
      order_content_.insert(index);
    }
    if (auto* snapshot = std::get_if<core::SnapshotEvent>(&record.event.body)) snapshots_[index] = snapshot->state;
    for (const auto& effect : record.outcome.effects) {
      if (std::holds_alternative<core::effect::TransferOpened>(effect)) ++out_.transfers;
    }
  }

  void genesis(const core::Record& record, const std::string& here) {
    const auto* genesis = std::get_if<core::Genesis>(&record.event.body);
    if (genesis == nullptr) {
      mismatch(here, "record 0 is no genesis");
      return;
    }
    out_.genesis = *genesis;
    out_.genesis_read = true;
    const Digest digest = core::digest_of(wire::encode_genesis(*genesis));
    const auto path = site_.root / "genesis.bin";
    if (std::filesystem::exists(path)) {
      const MappedFile file(path);
      if (core::digest_of(file.bytes()) != digest) mismatch("genesis.bin", "is not the genesis of record 0");
    } else {
      missing("genesis.bin", "the site's own copy of record 0 is not there; trust rests on the journal alone");
    }
    genesis_digest_ = digest;
  }

  void checkpoint(const wire::Group& group, const std::string& where) {
    const core::Checkpoint& checkpoint = group.checkpoint;
    if (checkpoint.group != group.hash) mismatch(where, "its checkpoint names another group");
    if (checkpoint.tree_size != frontier_.size) mismatch(where, "its checkpoint has the wrong tree size");
    if (checkpoint.root != frontier_.root()) mismatch(where, "its checkpoint's root is not the root of the records");
    if (out_.genesis_read) {
      if (checkpoint.origin != out_.genesis.origin) mismatch(where, "its checkpoint names another origin");
      if (!core::check_checkpoint(checkpoint, out_.genesis.log_key)) {
        mismatch(where, "the log key's signature of its checkpoint does not hold");
      }
    }
    for (const auto& header : headers_) {
      if (out_.genesis_read && !same_site(header.genesis)) mismatch(where, "a segment belongs to another site");
    }
    headers_.clear();
  }

  /// Segment headers keep the first 16 bytes of the genesis digest.
  bool same_site(const Digest& named) const {
    return std::equal(named.bytes.begin(), named.bytes.begin() + 16, genesis_digest_.bytes.begin());
  }

  void vault(const GroupAt& at, const std::map<std::pair<core::RecordIndex, core::PartNo>, Digest>& owed,
             const std::string& where) {
    std::set<std::pair<core::RecordIndex, core::PartNo>> found;
    const auto problem = walk_vault(site_, at.vault_begin, at.vault_end, [&](const wire::VaultFrame& frame) {
      const auto key = std::pair(frame.record, frame.part);
      const std::string here = "vault, record " + std::to_string(frame.record) + " part " + std::to_string(frame.part);
      found.insert(key);
      ++out_.parts;
      if (frame.in_file) part_file(frame, here);
      const auto expected = owed.find(key);
      if (expected != owed.end() && expected->second != frame.digest) mismatch(here, "is not the part that its record names");
      if (expected == owed.end() && !order_content_.contains(frame.record)) mismatch(here, "belongs to no record");
    });
    if (problem) out_.problems.push_back(*problem);
    for (const auto& [key, digest] : owed) {
      if (!found.contains(key)) {
        missing(where + ", record " + std::to_string(key.first) + " part " + std::to_string(key.second),
                "the vault does not hold it");
      }
    }
  }

  void part_file(const wire::VaultFrame& frame, const std::string& here) {
    const auto name = core::hex(frame.digest);
    files_used_.insert(name);
    if (std::find(site_.part_files.begin(), site_.part_files.end(), name) == site_.part_files.end()) {
      missing(here, "its file vault/" + name + " is not there");
      return;
    }
    const MappedFile file(site_.root / "vault" / name);
    const bool order = order_content_.contains(frame.record);
    const Digest digest = order ? core::digest_of(file.bytes()) : core::part_digest(frame.type, frame.salt, file.bytes());
    if (digest != frame.digest) mismatch("vault/" + name, "its bytes do not have the digest that names it");
    out_.vault_bytes += file.bytes().size();
  }

  void head() {
    if (!site_.head_there) {
      missing("journal/head", "is not there: a journal cut at its end could not be told");
      return;
    }
    const MappedFile file(site_.root / "journal" / flow::head_name);
    auto head = wire::decode_head_file(file.bytes());
    out_.journal_bytes += file.bytes().size();
    if (!head.ok()) {
      mismatch("journal/head", "does not hold: " + head.refused().what);
      return;
    }
    if (out_.genesis_read && !core::check_checkpoint(head.value(), out_.genesis.log_key)) {
      mismatch("journal/head", "the log key's signature does not hold");
    }
    if (head.value().tree_size > frontier_.size) {
      mismatch("journal/head", "names " + std::to_string(head.value().tree_size) + " records, the journal has " +
                                   std::to_string(frontier_.size) + ": journal_short");
      return;
    }
    const auto at = checkpoints_.find(head.value().tree_size);
    if (at == checkpoints_.end() || at->second.root != head.value().root) {
      mismatch("journal/head", "names a root that the journal does not have");
    }
  }

  void snapshots() {
    for (const auto& name : site_.snapshots) {
      const MappedFile file(site_.root / "journal" / name);
      out_.journal_bytes += file.bytes().size();
      const Digest digest = core::digest_of(file.bytes());
      const auto records = flow::snapshot_index(name);
      const auto noted = snapshots_.find(records.value_or(0));
      if (noted == snapshots_.end()) {
        missing("journal/" + name, "no record notes this snapshot; it is not used");
      } else if (noted->second != digest) {
        mismatch("journal/" + name, "does not have the digest in record " + std::to_string(noted->first));
      }
    }
  }

  void vault_tail() {
    for (const auto& file : site_.vault) {
      out_.vault_bytes += file.file.bytes().size();
      const std::uint64_t begin = std::uint64_t{file.number} * core::limits::segment_bytes;
      auto header =
          wire::decode_segment_header(file.file.bytes().first(std::min(file.file.bytes().size(), wire::segment_header_bytes)));
      if (!header.ok() || header.value().kind != wire::SegmentKind::vault || header.value().number != file.number ||
          !same_site(header.value().genesis)) {
        mismatch("vault/" + file.name + " offset 0", "the segment header does not hold");
      }
      const std::uint64_t used = vault_end_ > begin ? std::min<std::uint64_t>(vault_end_ - begin, file.file.bytes().size())
                                                    : wire::segment_header_bytes;
      const std::uint64_t from = std::max<std::uint64_t>(used, std::min(wire::segment_header_bytes, file.file.bytes().size()));
      if (!all_zero(file.file.bytes().subspan(from))) {
        mismatch("vault/" + file.name, "bytes that no record names lie behind the vault's end");
      }
    }
    for (const auto& name : site_.part_files) {
      if (!files_used_.contains(name)) mismatch("vault/" + name, "no record names this file");
    }
  }

  const Site& site_;
  Verified out_;
  bool broken_ = false;
  core::Frontier frontier_;
  Digest previous_;
  Digest genesis_digest_;
  std::uint64_t vault_end_ = 0;
  core::Instant received_at_;
  std::vector<wire::SegmentHeader> headers_;   // seen before genesis could be compared
  std::map<std::uint64_t, core::Checkpoint> checkpoints_;
  std::map<core::RecordIndex, Digest> snapshots_;
  std::set<core::RecordIndex> order_content_;
  std::set<std::string> files_used_;
};

}  // namespace

Verified verify(const Site& site) { return Verifier(site).run(); }

wire::Group group_at(const Site& site, const GroupAt& at) {
  auto parsed = wire::parse_group(site.journal[at.segment].file.bytes().subspan(at.offset));
  MUST(parsed.found == wire::Found::group);
  return std::move(parsed.group);
}

}  // namespace caseway::audit
