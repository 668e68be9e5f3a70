// Filing standards as hints: which versions are looked at, which governs, and both sides of each figure.
#include "broker/rules/standards.h"

#include <doctest/doctest.h>

#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
namespace core = caseway::core;

namespace {

core::Date day(const char* written) { return *core::parse_date(written); }

Standard standard(const char* version, const char* from, const char* to, std::int64_t figure) {
  Standard one;
  one.offence = "213";
  one.version = version;
  one.effective_from = day(from);
  if (*to != '\0') one.effective_to = day(to);
  one.limbs = {{{{{"turnover"}, figure}}, {}, {}, {}}};
  return one;
}

/// Three versions: 50, 30 and 80 yuan of turnover.
struct Act : Scene {
  explicit Act(const char* ended, std::int64_t fen, const char* began = nullptr) {
    bundle.standards = {standard("old", "2010-01-01", "2015-12-31", 5000),
                        standard("mid", "2016-01-01", "2020-12-31", 3000), standard("new", "2021-01-01", "", 8000)};
    core::Act act;
    act.offence = "213";
    act.from = day(began == nullptr ? ended : began);
    act.to = day(ended);
    dossier.head.acts = {act};
    add("turnover", fen);
  }
  void add(const char* kind, std::int64_t fen) {
    core::Amount amount;
    amount.kind = core::Code(kind);
    amount.fen = fen;
    dossier.head.amounts.push_back(amount);
  }
  /// "old meets, *mid below": versions and hints, the governing one marked.
  [[nodiscard]] std::string told(const char* today = "2025-09-01") const {
    std::string text;
    for (const auto& one : hints(view(), day(today))) {
      for (std::size_t i = 0; i < one.versions.size(); ++i) {
        text += (text.empty() ? "" : ", ") + std::string(i == one.governing ? "*" : "") +
                one.versions[i].standard->version + " " + std::string(name_of(one.versions[i].hint));
      }
      if (one.across_change) text += ", across";
    }
    return text;
  }
};

}  // namespace

TEST_CASE("standards: every version from the end of the act to today is looked at, and no other") {
  CHECK(Act("2015-12-31", 10000).told() == "*old meets, mid meets, new meets");
  CHECK(Act("2016-01-01", 10000).told() == "*mid meets, new meets");
  CHECK(Act("2015-12-31", 10000).told("2020-12-31") == "*old meets, mid meets");
  CHECK(Act("2015-12-31", 10000).told("2021-01-01") == "*old meets, mid meets, new meets");
}

TEST_CASE("standards: the version at the end of the act governs, unless a later one is more lenient") {
  CHECK(Act("2015-06-01", 6000).told() == "old meets, mid meets, *new below");
  CHECK(Act("2015-06-01", 4999).told() == "old just_below, mid meets, *new below");
  CHECK(Act("2018-06-01", 6400).told() == "mid meets, *new just_below");
  CHECK(Act("2015-06-01", 3000).told().starts_with("*old below, mid meets"));  // mid is stricter: the old one stands
}

TEST_CASE("standards: four fifths of the figure is just below, one fen less is below") {
  const auto now = [](std::int64_t fen) { return Act("2021-06-01", fen).told(); };
  CHECK(now(8000) == "*new meets");
  CHECK(now(7999) == "*new just_below");
  CHECK(now(6400) == "*new just_below");
  CHECK(now(6399) == "*new below");
}

TEST_CASE("standards: an act for which none was in force is measured by the first later one") {
  CHECK(Act("2009-12-31", 5000).told("2012-01-01") == "*old meets");
  CHECK(Act("2009-12-31", 5000).told("2009-12-31").empty());
}

TEST_CASE("standards: an act that went on across a change is said to, and the day it ended governs") {
  CHECK(Act("2016-02-01", 10000, "2015-02-01").told() == "*mid meets, new meets, across");
  CHECK(Act("2016-02-01", 10000, "2016-01-01").told() == "*mid meets, new meets");
}

TEST_CASE("standards: an amount of another kind measures nothing, those of one kind are added, several kinds too") {
  Act other("2021-06-01", 100);
  other.dossier.head.amounts[0].kind = "gain";
  CHECK(other.told() == "*new no_amount");
  Act two("2021-06-01", 4000);
  two.add("turnover", 4000);
  CHECK(two.told() == "*new meets");
  Act kinds("2021-06-01", 4000);
  kinds.bundle.standards[2].limbs[0].measures[0].kinds = {"turnover", "gain"};
  CHECK(kinds.told() == "*new below");
  kinds.add("gain", 4000);
  CHECK(kinds.told() == "*new meets");
  Act huge("2021-06-01", INT64_MAX);
  huge.add("turnover", INT64_MAX);
  CHECK(huge.told() == "*new meets");
}

TEST_CASE("standards: a limb counts only where its condition holds, and one limb is enough") {
  Act act("2021-06-01", 100);
  Limb lower{{{{"turnover"}, 100}}, compare("head.note", Compare::equal, text("twice")), {"二", "two"}, {}};
  act.bundle.standards[2].limbs.push_back(lower);
  CHECK(act.told() == "*new below");
  act.dossier.head.note = "twice";
  CHECK(act.told() == "*new meets");
}

TEST_CASE("standards: the set of the project measures the offences it names, each version with a source") {
  const auto& bundle = cn_ip();
  CHECK(bundle.standards.size() == 17);
  Act act("2025-03-01", 5'000'000);
  act.bundle = bundle;
  CHECK(act.told() == "*I-2004 meets, I-2025 meets");
  act.dossier.head.amounts[0].fen = 4'999'999;
  CHECK(act.told() == "*I-2004 just_below, I-2025 just_below");
  for (const auto& one : bundle.standards) CHECK_FALSE(one.basis.empty());
}
