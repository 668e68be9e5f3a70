// The ports of sdk/ports.h on a real machine.
#pragma once

#include <filesystem>

#include "sdk/ports.h"

namespace caseway::sdk {

/// Files under `root`, which must exist. write() goes through a temporary name beside the file, both file and folder
/// synced.
class DirectoryStore final : public Store {
 public:
  explicit DirectoryStore(std::filesystem::path root) : root_(std::move(root)) {}
  std::optional<Bytes> read(const std::string& name) override;
  void write(const std::string& name, BytesView bytes) override;
  void remove(const std::string& name) override;
  std::vector<std::string> list(const std::string& folder) override;

 private:
  std::filesystem::path root_;
};

class SystemTime final : public Time {
 public:
  core::Instant wall() override;
  std::int64_t monotonic_ms() override;
  void pause(int ms) override;
};

/// The kernel's generator, through libsodium.
class SystemRandom final : public Random {
 public:
  SystemRandom();  ///< throws Fault when libsodium cannot start
  void fill(std::span<std::uint8_t> into) override;
};

/// Another program holds the lock.
class Busy final : public Fault {
 public:
  using Fault::Fault;
};

/// Held while this object lives, so that one program at a time has a lane open. The kernel lets go of it whatever ends
/// the program.
class Lock {
 public:
  /// Throws Busy when another program holds `file`, Fault when it cannot be made.
  explicit Lock(const std::filesystem::path& file);
  ~Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int fd_;
};

/// The whole of `file`; nothing when it is not there. Throws Fault when it cannot be read or is longer than
/// `bytes_max`.
std::optional<Bytes> read_file(const std::filesystem::path& file, std::size_t bytes_max);
/// Writes `file` whole and durable, with this mode; replaces an older one in one step. Throws Fault.
void write_file(const std::filesystem::path& file, BytesView bytes, unsigned mode = 0644);
/// The same, refusing to replace. Throws Fault when the file is there.
void write_new_file(const std::filesystem::path& file, BytesView bytes, unsigned mode);
void sync_directory(const std::filesystem::path& directory);
BytesView view_of(std::string_view text);
std::string text_of(BytesView bytes);

}  // namespace caseway::sdk
