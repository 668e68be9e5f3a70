// Who is heard in the next turn, when more waits than one turn takes.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "broker/flow/ports.h"

namespace caseway::host {

/// A turn takes as long as what it takes in, and nobody is answered before its end: one agency that floods would make
/// all others wait for 64 of its messages. So while more than one agency has been heard in the last second, a turn
/// takes at most share_max frames of each; alone, an agency has the whole turn. What is held back keeps its order.
class FairShare {
 public:
  static constexpr std::size_t share_max = 8;
  static constexpr std::int64_t heard_ms = 1000;

  /// Moves out of `waiting` (in order of arrival) what the next turn takes: at most turn_messages_max frames.
  std::vector<flow::Inbound> take(std::deque<flow::Inbound>& waiting, std::int64_t now_ms);

 private:
  std::map<core::AgencyId, std::int64_t> heard_;  // when last
};

}  // namespace caseway::host
