#include "broker/engine/said_with.h"

#include <algorithm>
#include <map>
#include <set>

#include "broker/engine/admit.h"
#include "broker/engine/linking.h"
#include "broker/engine/say.h"

namespace caseway::engine {

namespace {

using Pairs = std::set<std::pair<core::PartyNo, Code>>;

Pairs named_by(const Saying& saying) {
  Pairs named;
  const auto& head = saying.dossier->head;
  if (!saying.step->outcome.empty()) {
    for (const auto& said : head.outcomes) named.emplace(said.party, said.offence);
  }
  if (!named.empty()) return named;
  for (const auto& pair : head.pairs) named.emplace(pair.party, pair.offence);
  return named;
}

Pairs held_by(const Transfer& transfer) {
  Pairs held;
  for (const auto& pair : transfer.pairs) held.emplace(pair.party, pair.offence);
  return held;
}

// Whom a number means, by the rule in the header.
class Holders {
 public:
  Holders(const Draft& draft, const core::CaseId& own) : draft_(draft), own_(own) {}

  bool is_meant(const Transfer& other, core::PartyNo party) {
    auto [kind, is_new] = kinds_.try_emplace(other.procedure.value());
    if (is_new) fill(kind->second, other.procedure.value());
    return kind->second.at(party) == other.case_id;
  }

 private:
  void fill(std::map<core::PartyNo, core::CaseId>& holders, const Code& procedure) {
    for (const auto& id : joined_transfers(draft_, own_)) {  // the own case comes first
      const auto& transfer = *draft_.transfer(id);
      if (!(transfer.procedure == procedure)) continue;
      for (const auto& pair : transfer.pairs) {
        auto& holder = holders.try_emplace(pair.party, transfer.case_id).first->second;
        if (!(holder == transfer.case_id) && !(holder == own_)) holder = {};
      }
    }
  }

  const Draft& draft_;
  const core::CaseId& own_;
  std::map<Code, std::map<core::PartyNo, core::CaseId>> kinds_;
};

// The first row that names the step and is open: a pack with two such is refused.
const rules::Step* row_with(const rules::Procedure& procedure, const Transfer& transfer, const std::string& step) {
  for (const auto& row : procedure.steps) {
    const auto& with = row.with_steps;
    if (is_open(row, transfer) && std::find(with.begin(), with.end(), step) != with.end()) return &row;
  }
  return nullptr;
}

}  // namespace

std::vector<Saying> said_with(const Draft& draft, const Saying& saying) {
  std::vector<Saying> found;
  if (saying.message == nullptr) return found;
  const auto& own = *draft.transfer(saying.transfer);
  const auto written = saying.procedure->id.str() + "." + saying.step->id.str();
  Holders holders(draft, own.case_id);
  Pairs named, meant;  // asked for with the first row: with most steps nothing is said
  for (const auto& id : joined_transfers(draft, own.case_id)) {
    const auto& other = *draft.transfer(id);
    if (other.procedure == own.procedure || !(is_party(other, saying.by) || is_party(other, own.sender))) continue;
    const auto* bundle = draft.bundle(other.pack);
    const auto* procedure = bundle == nullptr ? nullptr : bundle->procedure(other.procedure);
    const auto* row = procedure == nullptr ? nullptr : row_with(*procedure, other, written);
    if (row == nullptr) continue;
    if (found.empty()) {
      named = named_by(saying);
      meant = named.empty() ? held_by(own) : named;
    }
    auto with = saying;
    with.bundle = bundle;
    with.procedure = procedure;
    with.step = row;
    with.transfer = id;
    with.with = saying.transfer;
    bool concerned = meant.empty();
    for (const auto& pair : other.pairs) {
      if (!meant.contains({pair.party, pair.offence}) || !holders.is_meant(other, pair.party)) continue;
      concerned = true;
      if (!named.empty() || pair.open()) with.named.emplace_back(pair.party, pair.offence);
    }
    if (concerned) found.push_back(std::move(with));
  }
  return found;
}

std::vector<core::Finding> bar_said_with(const Draft& draft, const Saying& saying) {
  const auto all = said_with(draft, saying);
  std::size_t pairs = 0;
  for (const auto& one : all) pairs += draft.transfer(one.transfer)->pairs.size();
  if (all.size() <= said_with_max && pairs <= pairs_said_with_max) return {};
  return {barring_finding("with.too_many", saying.step->id)};
}

void say_with(Draft& draft, std::vector<Saying>& all) {
  for (auto& one : all) {
    if (!asks(one.step->holds) || Scene(draft, one).holds(one.step->holds)) say(draft, one);
  }
}

}  // namespace caseway::engine
