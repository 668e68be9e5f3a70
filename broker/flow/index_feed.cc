#include "broker/flow/index_feed.h"

namespace caseway::flow {

IndexEntry index_entry(const core::Record& record, std::string own_case_number) {
  IndexEntry entry;
  entry.index = record.index;
  entry.type = record.event.type;
  entry.received_at = record.event.received_at;
  entry.sender = record.event.agency;
  entry.verdict = record.outcome.verdict;
  entry.return_code = record.outcome.return_code;
  for (const auto& finding : record.outcome.findings) entry.findings.push_back(finding.code);
  const auto forget = [&](const auto* taken) {
    if (taken != nullptr && !taken->parts.empty() && taken->parts.front() == 0) entry.forgets.push_back(taken->record);
  };
  for (const auto& effect : record.outcome.effects) {
    if (const auto* changed = std::get_if<core::effect::ReceiverChanged>(&effect))
      entry.receivers.emplace_back(changed->transfer, changed->to);
    forget(std::get_if<core::effect::PartsRecalled>(&effect));
    forget(std::get_if<core::effect::PartsErased>(&effect));
    const auto* owed = std::get_if<core::effect::Delivered>(&effect);
    if (owed == nullptr) continue;
    if (entry.case_id.empty()) entry.case_id = owed->case_id;
    if (entry.transfer.empty()) entry.transfer = owed->transfer;
    if (owed->whole && entry.recipient.empty()) entry.recipient = owed->mailbox;
  }
  if (const auto* message = std::get_if<core::MessageEvent>(&record.event.body)) {
    const auto& envelope = message->message.envelope;
    entry.sender = envelope.sender;
    entry.lane = envelope.lane;
    entry.number = envelope.number;
    entry.body = message->message.body;
    entry.transfer = envelope.transfer;
    entry.case_id = envelope.case_id;
    entry.procedure = envelope.procedure;
    entry.step = envelope.step;
    entry.own_case_number = std::move(own_case_number);
    if (entry.recipient.empty()) entry.recipient = envelope.recipient;
  }
  return entry;
}

}  // namespace caseway::flow
