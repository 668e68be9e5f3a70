#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::FieldKind;

namespace {

caseway::core::Value item(std::int64_t no, std::int64_t quantity, const char* unit) {
  return group({field("no", integer(no)), field("quantity", integer(quantity)), field("unit", text(unit))});
}

caseway::core::Digest digest_at(std::uint8_t part) {
  const std::uint8_t bytes[] = {part};
  return caseway::core::digest_of(bytes);
}

caseway::core::Value row(const char* what, const std::string& digest) {
  return group({field("document", text(what, FieldKind::document)), field("digest", text(digest))});
}

/// D01, D05 twice, one evidence file and one thing on paper, all named by D06.
Scene message() {
  Scene scene;
  scene.carry(document("D01")).carry(document("D05")).carry(document("D05", {}, "d05b"));
  scene.dossier.head.evidence.resize(2);
  scene.dossier.head.evidence[0].id = "ev1";
  scene.dossier.head.evidence[0].part = 5;
  scene.dossier.head.evidence[1].id = "ev2";  // on paper: no part
  for (std::uint8_t part = 0; part < 6; ++part) scene.part_digests.push_back(digest_at(part));
  const auto hex = [&](std::size_t part) { return caseway::core::hex(scene.part_digests[part]); };
  scene.carry(document("D06", {field("rows", {row("D01", hex(1)), row("d05", hex(2)), row("D05", hex(3)),
                                              row("ev1", hex(5)), row("ev2", "")}),
                               field("total", integer(5))}));
  return scene;
}

Condition material() {
  Condition it;
  it.op = Op::material_list;
  it.left.is_path = true;
  it.left.path = path("D06");
  return it;
}

std::vector<caseway::core::Value>& rows(Scene& scene) { return scene.dossier.documents.back().fields[0].values; }

}  // namespace

TEST_CASE("lists: an item whose number or quantity is in words is no item, though both lists write one there") {
  const auto agree = two(Op::lists_agree, "D03.items", "D16.items");
  const auto written = [](const char* name, const char* words) {
    auto one = item(0, 0, "双");
    for (auto& each : one.fields) {
      if (each.name == name) each.values = {text(words)};
    }
    return one;
  };
  for (const char* name : {"no", "quantity"}) {
    Scene scene;
    scene.carry(document("D03", {field("items", written(name, "约十"))}));
    scene.carry(document("D16", {field("items", written(name, "约一百"))}));
    std::string where;
    CHECK(!scene.holds(agree, &where));
    CHECK(where == "D03.items");
  }
}

TEST_CASE("lists: two lists of items agree in number, quantity and unit, whatever their order") {
  Scene scene;
  scene.carry(document("D03", {field("items", {item(1, 7241, "双"), item(2, 2, "台")})}));
  scene.carry(document("D16", {field("items", {item(2, 2, "台"), item(1, 7241, "双")})}));
  const auto agree = two(Op::lists_agree, "D03.items", "D16.items");
  std::string where;
  CHECK(scene.holds(agree));
  auto& other = scene.dossier.documents[1].fields[0].values;
  other[1] = item(1, 7229, "双");
  CHECK(!scene.holds(agree, &where));
  CHECK(where == "D03.items");  // the dictionary of this scene knows no lists
  other[1] = item(1, 7241, "件");
  CHECK(!scene.holds(agree));
  other[1] = item(3, 7241, "双");
  CHECK(!scene.holds(agree));
  other.pop_back();
  CHECK(!scene.holds(agree));
  other.push_back(item(2, 2, "台"));  // one number twice
  CHECK(!scene.holds(agree));
}

