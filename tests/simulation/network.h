// The net between agencies and broker: loses, doubles, delays, swaps, partitions. Frames of a session that ended are
// lost with it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <vector>

#include "tests/simulation/faults.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {

/// How often, one in so many frames (turns, with `swaps`); 0: never.
struct Weather {
  std::uint64_t loses = 0;
  std::uint64_t doubles = 0;
  std::uint64_t delays = 0;
  std::uint64_t swaps = 0;
};

class Network {
 public:
  Network(World& world, Fate fate, Faults& faults) : world_(world), fate_(fate), faults_(faults) {}

  /// What agencies queued goes on its way; what arrives now is queued for the next turn.
  void carry();
  /// Whether a frame of the broker reaches its agency now. It may be lost, or come later by hand_over().
  bool arrives(const Agency& agency, const wire::BrokerFrame& frame);
  /// Late frames of the broker whose time has come reach their agencies.
  void hand_over();
  /// Nothing passes between this agency and the broker until it heals.
  void part(const core::AgencyId& agency) { parted_.insert(agency); }
  /// What was held goes on, or the session is cut and it is lost.
  void heal(const core::AgencyId& agency, bool cut);
  void heal_all();
  /// The broker died: what was on its way is lost.
  void forget();
  [[nodiscard]] bool is_parted(const core::AgencyId& agency) const { return parted_.contains(agency); }

  Weather weather;
  /// Sessions that lost what is said once only: a delivery, an ack, a park. Only a new session brings it again.
  std::set<flow::SessionNo> torn;
  /// Called with each late frame that reaches its agency.
  std::function<void(const Agency&, const wire::BrokerFrame&)> on_arrival;

 private:
  struct Upward {
    std::uint64_t turns = 0;
    flow::Inbound frame;
  };
  struct Downward {
    std::uint64_t turns = 0;
    core::AgencyId agency;
    flow::SessionNo session = 0;
    wire::BrokerFrame frame;
  };
  World& world_;
  Fate fate_;
  Faults& faults_;
  std::deque<Upward> up_;
  std::deque<Downward> down_;
  std::set<core::AgencyId> parted_;
};

}  // namespace caseway::simulation
