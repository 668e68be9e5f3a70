// The evaluator beside its slow twin: random conditions over a small world, and whole steps of the shipped pack over
// random dossiers. tests/rules/twin runs as many of those as asked.
#include "tests/rules/twin.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "tests/rules/random_dossier.h"
#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::Field;
using caseway::core::FieldKind;
using caseway::core::Value;
using caseway::tests::DayByDay;

namespace {

// ---- Random conditions ----------------------------------------------------------------------------------------------

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

// ---- Whole steps ----------------------------------------------------------------------------------------------------

/// What tests/rules/twin asks for by the environment, else `otherwise`.
std::uint64_t asked(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

struct Counts {
  std::size_t met = 0;
  std::size_t failed = 0;
};

/// Careful senders and careless ones, and messages of which half is left out.
Straying straying_of(Choices& choices) {
  static const std::vector<Straying> all{{0, 0, false},  {2, 1, false},  {8, 0, false},
                                         {16, 4, false}, {32, 8, false}, {52, 2, false}};
  return choices.among(all);
}

std::string join(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "  " + line + "\n";
  return text;
}

/// One world, judged by both; counts what was met and failed. The whole world is made of `seed`. Whether they agree.
bool compare_one(std::uint64_t seed, const std::vector<Subject>& subjects, const DayByDay& days,
                 std::map<std::string, Counts>& counts) {
  Choices choices(seed);
  const auto& subject = choices.among(subjects);
  const auto straying = straying_of(choices);
  const auto world = random_world(choices, subject, cn_calendar(), straying);
  const auto view = world.view();
  const auto fast = lines_of(view, evaluate(view));
  const auto slow = Twin(view, days).judge();
  for (const auto& line : slow.met) ++counts[line.substr(0, line.find(' '))].met;
  for (const auto& line : slow.findings) ++counts[line.substr(0, line.find(' '))].failed;
  if (fast == slow) return true;
  FAIL_CHECK("seed ", seed, ", ", subject.procedure->id.str(), " ", subject.step->id.str(),
             ": again with tests/rules/twin 1 --seed ", seed, "\nevaluator:\n", join(fast.findings), " met:\n",
             join(fast.met), "twin:\n", join(slow.findings), " met:\n", join(slow.met));
  return false;
}

}  // namespace

TEST_CASE("condition: the fast evaluator agrees with its slow twin (5,000 random trees)") {
  const DayByDay days{caseway::core::Calendar{}};
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
        const auto view = scene.view();
        RC_ASSERT(fast == Twin(view, days).holds(condition));
        std::string where;
        RC_ASSERT(scene.holds(condition, &where) == fast);  // asking where it failed changes nothing
      },
      rc::detail::TestMetadata{}, parameters);
  CHECK_MESSAGE(result.is<rc::detail::SuccessResult>(), result);
  CHECK(held > 500);  // both answers are common, or the test says little
  CHECK(failed > 500);
}

TEST_CASE("evaluate: the steps of the shipped pack are judged as the slow twin judges them (60,000 random dossiers)") {
  const auto first = asked("CASEWAY_TWIN_SEED", 1);
  const auto worlds = asked("CASEWAY_TWIN_WORLDS", 60'000);
  const auto subjects = subjects_of(cn_ip());
  const DayByDay days(cn_calendar());
  std::map<std::string, Counts> counts;
  int differ = 0;
  for (std::uint64_t i = 0; i < worlds && differ < 5; ++i) {
    differ += compare_one(first + i, subjects, days, counts) ? 0 : 1;
  }
  std::size_t met = 0;
  std::size_t failed = 0;
  for (const auto& [id, count] : counts) {
    met += count.met;
    failed += count.failed;
  }
  MESSAGE(worlds, " dossiers from seed ", first, ": ", counts.size(), " requirements, met ", met, " times, failed ",
          failed);
  if (worlds < 60'000) return;
  for (const auto& procedure : cn_ip().procedures) {  // each both ways, or the test says little
    for (const auto& requirement : procedure.requirements) {
      const auto asks = [&](const Step& step) { return step.asks.requirement == requirement.id; };
      if (std::any_of(procedure.steps.begin(), procedure.steps.end(), asks)) continue;  // the engine's, item by item
      const bool never = requirement.must.op == Op::any && requirement.must.children.empty();
      const auto found = counts[requirement.id];
      CHECK_MESSAGE(found.failed > 0, requirement.id);
      CHECK_MESSAGE((found.met > 0 || never), requirement.id);
    }
  }
}
