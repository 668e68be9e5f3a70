#include "broker/host/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <utility>

#include "broker/core/must.h"
#include "broker/host/sync_beside.h"
#include "broker/host/system.h"
#include "broker/host/zero_fill.h"

namespace caseway::host {
namespace {

constexpr std::string_view stop_advice =
    "end the broker, check the disk, then start it again: it reads back what is there";

/// Names are our own; one that leaves the tree is a bug.
void require_inside(const std::string& name) {
  MUST(!name.starts_with('/'));
  MUST(name.find("..") == std::string::npos);
}

class PosixFile final : public flow::File {
 public:
  /// `grows`: it was not filled with zeros before, so it may find no room; with it, what it may take.
  PosixFile(Descriptor file, std::string path, std::shared_ptr<PosixDisk::Health> health,
            std::optional<PosixDisk::Room> grows, std::shared_ptr<SyncBeside> beside)
      : file_(std::move(file)),
        path_(std::move(path)),
        health_(std::move(health)),
        grows_(grows),
        beside_(std::move(beside)) {}
  ~PosixFile() override {
    if (begun_) (void)beside_->finish();
  }

  void write(std::uint64_t offset, flow::BytesView bytes) override {
    require_healthy("write");
    if (grows_ == PosixDisk::Room::beside_reserve && !leaves_reserve(file_.get(), bytes.size()))
      throw flow::DiskFull(path_ + ": write: no room on the disk beside what is kept for head, snapshot and index");
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write");
      offset += static_cast<std::uint64_t>(written);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
  }

  void sync() override {
    require_healthy("sync");
    if (std::exchange(begun_, false)) {
      errno = beside_->finish();
      if (errno != 0) fail("sync");
      return;
    }
    if (::fdatasync(file_.get()) != 0) fail("sync");
  }

  void begin_sync() override {
    require_healthy("sync");
    MUST(!begun_);
    begun_ = beside_->begin(file_.get());
  }

