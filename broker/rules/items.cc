#include "broker/rules/items.h"

#include <algorithm>

#include "broker/rules/condition.h"

namespace caseway::rules {

std::vector<std::uint32_t> numbers_of(const AskedItems& items, const View& view) {
  std::vector<std::uint32_t> numbers;
  std::uint32_t place = 0;
  Sight sight{view};
  auto each = [&](const Thing& thing, const Place& where) {
    ++place;
    const Element element{thing, &where};
    if (thing.kind != ThingKind::group || !test(sight, items.when, &element, nullptr)) return true;
    const auto* no = find_field(thing.as<std::vector<core::Field>>(), "no");
    const bool says = no != nullptr && !no->values.empty() && no->values.front().kind == core::FieldKind::integer;
    const auto said = says ? no->values.front().integer : 0;
    numbers.push_back(said > 0 && said <= UINT16_MAX ? static_cast<std::uint32_t>(said) : place);
    return true;
  };
  look(sight, items.list, nullptr, each);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

std::string path_of_item(std::uint32_t number) { return "item." + std::to_string(number); }

std::vector<std::string_view> requirements_of_items(const Procedure& procedure) {
  std::vector<std::string_view> ids;
  for (const auto& step : procedure.steps) {
    if (!step.asks.requirement.empty()) ids.push_back(step.asks.requirement);
  }
  return ids;
}

bool is_of_items(const Procedure& procedure, const std::string& requirement) {
  return std::any_of(procedure.steps.begin(), procedure.steps.end(),
                     [&](const Step& step) { return step.asks.requirement == requirement; });
}

}  // namespace caseway::rules
