#include "broker/rules/trace.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;

namespace {

using Lines = std::vector<std::string>;

Requirement asks(const char* id, Condition must, Condition when = {}) {
  Requirement it;
  it.id = id;
  it.must = std::move(must);
  it.when = std::move(when);
  return it;
}

std::vector<TracedRequirement> traced(Scene& scene, std::vector<Requirement> requirements) {
  scene.procedure.requirements = std::move(requirements);
  return trace(scene.view());
}

/// Somewhere a condition without children fails, or holds under a `not`.
bool names_a_leaf(const Traced& it, bool wanted) {
  if (it.children.empty()) return it.holds == wanted;
  const bool under = it.asks.ends_with("not") ? !wanted : wanted;
  return std::any_of(it.children.begin(), it.children.end(),
                     [&](const Traced& child) { return names_a_leaf(child, under); });
}

}  // namespace

TEST_CASE(
    "trace: a leaf says what it asks, whether it holds and what was seen; a path that leads nowhere saw nothing") {
  Scene scene;
  scene.carry(document("D01", {field("issued", date("2025-09-26")), field("facts", text("某"))}));
  const auto all =
      traced(scene, {asks("a", caseway::rules::tests::all({present("D01.facts"),
                                                           compare("D01.issued", Compare::less, date("2025-09-26")),
                                                           present("D07.decidedAt"), in("D01.facts", {"x", "y"})}))});
  REQUIRE(all.size() == 1);
  CHECK(all[0].when.asks == "always");
  const auto& must = all[0].must;
  CHECK(must.asks == "all of these");
  CHECK_FALSE(must.holds);
  REQUIRE(must.children.size() == 4);
  CHECK(must.children[0].asks == "D01.facts is present");
  CHECK(must.children[0].holds);
  CHECK(must.children[0].seen == Lines{"D01.facts = \"某\""});
  CHECK(must.children[1].asks == "D01.issued < 2025-09-26");
  CHECK_FALSE(must.children[1].holds);
  CHECK(must.children[1].seen == Lines{"D01.issued = 2025-09-26"});
  CHECK(must.children[2].seen == Lines{"D07.decidedAt: nothing"});
  CHECK(must.children[3].asks == "D01.facts is one of x, y");
}

TEST_CASE("trace: what does not apply is not asked, and what is asked of each party has a tree for each") {
  Scene scene;
  scene.dossier.head.parties.resize(2);
  scene.dossier.head.parties[0].no = 1;
  scene.dossier.head.parties[1].no = 3;
  scene.dossier.head.parties[1].name = "丁某";
  auto named = asks("named", present("element.name"));
  named.per_party = true;
  const auto all = traced(scene, {asks("none", present("D01"), present("D02")), named});
  REQUIRE(all.size() == 3);
  CHECK_FALSE(all[0].when.holds);
  CHECK(all[0].must.asks.empty());
  CHECK(all[1].party == 1);
  CHECK_FALSE(all[1].must.holds);
  CHECK(all[2].party == 3);
  CHECK(all[2].must.holds);
}

TEST_CASE("trace: a quantifier has a branch for each element, by its place, and no more than 32") {
  Scene scene;
  std::vector<caseway::core::Value> items;
  for (int i = 0; i < 40; ++i)
    items.push_back(group(i == 1 ? std::vector<caseway::core::Field>{} : std::vector{field("unit", text("件"))}));
  scene.know("D03", {list_of(with_fields(type("items", caseway::core::FieldKind::group), {}))});
  scene.carry(document("D03", {field("items", items)}));
  const auto all = traced(scene, {asks("each", over(Op::for_all, "D03.items", present("element.unit"))),
                                  asks("none", over(Op::exists, "D03.rows", present("element.unit")))});
  REQUIRE(all.size() == 2);
  CHECK(all[0].must.children.size() == Traced::elements_most);
  CHECK(all[0].must.children[1].asks == "D03.items[1]: element.unit is present");
  CHECK_FALSE(all[0].must.children[1].holds);
  CHECK(all[0].must.children[2].holds);
  CHECK(all[1].must.seen == Lines{"D03.rows: nothing"});
}

TEST_CASE(
    "trace: over every step of the shipped packs it agrees with what is judged, and names a leaf of each failure") {
  std::size_t failed = 0;
  for (const auto& procedure : cn_ip().procedures) {
    for (const auto& step : procedure.steps) {
      for (const bool full : {false, true}) {
        Scene scene;
        scene.bundle = cn_ip();
        scene.procedure = procedure;
        scene.step = step;
        scene.calendar = cn_calendar();
        scene.dossier.head.parties.resize(1);
        scene.dossier.head.parties[0].no = 1;
        for (std::size_t i = 0; full && i < step.documents.size(); ++i)
          scene.carry(document(step.documents[i].str().c_str(), {}, "x" + std::to_string(i)));
        std::set<std::string> by_trace, by_judgement, requirements;
        for (const auto& one : trace(scene.view())) {
          requirements.insert(one.requirement->id);
          if (!one.when.holds || one.must.holds) continue;
          by_trace.insert(one.requirement->id);
          CHECK_MESSAGE(names_a_leaf(one.must, false), one.requirement->id);
        }
        for (const auto& one : evaluate(scene.view()).findings)
          if (requirements.contains(one.code)) by_judgement.insert(one.code);
        CHECK(by_trace == by_judgement);
        failed += by_trace.size();
      }
    }
  }
  CHECK(failed > 300);
}
