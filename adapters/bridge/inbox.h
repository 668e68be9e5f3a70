// The durable inbox of an adapter: each delivery becomes one folder, whole or not at all, once.
//
//   in/000012-K01-transfer/   message.json  receipt.json  delivery.bin  files/...
//   in/000013-K01-event/      an event: message.json holds its facts
//   in/.taken                 numbers that were taken, so that a folder may be moved away once it is read
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "sdk/client.h"
#include "sdk/local_rules.h"

namespace caseway::bridge {

class Inbox {
 public:
  /// Opens `in`, removes what a crash left half written. Throws sdk::Fault.
  explicit Inbox(std::filesystem::path in);

  /// Where a delivery lies, and whether it lay there before this call.
  struct Place {
    std::filesystem::path folder;
    bool again = false;
  };
  /// Writes the folder, durable when it returns. `bundle` tells which fields are lists; it may be null. Throws
  /// sdk::Fault.
  Place take(const sdk::Delivered& delivered, const rules::PackBundle* bundle);

 private:
  void remember(std::uint64_t delivery);
  [[nodiscard]] bool holds(std::uint64_t delivery) const;

  std::filesystem::path in_;
  std::uint64_t upto_ = 0;  ///< all numbers up to this one were taken
  std::set<std::uint64_t> beyond_;
};

}  // namespace caseway::bridge
