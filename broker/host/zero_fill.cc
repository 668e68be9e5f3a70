#include "broker/host/zero_fill.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <vector>

#include "broker/core/limits.h"
#include "broker/host/system.h"

namespace caseway::host {
namespace {

constexpr std::uint64_t reserve_bytes = 8 * core::limits::mib;

std::string next_of(const std::string& name) { return name + std::string(ZeroFiller::ending); }

}  // namespace

bool leaves_reserve(int fd, std::uint64_t bytes) {
  struct ::statvfs space {};
  if (::fstatvfs(fd, &space) != 0) return true;  // the write will tell
  return static_cast<std::uint64_t>(space.f_bavail) * space.f_frsize >= bytes + reserve_bytes;
}

ZeroFiller::~ZeroFiller() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (wanted_ && done_ && error_ == 0) ::unlinkat(directory_fd_, next_of(wanted_->name).c_str(), 0);
}

void ZeroFiller::prepare(const std::string& name, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (wanted_ && !done_) return;  // one at a time; the take will ask again
  if (wanted_ == Order{name, bytes} && error_ == 0) return;
  wanted_ = Order{name, bytes};
  done_ = false;
  error_ = 0;
  if (!thread_.joinable()) thread_ = start_thread("next segment", [this] { run(); });
  changed_.notify_all();
}

int ZeroFiller::finish(const std::string& name, std::uint64_t bytes) {
  std::unique_lock lock(mutex_);
  hurry_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return !wanted_ || done_; });
  if (wanted_ != Order{name, bytes} || error_ != 0) {  // another file, or an earlier failure: room may have come since
    lock.unlock();
    prepare(name, bytes);
    lock.lock();
    changed_.wait(lock, [&] { return done_; });
  }
  hurry_ = false;
  wanted_.reset();
  return error_;
}

void ZeroFiller::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stop_ || (wanted_ && !done_); });
    if (stop_) return;
    const Order order = *wanted_;
    lock.unlock();
    const int error = make(order);
    lock.lock();
    error_ = error;
    done_ = true;
    changed_.notify_all();
  }
}

int ZeroFiller::make(const Order& order) {
  const std::string next = next_of(order.name);
  if (!leaves_reserve(directory_fd_, order.bytes)) return ENOSPC;
  const Descriptor file(files_.open(next.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640));
  if (file.get() < 0) return errno;
  const int error = write_zeros(file.get(), order.bytes);
  if (error != 0) ::unlinkat(directory_fd_, next.c_str(), 0);
  return error;
}

int ZeroFiller::write_zeros(int fd, std::uint64_t bytes) {
  const std::vector<std::uint8_t> zeros(core::limits::zero_fill_bytes, 0);
  std::uint64_t at = 0;
  while (at < bytes) {
    const std::uint64_t piece = std::min<std::uint64_t>(zeros.size(), bytes - at);
    const ssize_t written = ::pwrite(fd, zeros.data(), piece, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    at += static_cast<std::uint64_t>(written);
    if (::fdatasync(fd) != 0) return errno;
    if (pause()) return ECANCELED;
  }
  return ::fsync(fd) == 0 ? 0 : errno;
}

/// Whether to give up because the object is going.
bool ZeroFiller::pause() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(pause_ms), [&] { return stop_ || hurry_; });
  return stop_;
}

}  // namespace caseway::host
