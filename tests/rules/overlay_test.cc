// Overlays of regions: what they may add, where it counts, and each thing that they may not do, by name.
#include <doctest/doctest.h>

#include "broker/rules/lint.h"
#include "broker/rules/trace.h"
#include "tests/rules/pack_texts.h"
#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
namespace core = caseway::core;

namespace {

/// A kind whose `transfer` shows D01 to the procuratorate, with a clock of three days; and what 51 adds to it.
Texts with_overlay() {
  return {{"laws.capnp", R"capnp(@0x9a1f3c0f5d4b2a81;
using R = import "/rules.capnp";
const law :R.Basis = (instrument = "O310", article = "6(1)", confidence = verified);
const pack :R.Pack = (id = "small", version = "1",
  instruments = [(key = "O310", title = (zh = "规定", en = "rules"), number = "国务院令第310号", confidence = verified)]
);
)capnp"},
          {"k01.capnp", R"capnp(@0x9a1f3c0f5d4b2a82;
using R = import "/rules.capnp";
using L = import "laws.capnp";
const pack :R.Pack = (
  documents = [
    (type = "D01", label = (zh = "移送书", en = "letter"), class = letter, basis = [L.law]),
    (type = "D07", label = (zh = "决定书", en = "decision"), class = decision, basis = [L.law])],
  procedures = [(id = "K01", name = "adm.pol.crime_transfer", label = (zh = "移送", en = "transfer"), basis = [L.law],
    states = [(id = "sent", label = (zh = "已发送", en = "sent"))],
    steps = [(id = "transfer", label = (zh = "移送", en = "transfer"), opens = true, by = [(side = opener)],
      documents = ["D01"], starts = [(clock = "K01.review")], leads = (state = "sent"), basis = [L.law],
      copies = [(roles = [procuratorate], documents = ["D01"], basis = [L.law])])],
    clocks = [(id = "K01.review", label = (zh = "审查", en = "review"), length = (amount = 3), dayBasis = calendar,
      consequence = (zh = "示", en = "seen"), basis = [L.law])])]
);
)capnp"},
          {"r51.capnp", R"capnp(@0x9a1f3c0f5d4b2a83;
using R = import "/rules.capnp";
using L = import "laws.capnp";
const pack :R.Pack = (overlays = [(region = "51", label = (zh = "四川", en = "Sichuan"), basis = [L.law],
  effectiveFrom = "2025-03-01", effectiveTo = "2025-12-31",
  requirements = [(procedure = "K01", requirement = (id = "K01.51.D07", document = "D07", steps = ["transfer"],
    label = (zh = "决定书", en = "the decision"), missing = (zh = "缺决定书", en = "missing: the decision"),
    must = (present = "D07"), basis = [L.law]))],
  copies = [(procedure = "K01", step = "transfer", copy = (roles = [justice], documents = ["D01"], basis = [L.law]))],
  limits = [(clock = "K01.review", length = (amount = 2), basis = [L.law])]
)]);
)capnp"}};
}

Texts with(const std::string& word, const std::string& other) {
  auto texts = with_overlay();
  replace(texts, "r51.capnp", word, other);
  return texts;
}

/// The one mistake of the set with `word` replaced, behind its place.
std::string mistake(const std::string& word, const std::string& other) {
  const auto errors = errors_of(with(word, other));
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].substr(errors[0].find("51: ") + 4);
}

PackBundle bundle_of(const Texts& texts) {
  const auto built = compile_bundle(texts);
  REQUIRE(built.errors.empty());
  return load_bundle(built.binary).value();
}

std::string said_by(const std::vector<PackError>& findings) {
  std::string text;
  for (const auto& one : findings) text += one.what + "\n";
  return text;
}

/// Codes of what is found in an empty `transfer` of somebody of `region` on `day`.
std::vector<std::string> found(const char* region, const char* day) {
  Scene scene;
  scene.bundle = bundle_of(with_overlay());
  scene.procedure = *scene.bundle.procedure("K01");
  scene.step = scene.procedure.steps.at(0);
  scene.envelope.occurred_at = core::start_of(*core::parse_date(day));
  if (*region != '\0') scene.tell("step.region", text(region, core::FieldKind::code));
  const auto view = scene.view();
  CHECK(trace(view).size() == evaluate(view).findings.size());  // it traces what is asked, no more
  return codes(evaluate(view).findings);
}

}  // namespace

