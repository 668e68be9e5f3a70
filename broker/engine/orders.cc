#include "broker/engine/orders.h"

#include <algorithm>
#include <set>

#include "broker/core/signature.h"
#include "broker/engine/versions.h"
#include "broker/wire/order.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;
using core::OrderKind;

constexpr std::size_t keys_max = 16;
constexpr std::uint8_t level_max = 4;
constexpr std::size_t region_digits = 6;
constexpr std::size_t setting_bytes_max = 256;

/// Empty: nothing is wrong.
using Why = std::string_view;

const core::Officer* find_officer(const State& state, std::string_view id) {
  for (const auto& officer : state.officers) {
    if (officer.id == id) return &officer;
  }
  return nullptr;
}

Why check_signatures(const State& state, const core::OrderEvent& event) {
  if (wire::encode_order(event.order) != event.order_bytes) return "bytes";
  if (!(event.order.previous == state.last_order)) return "previous";
  if (event.signatures.size() != 2) return "officers";
  const auto* first = find_officer(state, event.signatures[0].officer);
  const auto* second = find_officer(state, event.signatures[1].officer);
  if (first == nullptr || second == nullptr || first->key == second->key) return "officers";
  const auto signed_bytes = wire::order_signing_bytes(state.origin, event.order_bytes);
  const bool both = core::verify_bytes(first->key, event.signatures[0].signature, signed_bytes) &&
                    core::verify_bytes(second->key, event.signatures[1].signature, signed_bytes);
  return both ? Why() : "signature";
}

