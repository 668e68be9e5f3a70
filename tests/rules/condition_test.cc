#include <doctest/doctest.h>

#include <limits>

#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::FieldKind;

namespace {

/// D03 with items 1 and 2; the second needs a test and says why.
Scene items() {
  Scene scene;
  scene.carry(document(
      "D03", {field("items", {group({field("no", integer(1)), field("quantity", integer(7241)),
                                     field("unit", text("双")), field("needsTest", yes(false))}),
                              group({field("no", integer(2)), field("quantity", integer(2)), field("unit", text("台")),
                                     field("needsTest", yes()), field("needsTestReason", text("材质"))})})}));
  return scene;
}

const Condition always;

}  // namespace

TEST_CASE("condition: always holds, and one of none never does") {
  const Scene scene;
  CHECK(scene.holds(always));
  CHECK(!scene.holds(any({})));
  CHECK(scene.holds(all({})));
}

TEST_CASE("condition: a document is present when it is carried, a field when it says something") {
  Scene scene;
  CHECK(!scene.holds(present("D01")));
  scene.carry(document("D01", {field("facts", text("")), field("penaltyImposed", integer(-1, FieldKind::boolean)),
                               field("title", text("函"))}));
  CHECK(scene.holds(present("D01")));
  CHECK(scene.holds(present("D01.title")));
  CHECK(!scene.holds(present("D01.facts")));           // an empty text
  CHECK(!scene.holds(present("D01.penaltyImposed")));  // "not stated"
  CHECK(!scene.holds(present("D01.title.more")));
  CHECK(!scene.holds(present("D02")));
}

TEST_CASE("condition: held: reads this message first, then what the transfer holds; earlier: never this message") {
  Scene scene;
  scene.hold(document("D01", {field("ground", text("old"))}));
  CHECK(!scene.holds(present("D01")));
  CHECK(scene.holds(compare("held:D01.ground", Compare::equal, text("old"))));
  scene.carry(document("D01", {field("ground", text("new"))}));
  CHECK(scene.holds(compare("held:D01.ground", Compare::equal, text("new"))));
  CHECK(!scene.holds(compare("held:D01.ground", Compare::equal, text("old"))));
  CHECK(scene.holds(compare("earlier:D01.ground", Compare::equal, text("old"))));
}

TEST_CASE("condition: held: does not see a document that only another transfer of the case holds; case: does") {
  Scene scene;
  scene.hold(document("D02"));
  scene.hold(document("D01"));
  scene.surroundings.pop_back();  // the transfer holds D02 alone
  CHECK(scene.holds(present("held:D02")));
  CHECK(!scene.holds(present("held:D01")));
  CHECK(scene.holds(present("case:D01")));
  scene.surroundings.clear();  // a new transfer of the case holds nothing
  CHECK(!scene.holds(present("held:D02")));
  CHECK(scene.holds(present("case:D02")));
}

TEST_CASE("condition: an erased document was there, its fields are gone") {
  Scene scene;
  scene.hold(document("D01", {field("ground", text("3(1)"))}));
  scene.facts[0].absent = true;
  CHECK(scene.holds(present("held:D01")));
  CHECK(!scene.holds(present("held:D01.ground")));
}

TEST_CASE("condition: all, any, not and at least count the children that hold") {
  Scene scene;
  scene.carry(document("D01")).carry(document("D02"));
  CHECK(scene.holds(all({present("D01"), present("D02")})));
  CHECK(!scene.holds(all({present("D01"), present("D03")})));
  CHECK(scene.holds(any({present("D03"), present("D02")})));
  CHECK(!scene.holds(any({present("D03"), present("D04")})));
  CHECK(scene.holds(no(present("D03"))));
  CHECK(!scene.holds(no(present("D01"))));
  auto two_of = any({present("D01"), present("D02"), present("D03")});
  two_of.op = Op::at_least;
  two_of.number = 2;
  CHECK(scene.holds(two_of));
  two_of.number = 3;
  CHECK(!scene.holds(two_of));
}

