#include "broker/rules/explain.h"

#include <doctest/doctest.h>

#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::Fault;

namespace {

caseway::core::Finding finding(const char* code, const char* where, Fault fault) {
  caseway::core::Finding it;
  it.code = code;
  it.path = where;
  it.fault = fault;
  return it;
}

bool has(const std::string& text, const std::string& piece) { return text.find(piece) != std::string::npos; }

}  // namespace

TEST_CASE("explain: a missing document names its article, its confidence and who can supply it") {
  const auto missing = finding("K01.D04", "D04", Fault::absent);
  const auto zh = explain(cn_ip(), missing, Language::zh);
  CHECK(has(zh, "缺检验报告或鉴定意见"));
  CHECK(has(zh, "国务院令第310号(2020修订) 第"));
  CHECK(has(zh, "行政执法机关"));
  const auto en = explain(cn_ip(), missing, Language::en);
  CHECK(has(en, "missing: the inspection report"));
  CHECK(has(en, "O310 art. "));
  CHECK(has(en, "the administrative agency"));
  CHECK(!has(en, "\n"));
}

TEST_CASE("explain: what was not read says so") {
  CHECK(cite(cn_ip(), Basis{"MPS16", "2", Confidence::recalled, 90, ""}, Language::en) ==
        "MPS16 art. 2 [recalled 90 %]");
  CHECK(cite(cn_ip(), Basis{"MPS16", "2", Confidence::recalled, 90, ""}, Language::zh) ==
        "公通字〔2016〕16号 第2条 [凭记忆 90 %]");
  CHECK(cite(cn_ip(), Basis{"O310", "6", Confidence::verified, 0, ""}, Language::zh) ==
        "国务院令第310号(2020修订) 第6条");
  CHECK(cite(cn_ip(), Basis{"", "", Confidence::site, 0, "S10"}, Language::en) == "[law silent: site setting]");
}

TEST_CASE("explain: a place in a list is counted from 1, with the labels of the dictionary") {
  const auto zh = explain(
      cn_ip(), finding("form.D03.items.needsTestReason", "D03.items[2].needsTestReason", Fault::absent), Language::zh);
  CHECK(has(zh, "D03 涉案物品清单"));
  CHECK(has(zh, "第3项"));
  CHECK(has(zh, "未填写"));
  const auto en = explain(cn_ip(), finding("form.D01.number", "D01.number", Fault::defective), Language::en);
  CHECK(has(en, "not of its form, expected a document number"));
}

TEST_CASE("explain: form findings of stamp, carrier, code and reference have their own words") {
  const auto en = [](const char* where, Fault fault) {
    return explain(cn_ip(), finding(("form." + std::string(where)).c_str(), where, fault), Language::en);
  };
  CHECK(has(en("D01.stamp", Fault::absent), "there is no stamp"));
  CHECK(has(en("D01.stamp", Fault::defective), "the stamp does not hold"));
  CHECK(has(en("D01.carrier", Fault::defective), "not a carrier"));
  CHECK(has(en("D01.ground", Fault::defective), "code list transfer_ground"));
  CHECK(has(en("D01.colour", Fault::flag), "unknown to the dictionary"));
  CHECK(has(en("D01.materialList", Fault::mismatch), "names nothing of that kind"));
}

TEST_CASE("explain: where the law is silent, the sentence names the setting and its default") {
  const auto late = explain(cn_ip(), finding("late_transfer", "D55.decidedAt", Fault::late), Language::en);
  CHECK(has(late, "came late"));
  const auto handover = explain(cn_ip(), finding("late_handover", "", Fault::late), Language::en);
  CHECK(has(handover, "The law is silent; this site chose by setting S01"));
  CHECK(
      has(explain(cn_ip(), finding("late_handover", "", Fault::late), Language::zh), "法律对此未作规定,由站点设置S01"));
}

TEST_CASE("explain: a bar says which step, a stop that the message went back, an unknown code itself") {
  auto barred = finding("K07.D09", "D09", Fault::unmet);
  barred.bars = true;
  barred.barred_step = "handed_over";
  CHECK(has(explain(cn_ip(), barred, Language::en), "It bars the step handed_over until it is met"));
  auto stopped = finding("K01.officers", "D55.team", Fault::unmet);
  stopped.stops = true;
  CHECK(has(explain(cn_ip(), stopped, Language::zh), "报文已退回发送方"));
  CHECK(explain(cn_ip(), finding("no.such.code", "", Fault::flag), Language::en) == "no.such.code is to be seen.");
}

TEST_CASE("explain: a party and an asked item are told by their own number, and what looks like one as it is") {
  const auto at = [](const char* where, Language language) {
    return explain(cn_ip(), finding("K01.D04", where, Fault::absent), language);
  };
  CHECK(has(at("party.3", Language::en), "At: party no. 3."));
  CHECK(has(at("party.3", Language::zh), "位置:第3号人员。"));
  CHECK(has(at("item.12", Language::en), "At: item no. 12."));
  CHECK(has(at("item.12", Language::zh), "位置:第12项。"));
  for (const char* other : {"party.", "party.x", "item", "parties[0].name", "clock.K01.send"}) {
    CHECK(has(at(other, Language::en), std::string("At: ") + other + "."));
  }
}

TEST_CASE("explain: every requirement and clock of the shipped packs has a sentence in both languages") {
  for (const auto& procedure : cn_ip().procedures) {
    for (const auto& one : procedure.requirements) {
      for (const auto language : {Language::zh, Language::en}) {
        const auto sentence = explain(cn_ip(), finding(one.id.c_str(), "", one.fault), language);
        CHECK_MESSAGE(has(sentence, in(one.missing, language)), one.id);
      }
    }
    for (const auto& one : procedure.clocks) {
      if (one.late_finding.empty()) continue;
      CHECK(has(explain(cn_ip(), finding(one.late_finding.c_str(), "", Fault::late), Language::en),
                in(one.label, Language::en)));
    }
  }
}
