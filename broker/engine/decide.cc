#include "broker/engine/decide.h"

#include <algorithm>
#include <variant>

#include "broker/engine/closing.h"
#include "broker/engine/draft.h"
#include "broker/engine/message.h"
#include "broker/engine/orders.h"

namespace caseway::engine {

namespace {

// The rest of the events changes nothing that is decided: genesis, refusals and snapshots are noted by apply() from the
// event.
struct Judge {
  Draft& draft;

  void operator()(const core::MessageEvent& message) const { decide_message(draft, message); }
  void operator()(const core::AckEvent& ack) const { decide_ack(draft, ack); }
  void operator()(const core::ParkEvent& park) const { set_parked(park.delivery, true); }
  void operator()(const core::UnparkEvent& unpark) const { set_parked(unpark.delivery, false); }
  void operator()(const core::OrderEvent& order) const { decide_order(draft, order); }
  void operator()(const core::TickEvent&) const { decide_tick(draft); }
  void operator()(const core::IndexedEvent&) const {}
  void operator()(const core::Genesis&) const {}
  void operator()(const core::RefusalsEvent&) const {}
  void operator()(const core::SnapshotEvent&) const {}

 private:
  void set_parked(std::uint64_t delivery, bool parked) const {
    const auto* member = find_agency(draft.state(), draft.event().agency);
    if (member == nullptr || !member->mailbox.entries.contains(delivery)) return;
    draft.add(core::effect::DeliveryParked{draft.event().agency, delivery, parked});
  }
};

}  // namespace

core::Outcome decide(const Library& library, const State& state, const core::Facts& facts, const core::Event& event) {
  Draft draft(library, state, facts, event);
  for (const auto& fact : facts) {
    if (!fact.unread && !fact.absent) draft.outcome().facts_used.push_back(fact.ref);
  }
  std::visit(Judge{draft}, event.body);
  // Leaving State is an effect like any other: closed cases that the index holds may go.
  auto upto = event.indexed_to;
  if (const auto* indexed = std::get_if<core::IndexedEvent>(&event.body)) upto = std::max(upto, indexed->upto);
  if (droppable(state, upto) != nullptr) draft.add(core::effect::Dropped{upto});
  return std::move(draft.outcome());
}

}  // namespace caseway::engine
