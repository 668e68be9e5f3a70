#include "broker/engine/say.h"

#include <algorithm>
#include <map>

#include "broker/engine/clocks.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

void raise_counters(Draft& draft, const Saying& saying) {
  const auto case_id = draft.transfer(saying.transfer)->case_id;
  for (const auto& name : saying.step->counters) {
    std::int64_t value = 0;
    for (const auto& counter : draft.graph(case_id)->counters) {
      if (counter.name == name) value = counter.value;
    }
    draft.add(effect::CounterSet{case_id, name, value + 1});
  }
}

void lead(Draft& draft, const Saying& saying) {
  const auto& step = *saying.step;
  const auto& transfer = *draft.transfer(saying.transfer);
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

const PairState* find_pair(const Transfer& transfer, core::PartyNo party, const Code& offence) {
  for (const auto& pair : transfer.pairs) {
    if (pair.party == party && pair.offence == offence) return &pair;
  }
  return nullptr;
}

void say(Draft& draft, Saying& saying) {
  const auto since = draft.outcome().effects.size();
  take_outcomes(draft, saying);
  if (saying.message != nullptr) take_documents(draft, saying);
  take_items(draft, saying);
  raise_counters(draft, saying);
  end_clocks(draft, saying);
  lead(draft, saying);
  if (!draft.transfer(saying.transfer)->final_) start_clocks(draft, saying, saying.at);
  if (saying.message != nullptr) deliver_whole(draft, saying);
  deliver_copies(draft, saying);
  for (const auto* rule : saying.late) show_line(draft, *rule, saying.transfer, since);
  open_others(draft, saying);
}

void take_outcomes(Draft& draft, Saying& saying) {
  const auto& step = *saying.step;
  if (step.outcome.empty() || saying.message == nullptr) return;
  const auto unmet = [&](const char* code, std::size_t index) {
    const auto path = index == SIZE_MAX ? "head.outcomes" : "head.outcomes[" + std::to_string(index) + "]";
    draft.find(procedure_finding(code, core::Fault::mismatch, path));
  };
  const auto decide_pair = [&](const PairState& pair) {
    saying.decided.emplace_back(pair.party, pair.offence);
    draft.add(effect::PairSet{saying.transfer, pair.party, pair.offence, pair.unit, step.outcome});
  };
  const auto& said = saying.dossier->head.outcomes;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const auto* pair = find_pair(*draft.transfer(saying.transfer), said[i].party, said[i].offence);
    if (pair == nullptr) {
      unmet("outcome.unknown_pair", i);
    } else if (!(said[i].outcome == step.outcome)) {
      unmet("outcome.not_of_step", i);
    } else {
      decide_pair(*pair);
    }
  }
  if (!said.empty()) return;
  if (step.lead != rules::Lead::state) return unmet("outcome.none", SIZE_MAX);
  const auto pairs = draft.transfer(saying.transfer)->pairs;
  for (const auto& pair : pairs) {
    if (pair.outcome.empty()) decide_pair(pair);
  }
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
    const bool open = step != nullptr && (step->in_any_state ? !final_
                                                             : std::find(step->in_states.begin(), step->in_states.end(),
                                                                         state) != step->in_states.end());
    if (final_ || (!pending.paper && !open)) draft.add(effect::PendingCleared{saying.transfer, pending.body});
  }
}

}  // namespace caseway::engine