TEST_CASE("condition: for all, exists and count look at each element") {
  const auto scene = items();
  const auto tested = compare("element.needsTest", Compare::equal, yes());
  CHECK(scene.holds(over(Op::exists, "D03.items", tested)));
  CHECK(!scene.holds(over(Op::for_all, "D03.items", tested)));
  CHECK(scene.holds(over(Op::for_all, "D03.items", present("element.unit"))));
  CHECK(scene.holds(over(Op::for_all, "D09.lines", tested)));  // true when there is none
  CHECK(!scene.holds(over(Op::exists, "D09.lines", always)));
  auto counted = over(Op::count, "D03.items", tested);
  counted.number = 1;
  CHECK(scene.holds(counted));
  counted.compare = Compare::more;
  CHECK(!scene.holds(counted));
  counted.compare = Compare::at_most;
  CHECK(scene.holds(counted));
}

TEST_CASE("condition: elements nest, and each sees its own") {
  Scene scene;
  scene.dossier.head.parties = {{1, "person", "林某", {}, "none", "", "", {"suspect"}, true, ""},
                                {2, "unit", "某鞋业", {}, "uscc", "", "x", {"unit_suspect", "party"}, false, ""}};
  const auto of_unit = all({compare("element.kind", Compare::equal, text("unit")),
                            over(Op::exists, "element.roles", compare("element", Compare::equal, text("party")))});
  CHECK(scene.holds(over(Op::exists, "party", of_unit)));
  scene.dossier.head.parties[1].roles = {"unit_suspect"};
  CHECK(!scene.holds(over(Op::exists, "party", of_unit)));
}

TEST_CASE("condition: compare orders integers, dates, instants and texts, both sides of each bound") {
  Scene scene;
  scene.carry(document("D55", {field("count", integer(2)), field("decided", date("2025-09-25")),
                               field("at", instant("2025-09-25T23:59:59+08:00")), field("word", text("b"))}));
  for (const auto& [how, two_, three_] : {std::tuple{Compare::equal, true, false},
                                          {Compare::not_equal, false, true},
                                          {Compare::less, false, true},
                                          {Compare::at_most, true, true},
                                          {Compare::more, false, false},
                                          {Compare::at_least, true, false}}) {
    CHECK(scene.holds(compare("D55.count", how, integer(2))) == two_);
    CHECK(scene.holds(compare("D55.count", how, integer(3))) == three_);
  }
  CHECK(scene.holds(compare("D55.word", Compare::less, text("c"))));
  CHECK(scene.holds(compare("D55.at", Compare::at_most, date("2025-09-25"))));  // its law date
  CHECK(!scene.holds(compare("D55.at", Compare::less, date("2025-09-25"))));
  CHECK(scene.holds(compare_paths("D55.decided", Compare::equal, "step.occurredAt", -caseway::core::day_ms)));
  CHECK(!scene.holds(compare("D55.missing", Compare::not_equal, integer(2))));  // nothing compares with nothing
  CHECK(!scene.holds(compare("D55.word", Compare::equal, integer(2))));
  CHECK(scene.holds(compare("D55.word", Compare::not_equal, integer(2))));
}

TEST_CASE("condition: numbers written with other brackets are the same number") {
  Scene scene;
  scene.carry(document("D01", {field("number", text("罗市监移字〔2025〕12号", FieldKind::number))}));
  scene.carry(document("D50", {field("transfer", text("罗市监移字[２０２５]12号", FieldKind::number))}));
  CHECK(scene.holds(compare_paths("D50.transfer", Compare::equal, "D01.number")));
  scene.dossier.documents[1].fields[0].values[0].text = "罗市监移字〔2025〕13号";
  CHECK(!scene.holds(compare_paths("D50.transfer", Compare::equal, "D01.number")));
}

TEST_CASE("condition: an addition that does not fit 64 bits compares with nothing") {
  Scene scene;
  scene.carry(document("D01", {field("n", integer(std::numeric_limits<std::int64_t>::max()))}));
  auto it = compare_paths("D01.n", Compare::not_equal, "D01.n", 1);
  CHECK(!scene.holds(it));
  it.right.plus = -1;
  CHECK(scene.holds(it));
}

