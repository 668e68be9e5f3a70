#include "broker/engine/closing.h"

#include <algorithm>
#include <set>

#include "broker/engine/admit.h"
#include "broker/engine/clocks.h"
#include "broker/engine/linking.h"
#include "broker/engine/say.h"

namespace caseway::engine {

namespace {

// Rounds after which the bus falls silent, whatever the pack says.
constexpr int rounds_max = 8;

// The bus speaks once: a step that would lead where the transfer is, or start what runs already, is not due.
bool changes_anything(const rules::Step& step, const Transfer& transfer) {
  if (step.lead == rules::Lead::state && !(transfer.state == step.state)) return true;
  if (step.lead != rules::Lead::state && step.lead != rules::Lead::same) return true;
  return std::any_of(step.starts.begin(), step.starts.end(), [&](const rules::ClockStart& start) {
    return std::none_of(transfer.clocks.begin(), transfer.clocks.end(),
                        [&](const ClockRun& run) { return run.clock == start.clock; });
  });
}

bool is_due(const Draft& draft, const Saying& saying, const Transfer& transfer) {
  const auto& step = *saying.step;
  const bool by_itself =
      step.say == rules::Say::when || (step.say == rules::Say::with && step.with_steps.empty() && asks(step.holds));
  if (!by_itself || !is_open(step, transfer) || !changes_anything(step, transfer)) return false;
  return !asks(step.holds) || Scene(draft, saying).holds(step.holds);
}

// Says the first step that is due in this transfer; false when there is none.
bool say_next(Draft& draft, const core::TransferId& id, core::Instant at) {
  const auto& transfer = *draft.transfer(id);
  const auto* bundle = draft.bundle(transfer.pack);
  const auto* procedure = bundle == nullptr ? nullptr : bundle->procedure(transfer.procedure);
  if (procedure == nullptr) return false;
  Saying saying;
  saying.bundle = bundle;
  saying.procedure = procedure;
  saying.transfer = id;
  for (const auto& step : procedure->steps) {
    saying.step = &step;
    if (!is_due(draft, saying, transfer)) continue;
    say_as_bus(draft, id, *bundle, *procedure, step, at);
    return true;
  }
  return false;
}

}  // namespace

void say_as_bus(Draft& draft, const core::TransferId& id, const rules::PackBundle& bundle,
                const rules::Procedure& procedure, const rules::Step& step, core::Instant at) {
  core::Envelope envelope;
  envelope.procedure = procedure.id;
  envelope.step = step.id;
  envelope.occurred_at = at;
  Saying saying;
  saying.bundle = &bundle;
  saying.procedure = &procedure;
  saying.step = &step;
  saying.transfer = id;
  saying.at = at;
  saying.envelope = &envelope;
  say(draft, saying);
}

void say_what_follows(Draft& draft, core::Instant at) {
  for (int round = 0; round < rounds_max; ++round) {
    std::set<core::CaseId> cases;
    for (const auto& id : draft.touched()) cases.insert(draft.transfer(id)->case_id);
    std::set<core::TransferId> concerned;
    for (const auto& id : cases) {
      const auto near = joined_transfers(draft, id);
      concerned.insert(near.begin(), near.end());
    }
    bool said = false;
    for (const auto& id : concerned) said = say_next(draft, id, at) || said;
    if (!said) return;
  }
}

void decide_ack(Draft& draft, const core::AckEvent& ack) {
  const auto* member = find_agency(draft.state(), draft.event().agency);
  if (member == nullptr) return;
  const auto found = member->mailbox.entries.find(ack.delivery);
  if (found == member->mailbox.entries.end()) return;  // taken already, or never owed
  const auto& entry = found->second;
  draft.add(core::effect::DeliveryDone{member->agency.id, ack.delivery});
  const auto* transfer = draft.transfer(entry.transfer);
  if (transfer == nullptr) return;
  const auto* bundle = draft.bundle(transfer->pack);
  const auto* procedure = bundle == nullptr ? nullptr : bundle->procedure(transfer->procedure);
  const auto* step = procedure == nullptr ? nullptr : rules::find_step(*procedure, "presented");
  if (step != nullptr && entry.presents && is_open(*step, *transfer)) {
    say_as_bus(draft, entry.transfer, *bundle, *procedure, *step, draft.now());
  }
  if (entry.whole) start_on_ack(draft, entry.transfer, entry.record, member->agency.id);
  say_what_follows(draft, draft.now());
}

}  // namespace caseway::engine
