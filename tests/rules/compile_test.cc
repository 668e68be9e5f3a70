#include "broker/rules/compile.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "broker/rules/trial.h"
#include "tests/rules/pack_texts.h"
#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;

namespace {

/// A set of two files, small and complete. Line 4 of k01.capnp and after are what the tests change.
Texts small_set() {
  return {{"laws.capnp", R"capnp(@0x9a1f3c0f5d4b2a01;
using R = import "/rules.capnp";
const law :R.Basis = (instrument = "O310", article = "6(1)", confidence = verified);
const pack :R.Pack = (id = "small", version = "1",
  instruments = [(key = "O310", title = (zh = "规定", en = "rules"), number = "国务院令第310号", confidence = verified)],
  codeLists = [(name = "outcome", values = [(code = "filed", label = (zh = "立案", en = "filed"))])],
  absent = [(id = "K02", name = "pol.pol.forward", label = (zh = "转送", en = "forwarding"))]
);
)capnp"},
          {"k01.capnp", R"capnp(@0x9a1f3c0f5d4b2a02;
using R = import "/rules.capnp";
using L = import "laws.capnp";
const pack :R.Pack = (
  documents = [(type = "D01", label = (zh = "移送书", en = "letter"), class = letter, basis = [L.law], fields = [
    (name = "ground", label = (zh = "依据", en = "ground"), kind = code, codes = ["3(1)", "3(2)"])])],
  procedures = [(id = "K01", name = "adm.pol.crime_transfer", label = (zh = "移送", en = "transfer"), basis = [L.law],
    states = [(id = "sent", label = (zh = "已发送", en = "sent"))],
    steps = [(id = "transfer", label = (zh = "移送", en = "transfer"), opens = true, by = [(side = opener)],
      documents = ["D01"], leads = (state = "sent"), basis = [L.law])],
    requirements = [(id = "K01.D01", document = "D01", steps = ["transfer"], label = (zh = "移送书", en = "the letter"),
      missing = (zh = "缺移送书", en = "missing: the letter"), must = (present = "D01"), basis = [L.law])])]
);
)capnp"}};
}

/// The small set with one word of k01.capnp replaced.
Texts with(const std::string& word, const std::string& other) {
  auto texts = small_set();
  replace(texts, "k01.capnp", word, other);
  return texts;
}

/// The one error of `texts`, cut where `beginning` ends.
std::string error_of(const Texts& texts, const std::string& beginning) {
  const auto errors = errors_of(texts);
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].substr(0, beginning.size());
}

/// Of the first `word` in k01.capnp.
std::string place_of(const Texts& texts, const std::string& word) {
  const auto at = texts.at("k01.capnp").find(word);
  REQUIRE_MESSAGE(at != std::string::npos, word);
  return place_at(texts, "k01.capnp", at);
}

/// The set with `word` replaced has one error: where `other_word` stands, and `what` begins it.
void check_found(const std::string& word, const std::string& other, const std::string& where, const std::string& what) {
  const auto texts = with(word, other);
  const auto wanted = place_of(texts, where) + what;
  CHECK(error_of(texts, wanted) == wanted);
}

}  // namespace

TEST_CASE("compile: a small set compiles, and what it loads to says what was written") {
  const auto compiled = compile_bundle(small_set());
  CHECK(errors_of(small_set()).empty());
  const auto loaded = load_bundle(compiled.binary);
  REQUIRE(loaded.ok());
  const auto& bundle = loaded.value();
  CHECK(bundle.id == "small");
  CHECK(bundle.is_absent("K02"));
  REQUIRE(bundle.procedure("K01") != nullptr);
  CHECK(find_step(*bundle.procedure("K01"), "transfer") != nullptr);
  REQUIRE(find_requirement(bundle, "K01.D01") != nullptr);
  CHECK(find_requirement(bundle, "K01.D01")->must.left.path.text == "D01");
  CHECK(bundle.document(*DocumentType::parse("D01"))->fields[0].codes == std::vector<std::string>{"3(1)", "3(2)"});
}