TEST_CASE("condition: in takes texts and integers") {
  Scene scene;
  scene.carry(document("D01", {field("ground", text("3(2)", FieldKind::code)), field("n", integer(5))}));
  CHECK(scene.holds(in("D01.ground", {"3(1)", "3(2)"})));
  CHECK(!scene.holds(in("D01.ground", {"3(1)"})));
  CHECK(scene.holds(in("D01.n", {"5"})));
  CHECK(!scene.holds(in("D01.m", {"5"})));
}

TEST_CASE("condition: sums and products agree to the fen, and never wrap around") {
  Scene scene;
  const auto line = [](std::int64_t sum) { return group({field("sum", integer(sum, FieldKind::amount))}); };
  scene.carry(document("D99", {field("lines", {line(14874100), line(11825600), line(9750000)}),
                               field("total", integer(36449700, FieldKind::amount))}));
  const auto adds_up = two(Op::sum_equals, "D99.lines.sum", "D99.total");
  CHECK(scene.holds(adds_up));
  auto& lines = scene.dossier.documents[0].fields[0].values;
  lines[0] = line(14874101);
  CHECK(!scene.holds(adds_up));
  lines[0] = line(std::numeric_limits<std::int64_t>::max());
  CHECK(!scene.holds(adds_up));
  lines[0] = group({field("sum", text("约十四万元", FieldKind::amount))});  // kept as written: never counted
  CHECK(!scene.holds(adds_up));
  lines.clear();
  CHECK(!scene.holds(adds_up));

  scene.carry(document(
      "D91", {field("quantity", integer(10258)), field("price", integer(1450)), field("sum", integer(14874100))}));
  auto product = two(Op::product_equals, "D91.quantity", "D91.sum");
  product.factor.is_path = true;
  product.factor.path = path("D91.price");
  CHECK(scene.holds(product));
  scene.dossier.documents[1].fields[1].values[0].integer = std::numeric_limits<std::int64_t>::max();
  CHECK(!scene.holds(product));
}

TEST_CASE("condition: distinct wants no two alike, different wants enough that differ, covers wants each part") {
  Scene scene;
  const auto officer = [](const char* no) { return group({field("certNo", text(no))}); };
  scene.carry(document("D55", {field("team", {officer("闽1"), officer("闽2"), officer("闽2")})}));
  CHECK(!scene.holds(at(Op::distinct, "D55.team.certNo", 2)));
  CHECK(scene.holds(at(Op::different, "D55.team.certNo", 2)));
  CHECK(!scene.holds(at(Op::different, "D55.team.certNo", 3)));
  scene.carry(document("D01", {field("leadOfficers", {officer("闽1"), officer("闽2")})}));
  CHECK(scene.holds(at(Op::distinct, "D01.leadOfficers.certNo", 2)));
  CHECK(!scene.holds(at(Op::distinct, "D01.leadOfficers.certNo", 3)));
  CHECK(scene.holds(two(Op::covers, "D01.leadOfficers.certNo", "D55.team.certNo")));
  scene.dossier.documents[1].fields[0].values.push_back(officer("闽3"));
  CHECK(!scene.holds(two(Op::covers, "D01.leadOfficers.certNo", "D55.team.certNo")));
}

TEST_CASE("condition: stamp and carrier are asked of every document of the type") {
  Scene scene;
  auto stamp = at(Op::stamp_is, "D04");
  stamp.constants = {"valid"};
  auto carrier = at(Op::carrier_is, "D04");
  carrier.constants = {"E", "S"};
  CHECK(!scene.holds(stamp));  // none there
  scene.carry(document("D04")).carry(document("D04", {}, "d04b"));
  CHECK(scene.holds(stamp));
  CHECK(scene.holds(carrier));
  scene.dossier.documents[1].stamp = caseway::core::Stamp::digest_broken;
  scene.dossier.documents[1].carrier = caseway::core::Carrier::paper;
  CHECK(!scene.holds(stamp));
  CHECK(!scene.holds(carrier));
}

