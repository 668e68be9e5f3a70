// Erasure: once the order of two officers is durable, and before anybody hears of it, the bytes of the parts leave the
// vault. What a crash kept from being done is done when the site opens: State says what was ordered.
#include <algorithm>
#include <set>
#include <utility>

#include "broker/core/must.h"
#include "broker/flow/parts.h"
#include "broker/flow/replay.h"

namespace caseway::flow {

void Broker::Parts::erase(core::RecordIndex record, const std::vector<core::PartNo>& erased) {
  const auto& place = journal->place_of(record);
  for (const auto part : erased) {
    const bool found = vault->erase(record, part, journal->vault_begin(place), place.vault_end,
                                    [this](const core::Digest& digest) { return is_named_elsewhere(digest); });
    if (!found)
      note_fault(
          Fault("vault: part " + std::to_string(part) + " of record " + std::to_string(record) +
                " was ordered to be erased, and its place no longer reads. Look for it with caseway-audit verify"));
  }
}

void Broker::Parts::erase_ordered(const core::Record& record) {
  for (const auto& each : record.outcome.effects)
    if (const auto* erased = std::get_if<core::effect::PartsErased>(&each)) erase(erased->record, erased->parts);
}

void Broker::Parts::finish_erasures() {
  for (const auto& [id, transfer] : state.transfers)
    for (const auto& part : transfer.taken_back)
      if (part.erased) erase(part.record, {part.part});
}

bool Broker::Parts::look_through(core::RecordIndex from, const std::function<bool(const core::Record&)>& wanted) const {
  return journal->any_from(from, [&](const wire::Group& group) {
    return std::any_of(group.records.begin(), group.records.end(), [&](const wire::RecordBytes& bytes) {
      const auto record = wire::decode_own_record(bytes.statement, bytes.rest);
      MUST(record.ok());  // it was recovered, or written by this process
      return wanted(record.value());
    });
  });
}

// Of a transfer that left State the journal alone says so still.
bool Broker::Parts::was_erased(core::RecordIndex record, core::PartNo part) const {
  ErasedParts erased;
  return look_through(record, [&](const core::Record& each) {
    note_erased(erased, each);
    return erased.contains({record, part});
  });
}

// A large part lies in one file however many messages carry it. It goes with the last that is erased.
bool Broker::Parts::is_named_elsewhere(const core::Digest& part) const {
  std::set<std::pair<core::RecordIndex, core::PartNo>> named;
  ErasedParts erased;
  look_through(0, [&](const core::Record& record) {
    note_erased(erased, record);
    const auto* message = std::get_if<core::MessageEvent>(&record.event.body);
    if (message == nullptr) return false;
    const auto& digests = message->message.part_digests;
    for (std::size_t i = 0; i < digests.size(); ++i)
      if (digests[i] == part) named.emplace(record.index, static_cast<core::PartNo>(i));
    return false;
  });
  return std::any_of(named.begin(), named.end(), [&](const auto& each) { return !erased.contains(each); });
}

}  // namespace caseway::flow
