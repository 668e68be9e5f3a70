#include "broker/engine/persons.h"

#include <algorithm>

namespace caseway::engine {

namespace effect = core::effect;

void change(Transfer& transfer, Names& names, const Stamp&, const effect::PairSet& effect) {
  auto& pairs = transfer.pairs;
  auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const PairState& known) {
    return known.party == effect.party && known.offence == effect.offence;
  });
  if (pair == pairs.end()) pair = pairs.insert(pairs.end(), PairState{});
  const bool held = pair->in_custody;
  *pair = {effect.party, effect.unit, effect.stage, held, names.keep(effect.offence), names.keep(effect.outcome)};
}

// A step may start a clock for each: outcomes are bounded by pairs_max.
bool fits(const Transfer& transfer, const effect::PairSet& effect) {
  const bool known = find_pair(transfer, effect.party, effect.offence) != nullptr;
  return (known || transfer.pairs.size() < core::limits::pairs_max) && !(effect.stage && effect.outcome.empty());
}

bool fits(const Transfer& transfer, const effect::CustodySet& effect) {
  return std::any_of(transfer.pairs.begin(), transfer.pairs.end(),
                     [&](const PairState& pair) { return pair.party == effect.party; });
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::CustodySet& effect) {
  for (auto& pair : transfer.pairs) {
    if (pair.party == effect.party) pair.in_custody = effect.in_custody;
  }
}

const PairState* find_pair(const Transfer& transfer, core::PartyNo party, const Code& offence) {
  for (const auto& pair : transfer.pairs) {
    if (pair.party == party && pair.offence == offence) return &pair;
  }
  return nullptr;
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
    if (pair.open()) decide_pair(pair);
  }
}

bool in_custody(const Draft& draft, const Saying& saying, core::PartyNo party) {
  const auto held = [&](const core::DossierHead& head) {
    return std::any_of(head.parties.begin(), head.parties.end(), [&](const core::Party& known) {
      return known.no == party && (known.measure == "detention" || known.measure == "arrest");
    });
  };
  return party != 0 && (held(saying.dossier->head) ||
                        std::any_of(draft.facts().begin(), draft.facts().end(),
                                    [&](const core::Fact& fact) { return fact.is_head && held(fact.head); }));
}

}  // namespace caseway::engine
