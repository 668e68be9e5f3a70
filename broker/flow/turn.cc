#include "broker/flow/turn.h"

#include <algorithm>
#include <utility>

#include "broker/core/digest.h"
#include "broker/flow/facts.h"
#include "broker/flow/parts.h"

namespace caseway::flow {

// The path of a message. What a frame asks for is read in take.cc; what is said of it, in release.cc.
void Broker::turn(std::span<Inbound> batch) {
  MUST(batch.size() <= core::limits::turn_messages_max);
  Parts& broker = *parts_;
  broker.begin_turn();       // one reading of the clocks, room for a group
  broker.fire_due_clocks();  // before anything is heard
  for (Inbound& inbound : batch) {
    if (!broker.listen(inbound)) continue;  // from a session, within its credit

    auto frame = broker.decode(inbound);  // refused: answered, and counted
    if (!frame) continue;

    while (auto asked = broker.authenticate(inbound, *frame)) {  // what needs no record is answered
      const auto facts = broker.fetch(*asked);                   // what cannot be read is no reason to end
      if (!facts) break;

      auto outcome = broker.decide(*asked, *facts);
      if (outcome) broker.apply(std::move(*asked), std::move(*outcome));  // it joins the open group
      if (!broker.more(inbound, *frame)) break;                           // but for a list of acknowledgements
    }
  }
  broker.record();  // durable, or the process ends
  broker.deliver();
  broker.acknowledge();
  broker.look_aside();  // a snapshot that was ordered, or that was made beside the path
}

void Broker::Parts::begin_turn() {
  now = clock.read(*ports.time, state);
  if (now.monotonic_ms - file_full_ms >= core::minute_ms) file_full.clear();
  keep_proof();
  if (!head_full.empty()) write_head(true);
  full = head_full;
  if (!full.empty()) return;
  try {
    journal->reserve(reserve_bytes(site));
    vault->reserve(reserve_bytes(site));
  } catch (const DiskFull& why) {
    full = why.what();
  }
}

// Clocks are due before anything is heard: a message of this turn finds the state that time has made.
void Broker::Parts::fire_due_clocks() {
  if (!full.empty() || !stopped_serving.empty() || !clock.alarm().empty()) return;
  if (now.trusted < now.at) return;  // time stands: a clock may be due by the last record, and not yet by the clock
  for (auto due = engine::next_clock(state); due && *due <= now.at; due = engine::next_clock(state)) {
    auto event = new_event(core::EventType::tick, "");
    event.body = core::TickEvent{};
    auto outcome = engine::decide(library, state, {}, event);  // time needs no documents
    if (outcome.effects.empty()) return;                       // nothing fires yet: nothing is recorded
    join(std::move(event), std::move(outcome));
    if (open.bytes < reserve_bytes(site) / 2) continue;
    end_group();
    if (!full.empty()) return;
  }
}

// Before anything is decoded: from whom is it, and is it within what that session may have unanswered? What a turn
// brings of a session is all unanswered; that it is at most turn_messages_max frames, the listener sees to. What lies
// behind it unread is held back by the transport, not here.
bool Broker::Parts::listen(Inbound& inbound) {
  auto found = sessions.find(inbound.session);
  if (found == sessions.end()) return false;  // it closed while its frame was on the way
  Session& session = found->second;
  MUST(session.agency == inbound.agency);
  session.bytes += inbound.frame.size();
  if (session.bytes <= core::limits::credit_bytes) return true;
  refuse(inbound.session,
         {0, 0, core::Refusal::over_credit, "", "more is unanswered than a session may have", 0, {}, {}});
  if (++session.over_credit == over_credit_max) to_drop.push_back(inbound.session);
  return false;
}

std::optional<wire::ClientFrame> Broker::Parts::decode(const Inbound& inbound) {
  auto frame = wire::decode_client(inbound.frame);
  if (frame.ok()) return std::move(frame).value();
  const auto& why = frame.refused();
  refuse(inbound.session, {0, 0, why.code, why.where, why.what, 0, {}, {}}, core::digest_of(inbound.frame));
  return std::nullopt;
}

std::optional<core::Facts> Broker::Parts::fetch(const Asked& asked) {
  try {
    return fetch_facts(
        engine::needs(library, state, asked.event),
        [this](core::RecordIndex index, core::PartNo part) { return records->part(index, part); },
        [this](core::RecordIndex index) { return said_in(records->get(index)->record); });
  } catch (const Fault& fault) {
    note_fault(fault);
    const auto& message = std::get<core::MessageEvent>(asked.event.body).message;  // nothing else needs facts
    refuse(asked.session,
           {message.envelope.lane,
            message.envelope.number,
            core::Refusal::fault,
            "",
            "the broker could not read what the rules need",
            0,
            {},
            {}},
           message.body);
    return std::nullopt;
  }
}

// What is recorded is owed its answer once it is durable. A message that its rules return is recorded like any other,
// within a quota; an order that does not suit is answered only.
std::optional<core::Outcome> Broker::Parts::decide(const Asked& asked, const core::Facts& facts) {
  MUST(sessions.at(asked.session).hello);
  core::Outcome outcome = engine::decide(library, state, facts, asked.event);
  const bool returned = outcome.verdict == core::Verdict::returned;
  if (const auto* message = std::get_if<core::MessageEvent>(&asked.event.body)) {
    const auto& envelope = message->message.envelope;
    if (returned && !returned_quota.take(asked.event.agency, now.monotonic_ms)) {
      refuse(asked.session,
             {envelope.lane,
              envelope.number,
              core::Refusal::try_later,
              "",
              "more messages were returned in this minute than are recorded one by one",
              0,
              {},
              {}},
             message->message.body);
      return std::nullopt;
    }
    owed.push_back({asked.session, ReceiptOwed{envelope.lane, envelope.number, state.next_record}});
  } else if (asked.event.type == core::EventType::order) {
    if (returned) {
      refuse_order(asked.session, asked.order_number, asked.order, core::Refusal::malformed,
                   outcome.findings.empty() ? "it is not one" : outcome.findings.front().code);
      return std::nullopt;
    }
    owed.push_back({asked.session, OrderOwed{asked.order_number, state.next_record}});
  }
  return outcome;
}

void Broker::Parts::apply(Asked&& asked, core::Outcome&& outcome) {
  const auto* order = std::get_if<core::OrderEvent>(&asked.event.body);
  const bool confirmed = order != nullptr && order->order.kind == core::OrderKind::confirm_time;
  join(std::move(asked.event), std::move(outcome), asked.content);
  // A turn too large for one group, and the officers' word about the clock, end the group here: what is due by then
  // comes before what was heard later.
  if (confirmed) clock.confirm();
  const bool clock_moved = confirmed || state.now > now.at;
  const auto most = reserve_bytes(site) / 2;
  if (clock_moved)
    now = clock.read(*ports.time, state);  // forward or back: nothing of this group is counted by the old one
  if (clock_moved || open.bytes >= most || vault->open_bytes() >= most) end_group();
  fire_due_clocks();  // a step told late may have started a clock that ran out long ago: the next message finds it so
}

void Broker::Parts::end_group() {
  record();
  deliver();
  acknowledge();
  begin_turn();
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
  if (!broker.full.empty() || !broker.stopped_serving.empty()) return wait;
  if (const auto minute = broker.refusals.next_ms()) wait = std::min(wait, *minute - broker.now.monotonic_ms);
  const auto due = engine::next_clock(broker.state);
  if (due && !broker.state.training && broker.clock.alarm().empty())
    wait = std::min(wait, std::max(*due, broker.now.at).ms - broker.now.trusted.ms);
  return std::clamp<std::int64_t>(wait, 0, Journal::head_age_max_ms);
}

const engine::State& Broker::state() const { return parts_->state; }
std::uint64_t Broker::directory_version() const { return parts_->directory_version; }
const std::string& Broker::stopped_serving() const { return parts_->stopped_serving; }
core::Instant Broker::now() const { return parts_->now.at; }
const std::string& Broker::alarm() const { return parts_->clock.alarm(); }
const std::string& Broker::disk_full() const { return parts_->full.empty() ? parts_->file_full : parts_->full; }
const std::vector<std::string>& Broker::notes() const { return parts_->notes; }
const std::vector<std::string>& Broker::faults() const { return parts_->faults; }
std::vector<Broker::Parked> Broker::take_parked() { return std::exchange(parts_->parked, {}); }
std::vector<SessionNo> Broker::take_no_hello() { return std::exchange(parts_->no_hello, {}); }

}  // namespace caseway::flow