TEST_CASE("compile: a universal requirement looks at the steps a kind takes, not at its own of the same name") {
  const std::string requirements = "requirements = [(id = \"K01.D01\"";
  auto texts = with(requirements, "takes = [\"note\"], " + requirements);
  texts["universal.capnp"] = R"capnp(@0x9a1f3c0f5d4b2a03;
using R = import "/rules.capnp";
using L = import "laws.capnp";
const pack :R.Pack = (universal = (
  steps = [(id = "note", label = (zh = "联络", en = "note"), by = [(side = either)], anyState = true, basis = [L.law])],
  requirements = [
    (id = "ALL.D01", steps = ["transfer", "note"], label = (zh = "移送书", en = "the letter"),
     missing = (zh = "缺移送书", en = "missing: the letter"), must = (present = "D01"), basis = [L.law]),
    (id = "ALL.other", steps = ["transfer"], label = (zh = "移送书", en = "the letter"),
     missing = (zh = "缺移送书", en = "missing: the letter"), must = (present = "D01"), basis = [L.law]),
    (id = "ALL.every", label = (zh = "移送书", en = "the letter"),
     missing = (zh = "缺移送书", en = "missing: the letter"), must = (present = "D01"), basis = [L.law])]));
)capnp";
  CHECK(errors_of(texts).empty());
  const auto loaded = load_bundle(compile_bundle(texts).binary);
  REQUIRE(loaded.ok());
  REQUIRE(find_requirement(loaded.value(), "ALL.D01") != nullptr);
  CHECK(find_requirement(loaded.value(), "ALL.D01")->steps == std::vector<Code>{"note"});
  CHECK(find_requirement(loaded.value(), "ALL.other") == nullptr);  // none of its steps is taken
  REQUIRE(find_requirement(loaded.value(), "ALL.every") != nullptr);
  CHECK(find_requirement(loaded.value(), "ALL.every")->steps.empty());  // every message
}

TEST_CASE("compile: equal texts give equal bytes, another word gives another digest") {
  const auto once = compile_bundle(small_set());
  CHECK(once.binary == compile_bundle(small_set()).binary);
  auto renamed = small_set();  // comments and the order of files change nothing that is said
  renamed["a.capnp"] = "# 说明\n" + renamed["k01.capnp"];
  renamed.erase("k01.capnp");
  CHECK(once.binary == compile_bundle(renamed).binary);
  const auto other = compile_bundle(with("the letter", "the paper"));
  CHECK(once.binary != other.binary);
  CHECK(load_bundle(once.binary).value().digest != load_bundle(other.binary).value().digest);
}

TEST_CASE("compile: an unknown name is found at its character, on Chinese lines too") {
  const auto texts = with("(zh = \"缺移送书\", en", "(zh = \"缺移送书\", eng");
  const std::string wanted = "k01.capnp:12:31: Struct has no field named 'eng'";  // byte 39, character 31
  CHECK(error_of(texts, wanted) == wanted);
  check_found("en = \"letter\"), class", "em = \"letter\"), class", "em = ", "Struct has no field named 'em'");
}

TEST_CASE("compile: every mistake of every file is told at once, in order") {
  auto texts = with("class = letter", "clas = letter");
  texts["laws.capnp"].replace(texts["laws.capnp"].find("version"), 7, "versoin");
  const auto errors = errors_of(texts);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].starts_with(place_of(texts, "clas = ")));
  CHECK(errors[1].starts_with("laws.capnp:4:37: "));
}

TEST_CASE("compile: a word that refers to nothing is found where it stands") {
  for (const char* wrong :
       {"D02", "D01.gruond", "D01.ground.more", "party.kin", "element.x", "transfer.stat", "head"}) {
    const std::string word = std::string("\"") + wrong + "\"";
    check_found("present = \"D01\"", "present = " + word, word, "K01: K01.D01: " + word);
  }
  check_found("steps = [\"transfer\"]", "steps = [\"transfre\"]", "\"transfre\"",
              "K01: K01.D01: \"transfre\": no step of K01; there are transfer");
  check_found("leads = (state = \"sent\")", "leads = (state = \"snet\")", "\"snet\"",
              "K01: transfer: \"snet\": no state of K01; there are sent");
  check_found("documents = [\"D01\"], leads", "documents = [\"D09\"], leads", "\"D09\"",
              "K01: transfer: \"D09\": no document");
  check_found("basis = [L.law])])]", "basis = [(instrument = \"O311\", confidence = verified)])])]", "\"O311\"",
              "K01: K01.D01: \"O311\": no instrument of the set");
  check_found("leads = (state", "starts = [(clock = \"K01.reviev\")], leads = (state", "\"K01.reviev\"",
              "K01: transfer: \"K01.reviev\": no clock of the set");
  CHECK(errors_of(with("leads = (state", "starts = [(clock = \"K02.talk\")], leads = (state"))
            .empty());  // of an absent kind
}

