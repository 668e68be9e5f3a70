// The helper thread that syncs one file while its owner syncs another: the vault's parts beside the journal's group.
#pragma once

#include <atomic>
#include <thread>

namespace caseway::host {

/// One sync at a time. begin() and finish() are called from one thread. The helper starts with the first begin() and
/// ends with the object.
class SyncBeside {
 public:
  SyncBeside() = default;
  ~SyncBeside();
  SyncBeside(const SyncBeside&) = delete;
  SyncBeside& operator=(const SyncBeside&) = delete;

  /// Begins fdatasync of `fd`, which must remain open until finish(). False when another one is not finished yet: the
  /// caller syncs by itself then.
  bool begin(int fd);
  /// Waits for the sync that begin() began. 0, or the errno that it failed with.
  int finish();

 private:
  enum State : int { idle, asked, done, stopping };
  void run();

  std::atomic<int> state_{idle};
  int fd_ = -1;
  int error_ = 0;
  std::thread thread_;
};

}  // namespace caseway::host
