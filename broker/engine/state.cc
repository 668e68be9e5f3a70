#include "broker/engine/state.h"

#include <algorithm>

namespace caseway::engine {

State::State() = default;
State::State(const State&) = default;
State::State(State&&) noexcept = default;
State& State::operator=(const State&) = default;
State& State::operator=(State&&) noexcept = default;
State::~State() = default;

const AgencyState* find_agency(const State& state, const AgencyId& id) {
  auto found = state.agencies.find(id);
  return found == state.agencies.end() ? nullptr : &found->second;
}

const core::AgencyKey* find_key(const State& state, const AgencyId& agency, const core::KeyId& key) {
  const auto* member = find_agency(state, agency);
  if (member == nullptr) return nullptr;
  for (const auto& known : member->agency.keys) {
    if (core::key_id(known.key) == key) return &known;
  }
  return nullptr;
}

bool key_valid_at(const core::AgencyKey& key, core::Instant at) {
  if (at < key.valid_from) return false;
  if (!key.valid_until.empty() && at >= key.valid_until) return false;
  return key.revoked_at.empty() || at < key.revoked_at;
}

bool has_role(const core::Agency& agency, core::Role role) {
  return std::find(agency.roles.begin(), agency.roles.end(), role) != agency.roles.end();
}

bool has_one_of(const core::Agency& agency, const std::vector<core::Role>& roles) {
  return std::any_of(roles.begin(), roles.end(), [&](core::Role role) { return has_role(agency, role); });
}

bool has_one_of(const State& state, const AgencyId& id, const std::vector<core::Role>& roles) {
  const auto* member = find_agency(state, id);
  return member != nullptr && has_one_of(member->agency, roles);
}

bool is_member(const AgencyState& agency, core::Instant at) {
  return !agency.retired && at >= agency.agency.since && (agency.agency.until.empty() || at < agency.agency.until);
}

AgencyId counterpart_of(const State& state, const AgencyId& agency, core::Role role, core::Instant at) {
  const auto* member = find_agency(state, agency);
  if (member == nullptr) return {};
  auto found = member->counterparts.find(role);
  if (found == member->counterparts.end()) return {};
  const auto* other = find_agency(state, found->second);
  if (other == nullptr || !is_member(*other, at)) return {};
  return found->second;
}

const Transfer* find_transfer(const State& state, const core::TransferId& id) {
  auto found = state.transfers.find(id);
  return found == state.transfers.end() ? nullptr : &found->second;
}

const Case* find_case(const State& state, const core::CaseId& id) {
  auto found = state.cases.find(id);
  return found == state.cases.end() ? nullptr : &found->second;
}

const ClockRun* find_clock(const Transfer& transfer, const Code& clock, core::PartyNo party, const Code& offence) {
  for (const auto& run : transfer.clocks) {
    if (run.clock == clock && run.party == party && run.offence == offence) return &run;
  }
  return nullptr;
}

std::size_t open_pairs(const Transfer& transfer) {
  return static_cast<std::size_t>(
      std::count_if(transfer.pairs.begin(), transfer.pairs.end(), [](const PairState& pair) { return pair.open(); }));
}

bool is_party(const Transfer& transfer, const AgencyId& agency) {
  return transfer.sender == agency || transfer.recipient == agency;
}

bool was_receiver(const Transfer& transfer, const AgencyId& agency, core::RecordIndex record) {
  return std::any_of(transfer.former.begin(), transfer.former.end(),
                     [&](const FormerReceiver& one) { return one.agency == agency && record < one.until; });
}

bool is_taken_back(const Transfer& transfer, core::RecordIndex record, core::PartNo part) {
  return std::any_of(transfer.taken_back.begin(), transfer.taken_back.end(),
                     [&](const TakenBack& one) { return one.record == record && one.part == part; });
}

LaneAnswer ask_lane(const State& state, const AgencyId& agency, core::LaneNo lane, core::LaneNumber number,
                    const core::Digest& body) {
  static const Lane unused;
  const auto* member = find_agency(state, agency);
  const Lane* held = &unused;
  if (member != nullptr) {
    if (auto found = member->lanes.find(lane); found != member->lanes.end()) held = &found->second;
  }
  LaneAnswer answer{LaneSays::next, held->next, 0};
  if (number == held->next) return answer;
  answer.says = number > held->next ? LaneSays::gap : LaneSays::older;
  // Numbers lie without gaps, newest last.
  if (number > held->next || held->answered.empty() || number < held->answered.front().number) return answer;
  const auto& entry = held->answered[number - held->answered.front().number];
  MUST(entry.number == number);
  answer.record = entry.record;
  answer.says = entry.body.empty() || entry.body == body ? LaneSays::repeat : LaneSays::reused;
  return answer;
}

}  // namespace caseway::engine
