// What an agency asks for: told from packs alone, without a broker.
#include "sdk/asks.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "desk.h"
#include "sdk/caseway_values.h"
#include "sdk/site_versions.h"

namespace caseway::tests {
namespace {

using sdk::Json;

core::Date day(std::string_view written) { return *core::parse_date(written); }
rules::Days days(std::string_view from, std::string_view to = {}) {
  return {day(from), to.empty() ? std::nullopt : std::optional(day(to))};
}

sdk::Member member(const std::string& id, core::Role role, const std::string& region = "350123") {
  sdk::Member one;
  one.id = id;
  one.name_zh = "罗源县机关";
  one.name_en = "an agency of Luoyuan";
  one.roles = {role};
  one.region = region;
  return one;
}
const sdk::Member police = member("luoyuan-police", core::Role::police);
const sdk::Member amr = member("luoyuan-amr", core::Role::administrative);

/// The shipped packs, in force from 26 September 2025 on and for as long as `to` says.
std::vector<sdk::LoadedVersion> one_version(const rules::PackBundle& bundle, std::string_view to = {}) {
  return {{&bundle, true, {days("2025-09-26", to)}, {days("2025-09-26", to)}}};
}

sdk::Asks asks_of(const sdk::Member& agency, const std::string& kind, const std::string& step = {}) {
  return sdk::asks_of(one_version(packs()), agency, "350123", kind, step, day("2025-09-26"));
}

const sdk::AskedStep* find(const sdk::Asks& asks, std::string_view step) {
  const auto& steps = asks.versions.at(0).steps;
  const auto at =
      std::find_if(steps.begin(), steps.end(), [&](const auto& one) { return one.step->id.view() == step; });
  return at == steps.end() ? nullptr : &*at;
}

const Json& named(const std::vector<Json>& list, const char* name, std::string_view value) {
  const auto at = std::find_if(list.begin(), list.end(), [&](const Json& one) { return one.text_of(name) == value; });
  REQUIRE(at != list.end());
  return *at;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Error error_of(const sdk::Member& agency, const std::string& kind, const std::string& step = {}) {
  try {
    (void)asks_of(agency, kind, step);
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was thrown");
  return Error(Failure::closed, "", "", "");
}

TEST_CASE("asks: a receiver is told what is said to it and what it says, a sender the same from its side (K01)") {
  const auto of_police = asks_of(police, "K01");
  const auto of_amr = asks_of(amr, "K01");
  for (const auto* step : {"transfer", "cured", "accepted", "filed", "cure_notice"}) {
    CAPTURE(step);
    const auto* at_police = find(of_police, step);
    const auto* at_amr = find(of_amr, step);
    REQUIRE(at_police != nullptr);
    REQUIRE(at_amr != nullptr);
    const bool by_amr = std::string(step) == "transfer" || std::string(step) == "cured";
    CHECK(at_police->to_it == by_amr);
    CHECK(at_police->by_it != by_amr);
    CHECK(at_amr->to_it != by_amr);
    CHECK(at_amr->by_it == by_amr);
    CHECK(at_police->requirements == at_amr->requirements);
  }
  CHECK(of_police.versions[0].may_receive);
  CHECK_FALSE(of_police.versions[0].may_send);
  CHECK(find(of_police, "presented") == nullptr);  // the bus says it
}

TEST_CASE("asks: a step of either side is said to both and by both") {
  for (const auto* agency : {&police, &amr}) {
    const auto asks = asks_of(*agency, "K01");
    const auto* link = find(asks, "link");
    REQUIRE(link != nullptr);
    CHECK(link->to_it);
    CHECK(link->by_it);
  }
}

TEST_CASE("asks: a third that a step names by role alone is told that step and no other (K02)") {
  const auto superior = member("fuzhou-police", core::Role::superior_police);
  const auto asks = asks_of(superior, "K02");
  REQUIRE(asks.versions[0].steps.size() == 1);
  CHECK(asks.versions[0].steps[0].step->id.view() == "designated");
  CHECK(asks.versions[0].steps[0].by_it);
  CHECK_FALSE(asks.versions[0].steps[0].to_it);
}

TEST_CASE("asks: requirements are told with article, confidence, who cures and what is stopped, by stable names") {
  const auto json = sdk::asks_json(asks_of(police, "K01"));
  CHECK(json.find("agency")->text_of("id") == "luoyuan-police");
  CHECK(json.text_of("day") == "2025-09-26");
  const Json& version = json.list_of("versions").at(0);
  CHECK(version.text_of("digest") == core::hex(packs().digest));
  CHECK(version.text_of("version") == "2025-05-01.1");
  CHECK(version.text_of("issuer") == "Caseway");
  CHECK(version.text_of("agreement") == packs().agreement);
  CHECK(version.text_of("from") == "2025-05-01");
  CHECK(version.find("to") == nullptr);
  CHECK(version.boolean_of("inForce"));
  CHECK(version.list_of("days").at(0).text_of("from") == "2025-09-26");
  const Json& transfer = named(version.list_of("steps"), "step", "transfer");
  CHECK(transfer.boolean_of("toAgency"));
  CHECK_FALSE(transfer.boolean_of("byAgency"));
  CHECK(transfer.list_of("documents").size() == 7);
  const Json& asked = named(transfer.list_of("requirements"), "code", "K01.D04");
  CHECK(asked.text_of("kind") == "conditional");
  CHECK(holds(asked.text_of("when"), "D03.items"));
  CHECK(asked.list_of("suppliedBy").at(1).text == "technical");
  const Json& basis = asked.list_of("basis").at(0);
  CHECK(basis.text_of("instrument") == "O310");
  CHECK(basis.text_of("article") == "4(2)");
  CHECK(basis.text_of("confidence") == "verified");
  CHECK(named(transfer.list_of("requirements"), "code", "K01.approval").boolean_of("stops"));
  const auto of_k12 = sdk::asks_json(asks_of(member("luoyuan-procuratorate", core::Role::procuratorate), "K12"));
  const Json& opinion = named(of_k12.list_of("versions").at(0).list_of("steps"), "step", "transfer");
  const Json& barring = named(opinion.list_of("requirements"), "code", "K12.D25");
  CHECK(barring.list_of("bars").at(0).text == "registered");
  CHECK(barring.boolean_of("untilWaived"));
  CHECK(barring.list_of("waivedBy").size() == 1);
}

TEST_CASE("asks: clocks are told with length, days and whose duty; one of a kind that is not there by its name alone") {
  const auto json = sdk::asks_json(asks_of(amr, "K01"));
  const auto& steps = json.list_of("versions").at(0).list_of("steps");
  const auto& clocks = named(steps, "step", "accepted").list_of("clocks");
  const Json& review = named(clocks, "clock", "K01.review");
  CHECK(review.integer_of("length") == 3);
  CHECK(review.text_of("unit") == "days");
  CHECK(review.text_of("dayBasis") == "disputed");
  CHECK(review.text_of("owner") == "receiver");
  REQUIRE(review.find("setting") != nullptr);
  CHECK(review.find("setting")->text_of("id") == "S01");
  CHECK(review.find("setting")->text_of("byDefault") == packs().setting("S01")->default_value);
  CHECK(review.boolean_of("perPair"));
  const Json& notice = named(clocks, "clock", "K01.cure_notice");
  CHECK(notice.integer_of("length") == 24);
  CHECK(notice.text_of("unit") == "hours");
  CHECK(notice.find("dayBasis") == nullptr);
  const Json& request = named(named(steps, "step", "not_filed").list_of("clocks"), "clock", "K03.request");
  CHECK(request.find("length") == nullptr);
}

/// The shipped packs with what region 35 adds to K01.transfer and to K01.review from October to December 2025.
rules::PackBundle with_region(const std::string& code = "35") {
  auto bundle = packs();
  const rules::Local local{code, day("2025-10-01"), day("2025-12-31")};
  bundle.regions.push_back({code, {"福建省", "Fujian"}, {}});
  const auto kind = std::find_if(bundle.procedures.begin(), bundle.procedures.end(),
                                 [](auto& one) { return one.id.view() == "K01"; });
  rules::Requirement more;
  more.id = "K01." + code + ".more";
  more.label = {"地方要求", "what the region asks for"};
  more.cls = core::FindingClass::local;
  more.steps = {"transfer"};
  more.local = local;
  kind->requirements.push_back(more);
  for (auto& clock : kind->clocks) {
    if (clock.id.view() == "K01.review") clock.local.push_back({local, 2, {}});
  }
  for (auto& step : kind->steps) {
    rules::Copy copy;
    copy.roles = {core::Role::justice};
    copy.documents = {*core::DocumentType::parse("D01")};
    copy.local = local;
    if (step.id.view() == "transfer") step.copies.push_back(copy);
  }
  return bundle;
}

/// How many rows of regions are told: of requirements, limits and copies.
std::array<std::size_t, 3> local_rows(const sdk::Asks& asks) {
  std::array<std::size_t, 3> count{};
  for (const auto& step : asks.versions.at(0).steps) {
    for (const auto* one : step.requirements) count[0] += one->local.region.empty() ? 0 : 1;
    for (const auto& clock : step.starts) count[1] += clock.limits.size();
    count[2] += step.copies.size();
  }
  return count;
}

TEST_CASE("asks: what a region adds is told while the version counts on one of its days, with those days") {
  const auto bundle = with_region();
  const auto rows = [&](std::string_view from, std::string_view to) {
    return local_rows(
        sdk::asks_of({{&bundle, true, {days(from, to)}, {days(from, to)}}}, police, "350123", "K01", {}, day(from)));
  };
  using Rows = std::array<std::size_t, 3>;
  CHECK(rows("2025-09-26", "2025-09-30") == Rows{0, 0, 0});
  CHECK(rows("2025-09-26", "2025-10-01") == Rows{1, 1, 1});
  CHECK(rows("2025-12-31", "") == Rows{1, 1, 1});
  CHECK(rows("2026-01-01", "") == Rows{0, 0, 0});
  const auto asks = sdk::asks_of(one_version(bundle), police, "350123", "K01", {}, day("2025-09-26"));
  const auto json = sdk::asks_json(asks);
  const auto& steps = json.list_of("versions").at(0).list_of("steps");
  const auto& transfer = named(steps, "step", "transfer");
  const auto& review = named(named(steps, "step", "accepted").list_of("clocks"), "clock", "K01.review");
  CHECK(review.list_of("earlierLimits").at(0).integer_of("length") == 2);
  for (const Json* local :
       {named(transfer.list_of("requirements"), "code", "K01.35.more").find("local"),
        transfer.list_of("localCopies").at(0).find("local"), review.list_of("earlierLimits").at(0).find("local")}) {
    REQUIRE(local != nullptr);
    CHECK(local->text_of("region") == "35");
    CHECK(local->text_of("en") == "Fujian");
    CHECK(local->text_of("from") == "2025-10-01");
    CHECK(local->text_of("to") == "2025-12-31");
  }
  CHECK(holds(sdk::asks_text(asks, rules::Language::en), "region 35 Fujian, from 2025-10-01 to 2025-12-31"));
  CHECK(holds(sdk::asks_text(asks, rules::Language::zh), "地区 35 福建省,2025-10-01至2025-12-31"));
}

TEST_CASE("asks: rows of a region are told by who says the step, and whose clock it is: the agency or the asker") {
  const auto bundle = with_region("51");
  const auto rows = [&](const sdk::Member& agency, const std::string& asker) {
    return local_rows(sdk::asks_of(one_version(bundle), agency, asker, "K01", {}, day("2025-09-26")));
  };
  using Rows = std::array<std::size_t, 3>;
  CHECK(rows(police, "350123") == Rows{0, 0, 0});
  // The shipped packs copy K01.transfer to the justice bureau in 51, without days.
  CHECK(rows(police, "510104") == Rows{1, 0, 2});  // K01.review is its own clock, and it is of 35
  CHECK(rows(amr, "510104") == Rows{0, 1, 0});     // it says transfer itself
  CHECK(rows(member("wuhou-amr", core::Role::administrative, "510107"), "350123") == Rows{1, 0, 2});
  CHECK(rows(member("wuhou-police", core::Role::police, "510107"), "350123") == Rows{0, 1, 0});
  CHECK(rows(member("elsewhere", core::Role::administrative, ""), "350123") == Rows{0, 0, 0});
}

TEST_CASE("asks: copies that a region adds are told by the days of the tables, whichever version judges on them") {
  const auto bundle = with_region();
  const auto copies = [&](std::vector<rules::Days> judges, std::vector<rules::Days> tables) {
    return local_rows(sdk::asks_of({{&bundle, true, std::move(judges), std::move(tables)}}, police, "350123", "K01", {},
                                   day("2025-09-26")))[2];
  };
  CHECK(copies({}, {days("2025-09-26", "2025-10-01")}) == 1);
  CHECK(copies({}, {days("2025-09-26", "2025-09-30")}) == 0);
  CHECK(copies({days("2025-09-26")}, {}) == 0);
  CHECK(copies({}, {days("2025-12-31")}) == 1);
  CHECK(copies({}, {days("2026-01-01")}) == 0);
}

TEST_CASE("asks: a clock that a step ends is told with its limit, also where no step starts it (K01.transfer)") {
  const auto asks = asks_of(amr, "K01", "transfer");
  const auto json = sdk::asks_json(asks);
  const auto& steps = json.list_of("versions").at(0).list_of("steps");
  const Json& line = named(steps.at(0).list_of("endsClocks"), "clock", "K01.send24");
  CHECK(line.integer_of("length") == 24);
  CHECK(line.text_of("unit") == "hours");
  CHECK(line.text_of("anchor") == "asserted");
  CHECK_FALSE(line.text_of("anchorPath").empty());
  CHECK_FALSE(line.list_of("basis").empty());
  const auto en = sdk::asks_text(asks, rules::Language::en);
  CHECK(holds(en, "    ends clock K01.send24 "));
  CHECK(holds(en, ": 24 hours; from what is told as "));
  CHECK(holds(en, "\n      when it runs out: "));
}

TEST_CASE("asks: a step with a condition of its own tells what closes it (K08, K12, K13, K15)") {
  for (const auto& kind : packs().procedures) {
    for (const auto& step : kind.steps) {
      if (step.say != rules::Say::message || step.holds.op == rules::Op::always) continue;
      CAPTURE(kind.id.str() + "." + step.id.str());
      const auto sender = member("somebody", kind.from.empty() ? core::Role::police : kind.from[0]);
      const auto receiver = member("another", kind.to.empty() ? core::Role::police : kind.to[0]);
      bool told = false;
      for (const auto* agency : {&sender, &receiver}) {
        const auto json = sdk::asks_json(asks_of(*agency, kind.id.str()));
        for (const Json& one : json.list_of("versions").at(0).list_of("steps")) {
          if (one.text_of("step") != step.id.view()) continue;
          told = true;
          CHECK_FALSE(one.text_of("holds").empty());
          const auto text = sdk::asks_text(asks_of(*agency, kind.id.str(), step.id.str()), rules::Language::en);
          CHECK(holds(text, "\n    has a condition; where it fails: " + step.barred.en + "\n"));
          CHECK(one.text_of("barredEn") == step.barred.en);
          CHECK(one.text_of("barredZh") == step.barred.zh);
        }
      }
      CHECK(told);
    }
  }
}

TEST_CASE("asks: with one step alone, a version that lacks it says so, and an agency keeps its part") {
  auto later = packs();
  for (auto& kind : later.procedures)
    std::erase_if(kind.steps, [](const auto& one) { return one.id.view() == "transfer"; });
  const std::vector<sdk::LoadedVersion> versions{{&packs(), true, {days("2025-09-26", "2025-12-31")}},
                                                 {&later, false, {days("2026-01-01")}}};
  const auto text = sdk::asks_text(sdk::asks_of(versions, police, "350123", "K01", "transfer", day("2025-09-26")),
                                   rules::Language::en);
  CHECK(holds(text, "it is the receiver\n  this version has no step transfer\n"));
  for (auto& kind : later.procedures) {
    for (auto& step : kind.steps) {
      if (step.id.view() == "accepted") step.by.assign(1, {rules::Side::system, {}, {}});
    }
  }
  const auto by_bus = sdk::asks_text(sdk::asks_of(versions, police, "350123", "K01", "accepted", day("2025-09-26")),
                                     rules::Language::en);
  CHECK(holds(by_bus, "it is the receiver\n  in this version it has no part in step accepted\n"));
}

TEST_CASE("asks: where transfers go by the tables of another version than the one that judges, both are told so") {
  auto other = packs();
  other.version = "2025-07-01.1";
  // The other's last day is past: the law went back to the first, the tables stayed (docs/adr/0028).
  const std::vector<sdk::LoadedVersion> versions{{&other, true, {}}, {&packs(), false, {days("2025-09-26")}}};
  const auto asks = sdk::asks_of(versions, police, "350123", "K01", "transfer", day("2025-09-26"));
  const auto en = sdk::asks_text(asks, rules::Language::en);
  CHECK(holds(en, "2025-07-01.1: no step from now on is judged by it, transfers still go by its tables\n"));
  CHECK(holds(en, "2025-05-01.1: judges steps now, from 2025-09-26, transfers go by the tables of another version\n"));
}

TEST_CASE("asks: a version to come is told after the one in force, each with the days on which it judges") {
  auto later = packs();
  later.version = "2026-01-01.1";
  later.digest.bytes.fill(0x42);
  later.effective_from = day("2026-01-01");
  const std::vector<sdk::LoadedVersion> versions{{&packs(), true, {days("2025-09-26", "2025-12-31")}},
                                                 {&later, false, {days("2026-01-01")}}};
  const auto asks = sdk::asks_of(versions, police, "350123", "K01", "transfer", day("2025-09-26"));
  const auto json = sdk::asks_json(asks);
  REQUIRE(json.list_of("versions").size() == 2);
  CHECK(json.list_of("versions")[0].list_of("days").at(0).text_of("to") == "2025-12-31");
  CHECK(json.list_of("versions")[1].text_of("from") == "2026-01-01");
  CHECK_FALSE(json.list_of("versions")[1].boolean_of("inForce"));
  for (const auto& version : json.list_of("versions")) CHECK(version.list_of("steps").size() == 1);
  const auto en = sdk::asks_text(asks, rules::Language::en);
  CHECK(holds(en, "version cn-ip 2025-05-01.1: judges steps now, from 2025-09-26 to 2025-12-31\n"));
  CHECK(holds(en, "version cn-ip 2026-01-01.1: to come, from 2026-01-01\n"));
  CHECK(holds(en, "valid from 2026-01-01; issued by Caseway; agreement: "));
  const auto zh = sdk::asks_text(asks, rules::Language::zh);
  CHECK(holds(zh, "规则版本 cn-ip 2025-05-01.1:现依此审查,2025-09-26至2025-12-31\n"));
  CHECK(holds(zh, "规则版本 cn-ip 2026-01-01.1:尚未施行,自2026-01-01起\n"));
}

TEST_CASE("asks: a kind that one version lacks is told of the other, and said to be absent where it is") {
  auto later = packs();
  std::erase_if(later.procedures, [](const auto& one) { return one.id.view() == "K01"; });
  later.absent.push_back({"K01", "", {}});
  const std::vector<sdk::LoadedVersion> versions{{&packs(), true, {days("2025-09-26", "2025-12-31")}},
                                                 {&later, false, {days("2026-01-01")}}};
  const auto asks = sdk::asks_of(versions, police, "350123", "K01", {}, day("2025-09-26"));
  const auto json = sdk::asks_json(asks);
  CHECK(json.list_of("versions").at(0).find("absent") == nullptr);
  CHECK(json.list_of("versions").at(1).boolean_of("absent"));
  CHECK(json.list_of("versions").at(1).find("steps") == nullptr);
  CHECK(holds(sdk::asks_text(asks, rules::Language::en), "this version declares the kind absent"));
}

TEST_CASE("asks: a clerk reads a line a row, Chinese or English: what, article, who cures, how long") {
  const auto asks = asks_of(police, "K01");
  const auto en = sdk::asks_text(asks, rules::Language::en);
  CHECK(en.starts_with("luoyuan-police an agency of Luoyuan (the police), K01, 2025-09-26\n"));
  CHECK(holds(en, "  K01 transfer of a suspected crime: it is the receiver\n"));
  CHECK(holds(en, "  said to it transfer "));
  CHECK(holds(en,
              "    asks for K01.D04 the inspection report or appraisal opinion (an item is ticked as needing a test) "
              "(where it applies); supplied by the administrative agency, the appraisal body; when "));
  CHECK(holds(en, "\n      O310 art. 4(2); O310 art. 6(4)\n"));
  CHECK(holds(en, "; without it the message is returned"));
  CHECK(holds(en,
              "    starts clock K01.review decide on filing in 3 days: 3 days (calendar or working: disputed); "
              "duty: receiver; for each person and offence\n"));
  CHECK(holds(en, "    starts clock K03.request; from its receipt\n      of a kind that these rules declare absent\n"));
  const auto zh = sdk::asks_text(asks, rules::Language::zh);
  CHECK(zh.starts_with("luoyuan-police 罗源县机关(公安机关),K01,2025-09-26\n"));
  CHECK(holds(zh,
              "    要求 K01.D04 检验报告或鉴定意见(清单勾选需要检验)(有此情形时);可由行政执法机关、鉴定机构或技术调查官"
              "补充;条件(规则原文):"));
  CHECK(holds(zh, "    起算期限 K01.review 三日内决定是否立案:3日(自然日或工作日有争议);义务方:接收方;逐人逐罪计算\n"));
}

TEST_CASE(
    "asks: an unknown or absent kind, an agency without a role and an unknown step are named, with what there is") {
  const auto unknown = error_of(police, "K99");
  CHECK(unknown.failure == Failure::not_found);
  CHECK(unknown.problem == "no such kind in cn-ip 2025-05-01.1");
  CHECK(holds(unknown.to_do, "K01, K01b, K02"));
  CHECK(error_of(police, "a kind that is no code at all").problem == "no such kind in cn-ip 2025-05-01.1");
  CHECK(error_of(police, "K31").problem == "declared absent by cn-ip 2025-05-01.1");
  const auto no_role = error_of(member("notary-1", core::Role::notary), "K01");
  CHECK(no_role.problem == "notary-1 (notary) plays no role in this kind");
  CHECK(no_role.to_do == "it is sent by administrative, received by police");
  const auto no_step = error_of(police, "K01", "presented");
  CHECK(no_step.where == "K01.presented");
  CHECK(holds(no_step.to_do, "transfer"));
  CHECK_FALSE(holds(no_step.to_do, "presented"));
}

// ---- Versions of a site -----------------------------------------------------------------------------------------

std::string status_of(const std::string& time, const std::string& packs) {
  return R"({"time":")" + time + R"(","packs":[)" + packs + "]}";
}
std::string pack_of(char digit, const std::string& rest) {
  return R"({"digest":")" + std::string(64, digit) + R"(","id":"cn-ip","version":")" + digit + "\"," + rest + "}";
}

TEST_CASE("site versions: those in force or to come are read, by their days; what is over is left out") {
  const auto read = sdk::read_versions(
      status_of("2025-12-31T23:59:59+08:00", pack_of('3', R"("from":"2026-01-01","inForce":false)") + "," +
                                                 pack_of('1', R"("to":"2025-12-30","inForce":false)") + "," +
                                                 pack_of('2', R"("from":"2025-05-01","inForce":true)")));
  REQUIRE(read.has_value());
  CHECK(read->day == day("2025-12-31"));
  REQUIRE(read->soon.size() == 2);
  CHECK(read->soon[0].version == "2");
  CHECK(read->soon[0].in_force);
  CHECK(read->soon[0].counts == std::vector{days("2025-12-31", "2025-12-31")});
  CHECK(read->soon[0].tables == read->soon[0].counts);
  CHECK(read->soon[1].tables == read->soon[1].counts);
  CHECK(read->soon[1].version == "3");
  CHECK(read->soon[1].counts == std::vector{days("2026-01-01")});
}

TEST_CASE("site versions: a version for some days gives the law back and keeps the tables, until the next takes them") {
  const auto read = sdk::read_versions(status_of(
      "2026-01-01T00:00:00+08:00", pack_of('1', R"("from":"2025-05-01","inForce":true)") + "," +
                                       pack_of('2', R"("from":"2026-02-01","to":"2026-02-28","inForce":false)") + "," +
                                       pack_of('3', R"("from":"2026-06-01","inForce":false)")));
  REQUIRE(read.has_value());
  REQUIRE(read->soon.size() == 3);
  CHECK(read->soon[0].counts == std::vector{days("2026-01-01", "2026-01-31"), days("2026-03-01", "2026-05-31")});
  CHECK(read->soon[0].tables == std::vector{days("2026-01-01", "2026-01-31")});
  CHECK(read->soon[1].counts == std::vector{days("2026-02-01", "2026-02-28")});
  CHECK(read->soon[1].tables == std::vector{days("2026-02-01", "2026-05-31")});
  CHECK(read->soon[2].tables == std::vector{days("2026-06-01")});
}

TEST_CASE("site versions: one that is in force and judges no step any more is told first; a site may have none") {
  const auto read = sdk::read_versions(
      status_of("2026-01-01T00:00:00+08:00", pack_of('2', R"("from":"2026-01-01","inForce":false)") + "," +
                                                 pack_of('1', R"("to":"2025-12-31","inForce":true)")));
  REQUIRE(read.has_value());
  REQUIRE(read->soon.size() == 2);
  CHECK(read->soon[0].version == "1");
  CHECK(read->soon[0].counts.empty());
  CHECK(sdk::read_versions(R"({"time":"2026-01-01T00:00:00+08:00","packs":[]})")->soon.empty());
}

TEST_CASE("site versions: a version of another set than the one in force judges nothing; before one is, each is told") {
  const auto other = [](const std::string& in_force) {
    return R"({"digest":")" + std::string(64, '9') + R"(","id":"mine","version":"9","inForce":)" + in_force + "}";
  };
  const auto read = [&](const std::string& own, const std::string& others) {
    return sdk::read_versions(status_of("2026-01-01T00:00:00+08:00", pack_of('1', own) + "," + other(others)))->soon;
  };
  const auto by_other = read(R"("from":"2025-05-01","inForce":false)", "true");
  REQUIRE(by_other.size() == 1);
  CHECK(by_other[0].version == "9");
  const auto by_own = read(R"("from":"2025-05-01","inForce":true)", "false");
  REQUIRE(by_own.size() == 1);
  CHECK(by_own[0].version == "1");
  CHECK(by_own[0].counts == std::vector{days("2026-01-01")});
  CHECK(read(R"("from":"2026-02-01","inForce":false)", "false").size() == 2);
}

TEST_CASE("site versions: an answer without its time or versions, or with what is no digest or date, is none") {
  const std::string time = "2026-01-01T00:00:00+08:00";
  for (const auto& answer :
       {std::string("{}"), std::string("no JSON"), R"({"time":")" + time + "\"}", status_of("yesterday", ""),
        status_of(time, R"({"digest":"12","inForce":true})"), status_of(time, pack_of('1', R"("from":"2025-02-30")")),
        status_of(time, pack_of('1', R"("to":"soon")"))}) {
    CAPTURE(answer);
    CHECK_FALSE(sdk::read_versions(answer).has_value());
  }
}

}  // namespace
}  // namespace caseway::tests