TEST_CASE("compile: a code that its list lacks, and a constant of another kind, are found") {
  const std::string must = "(present = \"D01\")";
  CHECK(errors_of(with(must, "(in = (left = \"D01.ground\", values = [\"3(1)\"]))")).empty());
  check_found(must, "(in = (left = \"D01.ground\", values = [\"3(3)\"]))", "\"3(3)\"",
              "K01: K01.D01: \"3(3)\": no value");
  check_found(must, "(compare = (left = \"D01.ground\", right = (int = 3)))", "\"K01.D01\"",
              "K01: K01.D01: a constant");
  CHECK(errors_of(with(must, "(listsAgree = (left = \"D01\", right = \"held:D01\"))")).size() == 2);
  check_found(must, "(stampIs = (document = \"D01\", values = [\"good\"]))", "\"good\"",
              "K01: K01.D01: \"good\": no state");
}

TEST_CASE("compile: a row without a label in either language, or without a basis, is no row") {
  check_found("missing = (zh = \"缺移送书\", en = \"missing: the letter\")", "missing = (zh = \"缺移送书\")",
              "\"K01.D01\"", "K01: K01.D01: needs a label in English");
  check_found(", must = (present = \"D01\"), basis = [L.law]", ", must = (present = \"D01\")", "\"K01.D01\"",
              "K01: K01.D01: needs a basis");
}

TEST_CASE("compile: what is only recalled may neither bar nor stop") {
  const std::string basis = "basis = [L.law])])]";
  const std::string recalled = "basis = [(instrument = \"O310\", confidence = recalled, percent = 90)]";
  CHECK(errors_of(with(basis, recalled + ")])]")).empty());
  check_found(basis, recalled + ", stops = true)])]", "\"K01.D01\"", "K01: K01.D01: what is recalled");
  check_found(basis, recalled + ", bars = [\"transfer\"])])]", "\"K01.D01\"", "K01: K01.D01: what is recalled");
}

TEST_CASE("compile: a code that no record could be read back with is found") {
  const std::string long_one = "K01." + std::string(252, 'x');
  check_found("\"K01.D01\", document", "\"K01.D 1\", document", "\"K01.D 1\"", "K01: K01.D 1: \"K01.D 1\": no code of");
  CHECK(errors_of(with("\"K01.D01\", document", "\"K01.书\", document")).size() == 1);
  CHECK(errors_of(with("\"K01.D01\", document", "\"" + long_one + "\", document")).size() == 1);
  CHECK(errors_of(with("\"K01.D01\", document", "\"" + long_one.substr(1) + "\", document")).empty());
  CHECK_FALSE(errors_of(with("\"K01.D01\", document", "\"\", document")).empty());
  const std::string clock =
      "clocks = [(id = \"K01.send\", length = (amount = 24, unit = hours), lateFinding = \"late one\", basis = "
      "[L.law], "
      "label = (zh = \"限\", en = \"limit\"), consequence = (zh = \"示\", en = \"seen\"))], requirements = [(id";
  check_found("requirements = [(id", clock, "\"late one\"", "K01: K01.send: \"late one\": no code of");
}

TEST_CASE("compile: a step that opens leads to one state, for the transfer starts in it") {
  check_found("leads = (state = \"sent\")", "leads = (firstThatHolds = [(state = \"sent\")])", "\"transfer\", label",
              "K01: transfer: a step that opens needs the one state");
  check_found("leads = (state = \"sent\"), ", "", "\"transfer\", label",
              "K01: transfer: a step that opens needs the one state");
}

TEST_CASE("compile: a copy under a kind goes to a role to which that kind goes") {
  const auto copied_to = [](const std::string& role) {
    auto texts =
        with("leads = (state", "copies = [(roles = [police, " + role +
                                   "], documents = [\"D01\"], under = \"K01\", basis = [L.law])], leads = (state");
    auto& text = texts["k01.capnp"];
    text.insert(text.find("states = ["), "from = [administrative], to = [police, procuratorate], ");
    return errors_of(texts);
  };
  CHECK(copied_to("procuratorate").empty());
  const auto wrong = copied_to("superiorAgency");
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].find("\"superior_agency\": no role to which K01 goes") != std::string::npos);
}

