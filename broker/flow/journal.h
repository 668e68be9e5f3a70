// The journal: groups in zero-filled segments, one group a turn, synced before anything is said; recovery; the head.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "broker/core/merkle.h"
#include "broker/flow/groups.h"
#include "broker/flow/ports.h"
#include "broker/flow/segments.h"
#include "broker/flow/site.h"
#include "broker/wire/segment.h"

namespace caseway::flow {

/// A group just made durable, and what receipts of its records need.
struct Sealed {
  core::Checkpoint checkpoint;
  core::Frontier before;             ///< of the tree before the group
  std::vector<core::Digest> leaves;  ///< leaf hashes of its statements
};

class Journal {
 public:
  static void create(Disk& disk, const Site& site) { Segments::create(disk, site, wire::SegmentKind::journal); }

  /// Opens for writing and recovers (house decision 1): the headers of all groups are walked, the last one is checked
  /// whole. Only the last group may be torn, only with zeros behind it, only above `head`; its bytes are zeroed. What
  /// is left is synced: a process killed before its sync left it in the page cache only. `vault_holds(begin, end)` says
  /// whether the vault frames of the last group hold: where they do not, it counts as torn. A journal without any group
  /// opens (next_index() 0). Throws JournalRefused otherwise. `disk` must outlive the journal.
  Journal(Disk& disk, Site site, const std::function<bool(std::uint64_t begin, std::uint64_t end)>& vault_holds);

  /// Reads every group from the one that holds `from` on, checks it whole (CRCs, link to the group before, frontier,
  /// root, checkpoint under the log key) and hands it over. Throws JournalRefused with the place of the first that does
  /// not hold.
  void each_from(core::RecordIndex from, const std::function<void(const wire::Group&)>& each);
  /// The same until `wanted` is true of a group. Whether it was of any.
  bool any_from(core::RecordIndex from, const std::function<bool(const wire::Group&)>& wanted);

  /// Sees to it that groups of `bytes` can be appended without asking for room: takes the next segment when this one is
  /// nearly full. Throws DiskFull; nothing was written then.
  void reserve(std::uint64_t bytes);
  /// Writes and syncs one group of `records`; signs its checkpoint. On return it is durable.
  /// Throws DiskFull before anything is written when no next segment is to be had, Fault on a failed write or sync.
  Sealed append(const std::vector<wire::RecordBytes>& records, const std::vector<core::EventType>& types,
                std::uint64_t vault_end, core::Instant time, Signer& signer);

  /// Reads back one group. Throws Fault when it no longer reads as it was written.
  wire::Group read_group_of(core::RecordIndex index);
  /// Place of the group that holds `index`, which must be below next_index().
  [[nodiscard]] const GroupPlace& place_of(core::RecordIndex index) const;
  /// Where the vault frames of the group at `place` begin; they end at place.vault_end.
  [[nodiscard]] std::uint64_t vault_begin(const GroupPlace& place) const;
  /// The checkpoint over the first `size` records; nothing when no group ended there.
  std::optional<core::Checkpoint> checkpoint_at(std::uint64_t size);
  [[nodiscard]] core::RecordIndex next_index() const { return frontier_.size; }
  /// The segment that is being written; those before it are full.
  [[nodiscard]] std::uint32_t segment() const { return segment_; }
  /// The groups from the one that holds record `from` on, as far as they lie in segments that are full.
  [[nodiscard]] std::vector<GroupPlace> sealed_from(core::RecordIndex from) const;
  [[nodiscard]] const core::Frontier& frontier() const { return frontier_; }
  [[nodiscard]] const core::Checkpoint& last_checkpoint() const { return last_checkpoint_; }
  [[nodiscard]] const Site& site() const { return site_; }

  /// Writes `head` when the last checkpoint is newer than what it holds and that is older than head_age_max_ms, or
  /// `now`.
  void write_head(std::int64_t monotonic_ms, bool now);
  static constexpr std::int64_t head_age_max_ms = 1000;

 private:
  friend class Recovery;
  wire::Group read_at(const GroupPlace& place);

  Disk& disk_;
  Site site_;
  Segments segments_;
  core::Frontier frontier_;
  core::Digest previous_;
  core::Checkpoint last_checkpoint_;
  core::Checkpoint head_written_;
  std::int64_t head_written_ms_ = 0;
  std::vector<GroupPlace> places_;
  std::uint32_t segment_ = 0;  // being written: the last of `segments_`, or the one before it
  std::uint64_t offset_ = 0;
  bool failed_ = false;  // a write or sync failed: nothing may be appended again
};

}  // namespace caseway::flow