TEST_CASE("overlay: a region's requirement counts for who is of it, on its days alone") {
  const std::vector<std::string> asked{"K01.51.D07"};
  CHECK(found("510104", "2025-03-01") == asked);
  CHECK(found("510104", "2025-12-31") == asked);
  CHECK(found("510104", "2025-02-28").empty());
  CHECK(found("510104", "2026-01-01").empty());
  CHECK(found("350123", "2025-06-01").empty());
  CHECK(found("", "2025-06-01").empty());
}

TEST_CASE("overlay: its rows stand among those of the kinds, of class local, and are named by the region") {
  const auto bundle = bundle_of(with_overlay());
  const auto& kind = *bundle.procedure("K01");
  REQUIRE(kind.requirements.size() == 1);
  CHECK(kind.requirements[0].cls == core::FindingClass::local);
  CHECK(kind.steps[0].copies.size() == 2);
  CHECK(kind.steps[0].copies[1].local.region == "51");
  REQUIRE(kind.clocks[0].local.size() == 1);
  CHECK(kind.clocks[0].local[0].length == 2);
  REQUIRE(bundle.regions.size() == 1);
  CHECK(bundle.regions[0].label.en == "Sichuan");
}

TEST_CASE("overlay: it bars no step, stops no message and waives nothing") {
  const std::string word = "must = (present = \"D07\"), basis";
  CHECK(mistake(word, "must = (present = \"D07\"), stops = true, basis")
            .starts_with("K01.51.D07: an overlay stops no message"));
  CHECK(mistake(word, "must = (present = \"D07\"), bars = [\"transfer\"], basis")
            .starts_with("K01.51.D07: an overlay bars no step"));
  CHECK(mistake("K01.51.D07", "K01.D07") == "K01.D07: \"K01.D07\": the id needs to begin with K01.51.");
}

TEST_CASE("overlay: it shows nothing to more than the national rule does") {
  CHECK(mistake("documents = [\"D01\"]", "documents = [\"D07\"]").find("no national copy of transfer shows") !=
        std::string::npos);
  CHECK(mistake("documents = [\"D01\"]", "whole = true").find("copies by the national rule") != std::string::npos);
  CHECK(mistake("documents = [\"D01\"]", "facts = [\"state\"]") == "0 errors");
  CHECK(mistake("roles = [justice]", "to = firstSender").find("of a role") != std::string::npos);
}

TEST_CASE("overlay: a limit is earlier than the clock's own, in its unit") {
  CHECK(mistake("amount = 2", "amount = 1") == "0 errors");
  for (const auto* no : {"amount = 3", "amount = 0", "amount = 30, unit = hours"}) {
    CHECK_MESSAGE(
        mistake("amount = 2", no).find("no earlier limit; in the clock's own unit it is 1 to 2") != std::string::npos,
        no);
  }
}

TEST_CASE("overlay: an unknown kind, step, clock or region is named") {
  CHECK(mistake("step = \"transfer\"", "step = \"sent\"").find("no step of K01; there are transfer") !=
        std::string::npos);
  CHECK(mistake("clock = \"K01.review\"", "clock = \"K01.other\"").find("no clock of the set") != std::string::npos);
  CHECK(mistake("procedure = \"K01\", step", "procedure = \"K09\", step").find("no kind of the set") !=
        std::string::npos);
  CHECK(errors_of(with("region = \"51\"", "region = \"5\"")).size() > 0);
}

