// What agencies may ask, and of whom: the index offers candidates, the path decides who is told.
#include <doctest/doctest.h>

#include "tests/flow/test_site.h"

namespace caseway::simulation {
namespace {

struct Asked : TestSite {
  wire::Answer ask(Agency& agency, wire::QueryKind kind, const std::string& text = "", const core::CaseId& id = {}) {
    say(agency, wire::ClientFrame(wire::Query{7, kind, {}, id, text, 0, 0}));
    turn();
    const auto* answer = last<wire::Answer>(agency);
    REQUIRE(answer != nullptr);
    return *answer;
  }
};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("queries: search tells a third agency nothing of others, by number or id, even once it named their case") {
  Asked site;
  auto& operators = site.agency("operator");
  const auto said = site.transfer();
  site.tell(site.amr, said);
  site.turn();
  Said named = said;  // a case id is no secret to whoever was told of it once
  named.step = "accepted";
  CHECK(site.answered(operators, site.compose(operators, named)).verdict == core::Verdict::returned);
  for (const auto& text : {said.head.own_case_number, core::hex(said.case_id), core::hex(said.transfer)}) {
    CHECK(holds(site.ask(site.amr, wire::QueryKind::search, text).json, "\"sender\":\"luoyuan-amr\""));
    CHECK(holds(site.ask(site.police, wire::QueryKind::search, text).json, "\"sender\":\"luoyuan-amr\""));
    const auto told = site.ask(operators, wire::QueryKind::search, text).json;
    CHECK(holds(told, "\"sender\":\"operator\""));  // its own message that was returned
    CHECK_FALSE(holds(told, "luoyuan-amr"));
    CHECK_FALSE(holds(site.ask(site.amr, wire::QueryKind::search, text).json, "\"sender\":\"operator\""));
  }
  const auto told = site.ask(operators, wire::QueryKind::own_case, "", said.case_id).json;
  CHECK(holds(told, "\"history\""));
  CHECK_FALSE(holds(told, "luoyuan-amr"));
}

TEST_CASE("queries: search asks for three characters of a number; two find nothing") {
  Asked site;
  site.tell(site.amr, site.transfer());
  site.turn();
  CHECK(holds(site.ask(site.amr, wire::QueryKind::search, "罗市监").json, "\"found\":["));
  CHECK_FALSE(holds(site.ask(site.amr, wire::QueryKind::search, "罗市").json, "\"found\":["));
}

}  // namespace
}  // namespace caseway::simulation
