// The journal: groups in zero-filled segments, one group a turn, synced before anything is said; recovery; the head.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "broker/core/merkle.h"
#include "broker/flow/ports.h"
#include "broker/wire/segment.h"

namespace caseway::flow {

/// What stops a broker from opening its journal, by name: what, where, what to do. Also thrown by the vault.
class JournalRefused : public Fault {
 public:
  enum class Why : std::uint8_t { damaged, journal_short, wrong_site, head_unreadable, bad_checkpoint };
  JournalRefused(Why reason, const std::string& what) : Fault(what), why(reason) {}
  Why why;
};

/// Where one group lies.
struct GroupPlace {
  core::RecordIndex first_index = 0;
  std::uint32_t segment = 0;
  std::uint32_t offset = 0;
  std::uint64_t vault_end = 0;
};

class Journal {
 public:
  /// Creates segment 0 for a new site. `genesis_digest` ties segments to the site.
  static void create(Disk& disk, const core::Digest& genesis_digest, core::Suite suite);

  /// Opens for writing and recovers (house decision 1): every group is checked (CRC, hash chain, frontier, checkpoint signature
  /// under `log_key` once known). Only the last group may be torn, only with zeros behind it, only above `head`; its bytes
  /// are zeroed. `vault_ok(end, begin)` says whether the vault frames of the last group hold. Throws JournalRefused otherwise.
  /// `from`: groups that end at or below this index are not read again (a snapshot covers them), only located.
  /// `each` is called per group in order, from the group that holds `from` on.
  Journal(Disk& disk, const core::Digest& genesis_digest, core::RecordIndex from,
          const std::function<void(const wire::Group&)>& each,
          const std::function<bool(std::uint64_t begin, std::uint64_t end)>& vault_ok);

  /// Writes and syncs one group of `records`; signs its checkpoint. On return it is durable. Returns the checkpoint.
  /// Throws DiskFull before anything is written when no next segment is to be had, Fault on a failed write or sync.
  core::Checkpoint append(const std::vector<wire::RecordBytes>& records, const std::vector<core::EventType>& types,
                          std::uint64_t vault_end, core::Instant time, Signer& signer, const std::string& origin);

  /// Reads back one group. Throws Fault when it no longer reads as it was written.
  wire::Group read_group_of(core::RecordIndex index);
  [[nodiscard]] const GroupPlace& place_of(core::RecordIndex index) const;
  [[nodiscard]] const GroupPlace* place_before(const GroupPlace& place) const;
  [[nodiscard]] core::RecordIndex next_index() const { return frontier_.size; }
  [[nodiscard]] const core::Frontier& frontier() const { return frontier_; }
  [[nodiscard]] const core::Checkpoint& last_checkpoint() const { return last_checkpoint_; }

  /// Writes `head` when the last released checkpoint is newer than what it holds; at most `max_age_ms` old, and at stop.
  void write_head(std::int64_t monotonic_ms, bool now);

 private:
  Disk& disk_;
  core::Digest genesis_digest_;
  core::Frontier frontier_;
  core::Digest previous_;
  core::Checkpoint last_checkpoint_;
  core::Checkpoint head_written_;
  std::int64_t head_written_ms_ = 0;
  std::vector<GroupPlace> places_;
  std::unique_ptr<File> current_;
  std::uint32_t segment_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t epoch_ = 1;
};

}  // namespace caseway::flow
