// The vault, held against what the records owe it: every frame is a part that a record names, every part named is
// there, and whatever lies beside them is explained.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/problem.h"
#include "audit/site_reader.h"
#include "broker/flow/replay.h"

namespace caseway::audit {

/// Parts that the records of one group name, with the digests that they commit to. Content of an order is its part 0.
using OwedParts = std::map<std::pair<core::RecordIndex, core::PartNo>, core::Digest>;

class VaultAccount {
 public:
  /// All must outlive it.
  VaultAccount(const Site& site, Problems& problems) : site_(site), problems_(problems) {}

  /// Whether the vault bytes up to `end` are whole parts; nothing is noted.
  [[nodiscard]] bool holds(std::uint64_t end) const;
  /// The vault bytes of one group, which begin where the group before it ended.
  void group(std::uint64_t end, const OwedParts& owed);
  /// What was not there, or only zeros in its place, held against what orders erased: the rest of it is a problem.
  /// So is a part to be erased that still lies there.
  void explain(const flow::ErasedParts& erased);
  /// Everything that no group spoke of: segment headers, what lies behind the vault's end, files that no record names.
  void rest(const std::optional<Trust>& trust);

  [[nodiscard]] std::uint64_t end() const { return end_; }  ///< logical position reached
  [[nodiscard]] std::uint64_t parts() const { return parts_; }
  [[nodiscard]] std::uint64_t unrecorded() const { return unrecorded_; }  ///< parts of turns that were never recorded
  [[nodiscard]] std::uint64_t bytes() const;                              ///< of segments and part files

 private:
  void behind_end(const SegmentFile& segment, std::uint64_t offset);
  void unnamed_files();

  const Site& site_;
  Problems& problems_;
  std::uint64_t end_ = wire::segment_header_bytes;
  std::uint64_t parts_ = 0;
  std::uint64_t unrecorded_ = 0;
  std::set<std::string> files_named_;
  using Key = std::pair<core::RecordIndex, core::PartNo>;
  std::vector<std::pair<Key, Problem>> absent_;     // in the order met
  std::map<core::Digest, std::set<Key>> in_files_;  // of each file that is there, who names it
  std::set<Key> blank_;                             // whose bytes were zeros, or none, to begin with
};

}  // namespace caseway::audit
