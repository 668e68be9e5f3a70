// Conditions in the words of the pack.
#include <cstdlib>

#include "broker/core/instant.h"
#include "broker/rules/describe.h"
#include "broker/rules/look.h"

namespace caseway::rules {
namespace {

using core::FieldKind;

std::string print_integer(std::int64_t value, FieldKind kind) {
  switch (kind) {
    case FieldKind::date: return core::print_date(core::Date{static_cast<std::int32_t>(value)});
    case FieldKind::instant: return core::print_instant(core::Instant{value});
    case FieldKind::boolean: return value < 0 ? "not stated" : value != 0 ? "true" : "false";
    default: return std::to_string(value);
  }
}

std::string print_operand(const Operand& operand) {
  auto text = operand.is_path ? operand.path.text : print_thing(Thing::of_value(operand.constant));
  if (operand.plus != 0) text += (operand.plus > 0 ? " + " : " - ") + std::to_string(std::abs(operand.plus));
  return text;
}

std::string_view sign_of(Compare compare) {
  switch (compare) {
    case Compare::equal: return "=";
    case Compare::not_equal: return "is not";
    case Compare::less: return "<";
    case Compare::at_most: return "<=";
    case Compare::more: return ">";
    case Compare::at_least: return ">=";
  }
  return "?";
}

std::string listed(const std::vector<std::string>& values) {
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

}  // namespace

std::string print_thing(const Thing& thing) {
  if (thing.kind == ThingKind::text) return '"' + std::string(thing.text) + '"';
  if (thing.kind == ThingKind::integer) return print_integer(thing.integer, thing.value_kind);
  return "there";
}

std::string print_leaf(const Condition& it) {
  const auto left = print_operand(it.left);
  const auto right = print_operand(it.right);
  const auto number = std::to_string(it.number);
  switch (it.op) {
    case Op::always: return "always";
    case Op::all: return "all of these";
    case Op::any: return "any of these";
    case Op::not_: return "not";
    case Op::at_least: return "at least " + number + " of these";
    case Op::for_all: return "each of " + left;
    case Op::exists: return "one of " + left;
    case Op::count: return "count of " + left + " " + std::string(sign_of(it.compare)) + " " + number;
    case Op::present: return left + " is present";
    case Op::compare: return left + " " + std::string(sign_of(it.compare)) + " " + right;
    case Op::in: return left + " is one of " + listed(it.constants);
    case Op::sum_equals: return "sum of " + left + " = " + right;
    case Op::lists_agree: return left + " agrees with " + right;
    case Op::material_list: return "D06 lists what is attached";
    case Op::stamp_is: return "stamp of " + left + " is one of " + listed(it.constants);
    case Op::carrier_is: return "carrier of " + left + " is one of " + listed(it.constants);
    case Op::in_time: return it.clock.str() + " is kept";
    case Op::distinct: return "values of " + left + " are distinct and at least " + number;
    case Op::well_formed: return left + " is well formed";
    case Op::covers: return left + " occurs in " + right;
    case Op::different: return "at least " + number + " different values of " + left;
    case Op::product_equals: return left + " times " + print_operand(it.factor) + " = " + right;
  }
  return "?";
}

std::string print_condition(const Condition& it) {
  auto text = print_leaf(it);
  if (it.children.empty()) return text;
  text += " (";
  for (std::size_t i = 0; i < it.children.size(); ++i) text += (i == 0 ? "" : "; ") + print_condition(it.children[i]);
  return text + ")";
}

}  // namespace caseway::rules
