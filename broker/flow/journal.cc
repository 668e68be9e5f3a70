#include "broker/flow/journal.h"

#include <algorithm>

#include "broker/core/must.h"
#include "broker/core/receipt.h"
#include "broker/flow/names.h"
#include "broker/flow/whole_file.h"

namespace caseway::flow {

void Journal::reserve(std::uint64_t bytes) {
  if (offset_ + bytes > site_.segment_bytes && segment_ + 1 == segments_.count()) segments_.take();
}

Sealed Journal::append(const std::vector<wire::RecordBytes>& records, const std::vector<core::EventType>& types,
                       std::uint64_t vault_end, core::Instant time, Signer& signer) {
  MUST(!failed_);
  MUST(!records.empty());
  MUST(records.size() == types.size());
  Sealed sealed{{}, frontier_, {}};
  sealed.leaves.reserve(records.size());
  core::Frontier after = frontier_;
  for (const auto& record : records) {
    sealed.leaves.push_back(core::leaf_hash(record.statement));
    after.append(sealed.leaves.back());
  }

  core::Checkpoint& checkpoint = sealed.checkpoint;
  checkpoint.origin = site_.origin;
  checkpoint.epoch = site_.epoch;
  checkpoint.tree_size = after.size;
  checkpoint.root = after.root();
  checkpoint.time = time;

  wire::GroupHeader header;
  header.suite = site_.suite;
  header.epoch = site_.epoch;
  header.first_index = frontier_.size;
  header.count = static_cast<std::uint32_t>(records.size());
  header.vault_end = vault_end;
  header.previous = previous_;
  header.frontier = frontier_;
  header.group_bytes = wire::group_length(header, records, checkpoint);
  if (header.group_bytes > site_.segment_bytes - wire::segment_header_bytes)
    throw Fault("journal: a group of " + std::to_string(header.group_bytes) + " bytes does not fit into a segment");
  reserve(header.group_bytes);

  auto group = wire::begin_group(header, records, types);
  checkpoint.group = wire::group_hash(group);
  checkpoint.signature = signer.sign(core::checkpoint_bytes(checkpoint));
  wire::finish_group(group, checkpoint);
  MUST(group.size() == header.group_bytes);

  failed_ = true;  // until the sync has returned
  if (offset_ + group.size() > site_.segment_bytes) {
    ++segment_;
    offset_ = wire::segment_header_bytes;
  }
  segments_.at(segment_).write(offset_, group);
  segments_.at(segment_).sync();
  failed_ = false;

  places_.push_back({frontier_.size, segment_, static_cast<std::uint32_t>(offset_), vault_end});
  offset_ += group.size();
  frontier_ = std::move(after);
  previous_ = checkpoint.group;
  last_checkpoint_ = checkpoint;
  return sealed;
}

const GroupPlace& Journal::place_of(core::RecordIndex index) const {
  MUST(index < frontier_.size);
  auto after = std::upper_bound(places_.begin(), places_.end(), index,
                                [](core::RecordIndex at, const GroupPlace& place) { return at < place.first_index; });
  MUST(after != places_.begin());
  return *(after - 1);
}

std::uint64_t Journal::vault_begin(const GroupPlace& place) const {
  const auto at = &place - places_.data();
  return at == 0 ? std::uint64_t{wire::segment_header_bytes} : places_[static_cast<std::size_t>(at) - 1].vault_end;
}

std::vector<GroupPlace> Journal::sealed_from(core::RecordIndex from) const {
  if (from >= next_index()) return {};
  const auto first = places_.begin() + (&place_of(from) - places_.data());
  const auto last = std::partition_point(first, places_.end(), [this](const auto& p) { return p.segment < segment_; });
  return {first, last};
}

wire::Group Journal::read_at(const GroupPlace& place) {
  return read_group(segments_.at(place.segment), place, site_.segment_bytes);
}

wire::Group Journal::read_group_of(core::RecordIndex index) { return read_at(place_of(index)); }

std::optional<core::Checkpoint> Journal::checkpoint_at(std::uint64_t size) {
  if (size == 0 || size > frontier_.size) return std::nullopt;
  if (size == frontier_.size) return last_checkpoint_;
  if (place_of(size).first_index != size) return std::nullopt;
  return read_group_of(size - 1).checkpoint;
}

void Journal::write_head(std::int64_t monotonic_ms, bool now) {
  if (last_checkpoint_.tree_size == head_written_.tree_size) return;
  if (!now && monotonic_ms - head_written_ms_ < head_age_max_ms) return;
  write_whole_file(disk_, std::string(head_name), wire::encode_head_file(last_checkpoint_));
  disk_.sync_directory("");
  head_written_ = last_checkpoint_;
  head_written_ms_ = monotonic_ms;
}

}  // namespace caseway::flow
