#include "broker/engine/opening.h"

#include "broker/core/digest.h"
#include "broker/engine/clocks.h"
#include "broker/engine/counters.h"
#include "broker/engine/linking.h"
#include "broker/engine/persons.h"
#include "broker/engine/versions.h"

namespace caseway::engine {

namespace effect = core::effect;

void open_by_message(Draft& draft, const Request& request) {
  const auto& envelope = request.envelope;
  draft.add(effect::TransferOpened{envelope.transfer,
                                   envelope.case_id,
                                   request.procedure->id,
                                   envelope.sender,
                                   request.recipient,
                                   request.step->state,
                                   {},
                                   request.pack});
  link_to_first(draft, envelope.case_id, envelope.transfer);
  for (const auto& pair : request.message.dossier.head.pairs) {
    draft.add(effect::PairSet{envelope.transfer, pair.party, pair.offence, pair.unit, {}});
  }
  take_custody(draft, envelope.transfer, request.message.dossier.head);
}

core::TransferId open_as_bus(Draft& draft, const Saying& saying, const rules::Procedure& procedure,
                             const rules::Step& step, const AgencyId& sender, const AgencyId& recipient) {
  const auto& cause = *draft.transfer(saying.transfer);
  Saying opening = saying;
  opening.procedure = &procedure;
  opening.step = &step;
  // Whoever guesses the id, or opens twice what the pack lets it open twice, must not open into a transfer that is
  // there.
  for (std::uint64_t nth = 0; nth == 0 || draft.transfer(opening.transfer) != nullptr; ++nth) {
    opening.transfer = core::opened_id(draft.record(), cause.id, procedure.id, recipient, nth);
  }
  opening.by.clear();
  opening.message = nullptr;
  opening.decided.clear();
  draft.add(effect::TransferOpened{opening.transfer, cause.case_id, procedure.id, sender, recipient, step.state,
                                   cause.id, cause.pack});
  raise_counters(draft, opening);
  start_clocks(draft, opening, opening.at);
  follow_change(draft, opening.transfer);
  return opening.transfer;
}

const rules::Step* copy_step(const rules::Procedure& procedure) {
  for (const auto& step : procedure.steps) {
    if (step.say == rules::Say::with && step.with_steps.empty() && step.lead == rules::Lead::state &&
        (step.opens_transfer || step.in_states.empty())) {
      return &step;
    }
  }
  return nullptr;
}

bool is_full(const Draft& draft, const core::CaseId& case_id) {
  return joined_transfers(draft, case_id).size() >= core::limits::transfers_of_case_max ||
         pairs_of(draft, case_id) >= core::limits::pairs_of_case_max;
}

namespace {

// Who receives what the opening opens, a transfer each.
std::vector<AgencyId> receivers(const Draft& draft, const Transfer& own, const rules::Opening& opening,
                                const rules::Procedure& procedure, const AgencyId& sender) {
  if (opening.to == rules::CopyTo::earlier_senders) {
    auto found = earlier_senders(draft, own.case_id);
    std::erase(found, sender);  // he is to tell
    return found;
  }
  AgencyId recipient;
  if (opening.to == rules::CopyTo::sender) recipient = own.sender;
  if (opening.to == rules::CopyTo::receiver) recipient = own.recipient;
  if (opening.to == rules::CopyTo::first_sender) recipient = draft.graph(own.case_id)->first_sender;
  for (const auto role : procedure.to) {
    if (recipient.empty()) recipient = counterpart_of(draft.state(), sender, role, draft.now());
  }
  return recipient.empty() ? std::vector<AgencyId>{} : std::vector{recipient};
}

}  // namespace

void open_others(Draft& draft, const Saying& saying) {
  for (const auto& opening : saying.step->opens) {
    const auto flag = [&](const char* code) {
      draft.find(procedure_finding(code, core::Fault::flag, "opens." + opening.procedure.str()));
    };
    const auto* procedure = saying.bundle->procedure(opening.procedure);
    const auto* step = procedure == nullptr ? nullptr : rules::find_step(*procedure, opening.step);
    if (step == nullptr) continue;
    const auto own = *draft.transfer(saying.transfer);
    const AgencyId sender = opening.sender == rules::Side::receiver ? own.recipient : own.sender;
    const auto to = receivers(draft, own, opening, *procedure, sender);
    // Nobody sent it earlier: then there is nobody to tell.
    if (to.empty() && opening.to != rules::CopyTo::earlier_senders) flag("no_counterpart");
    for (const auto& recipient : to) {
      if (is_full(draft, own.case_id)) {
        flag("case.too_many");
        break;
      }
      const auto opened = open_as_bus(draft, saying, *procedure, *step, sender, recipient);
      for (const auto& [party, offence] : saying.decided) {
        draft.add(effect::PairSet{opened, party, offence, false, {}});
      }
      for (const auto& pair : own.pairs) {  // a step that decides nobody is about everybody
        if (saying.decided.empty()) draft.add(effect::PairSet{opened, pair.party, pair.offence, pair.unit, {}});
      }
    }
  }
}

}  // namespace caseway::engine
