#include "broker/host/fair_share.h"

#include <utility>

namespace caseway::host {

std::vector<flow::Inbound> FairShare::take(std::deque<flow::Inbound>& waiting, std::int64_t now_ms) {
  for (const auto& frame : waiting) heard_[frame.agency] = now_ms;
  std::erase_if(heard_, [&](const auto& each) { return now_ms - each.second >= heard_ms; });
  const std::size_t most = heard_.size() > 1 ? share_max : core::limits::turn_messages_max;

  std::vector<flow::Inbound> taken;
  std::map<core::AgencyId, std::size_t> times;
  std::deque<flow::Inbound> held;
  for (auto& frame : std::exchange(waiting, {})) {
    if (taken.size() < core::limits::turn_messages_max && times[frame.agency] < most) {
      ++times[frame.agency];
      taken.push_back(std::move(frame));
    } else {
      held.push_back(std::move(frame));
    }
  }
  waiting = std::move(held);
  return taken;
}

}  // namespace caseway::host
