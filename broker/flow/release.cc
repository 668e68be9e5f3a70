// Record, deliver, acknowledge. Nothing is said before what it rests on is durable: send() asserts it.
#include <algorithm>
#include <utility>

#include "broker/core/merkle.h"
#include "broker/flow/index_feed.h"
#include "broker/flow/parts.h"
#include "broker/flow/queries.h"

namespace caseway::flow {

// State runs ahead of the disk only inside a turn.
void Broker::Parts::join(core::Event&& event, core::Outcome&& outcome, BytesView content) {
  MUST(event.turn_salt.empty() == !open.empty());
  MUST(event.received_at >= state.now);
  auto known = std::make_shared<KnownRecord>();
  known->record = {state.next_record, std::move(event), std::move(outcome)};
  const core::Record& record = known->record;
  if (const auto* message = std::get_if<core::MessageEvent>(&record.event.body); message != nullptr && !message->secret)
    vault->put(record.index, message->message.parts, message->message.part_digests);
  if (const auto* order = std::get_if<core::OrderEvent>(&record.event.body)) {
    if (!content.empty()) vault->put_content(record.index, content, order->order.digest);
    snapshot_ordered = snapshot_ordered || order->order.kind == core::OrderKind::take_snapshot;
    ++directory_version;
  }
  engine::apply(state, record);
  MUST(state.next_record == record.index + 1);

  auto bytes = wire::encode_record(record, open.salt, state.training);
  known->receipt.statement = bytes.statement;
  open.bytes += bytes.statement.size() + bytes.rest.size();
  open.records.push_back(std::move(bytes));
  open.types.push_back(record.event.type);
  records->remember(known);
  open.known.push_back(std::move(known));
}

void Broker::Parts::count_refusals(bool all) {
  if (!full.empty() || !stopped_serving.empty()) return;
  const auto at = all ? now.monotonic_ms + core::minute_ms : now.monotonic_ms;
  for (auto& [agency, counted] : refusals.take(at, !open.empty())) {
    auto event = new_event(core::EventType::refusals, agency);
    event.body = counted;
    auto outcome = engine::decide(library, state, {}, event);
    join(std::move(event), std::move(outcome));
  }
}

// Durable, or the process ends and its unsynced State with it.
void Broker::Parts::record() {
  count_refusals(false);
  if (open.empty()) return vault->drop_staged();
  vault->write();
  auto sealed = journal->append(open.records, open.types, vault->end(), now.at, *ports.signer);
  vault->sync();  // beside the journal's own: a last group whose parts did not get through is torn (recovery.cc)
  for (const auto& known : open.known) erase_ordered(known->record);
  auto paths = core::inclusions_in_batch(sealed.before, sealed.leaves, 0, sealed.leaves.size());
  std::vector<IndexEntry> entries;
  entries.reserve(open.known.size());
  for (std::size_t i = 0; i < open.known.size(); ++i) {
    KnownRecord& known = *open.known[i];
    known.receipt.proof = {std::move(paths[i]), sealed.checkpoint};
    auto* message = std::get_if<core::MessageEvent>(&known.record.event.body);
    entries.push_back(index_entry(known.record, message == nullptr ? "" : message->dossier.head.own_case_number));
    if (message != nullptr) message->dossier = {};
  }
  ports.index->put(std::move(entries));
  recorded.insert(recorded.end(), std::make_move_iterator(open.known.begin()),
                  std::make_move_iterator(open.known.end()));
  open = {};
}

// A session hears its welcome first; what its mailbox holds comes after it.
void Broker::Parts::welcome_arrivals() {
  for (const auto& [number, consume, credit] : std::exchange(arrivals, {})) {
    auto found = sessions.find(number);
    if (found == sessions.end()) continue;
    const Session& session = found->second;
    send(number, wire::BrokerFrame(welcome(session)));
    if (!consume) continue;
    if (auto fenced = courier->consume(session.agency, number, credit))
      owed.push_back({*fenced, wire::BrokerFrame(wire::Fenced{})});
  }
}

void Broker::Parts::deliver() {
  for (const auto& known : recorded) {
    courier->note(known->record);
    open_transfers.note(state, known->record);
    if (const auto* park = std::get_if<core::ParkEvent>(&known->record.event.body))
      parked.push_back({known->record.event.agency, park->delivery, park->reason});
  }
  recorded.clear();
  welcome_arrivals();
  if (!stopped_serving.empty()) return;
  courier->deliver(
      [this](SessionNo session, wire::Delivery&& delivery) {
        delivery.site_time = now.at;
        return send(session, wire::BrokerFrame(std::move(delivery)));
      },
      [this](const Fault& fault) { note_fault(fault); });
}

void Broker::Parts::acknowledge() {
  looked_back = false;
  const auto answers = std::move(owed);
  owed.clear();
  for (const auto& each : answers)
    if (sessions.contains(each.session)) answer(each);
  for (auto& [number, session] : sessions) {
    if (session.bytes > 0 && session.bytes <= core::limits::credit_bytes) session.over_credit = 0;
    session.bytes = 0;
    session.answer_bytes = 0;
  }
  end_sessions();
  write_head(false);
}

void Broker::Parts::end_sessions() {
  const auto leave = [this](SessionNo number) {
    auto found = sessions.find(number);
    if (found == sessions.end()) return false;
    courier->leave(found->second.agency, number);
    sessions.erase(found);
    return true;
  };
  for (const auto number : std::exchange(to_drop, {}))
    if (leave(number)) ports.net->drop(number, "over credit");
  for (const auto number : std::exchange(to_close, {}))
    if (leave(number)) ports.net->close(number, "bye");
}

// A head that finds no room must not grow old while groups go on: writers wait until it is written.
void Broker::Parts::write_head(bool at_once) {
  try {
    journal->write_head(now.monotonic_ms, at_once);
    head_full.clear();
  } catch (const DiskFull& why) {
    head_full = why.what();
  }
}

void Broker::Parts::answer(const Owed& each) {
  Session& session = sessions.at(each.session);
  const bool asked = std::holds_alternative<wire::Query>(each.what);
  if (asked && session.answer_bytes >= core::limits::credit_bytes) {
    send(each.session, unanswered(each, core::Refusal::over_credit, "more was asked in one turn than is answered"));
    return;
  }
  std::optional<wire::BrokerFrame> frame;
  try {
    frame = frame_for(each);
  } catch (const Fault& fault) {  // only reading can fail here: what was recorded stands, and others are served
    note_fault(fault);
    frame = unanswered(each, core::Refusal::fault, "the broker could not read what the answer needs");
  }
  const auto bytes = send(each.session, *frame);
  if (asked) session.answer_bytes += bytes;
}

wire::BrokerFrame Broker::Parts::frame_for(const Owed& each) {
  if (const auto* owed_receipt = std::get_if<ReceiptOwed>(&each.what)) {
    const auto known = records->get(owed_receipt->record);
    wire::ReceiptFrame frame{owed_receipt->lane, owed_receipt->number, known->receipt, {}, now.at};
    const auto* message = std::get_if<core::MessageEvent>(&known->record.event.body);
    if (message == nullptr || !message->secret) frame.outcome = wire::encode_outcome(known->record.outcome);
    return frame;
  }
  if (const auto* order = std::get_if<OrderOwed>(&each.what))
    return wire::OrderAnswer{order->number, true, "", records->get(order->record)->receipt, state.last_order};
  if (const auto* query = std::get_if<wire::Query>(&each.what)) {
    const QueryView view{state,        library,        *journal, *records, *vault,
                         *ports.index, open_transfers, contents, now.at,   clock.alarm()};
    const auto& agency = sessions.at(each.session).agency;
    if (query->kind == wire::QueryKind::transfer && !query->text.empty() && std::exchange(looked_back, true))
      return unanswered(each, core::Refusal::try_later, "who had seen a message is looked up once a turn");
    auto answer = answer_query(view, agency, *query);
    if (!answer.found && found_later(view, agency, *query))
      return unanswered(each, core::Refusal::try_later, "the index does not hold it yet");
    return answer;
  }
  return std::get<wire::BrokerFrame>(each.what);
}

// A refusal in the place of an answer. It is counted like any other, with the next turn.
wire::BrokerFrame Broker::Parts::unanswered(const Owed& each, core::Refusal code, const char* why) {
  refusals.count(sessions.at(each.session).agency, code, {}, now.at, now.monotonic_ms);
  wire::RefusalFrame refusal;
  if (const auto* owed_receipt = std::get_if<ReceiptOwed>(&each.what)) {
    refusal.lane = owed_receipt->lane;
    refusal.number = owed_receipt->number;
  }
  refusal.code = code;
  if (std::holds_alternative<wire::Query>(each.what)) refusal.where = "query";
  refusal.what = why;
  return refusal;
}

void Broker::Parts::note_fault(const Fault& fault) {
  if (faults.size() < faults_kept && std::find(faults.begin(), faults.end(), fault.what()) == faults.end())
    faults.emplace_back(fault.what());
}

std::size_t Broker::Parts::send(SessionNo session, const wire::BrokerFrame& frame) {
  MUST(open.empty());
  MUST(journal->next_index() == state.next_record);
  const auto bytes = wire::encode(frame);
  ports.net->send(session, bytes);
  return bytes.size();
}

wire::Welcome Broker::Parts::welcome(const Session& session) {
  wire::Welcome welcome;
  welcome.fingerprint = fingerprint;
  welcome.origin = site.origin;
  welcome.suite = site.suite;
  welcome.log_key = site.log_key;
  welcome.training = state.training;
  welcome.site_time = now.at;
  welcome.checkpoint = journal->last_checkpoint();
  welcome.pack = state.pack;
  welcome.calendar = state.calendar;
  welcome.credit_messages = core::limits::credit_messages;
  welcome.credit_bytes = core::limits::credit_bytes;
  const auto& member = state.agencies.at(session.agency);
  for (const auto& [lane, held] : member.lanes) welcome.lanes.push_back({lane, held.next});
  welcome.deliveries_waiting = member.mailbox.entries.size();
  return welcome;
}

}  // namespace caseway::flow
