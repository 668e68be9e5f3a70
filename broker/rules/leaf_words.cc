// Conditions in words: of a leaf, and equal for equal leaves alone.
#include "broker/rules/leaves.h"

namespace caseway::rules {
namespace {

using core::FieldKind;

std::string words_of(const core::Value& value) {
  switch (value.kind) {
    case FieldKind::boolean: return value.integer == 0 ? "false" : "true";
    case FieldKind::date: return core::print_date(core::Date{static_cast<std::int32_t>(value.integer)});
    case FieldKind::instant: return core::print_instant(core::Instant{value.integer});
    case FieldKind::integer:
    case FieldKind::amount: return std::to_string(value.integer);
    default: return "\"" + value.text + "\"";
  }
}

std::string words_of(const Operand& operand) {
  auto text = operand.is_path ? operand.path.text : words_of(operand.constant);
  if (operand.plus > 0) text += " + " + std::to_string(operand.plus);
  if (operand.plus < 0) text += " - " + std::to_string(operand.plus).substr(1);
  return text;
}

const char* sign_of(Compare compare) {
  switch (compare) {
    case Compare::equal: return " = ";
    case Compare::not_equal: return " != ";
    case Compare::less: return " < ";
    case Compare::at_most: return " <= ";
    case Compare::more: return " > ";
    case Compare::at_least: return " >= ";
  }
  return " ? ";
}

std::string listed(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const auto& name : names) text += (text.size() == 1 ? "" : ", ") + name;
  return text + "]";
}

std::string joined(const Condition& it, const char* word) {
  std::string text = "(";
  for (const auto& child : it.children) text += (text.size() == 1 ? "" : word) + words_of(child);
  return text + ")";
}

std::string over(const char* word, const Condition& it) {
  return word + words_of(it.left) + (it.children.empty() ? "" : ": " + words_of(it.children.front()));
}

}  // namespace

std::string words_of(const Condition& it) {
  switch (it.op) {
    case Op::always: return "always";
    case Op::all: return joined(it, " and ");
    case Op::any: return it.children.empty() ? "never" : joined(it, " or ");
    case Op::not_: return "not " + joined(it, "");
    case Op::at_least: return "at least " + std::to_string(it.number) + " of " + joined(it, ", ");
    case Op::for_all: return "(" + over("each ", it) + ")";
    case Op::exists: return "(" + over("some ", it) + ")";
    case Op::count: return "(" + over("how many ", it) + ")" + sign_of(it.compare) + std::to_string(it.number);
    case Op::present: return words_of(it.left);
    case Op::compare: return words_of(it.left) + sign_of(it.compare) + words_of(it.right);
    case Op::in: return words_of(it.left) + " in " + listed(it.constants);
    case Op::sum_equals: return "sum of " + words_of(it.left) + " = " + words_of(it.right);
    case Op::product_equals: return words_of(it.left) + " times " + words_of(it.factor) + " = " + words_of(it.right);
    case Op::lists_agree: return words_of(it.left) + " agrees with " + words_of(it.right);
    case Op::material_list: return "the material list is right";
    case Op::stamp_is: return "stamp of " + words_of(it.left) + " in " + listed(it.constants);
    case Op::carrier_is: return "carrier of " + words_of(it.left) + " in " + listed(it.constants);
    case Op::in_time: return it.clock.str() + " in time";
    case Op::distinct: return words_of(it.left) + " distinct, at least " + std::to_string(it.number);
    case Op::different: return "at least " + std::to_string(it.number) + " different " + words_of(it.left);
    case Op::covers: return words_of(it.right) + " covers " + words_of(it.left);
    case Op::well_formed: return words_of(it.left) + " well formed";
  }
  return {};
}

}  // namespace caseway::rules
