#include "sdk/machine.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <system_error>

namespace caseway::sdk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t store_bytes_max = 16 * 1024 * 1024;

[[noreturn]] void fail(const char* doing, const fs::path& what, int error) {
  throw Fault(std::string(doing) + " " + what.string() + ": " + std::generic_category().message(error));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

void write_all(const Descriptor& file, const fs::path& path, BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail("write", path, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) fail("sync", path, errno);
}

core::Instant clock_ms(::clockid_t clock) {
  ::timespec now{};
  ::clock_gettime(clock, &now);
  return {std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000};
}

}  // namespace

BytesView view_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
std::string text_of(BytesView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::optional<Bytes> read_file(const fs::path& path, std::size_t bytes_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    fail("open", path, errno);
  }
  struct ::stat status {};
  if (::fstat(file.get(), &status) != 0) fail("stat", path, errno);
  if (!S_ISREG(status.st_mode)) throw Fault(path.string() + ": not a file");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > bytes_max) throw Fault(path.string() + ": longer than " + std::to_string(bytes_max) + " bytes");
  Bytes bytes(size);
  for (std::size_t at = 0; at < size;) {
    const ssize_t length = ::read(file.get(), bytes.data() + at, size - at);
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) fail("read", path, length < 0 ? errno : EIO);
    at += static_cast<std::size_t>(length);
  }
  return bytes;
}

void sync_directory(const fs::path& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) fail("sync", path, errno);
}

void write_file(const fs::path& path, BytesView bytes, unsigned mode) {
  const fs::path part =
      path.parent_path() / ("." + path.filename().string() + "." + std::to_string(::getpid()) + ".part");
  {
    const Descriptor file(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (file.get() < 0) fail("create", part, errno);
    write_all(file, part, bytes);
  }
  if (::rename(part.c_str(), path.c_str()) != 0) fail("rename", part, errno);
  sync_directory(path.parent_path());
}

void write_new_file(const fs::path& path, BytesView bytes, unsigned mode) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.get() < 0) fail("create", path, errno);
  if (::fchmod(file.get(), mode) != 0) fail("chmod", path, errno);
  write_all(file, path, bytes);
  sync_directory(path.parent_path());
}

std::optional<Bytes> DirectoryStore::read(const std::string& name) { return read_file(root_ / name, store_bytes_max); }

void DirectoryStore::write(const std::string& name, BytesView bytes) {
  const fs::path path = root_ / name;
  std::error_code error;
  if (fs::create_directories(path.parent_path(), error)) sync_directory(path.parent_path().parent_path());
  if (error) fail("create", path.parent_path(), error.value());
  write_file(path, bytes, 0600);
}

void DirectoryStore::remove(const std::string& name) {
  const fs::path path = root_ / name;
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return;
    fail("remove", path, errno);
  }
  sync_directory(path.parent_path());
}

std::vector<std::string> DirectoryStore::list(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(root_ / folder, error), end; !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    std::error_code no_file;
    if (at->is_regular_file(no_file) && !name.starts_with(".")) names.push_back(std::move(name));
  }
  if (error && error != std::errc::no_such_file_or_directory) fail("list", root_ / folder, error.value());
  std::sort(names.begin(), names.end());
  return names;
}

Lock::Lock(const fs::path& file) : fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (fd_ < 0) fail("open", file, errno);
  if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  ::close(fd_);
  if (error != EWOULDBLOCK) fail("lock", file, error);
  throw Busy(file.string() + ": another program of this agency has this lane open; stop it, or use another lane");
}
Lock::~Lock() { ::close(fd_); }

core::Instant SystemTime::wall() { return clock_ms(CLOCK_REALTIME); }
std::int64_t SystemTime::monotonic_ms() { return clock_ms(CLOCK_MONOTONIC).ms; }

void SystemTime::pause(int ms) {
  const ::timespec length{ms / 1000, (ms % 1000) * 1'000'000L};
  ::nanosleep(&length, nullptr);
}

SystemRandom::SystemRandom() {
  if (sodium_init() < 0) throw Fault("libsodium: sodium_init failed");
}
void SystemRandom::fill(std::span<std::uint8_t> into) { randombytes_buf(into.data(), into.size()); }

}  // namespace caseway::sdk
