#include "broker/engine/directory.h"

namespace caseway::engine {

namespace {

using core::OrderKind;

void revoke(core::Agency& agency, const core::Order& order) {
  for (auto& key : agency.keys) {
    if (!(core::key_id(key.key) == order.key)) continue;
    key.revoked_at = order.instant;
    key.compromised_since = order.since;
  }
}

void set_counterparts(State& state, const core::Order& order) {
  for (const auto& entry : order.counterparts) {
    if (auto found = state.agencies.find(entry.agency); found != state.agencies.end())
      found->second.counterparts.clear();
  }
  for (const auto& entry : order.counterparts) {
    auto found = state.agencies.find(entry.agency);
    if (found != state.agencies.end()) found->second.counterparts[entry.role] = entry.counterpart;
  }
}

}  // namespace

void begin(State& state, const core::Genesis& genesis) {
  state.engine_version = genesis.engine_version;
  state.origin = genesis.origin;
  state.epoch = genesis.epoch;
  state.suite = genesis.suite;
  state.log_key = genesis.log_key;
  state.training = genesis.training;
  state.officers = genesis.officers;
  for (const auto& agency : genesis.agencies) state.agencies[agency.id].agency = agency;
  if (genesis.training) state.now = genesis.first_instant;
}

void change_directory(State& state, const core::Order& order) {
  if (order.kind == OrderKind::admit_agency) {
    auto& member = state.agencies[order.agency.id];
    member.agency = order.agency;
    member.retired = false;
    return;
  }
  if (order.kind == OrderKind::set_counterparts) return set_counterparts(state, order);
  auto found = state.agencies.find(order.agency.id);
  if (found == state.agencies.end()) return;
  auto& member = found->second;
  if (order.kind == OrderKind::retire_agency) {
    // With an instant it leaves then; without one, now.
    member.agency.until = order.instant;
    member.retired = order.instant.empty() || order.instant <= state.now;
  } else if (order.kind == OrderKind::add_key && !order.agency.keys.empty()) {
    member.agency.keys.push_back(order.agency.keys.front());
  } else if (order.kind == OrderKind::revoke_key) {
    revoke(member.agency, order);
  }
}

}  // namespace caseway::engine