TEST_CASE(
    "lists: long lists agree without using up the evaluation, and name the line that stands twice (1,000, 5,000)") {
  for (const std::int64_t count : {1000, 5000}) {
    Scene scene;
    scene.know("D03", {list_of(with_fields(type("items", FieldKind::group),
                                           {type("no", FieldKind::integer), type("quantity", FieldKind::integer),
                                            type("unit", FieldKind::text)}))});
    std::vector<caseway::core::Value> items;
    for (std::int64_t no = 1; no <= count; ++no) items.push_back(item(no, 10 * no, "双"));
    scene.carry(document("D03", {field("items", items)}));
    std::reverse(items.begin(), items.end());
    scene.carry(document("D16", {field("items", items)}));
    Requirement agree;
    agree.id = "X.agree";
    agree.must = two(Op::lists_agree, "D03.items", "D16.items");
    Requirement after;
    after.id = "X.after";
    after.must = present("D55");
    scene.procedure.requirements = {agree, after};
    CHECK(evaluate(scene.view()).met == std::vector<std::string>{"X.agree"});
    CHECK(codes(evaluate(scene.view()).findings).front() == "X.after");

    auto& first = scene.dossier.documents[0].fields[0].values;
    first[static_cast<std::size_t>(count) - 1] = item(2, 20, "双");
    std::string where;
    CHECK(!scene.holds(agree.must, &where));
    CHECK(where == "D03.items[" + std::to_string(count - 1) + "]");
    first[3] = text("no line");  // stands before it
    CHECK(!scene.holds(agree.must, &where));
    CHECK(where == "D03.items[3]");
  }
}

TEST_CASE("lists: a joint count is compared by the numbers that it names") {
  Scene scene;
  scene.carry(document("D16", {field("items", {item(1, 7241, "双")})}));
  scene.carry(document("D09", {field("lines", {group({field("itemNo", integer(1)), field("listed", integer(7241)),
                                                      field("unit", text("双"))})})}));
  CHECK(scene.holds(two(Op::lists_agree, "D16.items", "D09.lines")));
  scene.dossier.documents[1].fields[0].values[0].fields[1].values[0].integer = 7229;
  CHECK(!scene.holds(two(Op::lists_agree, "D16.items", "D09.lines")));
}

TEST_CASE("lists: the list of materials names every other part once, with its digest") {
  auto scene = message();
  std::string where;
  CHECK(scene.holds(material()));
  SUBCASE("a digest of another part") {
    rows(scene)[0] = row("D01", caseway::core::hex(digest_at(9)));
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06.rows[0]");
  }
  SUBCASE("a part without its digest") {
    rows(scene)[3] = row("ev1", "");
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06.rows[3]");
  }
  SUBCASE("a digest for a thing that has no part") {
    rows(scene)[4] = row("ev2", caseway::core::hex(digest_at(5)));
    CHECK(!scene.holds(material()));
  }
  SUBCASE("a part that no row names") {
    rows(scene).erase(rows(scene).begin() + 3);
    scene.dossier.documents.back().fields[1].values[0].integer = 4;
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06.rows");
  }
  SUBCASE("a part named twice") {
    rows(scene)[2] = rows(scene)[1];
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06.rows[2]");
  }
  SUBCASE("a row that names nothing here") {
    rows(scene)[4] = row("ev7", "");
    CHECK(!scene.holds(material()));
  }
  SUBCASE("a list that names itself") {
    rows(scene)[4] = row("d06", caseway::core::hex(digest_at(4)));
    CHECK(!scene.holds(material()));
  }
  SUBCASE("a total that is another") {
    scene.dossier.documents.back().fields[1].values[0].integer = 4;
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06.total");
  }
  SUBCASE("a total in words is no total, of a list without rows neither") {
    scene.dossier.documents = {scene.dossier.documents.back()};
    scene.dossier.document_parts = {4};
    scene.dossier.head.evidence.clear();
    rows(scene).clear();
    scene.dossier.documents.back().fields[1].values[0] = text("若干");
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06.total");
  }
  SUBCASE("no list at all") {
    scene.dossier.documents.pop_back();
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06");
  }
  SUBCASE("before the salts are drawn, digests are not judged") {
    scene.part_digests.clear();
    rows(scene)[0] = row("D01", "");
    CHECK(scene.holds(material()));
  }
  SUBCASE("items on paper are not bounded by the number of parts (1,500)") {
    auto& items = scene.dossier.head.evidence;
    for (int i = 0; i < 1500; ++i) {
      items.emplace_back().id = "paper" + std::to_string(i);
      rows(scene).push_back(row(items.back().id.c_str(), ""));
    }
    scene.dossier.documents.back().fields[1].values[0].integer = 1505;
    CHECK(scene.holds(material()));
    rows(scene).back() = rows(scene)[1504 - 7];
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06.rows[1504]");
  }
  SUBCASE("more rows than parts (100,000)") {
    rows(scene).assign(100000, row("ev7", ""));
    scene.dossier.documents.back().fields[1].values[0].integer = 100000;
    CHECK(!scene.holds(material(), &where));
    CHECK(where == "D06.rows");
  }
}
