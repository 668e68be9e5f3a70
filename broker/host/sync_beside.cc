#include "broker/host/sync_beside.h"

#include <unistd.h>

#include <cerrno>

#include "broker/core/must.h"
#include "broker/host/system.h"

namespace caseway::host {

SyncBeside::~SyncBeside() {
  if (!thread_.joinable()) return;
  if (state_ == asked) (void)finish();
  state_ = stopping;
  state_.notify_all();
  thread_.join();
}

bool SyncBeside::begin(int fd) {
  if (state_ != idle) return false;
  fd_ = fd;
  state_ = asked;
  if (!thread_.joinable()) thread_ = start_thread("sync of the parts", [this] { run(); });
  state_.notify_all();
  return true;
}

int SyncBeside::finish() {
  state_.wait(asked);
  MUST(state_ == done);
  state_ = idle;
  return error_;
}

void SyncBeside::run() {
  for (;;) {
    int seen = state_;
    while (seen == idle || seen == done) {
      state_.wait(seen);
      seen = state_;
    }
    if (seen == stopping) return;
    error_ = ::fdatasync(fd_) == 0 ? 0 : errno;
    state_ = done;
    state_.notify_all();
  }
}

}  // namespace caseway::host
