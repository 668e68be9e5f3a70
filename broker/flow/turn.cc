#include "broker/flow/turn.h"

#include <algorithm>

#include "broker/flow/facts.h"
#include "broker/flow/parts.h"

namespace caseway::flow {

// The path. What a frame asks for is in take.cc, what becomes of it in release.cc.
void Broker::turn(std::span<Inbound> batch) {
  Parts& broker = *parts_;
  broker.begin_turn();                                     // one reading of the clocks, room for a group
  broker.fire_due_clocks();
  for (Inbound& inbound : batch) {                         // listen: within the session's credit?
    if (!broker.listen(inbound)) continue;
    auto frame = wire::decode_client(inbound.frame);       // decode
    if (!frame.ok()) {
      broker.refuse(inbound.session, {0, 0, frame.refused().code, frame.refused().where, frame.refused().what, 0, {}, {}},
                    core::digest_of(inbound.frame));
      continue;
    }
    auto asked = broker.take(inbound, frame.value());      // authenticate; what needs no record is answered
    if (asked) broker.judge(std::move(*asked));            // fetch, decide, apply: it joins the open group
  }
  broker.release();                                        // record, deliver, acknowledge
}

void Broker::Parts::begin_turn() {
  now = clock.read(*ports.time, state);
  full = false;
  try {
    journal->reserve(reserve_bytes(site));
    vault->reserve(reserve_bytes(site));
  } catch (const DiskFull&) {
    full = true;
  }
}

// Clocks are due before anything is heard: a message of this turn finds the state that time has made.
void Broker::Parts::fire_due_clocks() {
  if (full || !stopped_serving.empty() || !clock.alarm().empty()) return;
  for (auto due = engine::next_clock(state); due && *due <= now.at; due = engine::next_clock(state)) {
    auto event = new_event(core::EventType::tick, "");
    event.body = core::TickEvent{};
    auto outcome = engine::decide(library, state, fetch(event), event);
    if (outcome.effects.empty()) return;  // nothing fires yet: nothing is recorded
    join(std::move(event), std::move(outcome));
    if (open.bytes < reserve_bytes(site) / 2) continue;
    release();
    begin_turn();
    if (full) return;
  }
}

// Before anything is decoded: from whom is it, and is it within what that session may have unanswered?
bool Broker::Parts::listen(Inbound& inbound) {
  auto found = sessions.find(inbound.session);
  if (found == sessions.end()) return false;  // it closed while its frame was on the way
  Session& session = found->second;
  MUST(session.agency == inbound.agency);
  ++session.messages;
  session.bytes += inbound.frame.size();
  if (session.messages <= core::limits::credit_messages && session.bytes <= core::limits::credit_bytes) return true;
  refuse(inbound.session, {0, 0, core::Refusal::over_credit, "", "more is unanswered than a session may have", 0, {}, {}});
  if (++session.over_credit == over_credit_max) to_drop.push_back(inbound.session);
  return false;
}

core::Facts Broker::Parts::fetch(const core::Event& event) {
  return fetch_facts(engine::needs(library, state, event),
                     [this](core::RecordIndex index, core::PartNo part) { return records->part(index, part); });
}

// Fetch, decide, apply. A message that its rules return is recorded like any other, within a quota.
void Broker::Parts::judge(Asked&& asked) {
  MUST(sessions.at(asked.session).hello);
  const core::Facts facts = fetch(asked.event);
  core::Outcome outcome = engine::decide(library, state, facts, asked.event);
  const bool returned = outcome.verdict == core::Verdict::returned;
  if (const auto* message = std::get_if<core::MessageEvent>(&asked.event.body)) {
    const auto& envelope = message->message.envelope;
    if (returned && over_quota(asked.event))
      return refuse(asked.session, {envelope.lane, envelope.number, core::Refusal::try_later, "",
                                    "more messages were returned in this minute than are recorded one by one", 0, {}, {}},
                    message->message.body);
    owed.push_back({asked.session, ReceiptOwed{envelope.lane, envelope.number, state.next_record}});
  } else if (asked.event.type == core::EventType::order) {
    if (returned)
      return refuse_order(asked.session, asked.order_number,
                          outcome.findings.empty() ? "it is not one" : outcome.findings.front().code);
    owed.push_back({asked.session, OrderOwed{asked.order_number, state.next_record}});
  }
  join(std::move(asked.event), std::move(outcome), asked.content);
  if (state.now > now.at) {  // the officers moved a training site's clock: what is due by now comes before what was heard later
    release();
    begin_turn();
    return fire_due_clocks();
  }
  if (open.bytes < reserve_bytes(site) / 2 && vault->open_bytes() < reserve_bytes(site) / 2) return;
  release();
  begin_turn();
}

bool Broker::Parts::over_quota(const core::Event& event) const {
  const auto counted = state.refused.find(event.agency);
  const core::Instant minute{event.received_at.ms - event.received_at.ms % core::minute_ms};
  return counted != state.refused.end() && counted->second.minute == minute &&
         counted->second.count >= returned_per_minute_max;
}

void Broker::Parts::release() {
  count_refusals(false);
  record();
  deliver();
  acknowledge();
}

Broker::~Broker() = default;

void Broker::session_opened(SessionNo session, const core::AgencyId& agency) {
  parts_->sessions[session].agency = agency;
}

void Broker::session_closed(SessionNo session) {
  auto found = parts_->sessions.find(session);
  if (found == parts_->sessions.end()) return;
  parts_->courier->leave(found->second.agency, session);
  parts_->sessions.erase(found);
}

std::int64_t Broker::wait_ms() {
  const auto& broker = *parts_;
  std::int64_t wait = Journal::head_age_max_ms;
  if (const auto minute = broker.refusals.next_ms()) wait = std::min(wait, *minute - broker.now.monotonic_ms);
  const auto due = engine::next_clock(broker.state);
  if (due && !broker.state.training && broker.clock.alarm().empty()) wait = std::min(wait, due->ms - broker.now.at.ms);
  return std::clamp<std::int64_t>(wait, 0, Journal::head_age_max_ms);
}

const engine::State& Broker::state() const { return parts_->state; }
std::uint64_t Broker::directory_version() const { return parts_->directory_version; }
const std::string& Broker::stopped_serving() const { return parts_->stopped_serving; }
const std::string& Broker::alarm() const { return parts_->clock.alarm(); }
const std::vector<std::string>& Broker::notes() const { return parts_->notes; }

}  // namespace caseway::flow
