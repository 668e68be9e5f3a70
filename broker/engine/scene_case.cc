// What conditions ask of the case graph: counters, exhibits, links, other transfers. Links are told across joined
// cases, transfers where the case has none of the kind; counters were added up when cases were joined; exhibits lie in
// one.
#include <algorithm>
#include <optional>

#include "broker/engine/counters.h"
#include "broker/engine/linking.h"
#include "broker/engine/scene.h"

namespace caseway::engine {

void Scene::tell_case(const rules::Path& path) {
  const auto* graph = draft_.graph(transfer_.case_id);
  if (graph == nullptr) return;
  const auto kind = name_at(path, 0);
  const auto name = name_at(path, 1);
  if (kind == "counter") {
    integer(path.text, counted(*graph, name));
  } else if (kind == "item" && name == "unexplained") {
    integer(path.text, std::count_if(graph->items.begin(), graph->items.end(), [](auto& it) { return !it.explained; }));
  } else if (kind == "item") {
    for (const auto& item : graph->items) text(path.text, name == "holder" ? item.holder.view() : item.status.view());
  } else if (kind == "link") {
    for (const auto& id : joined_cases(draft_, transfer_.case_id)) {
      const auto* joined = draft_.graph(id);
      if (joined == nullptr) continue;
      const auto& links = joined->links;
      const bool is = std::any_of(links.begin(), links.end(), [&](auto& it) { return it.relation.view() == name; });
      if (is) return integer(path.text, 1, core::FieldKind::boolean);
    }
  } else if (kind == "transfer") {
    const auto procedure = Code::make(name);
    if (procedure && saying_.bundle->is_absent(*procedure)) return text(path.text, "absent");
    // Those of the case itself, else of the nearest joined case that has one: a notice in one file does not close
    // because the other file is at its end.
    std::optional<core::CaseId> found;
    for (const auto& id : joined_transfers(draft_, transfer_.case_id)) {
      const auto* other = draft_.transfer(id);
      if (other->procedure.view() != name || (found && !(*found == other->case_id))) continue;
      found = other->case_id;
      if (name_at(path, 2) == "state") text(path.text, other->state.view());
      if (name_at(path, 2) == "openPairs") integer(path.text, static_cast<std::int64_t>(open_pairs(*other)));
      if (name_at(path, 2) != "outcome") continue;
      for (const auto& pair : other->pairs) {
        if (!pair.outcome.empty()) text(path.text, pair.outcome.view());
      }
    }
  }
}

}  // namespace caseway::engine
