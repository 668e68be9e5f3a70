// Agencies that are away for days and go on writing, and their keys, which are rotated or expire meanwhile.
#include "broker/core/signature.h"
#include "tests/simulation/lives.h"

namespace caseway::simulation {

namespace {

// An agency may have sixteen keys: the last ones are kept for whom a key expires, and expire no more.
constexpr std::size_t keys_most = 10;

}  // namespace

void Lives::leave_for_days() {
  const auto agency = std::next(world_.agencies.begin(), static_cast<long>(fate_.pick(world_.agencies.size())));
  const auto& id = agency->first;
  if (id == "operator" || away_.contains(id)) return;
  network_.heal(id, true);
  const auto now_ms = world_.time.wall_ms;
  away_[id] = {now_ms, now_ms + core::hour_ms + static_cast<std::int64_t>(fate_.pick(4 * core::day_ms))};
}

// Where days do not pass, some come back sooner.
bool Lives::is_away(Agency& agency) {
  const auto found = away_.find(agency.id);
  if (found == away_.end()) return false;
  if (world_.time.wall_ms < found->second.until_ms && !fate_.one_in(60)) return true;
  come_back(agency.id);
  return false;
}

void Lives::come_back(const core::AgencyId& id) {
  if (world_.time.wall_ms - away_.at(id).since_ms > core::day_ms && world_.agency(id).waiting() > 0)
    faults_.count(Fault::away_for_days);
  away_.erase(id);
}

// Composed and signed now, sent when there is a connection: the case may have moved on by then, or its limits run out.
void Lives::write_for_later(Agency& agency) {
  if (!fate_.one_in(3) || agency.waiting() >= 12) return;
  if (auto wording = workload_.lawful(agency)) say_one(agency, *std::move(wording));
}

// A new key joins; what waits is signed again, but not by who is away: there the broker refuses the old signature
// later, if that key was revoked meanwhile.
void Lives::rotate_key(Agency& agency) {
  if (world_.broker->state().agencies.at(agency.id).agency.keys.size() >= keys_most) return;
  core::Instant until;
  if (fate_.one_in(2))
    until = {world_.time.wall_ms + core::hour_ms + static_cast<std::int64_t>(fate_.pick(5 * core::day_ms))};
  const auto before = agency.key;
  if (!add_key(agency, until)) return;
  if (!away_.contains(agency.id))
    agency.each_lane([&](core::LaneNo, Lane& lane) {
      for (auto& [number, message] : lane.unanswered) world_.sign(agency, {&message});
    });
  if (!fate_.one_in(2)) return;
  core::Order order;
  order.kind = core::OrderKind::revoke_key;
  order.agency.id = agency.id;
  order.key = core::key_id(before.public_key);
  order.instant = world_.broker->state().now;
  if (accepted(order)) hostile_.revoked(agency.id, before);
}

// What waits is signed with the new one when it is refused once more.
void Lives::renew_key(Agency& agency) {
  auto& site = world_.agency("operator");
  if (site.session == 0) connect(site);
  if (add_key(agency, {})) faults_.count(Fault::key_expired);
}

bool Lives::add_key(Agency& agency, core::Instant until) {
  std::vector<std::uint8_t> bits(32);
  for (auto& byte : bits) byte = static_cast<std::uint8_t>(fate_.pick(256));
  const auto next = core::key_pair_from_seed(bits);
  core::Order order;
  order.kind = core::OrderKind::add_key;
  order.agency.id = agency.id;
  order.agency.keys = {{core::Algorithm::ed25519, next.public_key, {1}, until, {}, {}}};
  if (!accepted(order)) return false;
  agency.key = next;
  expires_[agency.id] = until;
  return true;
}

bool Lives::is_expired(const Agency& agency) const {
  const auto found = expires_.find(agency.id);
  if (found == expires_.end() || found->second.empty()) return false;
  return watch_.last().at >= found->second || world_.broker->state().now >= found->second;
}

}  // namespace caseway::simulation
