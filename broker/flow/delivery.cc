#include "broker/flow/delivery.h"

#include <algorithm>

#include "broker/wire/envelope.h"

namespace caseway::flow {
namespace {

namespace effect = core::effect;

// What stands in the record before an entry's own line is what an event tells: the state last said, and in a tick the
// clock of its case that ran out last. Later lines, and State, speak of others or of another time.
struct Before {
  std::string state;
  const effect::ClockFired* fired = nullptr;
  std::vector<const effect::PairSet*> outcomes;  ///< of its transfer; where that has none, of its case
};

Before before_entry(const engine::State& state, const core::Record& record, const core::AgencyId& mailbox,
                    std::uint64_t number, const engine::MailboxEntry& entry) {
  Before before;
  // All of a case leaves State together: what State no longer knows is of the entry's case only if that is gone too.
  const bool gone = engine::find_transfer(state, entry.transfer) == nullptr;
  const auto of_its_case = [&](const core::TransferId& id) {
    const auto* transfer = engine::find_transfer(state, id);
    return transfer == nullptr ? gone : transfer->case_id == entry.case_id;
  };
  std::vector<const effect::PairSet*> of_transfer;
  for (const auto& each : record.outcome.effects) {
    const auto* pair = std::get_if<effect::PairSet>(&each);
    if (pair == nullptr || pair->outcome.empty() || !of_its_case(pair->transfer)) continue;
    before.outcomes.push_back(pair);
    if (pair->transfer == entry.transfer) of_transfer.push_back(pair);
  }
  // One record may decide pairs in the transfers of several: each hears of its own.
  if (!of_transfer.empty()) before.outcomes = std::move(of_transfer);
  for (const auto& each : record.outcome.effects) {
    const auto* delivered = std::get_if<effect::Delivered>(&each);
    if (delivered != nullptr && delivered->mailbox == mailbox && delivered->delivery == number) break;
    if (const auto* changed = std::get_if<effect::StateChanged>(&each)) before.state = changed->state.str();
    const auto* fired = std::get_if<effect::ClockFired>(&each);
    if (fired != nullptr && fired->overdue && of_its_case(fired->key.transfer)) before.fired = fired;
  }
  return before;
}

// A receiver takes no more facts than this (schemas/session.capnp): with one more it would take the delivery not at
// all.
constexpr std::size_t facts_max = 1024;

void add_fact(std::vector<wire::DeliveredFact>& facts, const core::Code& name, std::string value) {
  if (!value.empty() && facts.size() < facts_max) facts.push_back({name, std::move(value)});
}

// The facts that a pack's copy row may name (rules.capnp). One name may come with several values.
void tell(std::vector<wire::DeliveredFact>& facts, const core::Code& name, const core::Record& record,
          const Before& before) {
  const auto* message = std::get_if<core::MessageEvent>(&record.event.body);
  if (name == core::Code("received_at")) add_fact(facts, name, core::print_instant(record.event.received_at));
  if (name == core::Code("occurred_at")) {
    const auto now = before.fired != nullptr ? before.fired->due : record.event.received_at;
    add_fact(facts, name, core::print_instant(message != nullptr ? message->message.envelope.occurred_at : now));
  }
  if (name == core::Code("state")) add_fact(facts, name, before.state);
  if (name == core::Code("outcome"))
    for (const auto* pair : before.outcomes)
      add_fact(facts, name, pair->outcome.str() + " " + std::to_string(pair->party) + "/" + pair->offence.str());
  if (name == core::Code("late")) {
    if (before.fired != nullptr) add_fact(facts, name, before.fired->key.clock.str());
    for (const auto& finding : record.outcome.findings)
      if (finding.fault == core::Fault::late) add_fact(facts, name, finding.code);
  }
}

// What the parties of the transfers concerned, and who was one then, may know of the outcome, and of this case alone;
// copies to others are the sender's to see.
core::Outcome outcome_for(const engine::State& state, const core::Record& record, const core::AgencyId& agency,
                          const core::CaseId& case_id) {
  core::Outcome told = record.outcome;
  auto is_party = [&](const core::TransferId& id) {
    const auto* transfer = engine::find_transfer(state, id);
    return transfer != nullptr &&
           (engine::is_party(*transfer, agency) || engine::was_receiver(*transfer, agency, record.index));
  };
  std::erase_if(told.effects, [&](const core::Effect& each) {
    return std::visit(
        [&](const auto& one) {
          if constexpr (requires { one.mailbox; }) {
            return one.mailbox != agency;
          } else if constexpr (requires { one.transfer; }) {
            return !is_party(one.transfer);
          } else if constexpr (requires { one.key; }) {
            return !is_party(one.key.transfer);
          } else if constexpr (requires { one.case_id; }) {
            return one.case_id != case_id;  // a record may change several, joined to one another
          } else {
            return false;
          }
        },
        each);
  });
  return told;
}

}  // namespace

wire::Delivery build_delivery(const engine::State& state, Records& records, const core::AgencyId& mailbox,
                              std::uint64_t number, const engine::MailboxEntry& entry) {
  const auto known = records.get(entry.record);
  const auto* transfer = engine::find_transfer(state, entry.transfer);
  wire::Delivery delivery;
  delivery.delivery = number;
  delivery.record = entry.record;
  delivery.case_id = entry.case_id;
  delivery.transfer = entry.transfer;
  if (transfer != nullptr) delivery.procedure = transfer->procedure;
  delivery.receipt = known->receipt;

  const auto* event = std::get_if<core::MessageEvent>(&known->record.event.body);
  delivery.event = event == nullptr || event->secret || (!entry.whole && entry.parts.empty());
  if (delivery.event) {
    const auto before = before_entry(state, known->record, mailbox, number, entry);
    for (const auto& name : entry.facts) tell(delivery.facts, name, known->record, before);
    if (entry.facts.empty())
      for (const auto& name : {core::Code("state"), core::Code("received_at"), core::Code("late")})
        tell(delivery.facts, name, known->record, before);
    return delivery;
  }
  const core::Message& message = event->message;
  delivery.envelope = message.envelope_bytes;
  delivery.signatures = wire::encode_signatures(message.signatures);
  delivery.parts.resize(message.part_digests.size());
  for (std::size_t i = 0; i < delivery.parts.size(); ++i) {
    auto& part = delivery.parts[i];
    part.type = message.parts[i].type;
    part.digest = message.part_digests[i];
    const auto no = static_cast<core::PartNo>(i);
    if (!entry.whole && std::find(entry.parts.begin(), entry.parts.end(), no) == entry.parts.end()) continue;
    auto stored = records.part(*known, no);
    if (!stored) continue;  // recalled or erased: its digest stays
    part.present = true;
    part.salt = stored->salt;
    part.bytes = std::move(stored->bytes);
  }
  if (entry.whole) delivery.outcome = wire::encode_outcome(outcome_for(state, known->record, mailbox, entry.case_id));
  return delivery;
}

}  // namespace caseway::flow
