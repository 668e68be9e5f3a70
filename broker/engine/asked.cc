#include "broker/engine/asked.h"

#include <algorithm>

#include "broker/engine/scene.h"
#include "broker/rules/items.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

std::vector<std::uint32_t> asked_now(const Draft& draft, const Saying& saying) {
  if (saying.message == nullptr || saying.step->asks.requirement.empty()) return {};
  return Scene(draft, saying).items(saying.step->asks);
}

// So many more, counted on to what was asked for under the same requirement before.
effect::ItemsAsked counted_on(const Draft& draft, const Saying& saying, std::size_t more) {
  effect::ItemsAsked all{saying.transfer, saying.step->asks.requirement, static_cast<std::uint32_t>(more)};
  for (const auto& known : draft.transfer(saying.transfer)->asked) {
    if (known.requirement == all.requirement) all.items += known.items;
  }
  return all;
}

// Who answers is told at once what is still open.
void tell_open(Draft& draft, const Saying& saying, const std::string& requirement) {
  const auto* rule = rules::find_requirement(*saying.bundle, requirement);
  const auto fault = rule != nullptr ? rule->fault : core::Fault::unmet;
  for (const auto& open : draft.transfer(saying.transfer)->open) {
    if (open.code == requirement && !open.waived) draft.find(procedure_finding(requirement, fault, open.path));
  }
}

}  // namespace

void take_asked(Draft& draft, const Saying& saying) {
  const auto& step = *saying.step;
  const auto set = [&](const std::string& requirement, const std::string& path, bool open) {
    draft.add(effect::RequirementSet{saying.transfer, requirement, path, open, false, false, {}});
  };
  const auto numbers = asked_now(draft, saying);
  if (!numbers.empty()) draft.add(counted_on(draft, saying, numbers.size()));
  for (const auto no : numbers) set(step.asks.requirement, rules::path_of_item(no), true);
  if (saying.message == nullptr || step.answers.requirement.empty()) return;
  for (const auto no : Scene(draft, saying).items(step.answers)) {
    const auto path = rules::path_of_item(no);
    const auto& open = draft.transfer(saying.transfer)->open;
    const bool is_open = std::any_of(open.begin(), open.end(), [&](const OpenRequirement& one) {
      return one.code == step.answers.requirement && one.path == path;
    });
    if (is_open) set(step.answers.requirement, path, false);
  }
  tell_open(draft, saying, step.answers.requirement);
}

std::vector<core::Finding> bar_asked(const Draft& draft, const Saying& saying) {
  const auto more = asked_now(draft, saying).size();
  if (more == 0 || fits(*draft.transfer(saying.transfer), counted_on(draft, saying, more))) return {};
  return {barring_finding("items.too_many", saying.step->id, saying.step->asks.list.text)};
}

std::int64_t asked(const Transfer& transfer) {
  std::int64_t all = 0;
  for (const auto& list : transfer.asked) all += list.items;
  return all;
}

std::int64_t unanswered(const Transfer& transfer) {
  return std::count_if(transfer.open.begin(), transfer.open.end(), [&](const OpenRequirement& open) {
    return !open.waived && std::any_of(transfer.asked.begin(), transfer.asked.end(),
                                       [&](const Asked& list) { return list.requirement == open.code; });
  });
}

}  // namespace caseway::engine
