#include "broker/rules/evaluate.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::FieldKind;

namespace {

using Lines = std::vector<std::string>;

Requirement asks(const char* id, const char* document_type, const char* step = "transfer") {
  Requirement it;
  it.id = id;
  it.document = *DocumentType::parse(document_type);
  it.steps = {step};
  it.must = present(document_type);
  return it;
}

/// A message under the shipped packs.
Scene shipped(const char* procedure, const char* step) {
  Scene scene;
  scene.bundle = cn_ip();
  scene.procedure = *cn_ip().procedure(procedure);
  scene.step = *find_step(scene.procedure, step);
  scene.calendar = cn_calendar();
  scene.dossier.head.pairs = {{1, "213", false}};
  scene.envelope.procedure = procedure;
  scene.envelope.step = step;
  scene.tell("agency.sender.level", integer(4)).tell("agency.recipient.level", integer(4));
  scene.tell("agency.sender.region", text("350123")).tell("agency.recipient.region", text("350123"));
  scene.tell("agency.recipient.isCounterpart", yes());
  return scene;
}

caseway::core::Value officer(const char* no) { return group({field("name", text("某")), field("certNo", text(no))}); }

caseway::core::Value item(std::int64_t no, bool needs_test, const char* measure = "") {
  std::vector<caseway::core::Field> fields{field("no", integer(no)), field("quantity", integer(10)),
                                           field("unit", text("双", FieldKind::code)),
                                           field("needsTest", yes(needs_test))};
  if (needs_test) fields.push_back(field("needsTestReason", text("需检验材质")));
  if (*measure != 0) fields.push_back(field("measure", text(measure, FieldKind::code)));
  return group(std::move(fields));
}

caseway::core::Document approval() {
  return document("D55", {field("reportReceivedByHead", instant("2025-09-24T10:00:00+08:00")),
                          field("decidedAt", instant("2025-09-25T16:20:00+08:00")),
                          field("decision", text("approve", FieldKind::code)), field("head", text("黄某")),
                          field("team", {officer("闽1"), officer("闽2")})});
}

/// The list of materials of what the scene carries so far.
caseway::core::Document materials(const Scene& scene) {
  std::vector<caseway::core::Value> rows;
  for (const auto& one : scene.dossier.documents)
    rows.push_back(group({field("document", text(one.id, FieldKind::document))}));
  const auto total = static_cast<std::int64_t>(rows.size());
  return document("D06", {field("rows", rows), field("total", integer(total))});
}

/// Codes of what is no finding of form, sorted.
Lines asked(const Judgement& judgement) {
  Lines all;
  for (const auto& one : judgement.findings) {
    if (!one.code.starts_with("form.")) all.push_back(one.code);
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// Row 6 of the demonstration: a penalty is ticked, item 3 needs a test, D07, D04, D133 and D98 are not there.
Scene row_6() {
  auto scene = shipped("K01", "transfer");
  scene.carry(document("D01", {field("ground", text("3(1)", FieldKind::code)), field("penaltyImposed", yes())}));
  scene.carry(document("D02"));
  scene.carry(
      document("D03", {field("items", {item(1, false, "seize"), item(2, false, "seal"), item(3, true, "seize")})}));
  for (const char* id : {"d05a", "d05b", "d05c", "d05d"}) scene.carry(document("D05", {}, id));
  scene.carry(approval());
  for (const char* proof : {"D96", "D97"}) scene.carry(document(proof));
  const auto line = [](std::int64_t quantity, std::int64_t price) {
    return group({field("quantity", integer(quantity)), field("unitPrice", integer(price, FieldKind::amount)),
                  field("sum", integer(quantity * price, FieldKind::amount))});
  };
  scene.carry(document("D99", {field("lines", {line(10258, 1450), line(7391, 1600), line(5000, 1950)}),
                               field("totals", {group({field("kind", text("turnover", FieldKind::code)),
                                                       field("amount", integer(36449700, FieldKind::amount))})})}));
  scene.carry(document("D101")).carry(document("D102"));
  scene.carry(document("D103", {}, "d103a")).carry(document("D103", {}, "d103b"));
  scene.carry(materials(scene));
  return scene;
}

}  // namespace

TEST_CASE(
    "evaluate: a message too long to judge is judged in part: stops and bars count as failed, the rest is left out") {
  for (const std::int64_t count : {1000, 1100}) {
    Scene scene;
    std::vector<caseway::core::Value> values;
    for (std::int64_t i = 0; i < count; ++i) values.push_back(integer(i));
    scene.carry(document("D01", {field("left", values), field("right", values)}));
    auto square = asks("X.square", "D01");  // compares each with each
    square.must = compare_paths("D01.left", Compare::less, "D01.right", -count);
    auto stops = asks("X.stops", "D01");
    stops.stops = true;
    auto bars = asks("X.bars", "D01");
    bars.bars = {"accepted"};
    scene.step.id = "transfer";
    scene.procedure.requirements = {square, asks("X.before", "D02"), asks("X.asks", "D01"), stops, bars};
    const auto judged = evaluate(scene.view());
    auto found = codes(judged.findings);
    std::erase_if(found, [](const std::string& code) { return code.starts_with("form."); });
    if (count == 1000) {
      CHECK(found == Lines{"X.square", "X.before"});
      CHECK(judged.met == Lines{"X.asks", "X.stops", "X.bars"});
      CHECK_FALSE(judged.stopped);
    } else {
      CHECK(found == Lines{"X.stops", "X.bars", "judged_in_part"});
      CHECK(judged.met.empty());
      CHECK(judged.stopped);
    }
  }
}

TEST_CASE("evaluate: a requirement that looks at a fact beyond what was read fails where it bars or stops, no other") {
  for (const bool unread : {false, true}) {
    Scene scene;
    scene.hold(document("D01")).hold(document("D02"));
    scene.facts.back().unread = unread;
    scene.carry(document("D03"));
    scene.step.id = "transfer";
    auto bars = asks("X.bars", "D02");
    bars.bars = {"accepted"};
    auto stops = asks("X.stops", "D02");
    stops.stops = true;
    auto read = asks("X.read", "D01");
    read.bars = {"accepted"};
    auto carried = asks("X.carried", "D03");
    carried.stops = true;
    scene.procedure.requirements = {bars, stops, asks("X.asks", "D02"), read, carried};
    for (auto& each : scene.procedure.requirements) each.must = present(("held:" + each.document.str()).c_str());
    const auto judged = evaluate(scene.view());
    auto found = codes(judged.findings);
    std::erase_if(found, [](const std::string& code) { return code.starts_with("form."); });
    CHECK(found == (unread ? Lines{"X.bars", "X.stops", "judged_in_part"} : Lines{}));
    CHECK(judged.met ==
          (unread ? Lines{"X.read", "X.carried"} : Lines{"X.bars", "X.stops", "X.asks", "X.read", "X.carried"}));
    CHECK(judged.stopped == unread);
  }
}

TEST_CASE("evaluate: findings stand in pack order, then form findings in part order") {
  Scene scene;
  scene.know("D01", {type("facts", FieldKind::text)}).know("D02", {type("facts", FieldKind::text)});
  scene.procedure.requirements = {asks("K01.D04", "D04"), asks("K01.D01", "D01"), asks("K01.D03", "D03")};
  scene.carry(document("D02")).carry(document("D01"));
  const auto judgement = evaluate(scene.view());
  CHECK(codes(judgement.findings) == Lines{"K01.D04", "K01.D03", "form.D02.facts", "form.D01.facts"});
  CHECK(judgement.met == Lines{"K01.D01"});
  CHECK(judgement.findings[0].path == "D04");
  CHECK(judgement.findings[2].part == 1);
}

TEST_CASE("evaluate: a requirement looks at its own steps, or at every step when it names none") {
  Scene scene;
  scene.procedure.requirements = {asks("K01.a", "D04", "cured"), asks("K01.b", "D04")};
  scene.procedure.requirements.push_back(asks("ALL.c", "D04"));
  scene.procedure.requirements.back().steps.clear();
  CHECK(codes(evaluate(scene.view()).findings) == Lines{"K01.b", "ALL.c"});
}

TEST_CASE("evaluate: what does not apply is neither met nor failed") {
  Scene scene;
  scene.procedure.requirements = {asks("K01.D07", "D07")};
  scene.procedure.requirements[0].when = compare("D01.penaltyImposed", Compare::equal, yes());
  scene.carry(document("D01", {field("penaltyImposed", yes(false))}))
      .know("D01", {type("penaltyImposed", FieldKind::boolean)});
  auto judgement = evaluate(scene.view());
  CHECK(judgement.findings.empty());
  CHECK(judgement.met.empty());
  scene.dossier.documents[0].fields[0].values[0] = yes();
  judgement = evaluate(scene.view());
  CHECK(codes(judgement.findings) == Lines{"K01.D07"});
}

TEST_CASE("evaluate: a stop stops, a bar names each step that it keeps closed") {
  Scene scene;
  scene.procedure.requirements = {asks("K01.a", "D01"), asks("K01.b", "D02"), asks("K01.c", "D03")};
  scene.procedure.requirements[1].bars = {"handed_over", "fetched"};
  auto judgement = evaluate(scene.view());
  CHECK(!judgement.stopped);
  REQUIRE(judgement.findings.size() == 4);
  CHECK(!judgement.findings[0].bars);
  CHECK(judgement.findings[1].barred_step == Code("handed_over"));
  CHECK(judgement.findings[2].barred_step == Code("fetched"));
  CHECK(judgement.findings[2].bars);
  scene.procedure.requirements[2].stops = true;
  judgement = evaluate(scene.view());
  CHECK(judgement.stopped);
  CHECK(judgement.findings[3].stops);
  scene.carry(document("D03"));
  CHECK(!evaluate(scene.view()).stopped);
}

TEST_CASE("evaluate: row 6 of the demonstration finds what its script says, and stops nothing") {
  const auto scene = row_6();
  const auto judgement = evaluate(scene.view());
  CHECK(asked(judgement) == Lines{"K01.D04", "K01.D07", "K01.D103", "K01.D133", "K01.D98"});
  CHECK(!judgement.stopped);
  for (const auto& one : judgement.findings) {
    CHECK(!one.bars);
    if (one.code == "K01.D103") CHECK(one.fault == caseway::core::Fault::retake);
    if (one.code == "K01.D98") CHECK(one.cls == caseway::core::FindingClass::practice);
  }
}

TEST_CASE("evaluate: without an approval, or with one officer, a transfer stops") {
  auto scene = row_6();
  auto& documents = scene.dossier.documents;
  const auto at =
      std::find_if(documents.begin(), documents.end(), [](const auto& one) { return one.type.number == 55; });
  at->fields.back().values.pop_back();
  CHECK(evaluate(scene.view()).stopped);
  at->fields.back().values.push_back(officer("闽1"));  // the same one twice
  CHECK(evaluate(scene.view()).stopped);
  at->fields.back().values.back() = officer("闽2");
  CHECK(!evaluate(scene.view()).stopped);
  at->fields[2].values[0].text = "not_approve";
  CHECK(evaluate(scene.view()).stopped);
}

TEST_CASE(
    "evaluate: equal views give equal judgements, and what is named missing clears when it comes (500 random "
    "messages)") {
  static constexpr const char* types[] = {"D01", "D02", "D03", "D04",  "D05",  "D06",  "D07",  "D42",  "D55",  "D96",
                                          "D97", "D98", "D99", "D101", "D102", "D103", "D104", "D106", "D108", "D133"};
  const auto message = [&](const std::vector<std::uint8_t>& picks) {
    auto scene = shipped("K01", "transfer");
    for (const auto pick : picks) {
      const char* type = types[pick % std::size(types)];
      const auto id = "x" + std::to_string(scene.dossier.documents.size());
      auto one = document(type, {}, id);
      if (one.type.number == 1) one.fields = {field("penaltyImposed", yes(pick > 128))};
      if (one.type.number == 3) one.fields = {field("items", {item(1, pick > 128, pick > 64 ? "seize" : "")})};
      scene.carry(std::move(one));
    }
    return scene;
  };
  const auto missing = [](const Judgement& judgement) {
    Lines all;
    for (const auto& one : judgement.findings) {
      const bool of_document = caseway::core::DocumentType::parse(one.path).has_value();
      if (one.fault == caseway::core::Fault::absent && !one.code.starts_with("form.") && of_document)
        all.push_back(one.path);
    }
    return all;
  };
  rc::detail::TestParams parameters;
  parameters.maxSuccess = 500;
  const auto result = rc::detail::checkTestable(
      [&](const std::vector<std::uint8_t>& picks) {
        auto scene = message(picks);
        const auto first = evaluate(scene.view());
        const auto again = evaluate(message(picks).view());
        RC_ASSERT(first.findings == again.findings);
        RC_ASSERT(first.met == again.met);
        auto wanted = missing(first);
        // A bare document ticks nothing: it never makes another one missing.
        scene.carry(document("D05", {}, "bare"));
        for (const auto& one : missing(evaluate(scene.view()))) {
          RC_ASSERT(std::find(wanted.begin(), wanted.end(), one) != wanted.end());
        }
        for (const auto& one : wanted) scene.carry(document(one.c_str(), {}, "cure" + one));
        const auto left = missing(evaluate(scene.view()));
        RC_ASSERT(left.empty());
      },
      rc::detail::TestMetadata{}, parameters);
  CHECK_MESSAGE(result.is<rc::detail::SuccessResult>(), result);
}
