// Guests that mean no good, or are confused: what they send must harm nobody else. What must never be recorded is never
// told to the model, so that it would not know it.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "tests/simulation/faults.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {

class Hostile {
 public:
  Hostile(World& world, Fate fate, Faults& faults) : world_(world), fate_(fate), faults_(faults) {}

  /// `agency` does one of them.
  void act(Agency& agency);
  /// A message that was sent; some are kept to be misused.
  void overheard(const core::AgencyId& agency, core::LaneNumber number, const wire::SendMessage& message);
  /// Whether this session never said hello.
  [[nodiscard]] bool is_silent(flow::SessionNo session) const { return silent_.contains(session); }
  /// A key of `agency` was revoked: it is tried all the same.
  void revoked(const core::AgencyId& agency, core::KeyPair key) { revoked_[agency] = std::move(key); }

 private:
  struct Heard {
    core::AgencyId agency;
    core::LaneNumber number = 0;
    wire::SendMessage message;
  };
  void send(Agency& agency, Fault kind, const wire::ClientFrame& frame);
  void astray(Agency& agency);
  core::LaneNo some_lane(const Agency& agency);
  void junk(Agency& agency);
  void bent(Agency& agency);
  void forged(Agency& agency);
  void old_key(Agency& agency);
  void reused(Agency& agency);
  void huge(Agency& agency);
  void forged_order(Agency& agency);
  void no_hello(Agency& agency);
  void flood(Agency& agency);

  World& world_;
  Fate fate_;
  Faults& faults_;
  std::deque<Heard> heard_;
  std::map<core::AgencyId, core::KeyPair> revoked_;
  std::set<flow::SessionNo> silent_;
};

}  // namespace caseway::simulation