bool fits_agency_id(std::string_view id) {
  return !id.empty() && id.size() <= core::limits::agency_bytes_max && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

// A signing or transport key names one agency: nobody else may bring it.
bool is_used(const State& state, const AgencyId& by_other_than, const core::PublicKey& key) {
  for (const auto& [id, member] : state.agencies) {
    if (id == by_other_than) continue;
    if (member.agency.transport == key) return true;
    for (const auto& known : member.agency.keys) {
      if (known.key == key) return true;
    }
  }
  return false;
}

Why check_keys(const State& state, const AgencyId& agency, const std::vector<core::AgencyKey>& keys) {
  std::set<core::PublicKey> seen;
  for (const auto& key : keys) {
    if (key.algorithm != core::Algorithm::ed25519 || key.key.empty()) return "keys";
    if (!seen.insert(key.key).second || is_used(state, agency, key.key)) return "keys";
  }
  return keys.size() > keys_max ? "keys" : Why();
}

// GB/T 2260; empty: an agency of no region.
bool fits_region(std::string_view region) {
  return region.empty() || (region.size() == region_digits &&
                            std::all_of(region.begin(), region.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

// Levels and regions are compared by rules: one that is none would be the same as another that is none.
Why check_admission(const State& state, const core::Agency& agency) {
  if (!fits_agency_id(agency.id) || agency.roles.empty() || agency.keys.empty()) return "agency";
  if (agency.level < 1 || agency.level > level_max || !fits_region(agency.region)) return "agency";
  std::set<core::Role> roles(agency.roles.begin(), agency.roles.end());
  if (roles.size() != agency.roles.size()) return "agency";
  if (agency.transport.empty() || is_used(state, agency.id, agency.transport)) return "keys";
  return check_keys(state, agency.id, agency.keys);
}

Why check_counterparts(const State& state, const core::Order& order) {
  if (order.counterparts.empty()) return "counterpart";
  for (const auto& entry : order.counterparts) {
    const auto* other = find_agency(state, entry.counterpart);
    if (find_agency(state, entry.agency) == nullptr || other == nullptr) return "counterpart";
    if (!has_role(other->agency, entry.role) || entry.agency == entry.counterpart) return "counterpart";
  }
  return {};
}

Why check_setting(const Draft& draft, const core::Order& order) {
  const auto id = Code::make(order.setting);
  const auto* bundle = draft.bundle(draft.state().pack);
  if (!id || bundle == nullptr || bundle->setting(*id) == nullptr) return "setting";
  return order.value.empty() || order.value.size() > setting_bytes_max ? "setting" : Why();
}

// What the clock showed is when the order was received, unless that is before the last record: time does not fall.
Why check_time(const Draft& draft, core::Instant instant) {
  const auto& state = draft.state();
  const auto apart_ms = instant.ms - draft.now().ms;
  const bool stands = draft.now() == state.now && apart_ms < 0;
  if (state.training || instant.empty()) return "clock";
  return apart_ms <= confirm_within_ms && (apart_ms >= -confirm_within_ms || stands) ? Why() : "clock";
}

// Law is silent on erasing what nobody recalled: only what was is erased.
Why check_erasure(const State& state, const core::Order& order) {
  const auto* transfer = find_transfer(state, order.transfer);
  if (transfer == nullptr) return "transfer";
  const auto recalled = [&](core::PartNo part) { return is_taken_back(*transfer, order.record, part); };
  const bool all = std::all_of(order.parts.begin(), order.parts.end(), recalled);
  return all && fits(*transfer, effect::PartsErased{order.transfer, order.record, order.parts}) ? Why() : "parts";
}

Why check_change(const Draft& draft, const core::Order& order) {
  const auto& state = draft.state();
  const auto* member = find_agency(state, order.agency.id);
  switch (order.kind) {
    case OrderKind::admit_agency: return check_admission(state, order.agency);
    case OrderKind::retire_agency: return member == nullptr ? "agency" : Why();
    case OrderKind::add_key:
      if (member == nullptr) return "agency";
      if (order.agency.keys.size() != 1 || member->agency.keys.size() >= keys_max) return "keys";
      if (find_key(state, order.agency.id, core::key_id(order.agency.keys[0].key)) != nullptr) return "keys";
      return check_keys(state, order.agency.id, order.agency.keys);
    case OrderKind::revoke_key:
      if (member == nullptr) return "agency";
      return find_key(state, order.agency.id, order.key) == nullptr || order.instant.empty() ? "keys" : Why();
    case OrderKind::set_counterparts: return check_counterparts(state, order);
    case OrderKind::activate_pack:
      if (draft.bundle(order.digest) == nullptr) return "pack";
      return state_left_behind(draft, *draft.bundle(order.digest)).empty() ? Why() : "pack_states";
    case OrderKind::activate_calendar: return draft.knows_calendar(order.digest) ? Why() : "pack";
    case OrderKind::set_clock: return state.training && order.instant > state.now ? Why() : "clock";
    case OrderKind::set_setting: return check_setting(draft, order);
    case OrderKind::take_snapshot: return {};
    case OrderKind::confirm_time: return check_time(draft, order.instant);
    case OrderKind::erase: return check_erasure(state, order);
    case OrderKind::open_epoch: break;
  }
  return "kind";
}

void take_effect(Draft& draft, core::Order order) {
  order.content.clear();
  switch (order.kind) {
    case OrderKind::activate_pack:
      if (!gives_tables(draft, *draft.bundle(order.digest))) {
        draft.find(procedure_finding("order.pack_overtaken", core::Fault::flag));
      }
      return draft.add(activation(draft, order.digest, false));
    case OrderKind::activate_calendar: return draft.add(activation(draft, order.digest, true));
    case OrderKind::set_clock: return draft.add(effect::TimeSet{order.instant});
    case OrderKind::set_setting: return draft.add(effect::SettingSet{Code(order.setting), order.value});
    case OrderKind::erase: return draft.add(effect::PartsErased{order.transfer, order.record, std::move(order.parts)});
    case OrderKind::take_snapshot:
    case OrderKind::confirm_time: return;
    default: return draft.add(effect::DirectoryChanged{std::move(order)});
  }
}

}  // namespace

void decide_order(Draft& draft, const core::OrderEvent& event) {
  auto why = check_signatures(draft.state(), event);
  if (why.empty()) why = check_change(draft, event.order);
  if (why.empty()) return take_effect(draft, event.order);
  std::string path;
  if (why == "pack_states") path = state_left_behind(draft, *draft.bundle(event.order.digest));
  draft.find(procedure_finding("order." + std::string(why), core::Fault::unmet, path));
  draft.refuse(core::ReturnCode::none);
}

}  // namespace caseway::engine