TEST_CASE("condition: surroundings answer by the name that the pack writes") {
  Scene scene;
  scene.tell("case.counter.forwards", integer(2)).tell("agency.sender.region", text("350123"));
  scene.tell("transfer.documents", text("D01")).tell("transfer.documents", text("D02"));
  CHECK(scene.holds(compare("case.counter.forwards", Compare::at_least, integer(2))));
  CHECK(!scene.holds(compare("case.counter.forwards", Compare::at_least, integer(3))));
  CHECK(scene.holds(compare("agency.sender.region", Compare::equal, text("350123"))));
  CHECK(scene.holds(in("transfer.documents", {"D02"})));
  CHECK(!scene.holds(present("clock.K01.review.running")));
}

TEST_CASE("condition: pairs know their outcome so far, parties their custody") {
  Scene scene;
  scene.dossier.head.pairs = {{1, "213", false}, {2, "213", false}};
  scene.dossier.head.parties.resize(1);
  scene.tell("pair.1.213.outcome", text("filed"));
  auto open = over(Op::count, "pair", no(present("element.outcome")));
  open.number = 1;
  CHECK(scene.holds(open));
  const auto held = over(Op::exists, "party", compare("element.inCustody", Compare::equal, yes()));
  CHECK(!scene.holds(held));
  scene.dossier.head.parties[0].measure = "arrest";
  CHECK(scene.holds(held));
}

TEST_CASE("condition: the path names the first thing that failed") {
  auto scene = items();
  scene.know("D03", {with_fields(list_of(type("items", FieldKind::group)),
                                 {type("no", FieldKind::integer), type("needsTestReason", FieldKind::text)})});
  std::string where;
  CHECK(!scene.holds(over(Op::for_all, "D03.items", present("element.needsTestReason")), &where));
  CHECK(where == "D03.items[0].needsTestReason");
  CHECK(!scene.holds(all({present("D03"), present("D04")}), &where));
  CHECK(where == "D04");
  CHECK(!scene.holds(compare("D03.items.no", Compare::more, integer(9)), &where));
  CHECK(where == "D03.items[0].no");
  CHECK(!scene.holds(present("transfer.state"), &where));
  CHECK(where == "transfer.state");
  CHECK(!scene.holds(over(Op::exists, "party", always), &where));
  CHECK(where == "head.parties");
}

TEST_CASE("condition: an endless nest of lists ends, and decides the same way each time (3 x 2,000 elements)") {
  Scene scene;
  std::vector<caseway::core::Value> many(2000, integer(1));
  scene.carry(document("D01", {field("a", many)}));
  const auto one = compare("element", Compare::equal, integer(2));
  const auto nested = over(Op::exists, "D01.a", over(Op::exists, "D01.a", over(Op::exists, "D01.a", one)));
  CHECK(!scene.holds(nested));
  CHECK(!scene.holds(over(Op::for_all, "D01.a", over(Op::for_all, "D01.a", no(one)))));  // not all could be seen
  CHECK(scene.holds(over(Op::for_all, "D01.a", no(one))));
}

TEST_CASE("path: the written form is read, anything else is refused") {
  CHECK(path("D03.items.needsTest").names.size() == 2);
  CHECK(path("D50/list.items").document == *DocumentType::parse("D50.list"));
  CHECK(path("held:D03.items").scope == Scope::transfer);
  CHECK(path("case:D03").scope == Scope::case_);
  CHECK(path("earlier:D03").scope == Scope::earlier);
  CHECK(path("clock.K01.send24.past").text == "clock.K01.send24.past");
  for (const auto* wrong : {"", "D", "D03.", "D03..items", ".D03", "held:party.kind", "nobody.kind", "held:held:D03",
                            "d03", "D03.items needsTest", "D03.品名"}) {
    CHECK_MESSAGE(!parse_path(wrong), wrong);
  }
}