TEST_CASE("overlay: of two limits on the way to a county the higher one counts, and check says so") {
  auto texts = with_overlay();
  texts["r5101.capnp"] = R"capnp(@0x9a1f3c0f5d4b2a84;
using R = import "/rules.capnp";
using L = import "laws.capnp";
const pack :R.Pack = (overlays = [(region = "5101", label = (zh = "成都", en = "Chengdu"), basis = [L.law],
  limits = [(clock = "K01.review", length = (amount = 1), basis = [L.law])])]);
)capnp";
  const auto bundle = bundle_of(texts);
  CHECK(bundle.procedure("K01")->clocks[0].local[0].local.region == "51");
  CHECK(overlay_conflicts(bundle) ==
        std::vector<std::string>{"K01.review: region 51 says 2, region 5101 says 1: that of 51 counts"});
  CHECK(overlay_conflicts(bundle_of(with_overlay())).empty());
}

TEST_CASE("overlay: two limits of one clock by one region for the same days are found") {
  const auto found_in = [](const char* from) {
    auto texts = with_overlay();
    texts["again.capnp"] = std::string(R"capnp(@0x9a1f3c0f5d4b2a85;
using R = import "/rules.capnp";
using L = import "laws.capnp";
const pack :R.Pack = (overlays = [(region = "51", label = (zh = "四川", en = "Sichuan"), basis = [L.law],
  effectiveFrom = ")capnp") +
                           from +
                           R"capnp(", limits = [(clock = "K01.review", length = (amount = 1), basis = [L.law])])]);
)capnp";
    return said_by(lint(texts, bundle_of(texts)));
  };
  CHECK(found_in("2025-12-31").find("two limits of one region at once") != std::string::npos);
  CHECK(found_in("2026-01-01").find("two limits") == std::string::npos);
}

TEST_CASE("standards: versions of one offence that leave a day out, or share one, are found with that day") {
  PackBundle bundle;
  const auto standard = [&](const char* version, const char* from, const char* to) {
    Standard one;
    one.offence = "213";
    one.version = version;
    one.effective_from = core::parse_date(from);
    one.effective_to = core::parse_date(to);
    return one;
  };
  const auto found_with = [&](const char* last_day) {
    bundle.standards = {standard("old", "2010-01-01", last_day), standard("new", "2020-01-01", "2030-01-01")};
    Mistakes mistakes;
    lint_standards(bundle, mistakes);
    return mistakes.all().empty() ? std::string() : mistakes.all().front().what;
  };
  CHECK(found_with("2019-12-31").empty());
  CHECK(found_with("2019-12-30") == "filing standard of 213: 2019-12-31 is covered by neither old nor new");
  CHECK(found_with("2020-01-01") == "filing standard of 213: 2020-01-01 is covered by both old and new");
  bundle.standards[1].offence = "214";
  Mistakes apart;
  lint_standards(bundle, apart);
  CHECK(apart.all().empty());
}

TEST_CASE("editions: a day that none covers, or two, is named") {
  PackBundle first;
  first.id = "small";
  first.version = "1";
  first.effective_from = *core::parse_date("2025-01-01");
  auto second = first;
  second.version = "2";
  second.effective_from = *core::parse_date("2025-07-01");
  CHECK(between_editions({&second, &first}).empty());  // the first ends where the second begins
  first.effective_to = *core::parse_date("2025-06-30");
  CHECK(between_editions({&first, &second}).empty());
  first.effective_to = *core::parse_date("2025-06-29");
  CHECK(between_editions({&first, &second}) ==
        std::vector<std::string>{"editions of small: 2025-06-30 is covered by neither 1 nor 2"});
  first.effective_to = *core::parse_date("2025-07-01");
  CHECK(between_editions({&first, &second}) ==
        std::vector<std::string>{"editions of small: 2025-07-01 is covered by both 1 and 2"});
  second.effective_from = first.effective_from;
  CHECK(between_editions({&first, &second}).size() == 1);
}
