#include "broker/engine/linking.h"

#include <algorithm>

namespace caseway::engine {

namespace effect = core::effect;

namespace {

constexpr std::string_view joined = "joined";

template <class T>
void add_once(std::vector<T>& values, const T& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

}  // namespace

std::vector<core::CaseId> joined_cases(const Draft& draft, const core::CaseId& case_id) {
  std::vector<core::CaseId> found{case_id};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto* graph = draft.graph(found[i]);
    if (graph == nullptr) continue;
    for (const auto& link : graph->links) {
      if (link.relation.view() != joined) continue;
      for (const auto* end : {&link.from, &link.to}) {
        const auto* transfer = draft.transfer(*end);
        if (transfer != nullptr && found.size() < joined_cases_max) add_once(found, transfer->case_id);
      }
    }
  }
  return found;
}

std::vector<AgencyId> earlier_senders(const Draft& draft, const core::CaseId& case_id) {
  std::vector<AgencyId> found;
  for (const auto& each : joined_cases(draft, case_id)) {
    const auto* graph = draft.graph(each);
    if (graph == nullptr) continue;
    for (const auto& id : graph->transfers) {
      const auto* transfer = draft.transfer(id);
      if (transfer != nullptr && transfer->cause.empty()) add_once(found, transfer->sender.value());
    }
  }
  return found;
}

void change(Case& graph, Names& names, const effect::Linked& effect) {
  graph.links.push_back({effect.from, effect.to, names.keep(effect.relation)});
}

void link_to_first(Draft& draft, const core::CaseId& case_id, const core::TransferId& transfer) {
  const auto first = draft.graph(case_id)->transfers.front();
  if (!(first == transfer)) draft.add(effect::Linked{case_id, first, transfer, "follow_on"});
}

void link(Draft& draft, const Saying& saying) {
  const auto& head = saying.dossier->head;
  const auto case_id = draft.transfer(saying.transfer)->case_id;
  for (std::size_t i = 0; i < head.links.size(); ++i) {
    const auto* other = draft.transfer(head.links[i]);
    const bool full = draft.graph(case_id)->links.size() >= core::limits::links_of_case_max;
    if (full || other == nullptr || !is_party(*other, saying.by)) {
      draft.find(procedure_finding(full ? "link.too_many" : "link.unknown_transfer", core::Fault::mismatch,
                                   "head.links[" + std::to_string(i) + "]"));
      continue;
    }
    draft.add(effect::Linked{case_id, saying.transfer, head.links[i], head.link_relation});
  }
}

}  // namespace caseway::engine
