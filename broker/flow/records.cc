#include "broker/flow/records.h"

#include <algorithm>

#include "broker/core/must.h"

namespace caseway::flow {
namespace {

constexpr std::size_t young_bytes_max = 8 * core::limits::mib;
constexpr std::size_t read_groups_max = 4;
constexpr std::uint64_t parts_read_at_once_max = 4 * core::limits::mib;

[[noreturn]] void unreadable(core::RecordIndex index, const std::string& what) {
  throw Fault("journal: record " + std::to_string(index) + ": " + what);
}

bool taken_back(const engine::State& state, const core::Record& record, core::PartNo part) {
  const auto* message = std::get_if<core::MessageEvent>(&record.event.body);
  if (message == nullptr) return false;
  const auto* transfer = engine::find_transfer(state, message->message.envelope.transfer);
  return transfer != nullptr && engine::is_taken_back(*transfer, record.index, part);
}

// What a message commits to for one of its parts; null when it has no such part.
const core::Digest* committed(const core::Record& record, core::PartNo part) {
  if (const auto* message = std::get_if<core::MessageEvent>(&record.event.body))
    return part < message->message.part_digests.size() ? &message->message.part_digests[part] : nullptr;
  if (const auto* order = std::get_if<core::OrderEvent>(&record.event.body))
    return part == 0 ? &order->order.digest : nullptr;
  return nullptr;
}

}  // namespace

std::size_t size_of(const core::Record& record) {
  std::size_t bytes = 1024;
  if (const auto* event = std::get_if<core::MessageEvent>(&record.event.body)) {
    bytes += event->message.envelope_bytes.size() + 1024;
    for (const auto& part : event->message.parts) bytes += part.bytes.size() + 128;
  }
  return bytes + 128 * record.outcome.effects.size();
}

void Records::remember(std::shared_ptr<const KnownRecord> known) {
  MUST(young_.empty() || young_.back().first->record.index + 1 == known->record.index);
  const auto size = size_of(known->record);
  young_bytes_ += size;
  young_.emplace_back(std::move(known), size);
  // What is not durable yet stays whatever it costs: nothing else holds it.
  while (young_bytes_ > young_bytes_max && young_.front().first->record.index < journal_.next_index()) {
    young_bytes_ -= young_.front().second;
    young_.pop_front();
  }
}

Records::ReadGroup& Records::read(core::RecordIndex index) {
  const auto first = journal_.place_of(index).first_index;
  for (auto& known : read_)
    if (known.group.header.first_index == first) return known;
  ReadGroup fresh;
  fresh.group = journal_.read_group_of(index);
  std::vector<core::Digest> leaves;
  for (const auto& record : fresh.group.records) leaves.push_back(core::leaf_hash(record.statement));
  fresh.paths = core::inclusions_in_batch(fresh.group.header.frontier, leaves, 0, leaves.size());
  const auto& place = journal_.place_of(index);
  const auto begin = journal_.vault_begin(place);
  if (place.vault_end - begin <= parts_read_at_once_max)
    vault_.each_frame(begin, place.vault_end, [&](wire::VaultFrame&& frame) {
      if (!frame.in_file && frame_holds(frame))
        fresh.parts.emplace(std::pair{frame.record, frame.part},
                            StoredPart{frame.type, frame.salt, frame.digest, std::move(frame.bytes)});
    });
  if (read_.size() >= read_groups_max) read_.pop_front();
  read_.push_back(std::move(fresh));
  return read_.back();
}

std::shared_ptr<const KnownRecord> Records::get(core::RecordIndex index) {
  if (!young_.empty() && index >= young_.front().first->record.index) {
    const auto at = index - young_.front().first->record.index;
    MUST(at < young_.size());
    return young_[at].first;
  }
  const auto& found = read(index);
  const auto at = index - found.group.header.first_index;
  const auto& bytes = found.group.records[at];
  auto record = wire::decode_record(bytes.statement, bytes.rest);
  if (!record.ok()) unreadable(index, record.refused().where + ": " + record.refused().what);
  if (record.value().index != index) unreadable(index, "it calls itself another");
  auto known = std::make_shared<KnownRecord>();
  known->record = std::move(record).value();
  known->receipt = {bytes.statement, {found.paths[at], found.group.checkpoint}};
  return known;
}

std::optional<StoredPart> Records::part(core::RecordIndex index, core::PartNo part) {
  return this->part(*get(index), part);
}

std::optional<StoredPart> Records::part(const KnownRecord& known, core::PartNo part) {
  const auto index = known.record.index;
  const auto* digest = committed(known.record, part);
  if (digest == nullptr || taken_back(state_, known.record, part)) return std::nullopt;
  if (const auto* event = std::get_if<core::MessageEvent>(&known.record.event.body)) {
    const auto& held = event->message.parts[part];
    if (held.bytes.size() == event->part_sizes[part]) return StoredPart{held.type, held.salt, *digest, held.bytes};
  }
  std::optional<StoredPart> found;
  const auto& read_back = read(index);
  if (auto kept = read_back.parts.find({index, part}); kept != read_back.parts.end()) {
    found = kept->second;
  } else {
    const auto& place = journal_.place_of(index);
    found = vault_.read(index, part, journal_.vault_begin(place), place.vault_end);
  }
  if (!found && !digest->empty())
    unreadable(index, "part " + std::to_string(part) +
                          " is not in the vault, and no record says that it was erased. Restore vault/ from a copy of "
                          "the site");
  if (found && found->digest != *digest)
    unreadable(index, "part " + std::to_string(part) + " is not the one it commits to");
  return found;
}

}  // namespace caseway::flow
