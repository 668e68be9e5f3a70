// The durable inbox of an adapter: each delivery becomes one folder, whole or not at all, once.
//
//   in/000012-K01-transfer/   message.json  receipt.json  delivery.bin  files/...
//   in/000013-K01-event/      an event: message.json holds its facts
//   in/.held/000012-9f3a...   an empty file for each delivery that was taken, so that its folder may be moved away once
//                             it is read
//
// A delivery is known by its number, the broker's origin and the statement of its record: numbers alone begin again
// with another site or another epoch, and what came under them then is new.
#pragma once

#include <filesystem>
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
  std::filesystem::path in_;
  std::filesystem::path held_;
};

}  // namespace caseway::bridge
