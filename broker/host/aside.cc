#include "broker/host/aside.h"

#include <utility>

#include "broker/core/must.h"
#include "broker/host/system.h"

namespace caseway::host {

AsideThread::AsideThread(PosixDisk& journal)
    : disk_(journal), thread_(start_thread("snapshots beside the path", [this] { run(); })) {}

AsideThread::~AsideThread() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void AsideThread::begin(Work work) {
  {
    const std::lock_guard lock(mutex_);
    MUST(!busy_);
    busy_ = true;
    stopped_ = false;
    work_ = std::move(work);
  }
  changed_.notify_all();
}

void AsideThread::stop() {
  std::unique_lock lock(mutex_);
  stopped_ = true;
  changed_.wait(lock, [this] { return !busy_; });
}

void AsideThread::run() {
  stand_back();
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ends_ || busy_; });
    if (!busy_) return;
    const Work work = std::exchange(work_, nullptr);
    lock.unlock();
    work(disk_, [this] { return stopped_.load(); });
    lock.lock();
    busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace caseway::host
