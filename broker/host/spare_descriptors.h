// File descriptors kept back for files.
#pragma once

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "broker/host/descriptor.h"
#include "broker/host/system.h"

namespace caseway::host {

/// How many the path keeps; and a helper, for which what fails is tried again.
inline constexpr std::size_t spare_descriptors = 64;
inline constexpr std::size_t spare_descriptors_aside = 16;

/// Descriptors kept for the files of one directory: strangers' connections may take all others at any moment, on a
/// thread of ZeroMQ's. `directory` must remain open while it lives. One thread uses it.
class SpareDescriptors {
 public:
  /// Keeps `most`, and of a small limit less.
  SpareDescriptors(int directory, std::size_t most) : directory_(directory), most_(most) { refill(); }

  /// openat() under the directory. Where the process has no descriptor left, all spare ones are given up at once, which
  /// are more than anybody takes before the next system call, and taken back at once.
  int open(const char* name, int flags, mode_t mode = 0) {
    int fd = ::openat(directory_, name, flags, mode);
    if (fd < 0 && errno == EMFILE && !kept_.empty()) {
      kept_.clear();
      fd = ::openat(directory_, name, flags, mode);
    }
    refill();
    return fd;
  }

 private:
  /// Leaves errno as it is.
  void refill() {
    const int before = errno;
    const std::size_t wanted = std::min(most_, descriptors_max() / 16);
    while (kept_.size() < wanted) {
      Descriptor one(::fcntl(directory_, F_DUPFD_CLOEXEC, 0));
      if (one.get() < 0) break;
      kept_.push_back(std::move(one));
    }
    errno = before;
  }

  int directory_;
  std::size_t most_;
  std::vector<Descriptor> kept_;
};

}  // namespace caseway::host