  std::size_t read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    std::size_t done = 0;
    while (done < into.size()) {
      const ssize_t got =
          ::pread(file_.get(), into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw_errno("read", path_, errno, stop_advice);
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  std::uint64_t size() override {
    struct ::stat status {};
    if (::fstat(file_.get(), &status) != 0) throw_errno("stat", path_, errno, stop_advice);
    return static_cast<std::uint64_t>(status.st_size);
  }

  void truncate(std::uint64_t bytes) override {
    require_healthy("truncate");
    if (::ftruncate(file_.get(), static_cast<off_t>(bytes)) != 0) fail("truncate");
  }

 private:
  void require_healthy(std::string_view doing) const {
    if (health_->failed) throw_errno(doing, path_, EIO, "an earlier write or sync failed; nothing is written any more");
  }
  [[noreturn]] void fail(std::string_view doing) {
    if (grows_ && (errno == ENOSPC || errno == EDQUOT)) {
      throw flow::DiskFull(path_ + ": " + std::string(doing) + ": no room on the disk");
    }
    health_->failed = true;
    throw_errno(doing, path_, errno, stop_advice);
  }

  Descriptor file_;
  std::string path_;
  std::shared_ptr<PosixDisk::Health> health_;
  std::optional<PosixDisk::Room> grows_;
  std::shared_ptr<SyncBeside> beside_;
  bool begun_ = false;
};

}  // namespace

PosixDisk::PosixDisk(const std::filesystem::path& root, Room room)
    : root_(root),
      directory_(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      files_(directory_.get(), spare_descriptors),
      room_(room),
      health_(std::make_shared<Health>()),
      beside_(std::make_shared<SyncBeside>()) {
  if (directory_.get() < 0) throw_errno("open", root_.string(), errno);
  if (::faccessat(directory_.get(), ".", W_OK, AT_EACCESS) != 0) {
    throw_errno("write", root_.string(), errno, "a broker must be able to write here");
  }
  if (::flock(directory_.get(), LOCK_EX | LOCK_NB) != 0) {
    throw_errno("lock", root_.string(), errno, "another casewayd has this site open");
  }
  for (const std::string& name : list("")) {  // half-made by a process that was killed
    if (name.ends_with(ZeroFiller::ending)) remove(name);
  }
  filler_ = std::make_unique<ZeroFiller>(directory_.get());
}

PosixDisk::PosixDisk(PosixDisk& other)
    : root_(other.root_),
      directory_(::fcntl(other.directory_.get(), F_DUPFD_CLOEXEC, 0)),
      files_(directory_.get(), spare_descriptors_aside),
      room_(Room::beside_reserve),  // what is made beside the path leaves the path its room
      health_(other.health_),
      beside_(std::make_shared<SyncBeside>()) {
  if (directory_.get() < 0) throw_errno("open", root_.string(), errno);
}

PosixDisk::~PosixDisk() = default;

std::string PosixDisk::path(const std::string& name) const { return (root_ / name).string(); }

std::unique_ptr<flow::File> PosixDisk::open(const std::string& name, bool create) {
  require_inside(name);
  Descriptor file(files_.open(name.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0640));
  if (file.get() < 0) {
    if (create && (errno == ENOSPC || errno == EDQUOT))
      throw flow::DiskFull(path(name) + ": create: no room on the disk");
    throw_errno("open", path(name), errno);
  }
  return std::make_unique<PosixFile>(std::move(file), path(name), health_, create ? std::optional(room_) : std::nullopt,
                                     beside_);
}

bool PosixDisk::exists(const std::string& name) {
  require_inside(name);
  if (::faccessat(directory_.get(), name.c_str(), F_OK, 0) == 0) return true;
  if (errno != ENOENT) throw_errno("look for", path(name), errno);
  return false;
}

std::vector<std::string> PosixDisk::list(const std::string& directory) {
  require_inside(directory);
  const char* name = directory.empty() ? "." : directory.c_str();
  const int fd = files_.open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) throw_errno("list", path(directory), errno);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(fd), ::closedir);
  if (!stream) throw_errno("list", path(directory), errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view found = entry->d_name;
    if (found != "." && found != "..") names.emplace_back(found);
  }
  if (errno != 0) throw_errno("list", path(directory), errno);
  std::sort(names.begin(), names.end());
  return names;
}

void PosixDisk::rename(const std::string& from, const std::string& to) {
  require_inside(from);
  require_inside(to);
  if (::renameat(directory_.get(), from.c_str(), directory_.get(), to.c_str()) != 0) {
    throw_errno("rename to " + to, path(from), errno, stop_advice);
  }
}

void PosixDisk::remove(const std::string& name) {
  require_inside(name);
  if (::unlinkat(directory_.get(), name.c_str(), 0) != 0) throw_errno("remove", path(name), errno);
}

void PosixDisk::make_directory(const std::string& name) {
  require_inside(name);
  if (::mkdirat(directory_.get(), name.c_str(), 0750) != 0 && errno != EEXIST) {
    throw_errno("make directory", path(name), errno);
  }
}

void PosixDisk::sync_directory(const std::string& directory) {
  require_inside(directory);
  const char* name = directory.empty() ? "." : directory.c_str();
  const Descriptor opened(files_.open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0 || ::fsync(opened.get()) != 0) {
    health_->failed = true;
    throw_errno("sync directory", path(directory), errno, stop_advice);
  }
}

std::unique_ptr<flow::File> PosixDisk::take_zero_filled(const std::string& name, std::uint64_t bytes) {
  require_inside(name);
  MUST(filler_);
  if (exists(name)) throw_errno("make segment", path(name), EEXIST, stop_advice);
  const int error = filler_->finish(name, bytes);
  if (error == ENOSPC || error == EDQUOT) throw flow::DiskFull(path(name) + ": no room for a segment");
  if (error == EMFILE || error == ENFILE)
    throw flow::DiskFull(path(name) + ": no descriptor left for a segment: raise LimitNOFILE");
  if (error != 0) throw_errno("fill with zeros", path(name), error, stop_advice);
  rename(name + std::string(ZeroFiller::ending), name);
  const std::size_t slash = name.rfind('/');
  sync_directory(slash == std::string::npos ? "" : name.substr(0, slash));
  return open(name, false);
}

void PosixDisk::prepare_zero_filled(const std::string& name, std::uint64_t bytes) {
  require_inside(name);
  MUST(filler_);
  filler_->prepare(name, bytes);
}

}  // namespace caseway::host
