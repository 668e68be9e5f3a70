#include "tests/simulation/network.h"

#include <algorithm>
#include <utility>

namespace caseway::simulation {

namespace {

// Messages are said again until their receipt is there; these are not.
bool is_said_once(const flow::Bytes& bytes) {
  if (bytes.size() > 1024) return false;  // a message
  const auto frame = wire::decode_client(bytes);
  return frame.ok() &&
         (std::holds_alternative<wire::Ack>(frame.value()) || std::holds_alternative<wire::Park>(frame.value()));
}

}  // namespace

void Network::carry() {
  for (auto& frame : std::exchange(world_.queued, {})) {
    if (fate_.one_in(weather.loses)) {
      faults_.count(Fault::frame_lost);
      if (is_said_once(frame.frame)) torn.insert(frame.session);
      continue;
    }
    if (fate_.one_in(weather.doubles)) {
      faults_.count(Fault::frame_doubled);
      up_.push_back({0, frame});
    }
    const bool late = fate_.one_in(weather.delays);
    if (late) faults_.count(Fault::frame_late);
    up_.push_back({late ? 1 + fate_.pick(6) : 0, std::move(frame)});
  }
  std::deque<Upward> later;
  for (auto& each : std::exchange(up_, {})) {
    if (parted_.contains(each.frame.agency)) {
      later.push_back(std::move(each));
    } else if (each.turns > 0) {
      --each.turns;
      later.push_back(std::move(each));
    } else {
      world_.queued.push_back(std::move(each.frame));
    }
  }
  up_ = std::move(later);
  if (world_.queued.size() > 1 && fate_.one_in(weather.swaps)) {
    faults_.count(Fault::frames_swapped);
    std::swap(world_.queued.front(), world_.queued[fate_.pick(world_.queued.size())]);
  }
}

bool Network::arrives(const Agency& agency, const wire::BrokerFrame& frame) {
  // A session hears its welcome, or it is none; orders are given in the broker's own house.
  if (std::holds_alternative<wire::Welcome>(frame) || std::holds_alternative<wire::OrderAnswer>(frame)) return true;
  const bool parted = parted_.contains(agency.id);
  if (!parted && fate_.one_in(weather.loses)) {
    faults_.count(Fault::frame_lost);
    if (std::holds_alternative<wire::Delivery>(frame)) torn.insert(agency.session);
    return false;
  }
  const bool late = fate_.one_in(weather.delays);
  if (late) faults_.count(Fault::frame_late);
  const bool behind = std::any_of(down_.begin(), down_.end(), [&](const auto& each) {
    return each.session == agency.session && std::holds_alternative<wire::Delivery>(each.frame);
  });
  // Deliveries of one session keep their order.
  if (!parted && !late && !(behind && std::holds_alternative<wire::Delivery>(frame))) return true;
  down_.push_back({late ? 1 + fate_.pick(6) : 0, agency.id, agency.session, frame});
  return false;
}

void Network::hand_over() {
  std::deque<Downward> later;
  std::set<core::AgencyId> behind;
  for (auto& each : std::exchange(down_, {})) {
    auto& agency = world_.agency(each.agency);
    if (agency.session != each.session) continue;
    const bool delivery = std::holds_alternative<wire::Delivery>(each.frame);
    if (parted_.contains(each.agency) || each.turns > 0 || (delivery && behind.contains(each.agency))) {
      if (each.turns > 0) --each.turns;
      if (delivery) behind.insert(each.agency);
      later.push_back(std::move(each));
    } else {
      on_arrival(agency, each.frame);
      World::arrive(agency, std::move(each.frame));
    }
  }
  down_ = std::move(later);
}

void Network::heal(const core::AgencyId& agency, bool cut) {
  parted_.erase(agency);
  if (!cut) return;
  faults_.count(Fault::session_cut);
  std::erase_if(up_, [&](const auto& each) { return each.frame.agency == agency; });
  std::erase_if(down_, [&](const auto& each) { return each.agency == agency; });
  world_.disconnect(world_.agency(agency));
}

void Network::heal_all() {
  parted_.clear();
  weather = {};
}

void Network::forget() {
  up_.clear();
  down_.clear();
  torn.clear();
}

}  // namespace caseway::simulation
