#include "broker/engine/counters.h"

#include <algorithm>
#include <set>

#include "broker/engine/linking.h"

namespace caseway::engine {

namespace effect = core::effect;

void change(Case& graph, Names& names, const effect::CounterSet& effect) {
  auto place = std::lower_bound(graph.counters.begin(), graph.counters.end(), effect.counter,
                                [](const Counter& counter, const Code& name) { return counter.name.value() < name; });
  if (place == graph.counters.end() || !(place->name == effect.counter)) {
    place = graph.counters.insert(place, Counter{names.keep(effect.counter), 0});
  }
  place->value = effect.value;
}

std::int64_t counted(const Case& graph, std::string_view name) {
  for (const auto& counter : graph.counters) {
    if (counter.name.view() == name) return counter.value;
  }
  return 0;
}

void raise_counters(Draft& draft, const Saying& saying) {
  if (saying.step->counters.empty()) return;
  for (const auto& id : joined_cases(draft, draft.transfer(saying.transfer)->case_id)) {
    if (draft.graph(id) == nullptr) continue;
    for (const auto& name : saying.step->counters) {
      draft.add(effect::CounterSet{id, name, counted(*draft.graph(id), name.view()) + 1});
    }
  }
}

void add_counters(Draft& draft, const core::CaseId& one, const core::CaseId& other) {
  const auto first = joined_cases(draft, one);
  const auto second = joined_cases(draft, other);
  if (std::find(first.begin(), first.end(), other) != first.end()) return;
  std::set<Code> names;
  for (const auto& id : {one, other}) {
    for (const auto& counter : draft.graph(id)->counters) names.insert(counter.name);
  }
  for (const auto& name : names) {
    const auto sum = counted(*draft.graph(one), name.view()) + counted(*draft.graph(other), name.view());
    for (const auto* cases : {&first, &second}) {
      for (const auto& id : *cases) {
        const auto* graph = draft.graph(id);
        if (graph == nullptr || counted(*graph, name.view()) == sum) continue;
        draft.add(effect::CounterSet{id, name, sum});
      }
    }
  }
}

}  // namespace caseway::engine