TEST_CASE("compile: a row starts and ends at most four clocks") {
  const auto starting = [](int count) {
    std::string starts = "starts = [";
    for (int i = 0; i < count; ++i) starts += std::string(i == 0 ? "" : ", ") + "(clock = \"K02.talk\")";
    return errors_of(with("leads = (state", starts + "], leads = (state"));
  };
  CHECK(starting(4).empty());
  CHECK(starting(5).size() == 1);
}

TEST_CASE("compile: rows that stand twice, and two files that say what the set is") {
  auto twice = small_set();
  twice["k02.capnp"] = twice["k01.capnp"];
  twice["k02.capnp"].replace(twice["k02.capnp"].find("2a02"), 4, "2a03");
  CHECK(!errors_of(twice).empty());
  auto two_names = with("documents = [(type", "id = \"other\", documents = [(type");
  CHECK(error_of(two_names, "laws.capnp:1:1: what the set is") == "laws.capnp:1:1: what the set is");
  CHECK(!errors_of({{"k01.capnp", small_set()["k01.capnp"]}}).empty());
  CHECK(!errors_of({}).empty());
}

TEST_CASE("compile: the id of a set names its files, and can lead to no other folder") {
  const auto called = [](const std::string& id) {
    auto texts = small_set();
    auto& text = texts["laws.capnp"];
    text.replace(text.find("small"), 5, id);
    return errors_of(texts);
  };
  for (const auto& id : std::vector<std::string>{"a", "0", "cn-ip", "cn_ip-2", std::string(31, 'a')}) {
    CAPTURE(id);
    CHECK(called(id).empty());
  }
  for (const auto& id :
       std::vector<std::string>{"../small", "a/b", "a.b", "Small", "a b", "-a", "_a", "规则", std::string(32, 'a')}) {
    CAPTURE(id);
    const auto errors = called(id);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0] == "laws.capnp:4:28: \"" + id + "\": the id of a set: 1 to 31 of a-z, 0-9, - and _, the first a " +
                           "letter or digit");
  }
}

TEST_CASE("compile: hostile texts are refused, not run (5,000 brackets, 2 MiB, paths out of the set)") {
  auto deep = small_set();
  deep["k01.capnp"] += "const deep :R.Condition = " + std::string(5000, '(') + std::string(5000, ')') + ";\n";
  const std::string too_deep = "k01.capnp:14:91: brackets nested deeper than 64";  // the 65th
  CHECK(error_of(deep, too_deep) == too_deep);
  auto hidden = small_set();  // brackets in comments and strings do not count, and hide none
  hidden["k01.capnp"] += "# " + std::string(200, ')') + "\nconst deep :R.Condition = \"" + std::string(100, ')') +
                         "\" " + std::string(70, '(') + ";\n";
  CHECK(error_of(hidden, "k01.capnp:15:") == "k01.capnp:15:");
  auto huge = small_set();
  huge["k01.capnp"] += "#" + std::string(std::size_t{2} << 20, 'x');
  CHECK(error_of(huge, "k01.capnp:1:1: longer than") == "k01.capnp:1:1: longer than");
  for (const char* outside :
       {"import \"../../rules.capnp\"", "import \"/etc/passwd\"", "import \"laws.capnp/../laws.capnp\""}) {
    CHECK(!errors_of(with("import \"laws.capnp\"", outside)).empty());
  }
  auto embedding = small_set();
  embedding["k01.capnp"] += "const secret :Data = embed \"../../../../etc/passwd\";\n";
  CHECK(!errors_of(embedding).empty());
  auto shadow = small_set();
  shadow["rules.capnp"] = "@0xd9706674dfe314df; struct Pack {}";
  CHECK(error_of(shadow, "rules.capnp:1:1: this schema") == "rules.capnp:1:1: this schema");
  auto garbage = small_set();
  garbage["k01.capnp"] = "\xff\xfe\x00(((";
  CHECK(!errors_of(garbage).empty());
  auto wrong_type = small_set();
  wrong_type["k03.capnp"] = "@0x9a1f3c0f5d4b2a09; const pack :Text = \"x\";";
  CHECK(!errors_of(wrong_type).empty());
}

