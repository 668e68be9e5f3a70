// A slow twin of the conditions: it copies every value it meets and knows no places, budgets or shortcuts.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::Field;
using caseway::core::FieldKind;
using caseway::core::Value;

namespace {

using Values = std::vector<Value>;

/// Takes decisions from a string of bytes; zeros when they are used up.
class Choices {
 public:
  explicit Choices(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  unsigned of(unsigned count) { return at_ < bytes_.size() ? bytes_[at_++] % count : 0; }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

// ---- The twin -------------------------------------------------------------------------------------------------------

Values under(const Values& from, const std::string& name) {
  Values to;
  for (const auto& one : from) {
    for (const auto& field : one.fields) {
      if (field.name == name) to.insert(to.end(), field.values.begin(), field.values.end());
    }
  }
  return to;
}

bool says_something(const Value& value) {
  if (value.kind == FieldKind::group) return true;
  if (value.kind == FieldKind::boolean) return value.integer >= 0;
  return value.kind == FieldKind::integer || !value.text.empty();
}

Values values_of(const Scene& scene, const Operand& operand, const Value* element) {
  Values found;
  if (!operand.is_path) {
    found = {operand.constant};
  } else if (operand.path.root == Root::element) {
    if (element != nullptr) found = {*element};
  } else {
    for (const auto& document : scene.dossier.documents) {
      if (document.type == operand.path.document) found.push_back(group(document.fields));
    }
  }
  if (operand.is_path) {
    for (const auto& name : operand.path.names) found = under(found, name.str());
    found.erase(std::remove_if(found.begin(), found.end(), [](const Value& one) { return !says_something(one); }),
                found.end());
  }
  return found;
}

bool is_integer(const Value& value) { return value.kind == FieldKind::integer || value.kind == FieldKind::boolean; }

bool twin_compares(Compare how, const Value& left, const Value& right) {
  if (left.kind == FieldKind::group || right.kind == FieldKind::group || is_integer(left) != is_integer(right)) {
    return how == Compare::not_equal;
  }
  const int order = is_integer(left) ? (left.integer < right.integer ? -1 : left.integer > right.integer)
                                     : (left.text < right.text ? -1 : left.text > right.text);
  switch (how) {
    case Compare::equal: return order == 0;
    case Compare::not_equal: return order != 0;
    case Compare::less: return order < 0;
    case Compare::at_most: return order <= 0;
    case Compare::more: return order > 0;
    case Compare::at_least: return order >= 0;
  }
  return false;
}

std::multiset<std::pair<std::string, std::int64_t>> keys(const Values& values) {
  std::multiset<std::pair<std::string, std::int64_t>> all;
  for (const auto& one : values) {
    if (one.kind == FieldKind::group) {
      all.insert({"", 0});
    } else {
      all.insert({is_integer(one) ? "" : one.text, is_integer(one) ? one.integer : 0});
    }
  }
  return all;
}

bool twin(const Scene& scene, const Condition& it, const Value* element);

std::int64_t how_many(const Scene& scene, const Condition& it, const Value* element) {
  const auto values = values_of(scene, it.left, element);
  return std::count_if(values.begin(), values.end(),
                       [&](const Value& one) { return it.children.empty() || twin(scene, it.children[0], &one); });
}

std::optional<std::int64_t> twin_sum(const Values& values) {
  if (values.empty()) return std::nullopt;
  std::int64_t sum = 0;
  for (const auto& one : values) {
    if (!is_integer(one)) return std::nullopt;
    sum += one.integer;
  }
  return sum;
}

bool twin(const Scene& scene, const Condition& it, const Value* element) {
  const auto left = values_of(scene, it.left, element);
  const auto right = values_of(scene, it.right, element);
  const auto held = std::count_if(it.children.begin(), it.children.end(),
                                  [&](const Condition& child) { return twin(scene, child, element); });
  const auto children = static_cast<std::int64_t>(it.children.size());
  switch (it.op) {
    case Op::all: return held == children;
    case Op::any: return held > 0;
    case Op::not_: return held == 0;
    case Op::at_least: return held >= it.number;
    case Op::for_all: return how_many(scene, it, element) == static_cast<std::int64_t>(left.size());
    case Op::exists: return how_many(scene, it, element) > 0;
    case Op::count: return twin_compares(it.compare, integer(how_many(scene, it, element)), integer(it.number));
    case Op::present: return !left.empty();
    case Op::compare:
      return std::any_of(left.begin(), left.end(), [&](const Value& l) {
        return std::any_of(right.begin(), right.end(), [&](const Value& r) { return twin_compares(it.compare, l, r); });
      });
    case Op::in:
      return std::any_of(left.begin(), left.end(), [&](const Value& l) {
        if (l.kind == FieldKind::group) return false;
        const auto word = is_integer(l) ? std::to_string(l.integer) : l.text;
        return std::find(it.constants.begin(), it.constants.end(), word) != it.constants.end();
      });
    case Op::sum_equals: return twin_sum(left) && twin_sum(right) && *twin_sum(left) == *twin_sum(right);
    case Op::distinct: {
      const auto all = keys(left);
      return std::set(all.begin(), all.end()).size() == all.size() &&
             static_cast<std::int64_t>(all.size()) >= it.number;
    }
    case Op::different: {
      const auto all = keys(left);
      return static_cast<std::int64_t>(std::set(all.begin(), all.end()).size()) >= it.number;
    }
    case Op::covers: {
      const auto whole = keys(right);
      const auto part = keys(left);
      return std::all_of(part.begin(), part.end(), [&](const auto& one) { return whole.count(one) > 0; });
    }
    default: return true;
  }
}

// ---- Random worlds --------------------------------------------------------------------------------------------------

Value random_value(Choices& choices, int depth) {
  switch (choices.of(depth > 0 ? 4U : 3U)) {
    case 0: return integer(choices.of(3));
    case 1: return text(std::string(choices.of(3), 'a'));
    case 2: return integer(static_cast<std::int64_t>(choices.of(3)) - 1, FieldKind::boolean);
    default: break;
  }
  std::vector<Field> fields;
  for (const char* name : {"a", "b", "g"}) {
    std::vector<Value> values;
    const auto count = choices.of(4);
    for (unsigned i = 0; i < count; ++i) values.push_back(random_value(choices, depth - 1));
    if (choices.of(4) != 0) fields.push_back(field(name, values));
  }
  return group(fields);
}

Scene random_scene(Choices& choices) {
  Scene scene;
  const auto count = choices.of(4);
  for (unsigned i = 0; i < count; ++i) {
    Value content = random_value(choices, 3);
    if (content.kind != FieldKind::group) content = group({field("a", content)});
    scene.carry(document(choices.of(2) == 0 ? "D01" : "D02", content.fields, "d" + std::to_string(i)));
  }
  return scene;
}

Operand random_path(Choices& choices, bool inside) {
  static constexpr const char* roots[] = {"D01", "D02", "element"};
  std::string written = roots[choices.of(inside ? 3U : 2U)];
  const auto names = choices.of(3);
  for (unsigned i = 0; i < names; ++i) written += std::string(".") + "abg"[choices.of(3)];
  Operand operand;
  operand.is_path = true;
  operand.path = path(written.c_str());
  return operand;
}

Condition random_condition(Choices& choices, int depth, bool inside) {
  static constexpr Op leaves[] = {Op::present,  Op::compare,   Op::in,    Op::sum_equals,
                                  Op::distinct, Op::different, Op::covers};
  static constexpr Op nodes[] = {Op::all, Op::any, Op::not_, Op::at_least, Op::for_all, Op::exists, Op::count};
  Condition it;
  const bool leaf = depth == 0 || choices.of(3) == 0;
  it.op = leaf ? leaves[choices.of(7)] : nodes[choices.of(7)];
  it.number = choices.of(4);
  it.compare = static_cast<Compare>(1 + choices.of(6));
  const bool over = it.op == Op::for_all || it.op == Op::exists || it.op == Op::count;
  if (leaf || over) it.left = random_path(choices, inside);
  if (it.op == Op::covers || it.op == Op::sum_equals || choices.of(2) == 0) {
    it.right = random_path(choices, inside);
  } else {
    it.right.constant = random_value(choices, 0);
  }
  if (it.op == Op::in) it.constants = {"1", "a", ""};
  if (leaf) return it;
  const auto children = over || it.op == Op::not_ ? 1 : choices.of(4);
  for (unsigned i = 0; i < children; ++i) it.children.push_back(random_condition(choices, depth - 1, inside || over));
  return it;
}

}  // namespace

TEST_CASE("condition: the fast evaluator agrees with its slow twin (5,000 random trees)") {
  std::size_t held = 0;
  std::size_t failed = 0;
  rc::detail::TestParams parameters;
  parameters.maxSuccess = 5000;
  parameters.maxSize = 400;
  const auto result = rc::detail::checkTestable(
      [&](std::vector<std::uint8_t> bytes) {
        Choices choices(std::move(bytes));
        const auto scene = random_scene(choices);
        const auto condition = random_condition(choices, 4, false);
        const bool fast = scene.holds(condition);
        (fast ? held : failed) += 1;
        RC_ASSERT(fast == twin(scene, condition, nullptr));
        std::string where;
        RC_ASSERT(scene.holds(condition, &where) == fast);  // asking where it failed changes nothing
      },
      rc::detail::TestMetadata{}, parameters);
  CHECK_MESSAGE(result.is<rc::detail::SuccessResult>(), result);
  CHECK(held > 500);  // both answers are common, or the test says little
  CHECK(failed > 500);
}
