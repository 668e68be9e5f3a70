#include "broker/engine/counters.h"

#include <algorithm>

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
  const auto case_id = draft.transfer(saying.transfer)->case_id;
  for (const auto& name : saying.step->counters) {
    draft.add(effect::CounterSet{case_id, name, counted(*draft.graph(case_id), name.view()) + 1});
  }
}

}  // namespace caseway::engine
