#include "broker/engine/receiver.h"

#include <algorithm>
#include <set>

namespace caseway::engine {

namespace {

namespace effect = core::effect;

constexpr std::string_view accepted = "accepted";
constexpr std::string_view sign_off_watch = "ALL.signoff";

// Who receives it after the step; empty: the same as before.
AgencyId next_receiver(const Draft& draft, const Saying& saying) {
  AgencyId next;
  if (saying.step->receiver == rules::NewReceiver::named) next = saying.envelope->recipient;
  if (saying.step->receiver == rules::NewReceiver::sayer) next = saying.by;
  return draft.transfer(saying.transfer)->recipient == next ? AgencyId() : next;
}

// Why `next` cannot receive it; empty when it can.
std::string why_not(const Transfer& transfer, const AgencyId& next) {
  if (fits(transfer, effect::ReceiverChanged{transfer.id, next})) return {};
  return transfer.sender == next ? "receiver.is_sender" : "receiver.too_many";
}

// The messages that brought what the transfer holds, as far as State knows them, in their order.
std::set<core::RecordIndex> messages_of(const Transfer& transfer) {
  std::set<core::RecordIndex> records;
  if (transfer.cause.empty()) records.insert(transfer.opened);  // else the bus opened it
  for (const auto& pending : transfer.pending) records.insert(pending.record);
  for (const auto& document : transfer.documents) records.insert(document.record);
  return records;
}

void deliver_held(Draft& draft, const Transfer& transfer) {
  for (const auto record : messages_of(transfer)) {
    if (record == draft.record()) continue;
    effect::Delivered delivered;
    delivered.mailbox = transfer.recipient;
    delivered.delivery = draft.next_delivery(transfer.recipient);
    delivered.case_id = transfer.case_id;
    delivered.transfer = transfer.id;
    delivered.whole = true;
    delivered.record = record;
    draft.add(std::move(delivered));
  }
}

}  // namespace

std::vector<core::Finding> bar_receiver(const Draft& draft, const Saying& saying) {
  const auto next = next_receiver(draft, saying);
  const auto why = next.empty() ? std::string() : why_not(*draft.transfer(saying.transfer), next);
  if (why.empty()) return {};
  return {barring_finding(why, saying.step->id, "step.recipient")};
}

void change_receiver(Draft& draft, Saying& saying) {
  const auto next = next_receiver(draft, saying);
  if (next.empty()) return;
  const auto before = *draft.transfer(saying.transfer);
  if (const auto why = why_not(before, next); !why.empty()) {  // said with a step that was not barred for it
    return draft.find(procedure_finding(why, core::Fault::unmet, "step.recipient"));
  }
  saying.former = before.recipient;
  draft.add(effect::ReceiverChanged{saying.transfer, next});
  if (!before.signed_off_at.empty()) draft.add(effect::SignedOff{saying.transfer, {}});
  for (const auto& pending : before.pending) {
    const bool is_his = pending.said_by == saying.former && !pending.paper;
    if (is_his) draft.add(effect::PendingCleared{saying.transfer, pending.body});
  }
  deliver_held(draft, Transfer(*draft.transfer(saying.transfer)));
}

void sign_off(Draft& draft, const Saying& saying) {
  const auto& step = *saying.step;
  const bool ends_watch = std::any_of(step.ends.begin(), step.ends.end(),
                                      [](const rules::ClockStop& one) { return one.clock.view() == sign_off_watch; });
  if (saying.by.empty() || (!ends_watch && step.id.view() != accepted)) return;
  if (!draft.transfer(saying.transfer)->signed_off_at.empty()) return;
  draft.add(effect::SignedOff{saying.transfer, saying.at});
}

}  // namespace caseway::engine
