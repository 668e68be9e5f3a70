#include "broker/rules/looks_at.h"

#include <algorithm>

namespace caseway::rules {

bool looks_at(const Requirement& requirement, const Code& step) {
  return requirement.steps.empty() ||
         std::find(requirement.steps.begin(), requirement.steps.end(), step) != requirement.steps.end();
}

bool is_asked(const Requirement& requirement, const View& view) {
  if (!looks_at(requirement, view.step->id)) return false;
  const auto& local = requirement.local;
  if (local.region.empty()) return true;
  if (view.surroundings == nullptr) return false;
  const auto told = std::find_if(view.surroundings->begin(), view.surroundings->end(),
                                 [](const auto& one) { return one.name == "step.region"; });
  return told != view.surroundings->end() && !told->value.text.empty() &&
         local.counts(told->value.text, core::law_date_of(view.envelope->occurred_at));
}

}  // namespace caseway::rules
