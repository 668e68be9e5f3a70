// The helper thread that makes snapshots beside the path, with less claim to the processor than the path has.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "broker/host/disk.h"

namespace caseway::host {

/// One thread from construction to destruction, which has the work at hand end early. All calls come from one thread.
class AsideThread final : public flow::Aside {
 public:
  /// Works in the directory of `journal`, which must outlive it.
  explicit AsideThread(PosixDisk& journal);
  ~AsideThread() override;
  AsideThread(const AsideThread&) = delete;
  AsideThread& operator=(const AsideThread&) = delete;

  void begin(Work work) override;
  bool busy() override { return busy_; }
  void stop() override;

 private:
  void run();

  PosixDisk disk_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Work work_;
  std::atomic<bool> busy_{false};
  std::atomic<bool> stopped_{false};
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace caseway::host
