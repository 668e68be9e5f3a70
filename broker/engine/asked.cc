#include "broker/engine/asked.h"

#include <algorithm>
#include <optional>

#include "broker/engine/scene.h"
#include "broker/rules/items.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// What the message asks for, counted on to what was asked for under the same requirement before; nothing when it asks
// for none.
std::optional<effect::ItemsAsked> asked_by(const Draft& draft, const Saying& saying) {
  const auto& asks = saying.step->asks;
  if (saying.message == nullptr || asks.requirement.empty()) return std::nullopt;
  const auto more = Scene(draft, saying).items(asks).size();
  if (more == 0) return std::nullopt;
  effect::ItemsAsked all{saying.transfer, asks.requirement, static_cast<std::uint32_t>(more)};
  for (const auto& known : draft.transfer(saying.transfer)->asked) {
    if (known.requirement == asks.requirement) all.items += known.items;
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
  if (const auto all = asked_by(draft, saying)) {
    draft.add(*all);
    for (const auto no : Scene(draft, saying).items(step.asks)) {
      draft.add(effect::RequirementSet{
          saying.transfer, step.asks.requirement, rules::path_of_item(no), true, false, false, {}});
    }
  }
  if (saying.message == nullptr || step.answers.requirement.empty()) return;
  for (const auto no : Scene(draft, saying).items(step.answers)) {
    const auto path = rules::path_of_item(no);
    const auto& open = draft.transfer(saying.transfer)->open;
    const bool is_open = std::any_of(open.begin(), open.end(), [&](const OpenRequirement& one) {
      return one.code == step.answers.requirement && one.path == path;
    });
    if (is_open)
      draft.add(effect::RequirementSet{saying.transfer, step.answers.requirement, path, false, false, false, {}});
  }
  tell_open(draft, saying, step.answers.requirement);
}

std::vector<core::Finding> bar_asked(const Draft& draft, const Saying& saying) {
  const auto all = asked_by(draft, saying);
  if (!all || fits(*draft.transfer(saying.transfer), *all)) return {};
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
