// The states of a kind as a graph: from where its steps open a transfer, along what each leads to.
#include <algorithm>
#include <set>

#include "broker/rules/lint.h"

namespace caseway::rules {
namespace {

/// Where a step may lead; empty where it leaves the state as it is.
std::vector<Code> targets(const Step& step) {
  switch (step.lead) {
    case Lead::same: return {};
    case Lead::state: return {step.state};
    case Lead::decided_when_no_pair_open: {
      std::vector<Code> to{step.state};
      if (!step.otherwise.empty()) to.push_back(step.otherwise);
      return to;
    }
    case Lead::first_that_holds: {
      std::vector<Code> to;
      for (const auto& branch : step.branches) to.push_back(branch.state);
      return to;
    }
  }
  return {};
}

/// A step that the bus says and that names no state may come in any that is not final.
bool is_open_in_any(const Step& step) {
  return step.in_any_state || (step.say != Say::message && step.in_states.empty() && !step.opens_transfer);
}

bool is_open(const Step& step, const StateRule& state) {
  if (std::find(step.in_states.begin(), step.in_states.end(), state.id) != step.in_states.end()) return true;
  if (!is_open_in_any(step)) return false;
  return step.in_final_only ? state.final_ : step.in_final_too || !state.final_;
}

bool leads_to(const Step& step, const Code& state) {
  const auto to = targets(step);
  return std::find(to.begin(), to.end(), state) != to.end();
}

class Graph {
 public:
  explicit Graph(const Procedure& of) : of_(of) {
    for (const auto& step : of_.steps) {
      // A copy of another kind opens its transfer with a step that is said with another and names no state.
      if (step.opens_transfer || (step.say == Say::with && step.in_states.empty())) reach(step);
    }
    for (std::size_t before = 0; before != reached_.size();) {
      before = reached_.size();
      for (const auto& step : of_.steps) {
        if (is_open_in_reached(step)) reach(step);
      }
    }
  }

  [[nodiscard]] bool is_reached(const StateRule& state) const { return reached_.count(state.id) != 0; }

  /// A step taken from the universal ones that is open everywhere gives up or takes back: it is no way on.
  [[nodiscard]] bool is_left(const StateRule& state) const {
    return std::any_of(of_.steps.begin(), of_.steps.end(), [&](const Step& step) {
      if (!is_open(step, state) || (step.taken && step.in_any_state)) return false;
      const auto to = targets(step);
      return std::any_of(to.begin(), to.end(), [&](const Code& one) { return one != state.id; });
    });
  }

  [[nodiscard]] const Step* first_that_leads_to(const Code& state) const {
    const auto at =
        std::find_if(of_.steps.begin(), of_.steps.end(), [&](const Step& step) { return leads_to(step, state); });
    return at == of_.steps.end() ? nullptr : &*at;
  }

 private:
  void reach(const Step& step) {
    for (const auto& state : targets(step)) reached_.insert(state);
  }

  [[nodiscard]] bool is_open_in_reached(const Step& step) const {
    return std::any_of(of_.states.begin(), of_.states.end(),
                       [&](const StateRule& state) { return is_reached(state) && is_open(step, state); });
  }

  const Procedure& of_;
  std::set<Code> reached_;
};

}  // namespace

void lint_states(const Procedure& of, Mistakes& mistakes) {
  const Graph graph(of);
  for (const auto& state : of.states) {
    const Mistakes::Row row(mistakes, state.id.str(), "states");
    const auto* step = graph.first_that_leads_to(state.id);
    if (step == nullptr) {
      mistakes.add({}, "no step leads to this state");
    } else if (!graph.is_reached(state)) {
      mistakes.add({}, "no transfer comes to this state: " + step->id.str() +
                           " leads to it, and is open in states alone to which none comes");
    }
    if (state.final_ || graph.is_left(state)) continue;
    const auto after = step == nullptr ? std::string("a transfer") : "after " + step->id.str() + " a transfer";
    mistakes.add({}, "no step leaves this state, and it is not final: " + after + " stays in it for ever");
  }
}

}  // namespace caseway::rules
