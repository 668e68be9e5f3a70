// Groups read back: where one lies, that it reads as it was written, and that it follows the one before it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "broker/core/merkle.h"
#include "broker/flow/ports.h"
#include "broker/flow/site.h"
#include "broker/wire/segment.h"

namespace caseway::flow {

/// Where one group lies.
struct GroupPlace {
  core::RecordIndex first_index = 0;
  std::uint32_t segment = 0;
  std::uint32_t offset = 0;
  std::uint64_t vault_end = 0;
};

/// "0000000000000007.journal at offset 88"
std::string place_text(std::uint32_t segment, std::uint64_t offset);
/// What an operator can do about a file of the journal that does not hold.
inline constexpr const char* restore_advice = " Restore this file from a copy of the site; nothing was changed.";

/// One group of `segment`, whole. Throws Fault when it no longer reads as it was written.
wire::Group read_group(File& segment, const GroupPlace& place, std::uint64_t segment_bytes);

/// Reads groups one after another, from any on.
class GroupChain {
 public:
  /// `site` must outlive it.
  explicit GroupChain(const Site& site) : site_(site) {}
  /// The group at `place`, checked whole: CRCs, link to the one before, frontier, root, checkpoint under the log key.
  /// Throws JournalRefused with the place of one that does not hold.
  wire::Group next(File& segment, const GroupPlace& place);

 private:
  const Site& site_;
  std::optional<core::Digest> previous_;  // of the group before; unknown where reading begins in the middle
  std::optional<core::Frontier> frontier_;
};

}  // namespace caseway::flow
