// The vault: where parts lie. Parts up to vault_part_bytes_max in zero-filled vault segments, larger ones as files of
// their own (synced and renamed before the message that names them is recorded). Logical positions: segments laid end
// to end, headers included; a frame never spans two segments: what is left of a segment stays zero.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "broker/core/envelope.h"
#include "broker/flow/ports.h"
#include "broker/flow/segments.h"
#include "broker/flow/site.h"
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
  static void create(Disk& disk, const Site& site) { Segments::create(disk, site, wire::SegmentKind::vault); }
  /// Opens for reading. `disk` must outlive the vault. Throws JournalRefused (damaged, wrong_site) when the
  /// segments are not those of this site, laid end to end from 0.
  Vault(Disk& disk, Site site);

  /// Opens for writing at logical position `end`, where the frames of the last group, which begin at `last`, end: bytes
  /// past it are zeroed, files that were never finished are removed, and what that group rests on is synced (a process
  /// killed before its sync left it in the page cache only). Throws JournalRefused (journal_short) when the vault does
  /// not reach that far.
  void cut(std::uint64_t last, std::uint64_t end);
  /// Whether anything is written behind `position`.
  bool written_behind(std::uint64_t position);
  /// Sees to it that `bytes` can be put without asking for room: takes the next segment when this one is nearly full.
  /// Throws DiskFull; nothing was written then.
  void reserve(std::uint64_t bytes);

  /// Writes and syncs what put() of these parts would keep in files of their own; write() makes their names durable.
  /// Throws DiskFull: call it before the message is judged, so that a full disk is an answer and not a fault. What is
  /// staged and not put by the end of the turn is dropped again, unless it was there before.
  void stage(const std::vector<core::Part>& parts, const std::vector<core::Digest>& digests);
  void stage_content(BytesView content, const core::Digest& digest);
  /// Appends the parts of record `index` to the open turn; large ones must be staged. Nothing is durable before sync().
  void put(core::RecordIndex index, const std::vector<core::Part>& parts, const std::vector<core::Digest>& digests);
  /// Content of an order, staged: one frame, part 0, type evidence, zero salt, digest H(content); always in a file of
  /// its own, so that it is found by its digest.
  void put_content(core::RecordIndex index, BytesView content, const core::Digest& digest);
  /// Content of an order by its digest; nothing when it is not there or damaged.
  std::optional<Bytes> read_content(const core::Digest& digest);
  /// Bytes put into segments since the last sync.
  [[nodiscard]] std::uint64_t open_bytes() const { return open_.size(); }
  /// Removes files that were staged since the last sync and that no put() names. For a turn that recorded nothing;
  /// write() does it too.
  void drop_staged();
  /// Writes what was put and begins its sync. Throws DiskFull or Fault; after either the turn cannot be recorded.
  void write();
  /// Makes durable what write() wrote. Throws Fault.
  void sync();
  /// Logical end: of what was put, durable or not.
  [[nodiscard]] std::uint64_t end() const { return end_; }
  /// Logical end of an empty vault.
  [[nodiscard]] static std::uint64_t begin() { return wire::segment_header_bytes; }

  /// Part `part` of record `index`, whose group's frames lie in [begin, end). Checked against CRC and digest; nothing
  /// when those frames hold no such part. Throws Fault when it is damaged, or when the file of a large one is not
  /// there: what a record says was erased is not asked for, so a file that lacks was lost.
  std::optional<StoredPart> read(core::RecordIndex index, core::PartNo part, std::uint64_t begin, std::uint64_t end);
  /// Overwrites the bytes of that part with zeros, and removes the file of a large one unless `file_stays` says so of
  /// its digest; durable when it returns. Again: nothing happens. False: these frames hold no such part, or no longer
  /// read.
  bool erase(core::RecordIndex index, core::PartNo part, std::uint64_t begin, std::uint64_t end,
             const std::function<bool(const core::Digest&)>& file_stays);
  /// All frames in [begin, end), in order; with bytes also where they lie in a file. False when one does not read as a
  /// frame; digests are the caller's to check (frame_holds).
  bool each_frame(std::uint64_t begin, std::uint64_t end, const std::function<void(wire::VaultFrame&&)>& each);

 private:
  struct Piece {  // what goes to one segment
    std::uint32_t segment = 0;
    std::uint64_t offset = 0;  // in the segment
    std::size_t first = 0;     // in open_
  };
  struct Spot {
    std::uint32_t number = 0;
    std::uint64_t offset = 0;
  };
  [[nodiscard]] Spot spot(std::uint64_t position) const;
  bool walk(std::uint64_t from, std::uint64_t end, const std::function<bool(wire::VaultFrame&&)>& each);
  void add(const wire::VaultFrame& frame);
  void write_file(const wire::VaultFrame& frame);
  bool read_in_file(wire::VaultFrame& frame);
  void erase_file(const std::string& name);

  Disk& disk_;
  Site site_;
  Segments segments_;
  std::uint64_t end_ = 0;
  Bytes open_;  // frames of this turn, written by write() in one piece per segment
  std::vector<Piece> pieces_;
  std::set<core::Digest> staged_;  // files of this turn that no put() has named yet
  bool names_wait_ = false;        // for a directory sync
};

/// Whether `frame` is what it says: its digest over its bytes.
bool frame_holds(const wire::VaultFrame& frame);

}  // namespace caseway::flow
