// The vault: where parts lie. Parts up to vault_part_bytes_max in zero-filled vault segments, larger ones as files of their own
// (synced and renamed before the message that names them is accepted). Logical positions: segments laid end to end.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "broker/core/envelope.h"
#include "broker/flow/ports.h"
#include "broker/wire/segment.h"

namespace caseway::flow {

/// A part as stored.
struct StoredPart {
  core::PartType type = core::PartType::evidence;
  core::Salt salt;
  core::Digest digest;
  Bytes bytes;
};

class Vault {
 public:
  static void create(Disk& disk, const core::Digest& genesis_digest, core::Suite suite);
  /// Opens at logical position `end` (the last group's vault_end): bytes past it are cut (zeroed).
  Vault(Disk& disk, const core::Digest& genesis_digest, std::uint64_t end);

  /// Appends the parts of record `index` to the open turn; nothing is durable before sync().
  void put(core::RecordIndex index, const std::vector<core::Part>& parts, const std::vector<core::Digest>& digests);
  /// Order content: one frame, part 0, digest H(content).
  void put_content(core::RecordIndex index, BytesView content, const core::Digest& digest);
  void sync();
  /// Forgets what was put since the last sync (a turn that could not be recorded).
  void abandon();
  [[nodiscard]] std::uint64_t end() const { return end_; }

  /// Part `part` of record `index`, whose group's frames lie in [begin, end). Checked against CRC and its digest; nothing when it
  /// is not there (erased); throws Fault when it is there and damaged.
  std::optional<StoredPart> read(core::RecordIndex index, core::PartNo part, std::uint64_t begin, std::uint64_t end);
  /// All frames in [begin, end), in order. False when one of them does not hold.
  bool each_frame(std::uint64_t begin, std::uint64_t end, const std::function<void(const wire::VaultFrame&)>& each);

 private:
  Disk& disk_;
  core::Digest genesis_digest_;
  std::uint64_t end_ = 0;
  std::uint64_t synced_end_ = 0;
  Bytes open_;                       // frames of this turn, written in one piece by sync()
  std::unique_ptr<File> current_;
  std::uint32_t segment_ = 0;
};

}  // namespace caseway::flow
