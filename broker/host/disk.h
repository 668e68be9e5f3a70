// The site's directories, for real: pwrite, fdatasync, rename, directory syncs, and segments of zeros made ahead.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "broker/flow/ports.h"
#include "broker/host/spare_descriptors.h"

namespace caseway::host {

class SyncBeside;
class ZeroFiller;

/// One directory tree. The directory itself is locked while the object lives, so that two brokers never write one site;
/// the kernel drops the lock with the process. Called from one thread; the helpers that fill zeros and sync beside are
/// its own business.
///
/// Failures
///   DiskFull  no room or no descriptor for a segment (nothing of it is left behind), or no room for a file opened with
///             `create`: the caller removes it or writes it anew
///   Fault     all else. After a failed write or sync every later one fails too: what reached the disk is not known
///             until a restart has read it back
class PosixDisk final : public flow::Disk {
 public:
  /// What files may take that were not filled with zeros: all there is (journal/, whose head and snapshots the reserve
  /// is for), or what is left beside the reserve (vault/, whose large parts would eat it up). Segments never take it.
  enum class Room : std::uint8_t { all, beside_reserve };

  /// Opens and locks `root`. Throws Fault when it is not there, cannot be written, or another process holds it.
  explicit PosixDisk(const std::filesystem::path& root, Room room = Room::all);
  /// The same directory for another thread: under the lock of `other`, which must outlive it, and failing with it. It
  /// takes no segments, and leaves the reserve alone.
  explicit PosixDisk(PosixDisk& other);
  ~PosixDisk() override;

  std::unique_ptr<flow::File> open(const std::string& name, bool create) override;
  bool exists(const std::string& name) override;
  std::vector<std::string> list(const std::string& directory) override;
  void rename(const std::string& from, const std::string& to) override;
  void remove(const std::string& name) override;
  void make_directory(const std::string& name) override;
  void sync_directory(const std::string& directory) override;
  /// Takes NAME.next when the helper has made it, else has it made now, unpaced. Never replaces a file that is there.
  std::unique_ptr<flow::File> take_zero_filled(const std::string& name, std::uint64_t bytes) override;
  /// Has the helper make NAME.next, zero_fill_bytes at a time with a pause between. No room is no failure yet: the take
  /// asks again.
  void prepare_zero_filled(const std::string& name, std::uint64_t bytes) override;

  /// Set by the first failed write or sync; shared with the open files. Never cleared.
  struct Health {
    std::atomic<bool> failed{false};
  };

 private:
  [[nodiscard]] std::string path(const std::string& name) const;  ///< for messages

  std::filesystem::path root_;
  Descriptor directory_;
  SpareDescriptors files_;  // opens them, when connections have taken every other descriptor too
  Room room_;
  std::shared_ptr<Health> health_;
  std::unique_ptr<ZeroFiller> filler_;
  std::shared_ptr<SyncBeside> beside_;  // of the files too
};

}  // namespace caseway::host
