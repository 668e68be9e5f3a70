#include "broker/flow/groups.h"

#include <algorithm>
#include <span>
#include <vector>

#include "broker/flow/names.h"

namespace caseway::flow {

std::string place_text(std::uint32_t segment, std::uint64_t offset) {
  return journal_segment_name(segment) + " at offset " + std::to_string(offset);
}

wire::Group read_group(File& segment, const GroupPlace& place, std::uint64_t segment_bytes) {
  std::vector<std::uint8_t> bytes(std::min<std::uint64_t>(segment_bytes - place.offset, 4096));
  bytes.resize(segment.read(place.offset, bytes));
  auto header = wire::peek_group(bytes);
  const auto where = "journal: " + place_text(place.segment, place.offset);
  if (!header.ok() || header.value().group_bytes > segment_bytes - place.offset)
    throw Fault(where + ": the group's header no longer reads as it was written");
  const auto read = bytes.size();
  bytes.resize(header.value().group_bytes);
  if (read < bytes.size() && segment.read(place.offset + read, std::span(bytes).subspan(read)) != bytes.size() - read)
    throw Fault(where + ": the group ends early");
  auto parsed = wire::parse_group(bytes);
  if (parsed.found != wire::Found::group)
    throw Fault(where + ": the group no longer reads as it was written: " + parsed.why);
  return std::move(parsed.group);
}

wire::Group GroupChain::next(File& segment, const GroupPlace& place) {
  using Why = JournalRefused::Why;
  const auto where = "journal/" + place_text(place.segment, place.offset) + ": ";
  wire::Group group;
  try {
    group = read_group(segment, place, site_.segment_bytes);
  } catch (const Fault& fault) {
    throw JournalRefused(Why::damaged, where + fault.what() + "." + restore_advice);
  }
  if (place.first_index == 0) previous_ = core::Digest{}, frontier_ = core::Frontier{};
  if ((previous_ && group.header.previous != *previous_) || (frontier_ && group.header.frontier != *frontier_))
    throw JournalRefused(Why::damaged, where + "the group does not follow the one before it." + restore_advice);
  frontier_ = group.header.frontier;
  for (const auto& record : group.records) frontier_->append(core::leaf_hash(record.statement));
  const auto& checkpoint = group.checkpoint;
  if (checkpoint.tree_size != frontier_->size || checkpoint.root != frontier_->root() || !vouched(site_, group))
    throw JournalRefused(Why::bad_checkpoint,
                         where + "its checkpoint is not this site's word over its records." + restore_advice);
  previous_ = group.hash;
  return group;
}

}  // namespace caseway::flow
