#include "audit/judge.h"

#include <algorithm>

#include "audit/vault_walk.h"
#include "broker/engine/snapshot.h"

namespace caseway::audit {
namespace {

const GroupAt* group_of(const Verified& verified, core::RecordIndex record) {
  const auto after = std::upper_bound(verified.groups.begin(), verified.groups.end(), record,
                                      [](core::RecordIndex index, const GroupAt& at) { return index < at.first; });
  return after == verified.groups.begin() ? nullptr : &*std::prev(after);
}

/// The vault frames of a group are few: a scan needs no index that could be wrong. What does not hold counts as absent;
/// verify() has named it.
std::optional<flow::StoredPart> read_part(const Site& site, const Verified& verified, core::RecordIndex record,
                                          core::PartNo part) {
  const GroupAt* at = group_of(verified, record);
  if (at == nullptr) return std::nullopt;
  std::optional<wire::VaultFrame> found;
  walk_vault(site, at->vault_begin, at->vault_end, [&](wire::VaultFrame&& frame, const std::string&) {
    if (frame.record == record && frame.part == part) found = std::move(frame);
  });
  if (!found || (found->in_file && read_part_file(site, *found)) || !flow::frame_holds(*found)) return std::nullopt;
  return flow::StoredPart{found->type, found->salt, found->digest, std::move(found->bytes)};
}

std::optional<core::SaidMessage> read_message(const Site& site, const Verified& verified, core::RecordIndex record) {
  const GroupAt* at = group_of(verified, record);
  if (at == nullptr) return std::nullopt;
  const auto group = group_at(site, *at);
  const auto place = record - at->first;
  if (place >= group.records.size()) return std::nullopt;
  const auto decoded = wire::decode_record(group.records[place].statement, group.records[place].rest);
  return decoded.ok() ? flow::said_in(decoded.value()) : std::nullopt;
}

}  // namespace

Judged judge(const Site& site, const Verified& verified) {
  flow::Replay replay(
      [&](core::RecordIndex record, core::PartNo part) { return read_part(site, verified, record, part); },
      [&](core::RecordIndex record) { return read_message(site, verified, record); }, verified.erased);
  Judged judged;
  auto noted = verified.snapshots.begin();
  for (const GroupAt& at : verified.groups) {
    // A snapshot is of the State between two groups, in the format of its day.
    for (; noted != verified.snapshots.end() && noted->first <= at.first; ++noted) {
      const auto& snapshot = noted->second;
      if (!engine::knows_format(snapshot.format)) {
        judged.disagreements.push_back(
            {noted->first, "the snapshot noted of as many records is of a format that a later version knows", true});
      } else if (noted->first != at.first || snapshot.state != engine::state_digest(replay.state(), snapshot.format)) {
        judged.disagreements.push_back(
            {noted->first, "the snapshot noted of as many records is not the State before this one", false});
      }
    }
    replay.judge(group_at(site, at));
  }
  for (; noted != verified.snapshots.end(); ++noted)
    judged.disagreements.push_back(
        {noted->first, "the snapshot noted of as many records is of none that the journal begins a group with", false});
  judged.records = replay.judged();
  judged.left_out = replay.left_out();
  judged.state = engine::state_digest(replay.state());
  for (const auto& [id, agency] : replay.state().agencies) judged.deliveries[id] = agency.mailbox.next - 1;
  const auto& more = replay.disagreements();
  judged.disagreements.insert(judged.disagreements.end(), more.begin(), more.end());
  return judged;
}

}  // namespace caseway::audit
