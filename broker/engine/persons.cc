#include "broker/engine/persons.h"

#include <algorithm>
#include <set>

#include "broker/engine/linking.h"

namespace caseway::engine {

namespace effect = core::effect;

namespace {

bool is_held(const core::Party& party) { return party.measure == "detention" || party.measure == "arrest"; }

}  // namespace

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
  const auto& stages = saying.procedure->stages;
  const bool stage = std::find(stages.begin(), stages.end(), step.outcome) != stages.end();
  const auto unmet = [&](const char* code, std::size_t index) {
    const auto path = index == SIZE_MAX ? "head.outcomes" : "head.outcomes[" + std::to_string(index) + "]";
    draft.find(procedure_finding(code, core::Fault::mismatch, path));
  };
  const auto decide_pair = [&](const PairState& pair) {
    saying.decided.emplace_back(pair.party, pair.offence);
    draft.add(effect::PairSet{saying.transfer, pair.party, pair.offence, pair.unit, step.outcome, stage});
  };
  if (!saying.with.empty()) {
    for (const auto& [party, offence] : saying.named) {
      const auto* pair = find_pair(*draft.transfer(saying.transfer), party, offence);
      if (pair != nullptr && (!stage || pair->open())) decide_pair(*pair);
    }
    return;
  }
  const auto& said = saying.dossier->head.outcomes;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const auto* pair = find_pair(*draft.transfer(saying.transfer), said[i].party, said[i].offence);
    if (pair == nullptr) {
      unmet("outcome.unknown_pair", i);
    } else if (!(said[i].outcome == step.outcome)) {
      unmet("outcome.not_of_step", i);
    } else if (stage && !pair->open()) {
      unmet("outcome.decided", i);  // a stage ends nothing, and undoes nothing
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

void take_custody(Draft& draft, const core::TransferId& id, const core::DossierHead& head) {
  for (const auto& party : head.parties) {
    if (party.measure.empty()) continue;  // nothing is told of it
    const auto& pairs = draft.transfer(id)->pairs;
    const bool held = is_held(party);
    const bool is_news = std::any_of(pairs.begin(), pairs.end(), [&](const PairState& pair) {
      return pair.party == party.no && pair.in_custody != held;
    });
    if (is_news) draft.add(effect::CustodySet{id, party.no, held});
  }
}

void add_pairs(Draft& draft, Saying& saying) {
  if (!saying.step->pairs_added || saying.message == nullptr) return;
  for (const auto& pair : saying.dossier->head.pairs) {
    if (find_pair(*draft.transfer(saying.transfer), pair.party, pair.offence) != nullptr) continue;
    draft.add(effect::PairSet{saying.transfer, pair.party, pair.offence, pair.unit, {}});
    saying.added.emplace_back(pair.party, pair.offence);
  }
}

std::vector<core::Finding> bar_added(const Draft& draft, const Saying& saying) {
  if (!saying.step->pairs_added || saying.message == nullptr) return {};
  const auto& transfer = *draft.transfer(saying.transfer);
  std::set<std::pair<core::PartyNo, Code>> more;
  for (const auto& pair : saying.dossier->head.pairs) {
    if (find_pair(transfer, pair.party, pair.offence) == nullptr) more.emplace(pair.party, pair.offence);
  }
  const bool room = transfer.pairs.size() + more.size() <= core::limits::pairs_max &&
                    pairs_of(draft, transfer.case_id) + more.size() <= core::limits::pairs_of_case_max;
  if (more.empty() || room) return {};
  return {barring_finding("pairs.too_many", saying.step->id, "head.pairs")};
}

std::size_t pairs_of(const Draft& draft, const core::CaseId& case_id) {
  std::size_t pairs = 0;
  for (const auto& id : joined_transfers(draft, case_id)) pairs += draft.transfer(id)->pairs.size();
  return pairs;
}

bool in_custody(const Draft& draft, const Saying& saying, core::PartyNo party) {
  const auto& told = saying.dossier->head.parties;
  const auto measure_of = [&](core::PartyNo no) {
    return std::find_if(told.begin(), told.end(), [&](auto& one) { return one.no == no && !one.measure.empty(); });
  };
  const auto own = measure_of(party);
  if (party != 0 && own != told.end()) return is_held(*own);
  const auto& pairs = draft.transfer(saying.transfer)->pairs;
  return std::any_of(pairs.begin(), pairs.end(), [&](const PairState& pair) {
    if (party != 0 ? pair.party != party : !pair.open()) return false;
    const auto now = measure_of(pair.party);
    return now != told.end() ? is_held(*now) : pair.in_custody;
  });
}

bool is_named(const Saying& saying, const ClockRun& run) {
  const auto& pairs = saying.dossier->head.pairs;
  return pairs.empty() || run.party == 0 || std::any_of(pairs.begin(), pairs.end(), [&](const core::Pair& pair) {
           return pair.party == run.party && pair.offence == run.offence;
         });
}

}  // namespace caseway::engine
