#include "broker/rules/trace.h"

#include <algorithm>

#include "broker/rules/condition.h"
#include "broker/rules/describe.h"
#include "broker/rules/items.h"
#include "broker/rules/looks_at.h"

namespace caseway::rules {
namespace {

class Tracer {
 public:
  explicit Tracer(const View& view) : sight_{view} {}

  Traced trace(const Condition& it, const Element* element) {
    Traced traced;
    traced.asks = print_leaf(it);
    traced.holds = test(sight_, it, element, nullptr);
    if (it.op == Op::for_all || it.op == Op::exists || it.op == Op::count) {
      each(it, element, traced);
    } else if (it.children.empty()) {
      for (const auto* operand : {&it.left, &it.factor, &it.right}) see(*operand, element, traced.seen);
    } else {
      for (const auto& child : it.children) traced.children.push_back(trace(child, element));
    }
    return traced;
  }

 private:
  void each(const Condition& it, const Element* element, Traced& traced) {
    bool any = false;
    auto one = [&](const Thing& thing, const Place& place) {
      any = true;
      if (it.children.empty()) {
        traced.seen.push_back(print_place(*sight_.view.bundle, place));
        return traced.seen.size() < Traced::seen_most;
      }
      const Element inner{thing, &place};
      auto child = trace(it.children[0], &inner);
      child.asks = print_place(*sight_.view.bundle, place) + ": " + child.asks;
      traced.children.push_back(std::move(child));
      return traced.children.size() < Traced::elements_most;
    };
    look(sight_, it.left.path, element, one);
    if (!any) traced.seen.push_back(it.left.path.text + ": nothing");
  }

  void see(const Operand& operand, const Element* element, std::vector<std::string>& seen) {
    if (!operand.is_path || operand.path.text.empty()) return;
    const auto before = seen.size();
    auto one = [&](const Thing& thing, const Place& place) {
      const bool told = operand.path.root >= Root::step;  // of these the path is the place
      const auto at = told ? operand.path.text : print_place(*sight_.view.bundle, place);
      seen.push_back(at + " = " + print_thing(thing));
      return seen.size() < before + Traced::seen_most;
    };
    look(sight_, operand.path, element, one);
    if (seen.size() == before) seen.push_back(operand.path.text + ": nothing");
  }

  Sight sight_;
};

}  // namespace

std::vector<TracedRequirement> trace(const View& view) {
  std::vector<TracedRequirement> all;
  Tracer tracer(view);
  const auto one = [&](const Requirement& requirement, core::PartyNo party, const Element* element) {
    TracedRequirement traced{&requirement, party, tracer.trace(requirement.when, element), {}};
    if (traced.when.holds) traced.must = tracer.trace(requirement.must, element);
    all.push_back(std::move(traced));
  };
  for (const auto& requirement : view.procedure->requirements) {
    if (!is_asked(requirement, view) || is_of_items(*view.procedure, requirement.id)) continue;
    if (!requirement.per_party) {
      one(requirement, 0, nullptr);
      continue;
    }
    for (const auto& party : view.dossier->head.parties) {
      const PartyElement each(party);
      one(requirement, party.no, &each.element);
    }
  }
  return all;
}

}  // namespace caseway::rules