TEST_CASE("compile: a binary cut short or with any byte flipped is refused or still sound, never a crash") {
  const auto good = compile_bundle(small_set()).binary;
  REQUIRE(load_bundle(good).ok());
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK(!load_bundle(std::span(good).first(size)).ok());
  }
  std::size_t refused = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] ^= 0x5a;
    const auto loaded = load_bundle(bad);
    if (!loaded.ok()) ++refused;
    if (loaded.ok()) CHECK(loaded.value().digest != load_bundle(good).value().digest);
  }
  CHECK(refused > good.size() / 4);
  CHECK(!load_bundle({}).ok());
  CHECK(load_bundle(std::vector<std::uint8_t>(caseway::core::limits::pack_bytes_max + 8)).refused().code ==
        caseway::core::Refusal::too_large);
}

TEST_CASE("compile: a calendar compiles to its own binary, and a pack is no calendar") {
  const Texts texts{{"calendar.capnp", R"capnp(@0x9a1f3c0f5d4b2a05;
using R = import "/rules.capnp";
const calendar :R.Calendar = (id = "cn", version = "1", years = [(year = 2025,
  instrument = "国办", published = "2024-11-12",
  rest = ["2025-01-01", "2025-10-01..2025-10-08"], working = ["2025-09-28"])]);
)capnp"}};
  const auto compiled = compile_calendar(texts);
  CHECK(compiled.errors.empty());
  const auto loaded = load_calendar(compiled.binary);
  REQUIRE(loaded.ok());
  REQUIRE(loaded.value().year(2025) != nullptr);
  CHECK(loaded.value().year(2025)->rest.size() == 9);
  CHECK(loaded.value().year(2024) == nullptr);
  CHECK(!load_bundle(compiled.binary).ok());
  CHECK(!load_calendar(compile_bundle(small_set()).binary).ok());
  auto wrong = texts;
  auto& text = wrong["calendar.capnp"];
  text.replace(text.find("2025-09-28"), 10, "2025-09-29");  // a Monday
  const auto errors = compile_calendar(wrong).errors;
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].line == 5);
  CHECK(errors[0].column == 63);
  text = texts.at("calendar.capnp");
  text.replace(text.find("rest = ["), 8, "rest = [\"2025-09-28\", ");
  const auto both = compile_calendar(wrong).errors;
  REQUIRE(both.size() == 1);
  CHECK(both[0].what.find("\"2025-09-28\": stands among the rest days and the working days") != std::string::npos);
}

TEST_CASE("compile: the shipped packs compile and load, and every test that they bring passes") {
  const auto trial = run_trial(cn_ip_texts(), cn_ip(), cn_calendar(), Extent::whole);
  for (const auto& one : trial.errors) FAIL_CHECK(one.file, ":", one.line, ":", one.column, ": ", one.what);
  for (const auto& one : trial.failures) FAIL_CHECK(one.file, ": ", one.test, ": ", one.what);
  CHECK(trial.cases > 100);
  // A row that no case has seen is a row that nobody has read twice.
  for (const auto& row : trial.requirements) {
    const auto& id = row.first;
    const auto& seen = row.second;
    CHECK_MESSAGE(seen.failed, id);
    const auto& must = find_requirement(cn_ip(), id)->must;
    const bool never = must.op == Op::any && must.children.empty();
    CHECK_MESSAGE((seen.met || never), id);
  }
  for (const auto& step : trial.steps) CHECK_MESSAGE(step.second, step.first);              // whether it was said
  for (const auto& clock : trial.clocks) CHECK_MESSAGE(clock.second, clock.first);          // whether it was read
  for (const auto& outcome : trial.outcomes) CHECK_MESSAGE(outcome.second, outcome.first);  // whether it was made
  CHECK(trial.outcomes_not_made ==
        std::vector<std::string>{"K01.forwarded", "K01.investigation_ended", "K12.wait_suspect"});
  CHECK(coverage_of(trial).is_whole());
  CHECK(cn_ip().id == "cn-ip");
  for (const char* kind : {"K01", "K01b", "K02", "K07", "K08", "K12", "K13", "K15", "K29"})
    CHECK(cn_ip().procedure(kind) != nullptr);
  CHECK(cn_ip().is_absent("K10"));
  CHECK(cn_calendar().year(2025) != nullptr);
  CHECK(cn_calendar().year(2026) != nullptr);
}
