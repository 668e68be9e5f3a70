#include "broker/engine/say.h"

#include <algorithm>
#include <map>

#include "broker/engine/asked.h"
#include "broker/engine/clocks.h"
#include "broker/engine/counters.h"
#include "broker/engine/opening.h"
#include "broker/engine/persons.h"
#include "broker/engine/recall.h"
#include "broker/engine/receiver.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

void lead(Draft& draft, const Saying& saying) {
  const auto& step = *saying.step;
  const auto& transfer = *draft.transfer(saying.transfer);
  if (step.id.view() == "recall" && !is_recalled_whole(draft, saying)) return;
  switch (step.lead) {
    case rules::Lead::same: return;
    case rules::Lead::state: return lead_to(draft, saying, step.state);
    case rules::Lead::decided_when_no_pair_open:
      // Without any pair nothing was decided.
      if (!transfer.pairs.empty() && open_pairs(transfer) == 0) return lead_to(draft, saying, step.state);
      if (!step.otherwise.empty()) return lead_to(draft, saying, step.otherwise);
      return;
    case rules::Lead::first_that_holds:
      for (const auto& branch : step.branches) {
        if (Scene(draft, saying).holds(branch.when)) return lead_to(draft, saying, branch.state);
      }
      return;
  }
}

}  // namespace

void say(Draft& draft, Saying& saying) {
  const auto since = draft.outcome().effects.size();
  const bool by_message = saying.message != nullptr && saying.with.empty();
  add_pairs(draft, saying);
  if (by_message) take_custody(draft, saying.transfer, saying.dossier->head);
  take_outcomes(draft, saying);
  if (by_message) take_documents(draft, saying);
  change_receiver(draft, saying);
  sign_off(draft, saying);
  take_items(draft, saying);
  take_asked(draft, saying);
  raise_counters(draft, saying);
  end_clocks(draft, saying);
  pause_clocks(draft, saying);
  saying.said_in = draft.transfer(saying.transfer)->state.value();
  lead(draft, saying);
  if (!draft.transfer(saying.transfer)->final_) start_clocks(draft, saying, saying.at);
  if (by_message) deliver_whole(draft, saying);
  deliver_copies(draft, saying);
  for (const auto* rule : saying.late) show_line(draft, *rule, saying.transfer, since);
  open_others(draft, saying);
}

void take_documents(Draft& draft, const Saying& saying) {
  const auto& dossier = *saying.dossier;
  std::map<core::DocumentType, core::PartNo> latest;
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    latest[dossier.documents[i].type] = dossier.document_parts[i];
  }
  for (const auto& [type, part] : latest) {
    draft.add(effect::DocumentHeld{saying.transfer, type, part, saying.message->message.part_digests[part]});
  }
}

void lead_to(Draft& draft, const Saying& saying, const Code& state) {
  const auto before = *draft.transfer(saying.transfer);
  const auto& states = saying.procedure->states;
  const auto rule = std::find_if(states.begin(), states.end(), [&](const auto& known) { return known.id == state; });
  const bool final_ = rule != states.end() && rule->final_;
  if (before.state == state && before.final_ == final_) return;
  draft.add(effect::StateChanged{saying.transfer, state, final_});
  if (final_) end_all_clocks(draft, saying.transfer);
  // What waits for the other side's word waits only while it could still be said.
  for (const auto& pending : before.pending) {
    const auto* step = rules::find_step(*saying.procedure, pending.step);
    const bool open = step != nullptr && (step->in_any_state ? final_ == step->in_final_only
                                                             : std::find(step->in_states.begin(), step->in_states.end(),
                                                                         state) != step->in_states.end());
    if (final_ || (!pending.paper && !open)) draft.add(effect::PendingCleared{saying.transfer, pending.body});
  }
}

}  // namespace caseway::engine
