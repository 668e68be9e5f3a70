// What a test of a pack says of its message, on the set of tests/golden/pack.txt. The tests of the shipped packs are
// run by compile_test.
#include "broker/rules/trial.h"

#include <doctest/doctest.h>

#include "tests/rules/pack_texts.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;

namespace {

void replace(std::string& text, const std::string& there, const std::string& words) {
  REQUIRE_MESSAGE(text.find(there) != std::string::npos, there);
  text.replace(text.find(there), there.size(), words);
}

/// The failures of one case of K01.transfer, said with these words, where requirement K01.id asks for `must`.
std::string failures_of(const std::string& must, const std::string& words) {
  auto texts = files_of(file_of("tests/golden/pack.txt"));
  auto& rows = texts.at("k01.capnp");
  replace(rows, "must = (exists = (some = \"party\", meets = (present = \"element.id\")))", "must = " + must);
  replace(rows, "raises = \"late\"", "custodyNoRoll = true, raises = \"late\"");
  replace(rows, "perPair = true, when", "perPair = true, warnFrom = \"transfer.signedOffAt\", when");
  texts["k01_test.capnp"] = R"capnp(@0x9a1f3c0f5d4b2a51;
using Test = import "/pack_test.capnp";
const test :Test.PackTest = (procedure = "K01", cases = [(name = "said", step = "transfer",
  occurredAt = "2025-05-21T09:00:00+08:00", sender = (id = "a", roles = [administrative]),
  recipient = (id = "p", roles = [police]), documents = [(type = "D01")], )capnp" +
                            words + ")]);\n";
  const auto compiled = compile_bundle(texts);
  REQUIRE(compiled.errors.empty());
  const auto trial = run_trial(texts, load_bundle(compiled.binary).value(), {});
  for (const auto& one : trial.errors) FAIL_CHECK(one.what);
  CHECK(trial.cases == 1);
  std::string all;
  for (const auto& one : trial.failures) all += one.what + "; ";
  return all;
}

const std::string at_hand =
    "(exists = (some = \"party\", meets = (compare = (left = \"element.present\", right = "
    "(bool = true)))))";
const std::string two_linked =
    "(all = [(compare = (left = \"head.links\", right = (int = 2))), "
    "(in = (left = \"head.linkRelation\", values = [\"joined\"]))])";

}  // namespace

TEST_CASE("trial: a party is at hand unless the test says that he is at large") {
  CHECK(failures_of(at_hand, "parties = [(no = 1)]") == "");
  CHECK(failures_of(at_hand, "parties = [(no = 1, present = false)], findings = [\"K01.id\"]") == "");
  CHECK(failures_of(at_hand, "parties = [(no = 1, present = false)]") != "");
}

TEST_CASE("trial: a message links as many transfers, by the relation, as the test says") {
  CHECK(failures_of(two_linked, "parties = [(no = 1)], linkRelation = \"joined\", links = 2") == "");
  CHECK(failures_of(two_linked, "parties = [(no = 1)], linkRelation = \"joined\", links = 1") != "");
  CHECK(failures_of(two_linked, "parties = [(no = 1)], linkRelation = \"split\", links = 2") != "");
}

TEST_CASE("trial: a person in custody before this message is so until a measure is stated (a Saturday, no roll)") {
  const auto clock = [](const std::string& party, const std::string& pair, const std::string& first) {
    return failures_of("(always = void)", "parties = [(no = 1, id = \"x\"" + party +
                                              ")], pairs = [(party = 1, offence = \"213\"" + pair +
                                              ")], clocks = [(clock = \"K01.review\", first = \"" + first +
                                              "\", later = \"2025-05-26 24:00\")]");
  };
  CHECK(clock("", "", "2025-05-26 24:00") == "");
  CHECK(clock("", ", custody = true", "2025-05-24 24:00") == "");
  CHECK(clock(", measure = \"arrest\"", "", "2025-05-24 24:00") == "");
  CHECK(clock(", measure = \"bail\"", ", custody = true", "2025-05-26 24:00") == "");
}

TEST_CASE("trial: the earlier reading of a clock counts from the sign-off that the test tells of, if it does") {
  const auto clock = [](const std::string& told, const std::string& first) {
    return failures_of("(always = void)", "parties = [(no = 1, id = \"x\")], pairs = [(party = 1, offence = \"213\")]" +
                                              told + ", clocks = [(clock = \"K01.review\", first = \"" + first +
                                              "\", later = \"2025-05-26 24:00\")]");
  };
  const std::string signed_off =
      ", surroundings = [(name = \"transfer.signedOffAt\", value = (instant = \"2025-05-19T09:00:00+08:00\"))]";
  CHECK(clock("", "2025-05-26 24:00") == "");
  CHECK(clock(signed_off, "2025-05-22 24:00") == "");
  CHECK(clock(signed_off, "2025-05-26 24:00") != "");
}

TEST_CASE("trial: of a whole set each row of each kind is to be seen, and a part of it is less than 100 %") {
  auto texts = files_of(file_of("tests/golden/pack.txt"));
  texts["k01_test.capnp"] = R"capnp(@0x9a1f3c0f5d4b2a52;
using Test = import "/pack_test.capnp";
const test :Test.PackTest = (procedure = "K01", clocks = [(clock = "ALL.signoff",
  anchor = "2025-05-21T09:00:00+08:00", first = "2025-05-22 10:00")]);
)capnp";
  auto& kind = texts.at("k01.capnp");
  replace(kind, "outcomes = [\"filed\"]", "outcomes = [\"filed\", \"told\"]");
  const auto compiled = compile_bundle(texts);
  REQUIRE(compiled.errors.empty());
  const auto bundle = load_bundle(compiled.binary).value();
  const auto named = run_trial(texts, bundle, {});
  for (const auto& one : named.failures) FAIL_CHECK(one.what);
  CHECK(named.outcomes_not_made == std::vector<std::string>{"K01.told"});
  CHECK(named.outcomes == std::map<std::string, bool>{{"K01.filed", false}});
  const auto seen = coverage_of(named);
  CHECK(seen.seen == 1);  // the clock
  CHECK(seen.of == named.requirements.size() + named.steps.size() + 3 + 1);
  CHECK(!seen.is_whole());
  texts.erase("k01_test.capnp");
  CHECK(coverage_of(run_trial(texts, bundle, {})).of == 0);
  CHECK(coverage_of(run_trial(texts, bundle, {}, Extent::whole)).of == seen.of);
}

TEST_CASE("trial: a share is rounded down, so that 100 % is all") {
  CHECK(Coverage{199, 200}.percent() == 99);
  CHECK(Coverage{200, 200}.percent() == 100);
  CHECK(Coverage{0, 0}.is_whole());
  CHECK(is_covered(Seen{true, true, false}));
  CHECK(is_covered(Seen{false, true, true}));
  CHECK(!is_covered(Seen{true, false, true}));
  CHECK(!is_covered(Seen{false, true, false}));
}
