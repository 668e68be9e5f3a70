// The helper thread that writes segments of zeros ahead of need, in small synced pieces, so that the path never waits
// for it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "broker/host/spare_descriptors.h"

namespace caseway::host {

/// Whether `bytes` more find room on the file system of `fd` and leave what is kept for `head`, the snapshot and the
/// index, so that a full disk can still be stopped cleanly. True when the file system does not say.
bool leaves_reserve(int fd, std::uint64_t bytes);

/// Makes one file at a time in a directory: NAME.next, of zeros, synced. Renaming it is the caller's. The thread starts
/// with the first request and ends with the object, which leaves no NAME.next behind.
class ZeroFiller {
 public:
  /// `directory_fd` must remain open while the filler lives.
  explicit ZeroFiller(int directory_fd) : directory_fd_(directory_fd), files_(directory_fd, spare_descriptors_aside) {}
  ~ZeroFiller();
  ZeroFiller(const ZeroFiller&) = delete;
  ZeroFiller& operator=(const ZeroFiller&) = delete;

  /// Asks for NAME.next; does nothing when it is being made or is there. Returns at once.
  void prepare(const std::string& name, std::uint64_t bytes);
  /// Waits until NAME.next is there, without pauses from now on. 0, or the errno that stopped it (ENOSPC: no room, and
  /// nothing is left of it).
  int finish(const std::string& name, std::uint64_t bytes);

  static constexpr std::string_view ending = ".next";
  static constexpr std::int64_t pause_ms = 5;  ///< between pieces, while nobody waits

 private:
  struct Order {
    std::string name;
    std::uint64_t bytes = 0;
    bool operator==(const Order&) const = default;
  };
  void run();
  int make(const Order& order);
  int write_zeros(int fd, std::uint64_t bytes);
  bool pause();

  int directory_fd_;
  SpareDescriptors files_;  // the thread's, once it runs
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Order> wanted_;  // being made, or made with `done_` set
  bool done_ = false;
  int error_ = 0;
  bool hurry_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace caseway::host
