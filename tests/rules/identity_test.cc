#include "broker/rules/identity.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "broker/rules/number.h"
#include "tests/where.h"

using namespace caseway::rules;

namespace {

struct Vector {
  std::string code;
  bool valid = false;
};

/// code, valid, origin: tab separated, with a heading. Empty where the material is absent.
std::vector<Vector> vectors(const char* file) {
  const auto path = std::filesystem::path(CASEWAY_SOURCE_DIR) / "../shared/material/idcodes" / file;
  std::vector<Vector> all;
  if (!std::filesystem::exists(path)) {
    MESSAGE("skipped: no test material idcodes/", file);
    return all;
  }
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto tab = line.find('\t');
    all.push_back({line.substr(0, tab), line.compare(tab + 1, 4, "true") == 0});
  }
  return all;
}

}  // namespace

TEST_CASE("identity: published credit codes hold or fail as published") {
  for (const auto& one : vectors("uscc-gb32100.tsv")) CHECK_MESSAGE(is_credit_code(one.code) == one.valid, one.code);
}

TEST_CASE("identity: published citizen numbers hold or fail as published") {
  for (const auto& one : vectors("citizen-id-gb11643.tsv")) {
    CHECK_MESSAGE(is_citizen_18(one.code) == one.valid, one.code);
  }
}

TEST_CASE("identity: any one wrong character of a credit code is found") {
  const std::string good = "91350100M000100Y43";
  REQUIRE(is_credit_code(good));
  static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char other : alphabet) {
      auto bad = good;
      bad[i] = other;
      CHECK(is_credit_code(bad) == (bad == good));
    }
  }
  CHECK(!is_credit_code("91350100M000100Y4"));
  CHECK(!is_credit_code("91350100m000100y43"));
}

TEST_CASE("identity: a citizen number names a real day, and x is X") {
  CHECK(is_citizen_18("11010519491231002X"));
  CHECK(is_citizen_18("11010519491231002x"));
  CHECK(!is_citizen_18("110105194913310020"));
  CHECK(is_citizen_15("110105491231002"));
  CHECK(!is_citizen_15("110105491331002"));
  CHECK(!is_citizen_15("11010549123100X"));
}

TEST_CASE("identity: an older organisation code has its own check character") {
  CHECK(is_old_organisation_code("D2143569X"));  // GB 11714, worked example
  CHECK(is_old_organisation_code("D2143569-X"));
  CHECK(!is_old_organisation_code("D21435690"));
  CHECK(!is_old_organisation_code("D2143569"));
}

TEST_CASE("identity: an organisation may be named instead of coded") {
  CHECK(organisation_fits("福建某鞋业有限公司"));
  CHECK(organisation_fits("Nike Inc."));
  CHECK(organisation_fits("350100400012345"));  // registration number of a business
  CHECK(organisation_fits("91350100M000100Y43"));
  CHECK(!organisation_fits("91350100M000100Y44"));  // reads as a code, and fails
  CHECK(!organisation_fits(""));
}

TEST_CASE("identity: a person's number has the form of its document") {
  CHECK(person_fits("11010519491231002X", "citizen_18"));
  CHECK(!person_fits("110105194912310021", "citizen_18"));
  CHECK(!person_fits("11010519491231002X", "citizen_15"));
  CHECK(person_fits("E12345678", "passport"));
  CHECK(!person_fits("E 12345678", "passport"));
  CHECK(person_fits("H01234567", "hk_macao"));
  CHECK(!person_fits("H0123", "hk_macao"));
  CHECK(person_fits("自报张三", "self_reported"));
  CHECK(!person_fits("110105194912310021", ""));  // told by the text itself
  CHECK(person_fits("11010519491231002X", ""));
}

TEST_CASE("number: forms of agencies, police and courts, with the brackets people use") {
  for (const auto* good :
       {"罗市监移字〔2025〕12号", "罗市监移字[2025]12号", "罗市监移字【2025】第12号", "罗市监移字(2025)12-1号",
        "罗市监移字（２０２５）１２号", "罗公(经)受案字〔2025〕1234号", "榕检行刑〔2025〕3号", "(2025)闽0123刑初12号",
        "（2025）最高法知民终12号之一", "高检发释字〔2021〕4号", " 罗市监移字 〔2025〕 12 号 "}) {
    CHECK_MESSAGE(is_document_number(good), good);
  }
  for (const auto* bad :
       {"", "12号", "〔2025〕12号", "罗市监移字〔2025〕号", "罗市监移字〔2025〕12", "罗市监移字2025年12号",
        "罗市监移字〔205〕12号", "罗市监移字〔1948〕12号", "罗市监移字〔2025〕12号附件", "(2025)12号",
        "罗市监移字〔2025〕12-号", "\xff\xfe", "罗市监移字〔2025〕十二号"}) {
    CHECK_MESSAGE(!is_document_number(bad), bad);
  }
  CHECK(is_document_number(std::string(100, 'A') + "〔2025〕12号"));
  CHECK(!is_document_number(std::string(120, 'A') + "〔2025〕12号"));
}

TEST_CASE("number: the same number in other brackets and widths is the same") {
  CHECK(same_number("罗市监移字〔2025〕12号", "罗市监移字[2025]12号"));
  CHECK(same_number("罗市监移字〔2025〕12号", " 罗市监移字（２０２５）１２号"));
  CHECK(!same_number("罗市监移字〔2025〕12号", "罗市监移字〔2025〕13号"));
  CHECK(!same_number("罗市监移字〔2025〕12号", "罗市监移字〔2025〕12"));
  CHECK(!same_number("\xff", "\xfe"));
  CHECK(number_key("罗市监移字〔2025〕12号") == "罗市监移字(2025)12号");
  CHECK(number_key(" 罗市监移字（２０２５） 第１２號—１") == "罗市监移字(2025)第12号-1");
  CHECK(number_key("罗市监移字【２") == "罗市监移字(2");  // a beginning begins the key
  CHECK(number_key("").empty());
  CHECK(number_key("\xff［") == "\xff［");
  CHECK(number_key(std::string(200, 'x')) == std::string(200, 'x'));
}
