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
  if (queue != queues_.end() &&
      (queue->second.frames.size() >= session_frames_max || queue->second.bytes + bytes > session_bytes_max)) {
    return "more of it waits than twice its credit";
  }

  Queue& to = queues_[frame.session];
  Agency& of = agencies_[frame.agency];
  to.agency = frame.agency;
  of.sessions.emplace(frame.session, &to);
  to.bytes += bytes;
  ++of.frames;
  of.says = of.says || frame.frame.size() >= message_bytes_min;
  bytes_ += bytes;
  ++frames_;
  to.frames.emplace_back(added_++, std::move(frame));
  return {};
}

void FairShare::forget(flow::SessionNo session) {
  const auto found = queues_.find(session);
  if (found == queues_.end()) return;
  Queue& queue = found->second;
  count_off(queue, queue.frames.size(), queue.bytes);
  erase(session);
}

std::vector<flow::Inbound> FairShare::take(std::int64_t now_ms) {
  const std::size_t most = share(now_ms);
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

/// How many frames the turn at `now_ms` takes of each agency at most.
std::size_t FairShare::share(std::int64_t now_ms) {
  for (const auto& [id, agency] : agencies_) {
    Heard& heard = heard_[id];
    heard.at = now_ms;
    if (agency.says) heard.said = now_ms;
    if (agency.frames > few_frames) heard.much = now_ms;
  }
  const auto lately = [&](const std::optional<std::int64_t>& at) { return at && now_ms - *at < heard_ms; };
  std::erase_if(heard_, [&](const auto& each) { return !lately(each.second.at); });
  if (heard_.size() < 2) return core::limits::turn_messages_max;
  const bool one_waits_for_each = std::any_of(heard_.begin(), heard_.end(), [&](const auto& each) {
    return lately(each.second.said) && !lately(each.second.much);
  });
  return one_waits_for_each ? std::max<std::size_t>(1, turn_short / heard_.size()) : share_max;
}

/// The next frame of the session whose turn it is.
std::pair<std::uint64_t, flow::Inbound> FairShare::pop(Agency& agency) {
  const auto [session, queue] = *after(agency.sessions, agency.last);
  agency.last = session;
  auto next = std::move(queue->frames.front());
  queue->frames.pop_front();
  count_off(*queue, 1, counted(next.second));
  if (queue->frames.empty()) erase(session);
  return next;
}

void FairShare::count_off(Queue& queue, std::size_t frames, std::size_t bytes) {
  MUST(bytes <= queue.bytes);
  queue.bytes -= bytes;
  agencies_.at(queue.agency).frames -= frames;
  frames_ -= frames;
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
