// A disk that fails like one: what was not synced may be lost or torn by a crash, sector by sector; names not synced
// may be lost; bits rot, writes land elsewhere, reads fail. Every change is kept on a tape, so that each prefix of it
// can be made into a disk again.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "broker/flow/ports.h"

namespace caseway::simulation {

using flow::Bytes;
using flow::BytesView;

inline constexpr std::size_t sector_bytes = 512;

/// One change to one of the disks on a tape.
struct Change {
  enum class Kind : std::uint8_t { create, write, truncate, sync, rename, remove, sync_directory, zero_filled };
  Kind kind = Kind::write;
  std::size_t disk = 0;      ///< which of the tape's disks
  std::string name;          ///< of the file as it was opened
  std::string to;            ///< with rename
  std::uint64_t offset = 0;  ///< or length, with truncate and zero_filled
  Bytes bytes;
};
struct Tape {
  std::vector<Change> changes;
  bool on = true;
};

/// How a crash treats what was not synced.
enum class Crash : std::uint8_t {
  kill,  ///< the process died, the machine did not: what was not synced is seen, and a later crash may still lose it
  keeps_all,  ///< the machine died, and by luck everything written had reached the disk
  loses_all,
  tears,  ///< each sector of each unsynced write kept or not by the random bits given
};

class SimDisk final : public flow::Disk {
 public:
  SimDisk(Tape& tape, std::size_t number) : tape_(tape), number_(number) {}

  std::unique_ptr<flow::File> open(const std::string& name, bool create) override;
  bool exists(const std::string& name) override { return names_.contains(name); }
  std::vector<std::string> list(const std::string& directory) override;
  void rename(const std::string& from, const std::string& to) override;
  void remove(const std::string& name) override;
  void make_directory(const std::string&) override {}
  void sync_directory(const std::string& directory) override;
  std::unique_ptr<flow::File> take_zero_filled(const std::string& name, std::uint64_t bytes) override;
  void prepare_zero_filled(const std::string&, std::uint64_t) override {}

  /// Makes the disk what a crash leaves of it. Handles opened before must not be used again.
  void crash(Crash how, std::mt19937_64& random);
  /// The same with the last unsynced write torn by hand: sector i of it is kept when `keep(i)`; everything else is
  /// kept.
  void crash_tearing_last(const std::function<bool(std::size_t)>& keep);
  /// Sectors of the last change when it is a write that is not synced yet, else 0.
  [[nodiscard]] std::size_t last_write_sectors() const;
  /// Does `change` again.
  void repeat(const Change& change);
  /// Everything written so far is durable.
  void settle();

  /// To be changed by hand.
  Bytes& bytes_of(const std::string& name) {
    names_.at(name)->damaged = true;
    return names_.at(name)->bytes;
  }
  [[nodiscard]] const std::map<std::string, std::size_t> sizes() const;
  /// A disk with the same files, all durable, on another tape.
  void copy_from(const SimDisk& other);

  /// Turns one bit at `at` of a file: what a reader finds from now on, until heal().
  void flip(const std::string& name, std::size_t at, unsigned bit);
  /// The next write of 64 bytes or more lands `by` bytes off, until heal(). Nobody is told.
  void misdirect_next(std::int64_t by) { misdirect_by_ = by; }
  /// Everything is what was written again. Returns whether anything had been damaged.
  bool heal();
  /// Whether what was flipped or landed elsewhere waits for heal(), or a write is about to.
  [[nodiscard]] bool is_damaged() const;

  std::uint64_t room = UINT64_MAX;  ///< bytes that zero-filled and grown files may still take: DiskFull below
  std::uint64_t writes_until_failure = UINT64_MAX;  ///< after so many writes and syncs every one throws Fault
  std::uint64_t reads_until_failure = UINT64_MAX;   ///< after so many reads every one throws Fault
  std::set<std::string> unreadable;                 ///< every read of these files throws Fault
  std::uint64_t failed_writes = 0;                  ///< writes and syncs that threw
  std::uint64_t failed_reads = 0;
  std::uint64_t found_full = 0;  ///< operations that threw DiskFull

 private:
  friend class SimFile;
  struct Pending {  // a write (or a truncation, bytes empty) since the last sync
    bool truncates = false;
    std::uint64_t offset = 0;
    Bytes bytes;
  };
  struct Inode {
    Bytes bytes;  // as a reader of the living process sees it
    Bytes durable;
    std::vector<Pending> pending;
    bool damaged = false;  // bytes are not durable + pending
  };
  struct NameChange {
    std::string from;  // empty: created
    std::string to;    // empty: removed
    std::shared_ptr<Inode> inode;
  };
  static void apply(Bytes& bytes, const Pending& pending, const std::function<bool(std::size_t)>& keep);
  static void apply(std::map<std::string, std::shared_ptr<Inode>>& names, const NameChange& change);
  void note(Change change);
  void may_fail();
  void may_fail_to_read(const std::string& name);
  [[nodiscard]] Bytes undamaged(const Inode& inode) const;
  void restart(std::map<std::string, std::shared_ptr<Inode>> names);

  Tape& tape_;
  std::size_t number_;
  std::map<std::string, std::shared_ptr<Inode>> names_;
  std::map<std::string, std::shared_ptr<Inode>> durable_names_;
  std::vector<NameChange> name_changes_;
  std::shared_ptr<Inode> last_written_;
  std::optional<std::int64_t> misdirect_by_;
};

}  // namespace caseway::simulation
