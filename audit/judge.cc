#include "audit/judge.h"

#include <algorithm>

#include "audit/vault_walk.h"
#include "broker/engine/snapshot.h"

namespace caseway::audit {
namespace {

const GroupAt* group_of(const Verified& verified, core::RecordIndex record) {
  auto after = std::upper_bound(verified.groups.begin(), verified.groups.end(), record,
                                [](core::RecordIndex index, const GroupAt& at) { return index < at.first; });
  return after == verified.groups.begin() ? nullptr : &*std::prev(after);
}

std::optional<flow::StoredPart> stored_part(const Site& site, const wire::VaultFrame& frame) {
  flow::StoredPart part{frame.type, frame.salt, frame.digest, frame.bytes};
  if (!frame.in_file) return part;
  const auto name = core::hex(frame.digest);
  if (std::find(site.part_files.begin(), site.part_files.end(), name) == site.part_files.end()) return std::nullopt;
  const MappedFile file(site.root / "vault" / name);
  part.bytes.assign(file.bytes().begin(), file.bytes().end());
  return part;
}

/// The vault frames of a group are few: a scan needs no index that could be wrong.
std::optional<flow::StoredPart> read_part(const Site& site, const Verified& verified, core::RecordIndex record,
                                          core::PartNo part) {
  const GroupAt* at = group_of(verified, record);
  if (at == nullptr) return std::nullopt;
  std::optional<flow::StoredPart> found;
  walk_vault(site, at->vault_begin, at->vault_end, [&](const wire::VaultFrame& frame) {
    if (frame.record == record && frame.part == part) found = stored_part(site, frame);
  });
  return found;
}

}  // namespace

Judged judge(const Site& site, const Verified& verified) {
  flow::Replay replay([&](core::RecordIndex record, core::PartNo part) { return read_part(site, verified, record, part); });
  for (const GroupAt& at : verified.groups) replay.judge(group_at(site, at));
  return {replay.judged(), replay.state().transfers.size(), replay.disagreements(), engine::state_digest(replay.state())};
}

}  // namespace caseway::audit
