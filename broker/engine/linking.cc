#include "broker/engine/linking.h"

namespace caseway::engine {

namespace effect = core::effect;

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
