#include "broker/host/fair_share.h"

#include <algorithm>

#include "broker/core/must.h"

namespace caseway::host {
namespace {

std::size_t counted(const flow::Inbound& frame) { return frame.frame.size() + FairShare::keep_bytes; }

/// The element after `key`, and behind the last one the first.
template <class Map, class Key>
auto after(Map& map, const Key& key) {
  const auto next = map.upper_bound(key);
  return next == map.end() ? map.begin() : next;
}

}  // namespace

static_assert(FairShare::session_frames_max * FairShare::keep_bytes + core::limits::credit_bytes <=
              FairShare::session_bytes_max);
static_assert(FairShare::turn_bytes_max <= FairShare::bytes_max);

std::string_view FairShare::add(flow::Inbound frame) {
  const std::size_t bytes = counted(frame);
  const auto queue = queues_.find(frame.session);
  const auto agency = agencies_.find(frame.agency);
  if (queue != queues_.end() &&
      (queue->second.frames.size() >= session_frames_max || queue->second.bytes + bytes > session_bytes_max)) {
    return "more of it waits than twice its credit";
  }
  if (agency != agencies_.end() && agency->second.bytes + bytes > agency_bytes_max)
    return "more of its agency waits than is kept";

  Queue& to = queues_[frame.session];
  Agency& of = agencies_[frame.agency];
  to.agency = frame.agency;
  of.sessions.emplace(frame.session, &to);
  to.bytes += bytes;
  of.bytes += bytes;
  bytes_ += bytes;
  ++frames_;
  to.frames.emplace_back(added_++, std::move(frame));
  return {};
}

void FairShare::forget(flow::SessionNo session) {
  const auto found = queues_.find(session);
  if (found == queues_.end()) return;
  Queue& queue = found->second;
  frames_ -= queue.frames.size();
  count_off(queue, queue.bytes);
  erase(session);
}

std::vector<flow::Inbound> FairShare::take(std::int64_t now_ms) {
  for (const auto& [id, agency] : agencies_) heard_[id] = now_ms;
  std::erase_if(heard_, [&](const auto& each) { return now_ms - each.second >= heard_ms; });
  const std::size_t most = heard_.size() > 1 ? share_max : core::limits::turn_messages_max;
  if (agencies_.empty()) return {};

  std::vector<std::pair<std::uint64_t, flow::Inbound>> taken;
  std::size_t bytes = 0;
  const auto has_room = [&] { return taken.size() < core::limits::turn_messages_max && bytes < turn_bytes_max; };
  first_ = after(agencies_, first_)->first;  // each turn another one is first, should one turn not do for all
  for (std::size_t round = 0; round < most && has_room() && !agencies_.empty(); ++round) {
    const auto from = agencies_.lower_bound(first_);
    core::AgencyId at = from == agencies_.end() ? agencies_.begin()->first : from->first;
    for (std::size_t left = agencies_.size(); left > 0 && has_room(); --left) {
      taken.push_back(pop(agencies_.at(at)));
      bytes += counted(taken.back().second);
      if (left > 1) at = after(agencies_, at)->first;
    }
  }
  std::sort(taken.begin(), taken.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<flow::Inbound> frames;
  for (auto& each : taken) frames.push_back(std::move(each.second));
  return frames;
}

/// The next frame of the session whose turn it is.
std::pair<std::uint64_t, flow::Inbound> FairShare::pop(Agency& agency) {
  const auto [session, queue] = *after(agency.sessions, agency.last);
  agency.last = session;
  auto next = std::move(queue->frames.front());
  queue->frames.pop_front();
  --frames_;
  count_off(*queue, counted(next.second));
  if (queue->frames.empty()) erase(session);
  return next;
}

void FairShare::count_off(Queue& queue, std::size_t bytes) {
  MUST(bytes <= queue.bytes);
  queue.bytes -= bytes;
  agencies_.at(queue.agency).bytes -= bytes;
  bytes_ -= bytes;
}

/// Ends the queue of `session`, of which nothing is counted any more.
void FairShare::erase(flow::SessionNo session) {
  const auto found = queues_.find(session);
  const auto agency = agencies_.find(found->second.agency);
  agency->second.sessions.erase(session);
  if (agency->second.sessions.empty()) agencies_.erase(agency);
  queues_.erase(found);
}

}  // namespace caseway::host
