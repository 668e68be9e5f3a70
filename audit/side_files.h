// What lies in journal/ and vault/ beside segments and parts: head, snapshots, segments made ahead, what a
// crash left, strangers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "audit/problem.h"
#include "audit/site_reader.h"

namespace caseway::audit {

class SideFiles {
 public:
  /// All must outlive it.
  SideFiles(const Site& site, Problems& problems) : site_(site), problems_(problems) {}

  /// `head`: form and signature. genesis.bin, the site's own copy of record 0.
  void read_head(const std::optional<Trust>& trust);
  /// What it says, against the journal: `records` in all, `ours` its checkpoint of as many records as head names.
  void compare_head(std::uint64_t records, const std::optional<core::Checkpoint>& ours);
  /// All others. `noted`: snapshots that records note, by how many records they hold; `all_noted`: the journal could be
  /// read to its end.
  void rest(const std::map<core::RecordIndex, core::SnapshotEvent>& noted, bool all_noted);

  [[nodiscard]] const std::optional<core::Checkpoint>& head() const { return head_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }  ///< of those in journal/

 private:
  void snapshots(const std::map<core::RecordIndex, core::SnapshotEvent>& noted, bool all_noted);

  const Site& site_;
  Problems& problems_;
  std::optional<core::Checkpoint> head_;
  std::uint64_t bytes_ = 0;
};

}  // namespace caseway::audit
