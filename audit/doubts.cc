#include "audit/doubts.h"

namespace caseway::audit {

void Doubts::note(const core::Record& record) {
  if (record.outcome.verdict == core::Verdict::returned) return;
  if (const auto* message = std::get_if<core::MessageEvent>(&record.event.body);
      message != nullptr && !message->secret) {
    for (const auto& signature : message->message.signatures) {
      uses_[{message->message.envelope.sender, signature.key}].push_back({record.index, record.event.received_at});
    }
  }
  const auto* event = std::get_if<core::OrderEvent>(&record.event.body);
  if (event == nullptr || event->order.kind != core::OrderKind::revoke_key || event->order.since.empty()) return;
  const auto& agency = event->order.agency.id;
  for (const Use& use : uses_[{agency, event->order.key}]) {
    if (use.received_at >= event->order.since)
      doubts_.push_back({use.record, agency, event->order.key, use.received_at});
  }
}

}  // namespace caseway::audit
