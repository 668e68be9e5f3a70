// The ports of the path: all that flow may ask of the world. broker/host makes them real, tests/simulation makes them
// fail. Everything is called from the one thread that owns State. A port that cannot do its duty throws Fault: the
// process then ends without answering (senders hear outcome_unknown), and restart recovers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "broker/core/ids.h"
#include "broker/core/instant.h"
#include "broker/core/limits.h"
#include "broker/core/record.h"
#include "broker/core/verdict.h"

namespace caseway::flow {

/// A disk, socket or key failed. Carries what, where and what to do. Nothing may be acknowledged after one.
class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// No room for another segment: writers are answered disk_full, readers go on. Nothing was written.
class DiskFull : public Fault {
 public:
  using Fault::Fault;
};

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

/// An open file. Offsets in bytes. Destroying it closes it.
class File {
 public:
  virtual ~File() = default;
  virtual void write(std::uint64_t offset, BytesView bytes) = 0;  ///< not durable before sync()
  virtual void sync() = 0;                                        ///< fdatasync; a failure is terminal
  /// Begins a sync that may run beside others; what was written is durable only after the sync() that must follow.
  virtual void begin_sync() {}
  virtual std::size_t read(std::uint64_t offset, std::span<std::uint8_t> into) = 0;  ///< bytes read; short at end
  virtual std::uint64_t size() = 0;
  virtual void truncate(std::uint64_t bytes) = 0;
};

/// One directory tree (the site's journal/, vault/ or an agency's lane/). Names are relative, '/'-separated.
class Disk {
 public:
  virtual ~Disk() = default;
  /// Opens `name`; creates it when `create`. A created file's directory entry is durable only after sync_directory().
  virtual std::unique_ptr<File> open(const std::string& name, bool create) = 0;
  virtual bool exists(const std::string& name) = 0;
  virtual std::vector<std::string> list(const std::string& directory) = 0;  ///< plain names, sorted
  virtual void rename(const std::string& from, const std::string& to) = 0;
  virtual void remove(const std::string& name) = 0;
  virtual void make_directory(const std::string& name) = 0;
  virtual void sync_directory(const std::string& directory) = 0;
  /// A file of `bytes` zeros, written and synced, whose directory entry is durable. In the host a helper thread makes
  /// the next one ahead (zero_fill_bytes at a time, paced) and this call takes it, or waits for it; throws DiskFull.
  /// A write or sync that finds no room in a file that was *not* zero-filled (a large part, head, snapshot) throws
  /// DiskFull too.
  virtual std::unique_ptr<File> take_zero_filled(const std::string& name, std::uint64_t bytes) = 0;
  /// Hint: `name` will be asked for soon.
  virtual void prepare_zero_filled(const std::string& name, std::uint64_t bytes) = 0;
};

/// A session is one connection of one agency; the number is never reused while the process lives.
using SessionNo = std::uint64_t;

/// What a session sent, as bytes, already attributed to the agency that ZAP named.
struct Inbound {
  SessionNo session = 0;
  core::AgencyId agency;
  Bytes frame;  ///< encoded wire::ClientFrame
};

/// Frames out. Never blocks: a session that cannot take its frame is dropped by the port.
class Net {
 public:
  virtual ~Net() = default;
  virtual void send(SessionNo session, BytesView frame) = 0;
  virtual void drop(SessionNo session, std::string_view why) = 0;   ///< cut the connection of who broke the rules
  virtual void close(SessionNo session, std::string_view why) = 0;  ///< end it in good order
};

/// Two readings: wall time for the record, monotonic for retries, credit and heartbeats.
class Time {
 public:
  virtual ~Time() = default;
  virtual core::Instant wall() = 0;
  virtual std::int64_t monotonic_ms() = 0;
};

/// What the index keeps of one record; enough to answer a repeat and to find a case.
struct IndexEntry {
  core::RecordIndex index = 0;
  core::EventType type = core::EventType::message;
  core::Instant received_at;
  core::AgencyId sender;
  core::LaneNo lane = 0;
  core::LaneNumber number = 0;
  core::Digest body;
  core::TransferId transfer;
  core::CaseId case_id;
  core::Code procedure;
  core::Code step;
  core::Verdict verdict = core::Verdict::proceeds;
  core::ReturnCode return_code = core::ReturnCode::none;
  std::vector<std::string> findings;
  std::string own_case_number;  ///< the sender's, for search
  core::AgencyId recipient;
  std::vector<std::pair<core::TransferId, core::AgencyId>> receivers;  ///< who receives a transfer from here on
  /// Earlier records whose `own_case_number` was taken back: it is wiped there.
  std::vector<core::RecordIndex> forgets;
};

/// SQLite behind the path: fed after the group is durable, from another thread; always rebuildable.
class Index {
 public:
  virtual ~Index() = default;
  virtual void put(std::vector<IndexEntry> entries) = 0;  ///< queued; returns at once
  virtual core::RecordIndex indexed_to() = 0;             ///< all records below this are in it
  virtual bool rebuilding() = 0;
  /// Record index of a number of a lane; nothing when unknown. Verified against the journal before use.
  virtual std::optional<core::RecordIndex> find(const core::AgencyId& sender, core::LaneNo lane,
                                                core::LaneNumber number) = 0;
  /// Candidates only: what of them `seen_by` may see, State decides (flow/queries). But what was returned to its sender
  /// is nobody else's to find, so it is not among them: it would crowd out what is.
  virtual std::vector<IndexEntry> case_history(const core::AgencyId& seen_by, const core::CaseId& case_id,
                                               std::size_t most) = 0;  ///< oldest first
  /// Said by or to `seen_by`, or before it received the transfer, under an own case number that begins with `text`
  /// however that is written (rules/number.h); or of the case or transfer `text`.
  virtual std::vector<IndexEntry> search(const core::AgencyId& seen_by, std::string_view text, std::size_t most) = 0;
};

/// Signs with the log key, which never leaves the port.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual core::SignatureBytes sign(BytesView bytes) = 0;
};

/// Random bytes for turn salts.
class Random {
 public:
  virtual ~Random() = default;
  virtual core::TurnSalt turn_salt() = 0;
};

/// Work beside the path: another thread in the host, a later move in the simulator. One piece at a time.
class Aside {
 public:
  /// `journal` is the same directory as Ports::journal, for the thread that works. `stopped` is true once the work
  /// should end early. What it throws is a bug.
  using Work = std::function<void(Disk& journal, const std::function<bool()>& stopped)>;
  virtual ~Aside() = default;
  virtual void begin(Work work) = 0;  ///< not while busy(); returns at once
  virtual bool busy() = 0;            ///< false: whatever was begun has returned, and what it wrote is seen
  virtual void stop() = 0;            ///< has the work end early, and waits for it
};

struct Ports {
  Disk* journal = nullptr;  ///< segments, head, snapshots
  Disk* vault = nullptr;
  Net* net = nullptr;
  Time* time = nullptr;
  Index* index = nullptr;
  Signer* signer = nullptr;
  Random* random = nullptr;
  Aside* aside = nullptr;  ///< none: snapshots are made at a clean stop and on order only
  /// A snapshot is made beside the path when so many segments of journal/ are full since the last; 0: never.
  std::uint32_t snapshot_segments = 4;
  /// Size of journal and vault segments; tests make them small. A site keeps the one it was made with.
  std::uint64_t segment_bytes = core::limits::segment_bytes;
};

}  // namespace caseway::flow
