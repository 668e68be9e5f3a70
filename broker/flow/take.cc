// What a frame asks for. Refusals, repeats and questions are answered here (after the group, like everything); what
// must be recorded comes back as an event.
#include <algorithm>
#include <utility>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/flow/orders.h"
#include "broker/flow/parts.h"
#include "broker/flow/rolled_back.h"
#include "broker/flow/secrecy.h"
#include "broker/rules/edition.h"
#include "broker/wire/order.h"

namespace caseway::flow {

using core::Refusal;

std::optional<Asked> Broker::Parts::authenticate(Inbound& inbound, wire::ClientFrame& frame) {
  const SessionNo number = inbound.session;
  Session& session = sessions.at(number);
  const auto* member = engine::find_agency(state, session.agency);
  const auto no = [&](Refusal code, const char* what) {
    refuse(number, {0, 0, code, "", what, 0, {}, {}});
    return std::nullopt;
  };
  if (!stopped_serving.empty())
    return no(Refusal::rolled_back, "this broker serves nobody until two officers open a new epoch");
  if (member == nullptr || !engine::is_member(*member, now.at))
    return no(Refusal::unknown_agency, "not in the directory of this site now");
  if (auto* hello = std::get_if<wire::Hello>(&frame)) {
    take_hello(number, session, *hello);
    return std::nullopt;
  }
  if (!session.hello) return no(Refusal::no_session, "say hello first");

  if (auto* message = std::get_if<wire::SendMessage>(&frame)) return take_message(inbound, session, *message);
  if (auto* order = std::get_if<wire::SendOrder>(&frame)) return take_order(number, session, *order);
  if (auto* acks = std::get_if<wire::Ack>(&frame)) return take_next_ack(number, session, *acks);
  if (auto* park = std::get_if<wire::Park>(&frame)) {
    auto event = new_event(park->parked ? core::EventType::park : core::EventType::unpark, session.agency);
    if (park->parked) {
      event.body = core::ParkEvent{park->delivery, std::move(park->reason)};
    } else {
      event.body = core::UnparkEvent{park->delivery};
    }
    return take_delivered(number, session, park->delivery, std::move(event));
  }
  if (const auto* query = std::get_if<wire::Query>(&frame)) owed.push_back({number, *query});
  if (const auto* heartbeat = std::get_if<wire::Heartbeat>(&frame))
    owed.push_back({number, wire::BrokerFrame(*heartbeat)});
  if (std::holds_alternative<wire::Bye>(frame)) to_close.push_back(number);
  return std::nullopt;
}

void Broker::Parts::take_hello(SessionNo number, Session& session, wire::Hello& hello) {
  const auto no = [&](Refusal code, std::string where, std::string what) {
    refuse(number, {0, 0, code, std::move(where), std::move(what), 0, {}, {}});
  };
  if (hello.version != wire::protocol_version)
    return no(Refusal::no_session, "hello.version",
              "this broker speaks version " + std::to_string(wire::protocol_version));
  if (hello.fingerprint != fingerprint)
    return no(Refusal::no_session, "hello.fingerprint", "other schemas: this broker's are " + core::hex(fingerprint));
  if (hello.checkpoint) {
    if (hello.checkpoint->origin != site.origin || !core::check_checkpoint(*hello.checkpoint, site.log_key))
      return no(Refusal::no_session, "hello.checkpoint", "not one of this broker's");
    try {
      stopped_serving = why_rolled_back(*journal, *hello.checkpoint);
    } catch (const Fault& fault) {  // an old group no longer reads: whether we were rolled back cannot be told
      note_fault(fault);
      return no(Refusal::fault, "hello.checkpoint", "the broker could not read the group that it names");
    }
    if (!stopped_serving.empty()) {
      stopped_serving = session.agency + " holds " + stopped_serving;
      proof_waits = std::move(hello.checkpoint);
      keep_proof();
      return no(Refusal::rolled_back, "hello.checkpoint", stopped_serving);
    }
  }
  session.hello = true;
  arrivals.push_back({number, hello.consume, hello.delivery_credit});
}

// Without the file a restart would serve everybody again until that agency returns. It is durable before anybody hears
// why; where it finds no room, it is tried again each turn.
void Broker::Parts::keep_proof() {
  if (!proof_waits) return;
  try {
    keep_rolled_back(*ports.journal, *proof_waits);
    proof_waits.reset();
  } catch (const DiskFull&) {
    if (!proof_told)
      notes.emplace_back("journal/rolled_back found no room: a restart would forget the proof. Make room");
    proof_told = true;
  }
}

// While segments have room it is a file of its own that finds none. The first is named as long as others follow.
void Broker::Parts::found_no_room(const DiskFull& why) {
  if (!full.empty()) return;
  if (file_full.empty()) file_full = why.what();
  file_full_ms = now.monotonic_ms;
}

std::optional<Asked> Broker::Parts::take_message(Inbound& inbound, const Session& session, wire::SendMessage& frame) {
  const SessionNo number = inbound.session;
  auto taken = flow::take_message(state, verified, now.at, session.agency, frame);
  if (taken.event.secret) overwrite(inbound.frame);
  if (taken.as == Taken::As::next) {
    try {
      if (!full.empty()) throw DiskFull(full);
      vault->stage(taken.event.message.parts, taken.event.message.part_digests);
    } catch (const DiskFull& why) {
      found_no_room(why);
      taken.as = Taken::As::refused;
      taken.refusal = {taken.lane, taken.number, Refusal::disk_full, "", "the broker has no room to record", 0, {}, {}};
    }
  }
  switch (taken.as) {
    case Taken::As::next: break;
    case Taken::As::repeat:
      owed.push_back({number, ReceiptOwed{taken.lane, taken.number, taken.record}});
      return std::nullopt;
    case Taken::As::older: answer_older(number, session, taken); return std::nullopt;
    case Taken::As::refused: refuse(number, std::move(taken.refusal), taken.body); return std::nullopt;
  }
  Asked asked{number, new_event(core::EventType::message, session.agency), 0, {}, {}};
  asked.event.body = std::move(taken.event);
  return asked;
}

// A repeat below `settled`: the index knows where, the journal knows what.
void Broker::Parts::answer_older(SessionNo number, const Session& session, const Taken& taken) {
  const auto later = [&](const char* what) {
    refuse(number, {taken.lane, taken.number, Refusal::try_later, "envelope.number", what, 0, {}, {}}, taken.body);
  };
  if (ports.index->rebuilding()) return later("the index is being rebuilt");
  std::optional<core::RecordIndex> found;
  try {
    found = ports.index->find(session.agency, taken.lane, taken.number);
  } catch (const Fault& fault) {  // the index is derived: it is built anew
    note_fault(fault);
    return later("the index cannot be read");
  }
  if (!found || *found >= state.next_record) return later("the index does not hold it yet");
  std::shared_ptr<const KnownRecord> known;
  try {
    known = records->get(*found);
  } catch (const Fault& fault) {
    note_fault(fault);
    return refuse(number, {taken.lane, taken.number, Refusal::fault, "", "the record of it cannot be read", 0, {}, {}},
                  taken.body);
  }
  const auto* event = std::get_if<core::MessageEvent>(&known->record.event.body);
  const bool same_number = event != nullptr && event->message.envelope.sender == session.agency &&
                           event->message.envelope.lane == taken.lane && event->message.envelope.number == taken.number;
  if (!same_number) return later("the index does not agree with the journal");
  if (!event->secret && event->message.body != taken.body)
    return refuse(
        number,
        {taken.lane, taken.number, Refusal::id_reused, "envelope.number", "it was used with another body", 0, {}, {}},
        taken.body);
  owed.push_back({number, ReceiptOwed{taken.lane, taken.number, *found}});
}

// The next of the list that says anything new; it leaves the list.
std::optional<Asked> Broker::Parts::take_next_ack(SessionNo number, Session& session, wire::Ack& acks) {
  const auto& entries = state.agencies.at(session.agency).mailbox.entries;
  auto next = acks.deliveries.begin();
  while (next != acks.deliveries.end() && next + 1 != acks.deliveries.end() && !entries.contains(*next)) ++next;
  if (next == acks.deliveries.end()) return std::nullopt;
  const auto delivery = *next;
  acks.deliveries.erase(acks.deliveries.begin(), next + 1);
  auto event = new_event(core::EventType::ack, session.agency);
  event.body = core::AckEvent{delivery};
  return take_delivered(number, session, delivery, std::move(event));
}

// A group may have ended within the frame, and the session with it.
bool Broker::Parts::more(const Inbound& inbound, const wire::ClientFrame& frame) const {
  const auto* acks = std::get_if<wire::Ack>(&frame);
  return acks != nullptr && !acks->deliveries.empty() && sessions.contains(inbound.session);
}

// Acknowledged, parked or offered again: by the session that has the mailbox, about an entry that is in it.
std::optional<Asked> Broker::Parts::take_delivered(SessionNo number, Session& session, std::uint64_t delivery,
                                                   core::Event&& event) {
  const auto where = std::string(core::name_of(event.type));
  if (!courier->consumes(session.agency, number)) {
    refuse(number, {0, 0, Refusal::not_yours, where, "this session does not have the mailbox", 0, {}, {}});
    return std::nullopt;
  }
  const auto& entries = state.agencies.at(session.agency).mailbox.entries;
  const auto entry = entries.find(delivery);
  // Acknowledged before (the answer to a reconnect), or parked as it is: nothing changes, nothing is recorded.
  if (entry == entries.end() || (event.type == core::EventType::park && entry->second.parked) ||
      (event.type == core::EventType::unpark && !entry->second.parked))
    return std::nullopt;
  if (!full.empty()) {
    refuse(number, {0, 0, Refusal::disk_full, where, "the broker has no room to record", 0, {}, {}});
    return std::nullopt;
  }
  return Asked{number, std::move(event), 0, {}, {}};
}

std::optional<Asked> Broker::Parts::take_order(SessionNo number, Session& session, wire::SendOrder& frame) {
  const auto digest = core::digest_of(frame.order);
  const auto no = [&](Refusal code, std::string why) {
    refuse_order(number, frame.number, digest, code, std::move(why));
    return std::nullopt;
  };
  if (!engine::has_role(engine::find_agency(state, session.agency)->agency, core::Role::operator_)) {
    refuse(number, {0, 0, Refusal::not_yours, "order", "only the operator of the site hands in orders", 0, {}, {}});
    return std::nullopt;
  }
  auto order = wire::decode_order(frame.order);
  if (!order.ok())
    return no(Refusal::malformed, "it does not decode: " + order.refused().where + ": " + order.refused().what);
  if (auto why = why_not_signed(state, frame.order, frame.signatures); !why.empty())
    return no(Refusal::bad_signature, std::move(why));
  if (order.value().previous != state.last_order) return no(Refusal::gap, "it does not follow the last order");
  const bool confirms_time = order.value().kind == core::OrderKind::confirm_time;
  if (auto why = confirms_time ? clock.why_not_confirmed(order.value().instant) : ""; !why.empty())
    return no(Refusal::malformed, std::move(why));
  // Its bytes must lie where erasing finds them: in a group before the order's own.
  if (order.value().kind == core::OrderKind::erase && order.value().record >= journal->next_index())
    return no(Refusal::try_later, "what it erases is not recorded yet");
  if (auto why = load_content(order.value(), frame.content, library); !why.empty())
    return no(Refusal::malformed, std::move(why));
  if (order.value().kind == core::OrderKind::activate_pack &&
      rules::is_never_in_force(rules::days_of(*library.bundles.at(order.value().digest))))
    return no(Refusal::malformed, "the pack is never in force: its last day lies before its first");
  try {
    if (!full.empty()) throw DiskFull(full);
    if (!frame.content.empty()) vault->stage_content(frame.content, order.value().digest);
  } catch (const DiskFull& why) {
    found_no_room(why);
    return no(Refusal::disk_full, "the broker has no room to record");
  }
  Asked asked{number, new_event(core::EventType::order, session.agency), frame.number, std::move(frame.content),
              digest};
  if (confirms_time)
    asked.event.received_at = std::max(state.now, clock.wall());  // the record shows what was confirmed
  asked.event.body = core::OrderEvent{std::move(order).value(), std::move(frame.order), std::move(frame.signatures)};
  return asked;
}

void Broker::Parts::refuse(SessionNo number, wire::RefusalFrame refusal, const core::Digest& body) {
  Session& session = sessions.at(number);
  if (!session.hello && !std::exchange(session.refused_early, true)) no_hello.push_back(number);
  if (!session.hello && (refusal.code == Refusal::malformed || refusal.code == Refusal::too_large))
    refusal.code = Refusal::no_session;
  // Behind a session every refusal leaves a trace but that there is no room for one; without a session nothing does.
  if (session.hello && stopped_serving.empty() && refusal.code != Refusal::disk_full)
    refusals.count(session.agency, refusal.code, body, now.at, now.monotonic_ms);
  owed.push_back({number, wire::BrokerFrame(std::move(refusal))});
}

void Broker::Parts::refuse_order(SessionNo number, std::uint64_t order_number, const core::Digest& order, Refusal code,
                                 std::string why) {
  if (code != Refusal::disk_full) refusals.count(sessions.at(number).agency, code, order, now.at, now.monotonic_ms);
  wire::OrderAnswer answer;
  answer.number = order_number;
  answer.why = std::move(why);
  answer.previous = state.last_order;
  owed.push_back({number, wire::BrokerFrame(std::move(answer))});
}

core::Event Broker::Parts::new_event(core::EventType type, const core::AgencyId& agency) {
  if (open.salt.empty()) open.salt = ports.random->turn_salt();
  core::Event event;
  event.type = type;
  event.received_at = now.at;
  event.clock_source = now.source;
  if (open.empty()) event.turn_salt = open.salt;
  event.agency = agency;
  event.indexed_to = ports.index->indexed_to();
  return event;
}

}  // namespace caseway::flow
