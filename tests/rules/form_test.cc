#include "broker/rules/form.h"

#include <doctest/doctest.h>

#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::Carrier;
using caseway::core::FieldKind;
using caseway::core::Stamp;

namespace {

using Lines = std::vector<std::string>;

Lines forms(const Scene& scene) { return said(evaluate(scene.view()).findings); }

/// A message with one D01 whose single field `x` is of `kind`.
Lines form_of(FieldKind kind, caseway::core::Value value) {
  Scene scene;
  scene.know("D01", {type("x", kind)});
  scene.carry(document("D01", {field("x", std::move(value))}));
  return forms(scene);
}

const Lines fine;
const Lines defective{"form.D01.x D01.x defective"};
const Lines absent{"form.D01.x D01.x absent"};

}  // namespace

TEST_CASE("form: a required field that is absent, empty or not stated is a finding that never bars") {
  Scene scene;
  scene.know("D01", {type("number", FieldKind::number), type("note", FieldKind::text, Need::optional)});
  scene.carry(document("D01"));
  const auto judgement = evaluate(scene.view());
  REQUIRE(judgement.findings.size() == 1);
  CHECK(said(judgement.findings) == Lines{"form.D01.number D01.number absent"});
  CHECK(judgement.findings[0].cls == caseway::core::FindingClass::form);
  CHECK(judgement.findings[0].part == 1);
  CHECK(!judgement.findings[0].bars);
  CHECK(!judgement.stopped);
  CHECK(form_of(FieldKind::text, text("")) == absent);
  CHECK(form_of(FieldKind::boolean, integer(-1, FieldKind::boolean)) == absent);
  CHECK(form_of(FieldKind::boolean, yes(false)) == fine);
}

TEST_CASE("form: a value has the kind and the form of its field") {
  CHECK(form_of(FieldKind::text, integer(3)) == defective);
  CHECK(form_of(FieldKind::number, text("罗市监移字〔2025〕12号", FieldKind::number)) == fine);
  CHECK(form_of(FieldKind::number, text("12", FieldKind::number)) == defective);
  CHECK(form_of(FieldKind::organisation, text("91350100M000100Y43", FieldKind::organisation)) == fine);
  CHECK(form_of(FieldKind::organisation, text("91350100M000100Y44", FieldKind::organisation)) == defective);
  CHECK(form_of(FieldKind::person, text("11010519491231002X", FieldKind::person)) == fine);
  CHECK(form_of(FieldKind::person, text("110105194912310020", FieldKind::person)) == defective);
  CHECK(form_of(FieldKind::integer, integer(0)) == fine);
  CHECK(form_of(FieldKind::integer, integer(-1)) == defective);
  CHECK(form_of(FieldKind::amount, integer(36449700, FieldKind::amount)) == fine);
  CHECK(form_of(FieldKind::amount, text("约三十六万元", FieldKind::amount)) == defective);
  CHECK(form_of(FieldKind::boolean, integer(2, FieldKind::boolean)) == defective);
}

TEST_CASE("form: dates lie between 1949-10-01 and 30 years from now") {
  CHECK(form_of(FieldKind::date, date("1949-10-01")) == fine);
  CHECK(form_of(FieldKind::date, date("1949-09-30")) == defective);
  CHECK(form_of(FieldKind::date, date("2055-09-26")) == fine);
  CHECK(form_of(FieldKind::date, date("2055-09-27")) == defective);
  CHECK(form_of(FieldKind::instant, instant("2055-09-26T23:59:59+08:00")) == fine);
  CHECK(form_of(FieldKind::instant, instant("2055-09-27T00:00:00+08:00")) == defective);
  CHECK(form_of(FieldKind::instant, integer(INT64_MIN, FieldKind::instant)) == defective);
  CHECK(form_of(FieldKind::date, integer(INT64_MAX, FieldKind::date)) == defective);
}

