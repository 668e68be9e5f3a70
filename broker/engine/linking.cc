#include "broker/engine/linking.h"

#include <algorithm>
#include <set>

#include "broker/engine/counters.h"
#include "broker/engine/persons.h"

namespace caseway::engine {

namespace effect = core::effect;

namespace {

constexpr std::string_view joined = "joined";  // of code list link

}  // namespace

void change(Case& graph, Names& names, const effect::Linked& effect) {
  graph.links.push_back({effect.from, effect.to, names.keep(effect.relation)});
}

void link_to_first(Draft& draft, const core::CaseId& case_id, const core::TransferId& transfer) {
  const auto first = draft.graph(case_id)->transfers.front();
  if (!(first == transfer)) draft.add(effect::Linked{case_id, first, transfer, "follow_on"});
}

namespace {

template <class FindCase, class FindTransfer>
std::vector<core::CaseId> walk(const core::CaseId& case_id, FindCase case_of, FindTransfer transfer_of) {
  std::vector<core::CaseId> found{case_id};
  std::set<core::TransferId> seen;  // a link may stand there many times
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Case* graph = case_of(found[i]);
    if (graph == nullptr) continue;
    for (const auto& link : graph->links) {
      if (link.relation.view() != joined) continue;
      for (const auto& end : {link.from, link.to}) {
        const Transfer* transfer = seen.insert(end).second ? transfer_of(end) : nullptr;
        if (transfer == nullptr || found.size() == joined_cases_max) continue;
        if (std::find(found.begin(), found.end(), transfer->case_id) == found.end()) found.push_back(transfer->case_id);
      }
    }
  }
  return found;
}

}  // namespace

std::vector<core::CaseId> joined_cases(const Draft& draft, const core::CaseId& case_id) {
  return walk(
      case_id, [&](auto& id) { return draft.graph(id); }, [&](auto& id) { return draft.transfer(id); });
}

std::vector<core::CaseId> joined_cases(const State& state, const core::CaseId& case_id) {
  return walk(
      case_id, [&](auto& id) { return find_case(state, id); }, [&](auto& id) { return find_transfer(state, id); });
}

std::vector<core::TransferId> joined_transfers(const Draft& draft, const core::CaseId& case_id) {
  std::vector<core::TransferId> found;
  for (const auto& id : joined_cases(draft, case_id)) {
    const auto* graph = draft.graph(id);
    if (graph == nullptr) continue;
    for (const auto& each : graph->transfers) {
      if (draft.transfer(each) != nullptr) found.push_back(each);
    }
  }
  return found;
}

std::vector<AgencyId> earlier_senders(const Draft& draft, const core::CaseId& case_id) {
  std::vector<AgencyId> found;
  for (const auto& id : joined_transfers(draft, case_id)) {
    const auto* transfer = draft.transfer(id);
    const bool is_new = std::find(found.begin(), found.end(), transfer->sender.value()) == found.end();
    if (transfer->cause.empty() && is_new) found.push_back(transfer->sender.value());
  }
  return found;
}

namespace {

bool is_relation(const rules::PackBundle& bundle, const Code& relation) {
  const auto* list = bundle.code_list("link");
  return list != nullptr && std::any_of(list->values.begin(), list->values.end(),
                                        [&](const auto& known) { return relation.view() == known.code; });
}

bool has_room(const Draft& draft, const core::CaseId& case_id) {
  return draft.graph(case_id)->links.size() < core::limits::links_of_case_max;
}

// Cases joined to one another are bounded like one: what a step does in all of them fits one outcome.
bool may_join(const Draft& draft, const core::CaseId& one, const core::CaseId& other) {
  const auto cases = joined_cases(draft, one);
  if (std::find(cases.begin(), cases.end(), other) != cases.end()) return true;
  const auto transfers = joined_transfers(draft, one).size() + joined_transfers(draft, other).size();
  return cases.size() + joined_cases(draft, other).size() <= joined_cases_max &&
         transfers <= core::limits::transfers_of_case_max &&
         pairs_of(draft, one) + pairs_of(draft, other) <= core::limits::pairs_of_case_max;
}

}  // namespace

namespace {

std::set<core::PartyNo> parties_of(const Draft& draft, const core::CaseId& case_id) {
  std::set<core::PartyNo> found;
  for (const auto& id : draft.graph(case_id)->transfers) {
    const auto* transfer = draft.transfer(id);
    if (transfer == nullptr) continue;
    for (const auto& pair : transfer->pairs) found.insert(pair.party);
  }
  return found;
}

bool share_a_number(const Draft& draft, const core::CaseId& one, const core::CaseId& other) {
  const auto first = parties_of(draft, one);
  const auto second = parties_of(draft, other);
  return std::any_of(first.begin(), first.end(), [&](auto number) { return second.contains(number); });
}

}  // namespace

void link(Draft& draft, const Saying& saying) {
  const auto& head = saying.dossier->head;
  const auto& of_row = saying.step->links;
  const bool as_said = of_row.empty() || of_row == "*";
  const auto& relation = as_said ? head.link_relation : of_row;
  const auto own = draft.transfer(saying.transfer)->case_id;
  const auto unmet = [&](const char* code, const std::string& path) {
    draft.find(procedure_finding(code, core::Fault::mismatch, path));
  };
  if (!head.links.empty() && !is_relation(*saying.bundle, relation)) {
    return unmet("link.unknown_relation", "head.linkRelation");
  }
  if (!as_said && !head.link_relation.empty() && !(head.link_relation == relation)) {
    unmet("link.other_relation", "head.linkRelation");
  }
  for (std::size_t i = 0; i < head.links.size(); ++i) {
    const auto path = "head.links[" + std::to_string(i) + "]";
    const auto* transfer = draft.transfer(head.links[i]);
    if (transfer == nullptr || !is_party(*transfer, saying.by)) {
      unmet("link.unknown_transfer", path);
      continue;
    }
    const auto other = transfer->case_id;
    const bool room = has_room(draft, own) && has_room(draft, other);
    if (!room || (relation.view() == joined && !may_join(draft, own, other))) {
      unmet("link.too_many", path);
      continue;
    }
    if (relation.view() == joined && !(other == own)) {
      add_counters(draft, own, other);
      if (share_a_number(draft, own, other)) unmet("link.same_number", path);
    }
    draft.add(effect::Linked{own, saying.transfer, head.links[i], relation});
    if (!(other == own)) draft.add(effect::Linked{other, saying.transfer, head.links[i], relation});
  }
}

}  // namespace caseway::engine
