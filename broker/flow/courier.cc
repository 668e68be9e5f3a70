#include "broker/flow/courier.h"

#include <algorithm>

#include "broker/core/limits.h"
#include "broker/flow/delivery.h"

namespace caseway::flow {
namespace {

const engine::MailboxEntry* find_entry(const engine::State& state, const core::AgencyId& agency,
                                       std::uint64_t delivery) {
  const auto* member = engine::find_agency(state, agency);
  if (member == nullptr) return nullptr;
  auto found = member->mailbox.entries.find(delivery);
  return found == member->mailbox.entries.end() ? nullptr : &found->second;
}

}  // namespace

// By the number of the delivery: what is delivered today may be a message of long ago, said to be owed by a later one.
Courier::Courier(const engine::State& state, Records& records) : state_(state), records_(records) {
  for (const auto& [id, agency] : state.agencies) recovered_.emplace(id, agency.mailbox.next);
}

bool Courier::may_have_been_offered(const core::AgencyId& agency, std::uint64_t delivery) const {
  const auto first = recovered_.find(agency);
  return offered_.contains({agency, delivery}) || (first != recovered_.end() && delivery < first->second);
}

std::optional<SessionNo> Courier::consume(const core::AgencyId& agency, SessionNo session, std::uint32_t credit) {
  credit = std::min(credit, core::limits::credit_messages);
  if (consumes(agency, session)) {  // nothing is owed anew: hello may be said as often as one likes
    consumers_.at(agency).credit = credit;
    return std::nullopt;
  }
  std::optional<SessionNo> fenced;
  if (auto found = consumers_.find(agency); found != consumers_.end()) fenced = found->second.session;
  Consumer consumer;
  consumer.session = session;
  consumer.credit = credit;
  if (const auto* member = engine::find_agency(state_, agency))
    for (const auto& [delivery, entry] : member->mailbox.entries) owe(consumer, entry.case_id, delivery, entry.parked);
  consumers_.insert_or_assign(agency, std::move(consumer));
  return fenced;
}

void Courier::leave(const core::AgencyId& agency, SessionNo session) {
  if (consumes(agency, session)) consumers_.erase(agency);
}

bool Courier::consumes(const core::AgencyId& agency, SessionNo session) const {
  auto found = consumers_.find(agency);
  return found != consumers_.end() && found->second.session == session;
}

void Courier::owe(Consumer& consumer, const core::CaseId& case_id, std::uint64_t delivery, bool parked) {
  const auto first = consumer.owed.lower_bound({case_id, 0});
  const bool waits = first != consumer.owed.end() && first->first == case_id && first->second < delivery;
  consumer.owed.emplace(case_id, delivery);
  if (!waits && !parked) consumer.ready.insert(delivery);
}

void Courier::make_first_ready(Consumer& consumer, const core::AgencyId& agency, const core::CaseId& case_id) {
  const auto first = consumer.owed.lower_bound({case_id, 0});
  if (first == consumer.owed.end() || first->first != case_id || consumer.on_the_way.contains(first->second)) return;
  const auto* entry = find_entry(state_, agency, first->second);
  if (entry != nullptr && !entry->parked) consumer.ready.insert(first->second);
}

void Courier::call_back(Consumer& consumer, std::uint64_t delivery) {
  consumer.ready.erase(delivery);
  auto sent = consumer.on_the_way.find(delivery);
  if (sent == consumer.on_the_way.end()) return;
  consumer.bytes_on_the_way -= sent->second.bytes;
  consumer.on_the_way.erase(sent);
}

void Courier::settle(Consumer& consumer, const core::AgencyId& agency, std::uint64_t delivery) {
  auto sent = consumer.on_the_way.find(delivery);
  // Acknowledged although it was sent in an earlier session only: rare, so it is searched for.
  auto owed = sent != consumer.on_the_way.end()
                  ? consumer.owed.find({sent->second.case_id, delivery})
                  : std::find_if(consumer.owed.begin(), consumer.owed.end(),
                                 [&](const auto& each) { return each.second == delivery; });
  if (owed == consumer.owed.end()) return;
  const auto case_id = owed->first;
  consumer.owed.erase(owed);
  call_back(consumer, delivery);
  make_first_ready(consumer, agency, case_id);
}

void Courier::note(const core::Record& record) {
  for (const auto& effect : record.outcome.effects) {
    if (const auto* owed = std::get_if<core::effect::Delivered>(&effect)) {
      auto found = consumers_.find(owed->mailbox);
      if (found != consumers_.end()) owe(found->second, owed->case_id, owed->delivery, false);
    } else if (const auto* done = std::get_if<core::effect::DeliveryDone>(&effect)) {
      offered_.erase({done->mailbox, done->delivery});
      auto found = consumers_.find(done->mailbox);
      if (found != consumers_.end()) settle(found->second, done->mailbox, done->delivery);
    } else if (const auto* parked = std::get_if<core::effect::DeliveryParked>(&effect)) {
      auto found = consumers_.find(parked->mailbox);
      const auto* entry = find_entry(state_, parked->mailbox, parked->delivery);
      if (found == consumers_.end() || entry == nullptr) continue;
      call_back(found->second, parked->delivery);
      if (!parked->parked) make_first_ready(found->second, parked->mailbox, entry->case_id);
    }
  }
}

void Courier::deliver(const Send& send, const Unreadable& unreadable) {
  for (auto& [agency, consumer] : consumers_) deliver_to(agency, consumer, send, unreadable);
}

void Courier::deliver_to(const core::AgencyId& agency, Consumer& consumer, const Send& send,
                         const Unreadable& unreadable) {
  while (!consumer.ready.empty() && consumer.on_the_way.size() < consumer.credit &&
         consumer.bytes_on_the_way < core::limits::credit_bytes) {
    const auto number = *consumer.ready.begin();
    consumer.ready.erase(consumer.ready.begin());
    const auto* entry = find_entry(state_, agency, number);
    if (entry == nullptr) continue;  // settled by another's order; nothing is owed any more
    wire::Delivery delivery;
    try {
      delivery = build_delivery(state_, records_, agency, number, *entry);
    } catch (const Fault& fault) {
      unreadable(fault);
      continue;
    }
    delivery.again = may_have_been_offered(agency, number);
    offered_.emplace(agency, number);
    const auto bytes = send(consumer.session, std::move(delivery));
    consumer.on_the_way.emplace(number, Sent{entry->case_id, bytes});
    consumer.bytes_on_the_way += bytes;
  }
}

}  // namespace caseway::flow