TEST_CASE("form: texts end at 20,000 characters, names at 120, counted in characters") {
  std::string chinese;
  for (int i = 0; i < 20000; ++i) chinese += "案";
  CHECK(form_of(FieldKind::text, text(chinese)) == fine);
  CHECK(form_of(FieldKind::text, text(chinese + "件")) == defective);
  Scene scene;
  scene.know("D01", {type("name", FieldKind::text)});
  scene.carry(document("D01", {field("name", text(chinese.substr(0, 360)))}));
  CHECK(forms(scene) == fine);
  scene.dossier.documents[0].fields[0].values[0].text += "林";
  CHECK(forms(scene) == Lines{"form.D01.name D01.name defective"});
}

TEST_CASE("form: a code stands in its list; an unknown one is kept and found") {
  Scene scene;
  scene.know("D01", {codes_of(type("ground", FieldKind::code), {"3(1)", "3(2)"})});
  scene.carry(document("D01", {field("ground", text("3(1)", FieldKind::code))}));
  CHECK(forms(scene) == fine);
  scene.dossier.documents[0].fields[0].values[0].text = "3(3)";
  CHECK(forms(scene) == Lines{"form.D01.ground D01.ground defective"});
}

TEST_CASE("form: a list has its least number of values, other fields have one") {
  Scene scene;
  scene.know("D01", {list_of(type("officers", FieldKind::text), 2), type("facts", FieldKind::text)});
  scene.carry(document("D01", {field("officers", {text("甲"), text("乙")}), field("facts", text("x"))}));
  CHECK(forms(scene) == fine);
  scene.dossier.documents[0].fields[0].values.pop_back();
  CHECK(forms(scene) == Lines{"form.D01.officers D01.officers absent"});
  scene.dossier.documents[0].fields[0].values.push_back(text("乙"));
  scene.dossier.documents[0].fields[1].values.push_back(text("y"));
  CHECK(forms(scene) == Lines{"form.D01.facts D01.facts defective"});
}

TEST_CASE("form: groups are checked as deep as they go, and each place is named") {
  Scene scene;
  auto reason = type("needsTestReason", FieldKind::text, Need::when);
  reason.when = compare("element.needsTest", Compare::equal, yes());
  scene.know("D03", {with_fields(list_of(type("items", FieldKind::group)),
                                 {type("no", FieldKind::integer), type("needsTest", FieldKind::boolean), reason})});
  scene.carry(document("D03", {field("items", {group({field("no", integer(1)), field("needsTest", yes(false))}),
                                               group({field("no", integer(2)), field("needsTest", yes())})})}));
  CHECK(forms(scene) == Lines{"form.D03.items.needsTestReason D03.items[1].needsTestReason absent"});
  auto& second = scene.dossier.documents[0].fields[0].values[1].fields;
  second.push_back(field("needsTestReason", text("材质")));
  CHECK(forms(scene) == fine);
  second[0].values[0].integer = -2;
  CHECK(forms(scene) == Lines{"form.D03.items.no D03.items[1].no defective"});
}

TEST_CASE("form: names that the dictionary does not know, and names that stand twice, are flagged") {
  Scene scene;
  scene.know("D01", {type("facts", FieldKind::text)});
  scene.carry(document("D01", {field("facts", text("x")), field("colour", text("red"))}));
  CHECK(forms(scene) == Lines{"form.D01.colour D01.colour flag"});
  scene.dossier.documents[0].fields[1].name = "facts";
  CHECK(forms(scene) == Lines{"form.D01.facts D01.facts flag"});
  Scene unknown;
  unknown.carry(document("D99"));
  CHECK(forms(unknown) == Lines{"form.D99 D99 flag"});
}

TEST_CASE("form: a person's number is read with the idType beside it, in documents and in the head") {
  Scene scene;
  scene.know("D01", {with_fields(list_of(type("persons", FieldKind::group)),
                                 {type("idType", FieldKind::text), type("id", FieldKind::person)})});
  const auto person = [](const char* id_type, const char* id) {
    return group({field("idType", text(id_type)), field("id", text(id, FieldKind::person))});
  };
  scene.carry(
      document("D01", {field("persons", {person("passport", "E12345678"), person("citizen_18", "E12345678")})}));
  CHECK(forms(scene) == Lines{"form.D01.persons.id D01.persons[1].id defective"});
  Scene head;
  head.dossier.head.parties = {{1, "person", "林某", {}, "citizen_18", "11010519491231002X", "", {}, true, ""}};
  CHECK(forms(head) == fine);
  head.dossier.head.parties[0].id.back() = '1';
  CHECK(forms(head) == Lines{"form.head.parties.id head.parties[0].id defective"});
}

TEST_CASE("form: a stamp that is missing or does not hold, and a carrier that is not allowed, are findings") {
  Scene scene;
  scene.know("D01", {});
  scene.bundle.documents[0].carriers = {Carrier::electronic, Carrier::scan};
  scene.carry(document("D01"));
  CHECK(forms(scene) == fine);
  for (const auto good : {Stamp::valid, Stamp::present_unchecked, Stamp::paper_original}) {
    scene.dossier.documents[0].stamp = good;
    CHECK(forms(scene) == fine);
  }
  scene.dossier.documents[0].stamp = Stamp::none;
  CHECK(forms(scene) == Lines{"form.D01.stamp D01.stamp absent"});
  scene.dossier.documents[0].stamp = Stamp::digest_broken;
  CHECK(forms(scene) == Lines{"form.D01.stamp D01.stamp defective"});
  scene.bundle.documents[0].stamp_needed = false;
  CHECK(forms(scene) == fine);
  scene.dossier.documents[0].carrier = Carrier::medium;
  CHECK(forms(scene) == Lines{"form.D01.carrier D01.carrier defective"});
}

TEST_CASE("form: local ids name things in this message, of the type that the field wants") {
  Scene scene;
  auto reference = type("materialList", FieldKind::document, Need::optional);
  reference.documents = {*DocumentType::parse("D06")};
  scene.know("D01", {reference, type("photo", FieldKind::evidence, Need::optional)}).know("D06", {});
  scene.carry(document("D01", {field("materialList", text("d06", FieldKind::document)),
                               field("photo", text("ev1", FieldKind::evidence))}));
  scene.carry(document("D06"));
  scene.dossier.head.evidence.resize(1);
  scene.dossier.head.evidence[0].id = "ev1";
  CHECK(forms(scene) == fine);
  scene.dossier.documents[0].fields[0].values[0].text = "d01";
  scene.dossier.documents[0].fields[1].values[0].text = "ev2";
  CHECK(forms(scene) == Lines{"form.D01.materialList D01.materialList mismatch", "form.D01.photo D01.photo mismatch"});
  scene.dossier.documents[0].fields[0].values[0].text = "罗市监移字〔2025〕12号";  // a number is taken as written
  CHECK(forms(scene).size() == 1);
  scene.dossier.documents[0].files = {"ev1", "ev9"};
  CHECK(forms(scene).back() == "form.D01.files D01.files mismatch");
}

TEST_CASE("form: a flood names five places of a field and then says that there is more (2,000 items)") {
  Scene scene;
  scene.know("D03", {with_fields(list_of(type("items", FieldKind::group)), {type("no", FieldKind::integer)})});
  scene.carry(document("D03", {field("items", std::vector<caseway::core::Value>(2000, group({})))}));
  const auto all = forms(scene);
  REQUIRE(all.size() == form_places_max + 1);
  CHECK(all[4] == "form.D03.items.no D03.items[4].no absent");
  CHECK(all[5] == "form.more  flag");
}

TEST_CASE("form: a message has at most 200 form findings and one that says so") {
  Scene scene;
  scene.know("D01", {type("facts", FieldKind::text)});
  for (int i = 0; i < 250; ++i) scene.carry(document("D01", {}, "d" + std::to_string(i)));
  CHECK(forms(scene).size() == form_findings_max + 1);
}
