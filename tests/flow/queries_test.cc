// What agencies may ask, and of whom: the index offers candidates, the path decides who is told.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/flow/telling.h"
#include "tests/flow/test_site.h"
#include "tests/simulation/pack_from.h"

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

TEST_CASE("queries: an index that is behind says so; a receipt that only it can find is told later, not denied") {
  Asked site;
  const auto before = site.broker->state().next_record;
  for (int i = 0; i < 3; ++i) {
    site.tell(site.amr, site.transfer());
    site.turn();
    site.amr.settled = 1;  // State forgets the first
  }
  const auto receipt_of = [&](core::LaneNumber number) {
    site.amr.frames.clear();
    site.say(site.amr, wire::ClientFrame(wire::Query{7, wire::QueryKind::receipt, {}, {}, "", 0, number}));
    site.turn();
    const auto* refusal = World::last<wire::RefusalFrame>(site.amr);
    if (refusal != nullptr) {
      CHECK(refusal->code == core::Refusal::try_later);
      CHECK(refusal->where == "query");
      return std::string("later");
    }
    return std::string(World::last<wire::Answer>(site.amr)->found ? "found" : "none");
  };
  const auto search = [&] { return site.ask(site.amr, wire::QueryKind::search, "罗市监").json; };
  CHECK(receipt_of(1) == "found");
  CHECK_FALSE(holds(search(), "indexedTo"));
  site.index.entries.resize(before);
  CHECK(receipt_of(1) == "later");
  CHECK(receipt_of(3) == "found");  // State knows it
  CHECK(receipt_of(4) == "none");   // it was never used
  CHECK(holds(search(), "\"indexedTo\":" + std::to_string(before)));
  CHECK(holds(site.ask(site.amr, wire::QueryKind::status).json, "\"indexedTo\":" + std::to_string(before)));
  site.index.is_rebuilding = true;
  CHECK(receipt_of(1) == "later");
}

TEST_CASE("queries: search asks for three characters of a number; two find nothing") {
  Asked site;
  site.tell(site.amr, site.transfer());
  site.turn();
  CHECK(holds(site.ask(site.amr, wire::QueryKind::search, "罗市监").json, "\"found\":["));
  CHECK_FALSE(holds(site.ask(site.amr, wire::QueryKind::search, "罗市").json, "\"found\":["));
}

TEST_CASE("queries: each party finds the case by the other's own number, and is told all numbers that it may see") {
  Asked site;
  auto& operators = site.agency("operator");
  auto said = site.transfer();
  said.head.own_case_number = "罗市监案〔2025〕77号";
  site.tell(site.amr, said);
  site.turn();
  site.settle();
  auto accepted = said;
  accepted.step = "accepted";
  accepted.head = {};
  accepted.head.own_case_number = "罗公(经)受案字〔2025〕301号";
  accepted.documents.clear();
  REQUIRE(site.answered(site.police, site.compose(site.police, accepted)).verdict != core::Verdict::returned);
  const auto one = [](const char* agency, const std::string& number) {
    return "\"agency\":\"" + std::string(agency) + "\",\"number\":\"" + number + "\"";
  };
  const auto amr_told = one("luoyuan-amr", said.head.own_case_number);
  const auto police_told = one("luoyuan-police", accepted.head.own_case_number);
  for (auto* agency : {&site.amr, &site.police}) {
    for (const auto* text : {"罗市监案[2025]77", "罗公（经）受案字", "罗公(经)受案字〔2025〕301号"}) {
      const auto told = site.ask(*agency, wire::QueryKind::search, text).json;
      CHECK_MESSAGE(holds(told, amr_told), text);
      CHECK_MESSAGE(holds(told, police_told), text);
    }
    const auto whole = site.ask(*agency, wire::QueryKind::own_case, "", said.case_id).json;
    CHECK(holds(whole, amr_told));
    CHECK(holds(whole, police_told));
  }
  CHECK_FALSE(holds(site.ask(operators, wire::QueryKind::search, "罗公(经)").json, "numbers"));
  CHECK_FALSE(holds(site.ask(site.police, wire::QueryKind::to_do).json, "numbers"));  // up to 1,000: from State alone

  said.step = "penalty_status";  // a number told later stands; the earlier one finds the case still
  said.head.own_case_number = "罗市监案〔2025〕78号";
  said.documents.clear();
  REQUIRE(site.answered(site.amr, site.compose(site.amr, said)).verdict != core::Verdict::returned);
  const auto told = site.ask(site.police, wire::QueryKind::search, "罗市监案〔2025〕77号").json;
  CHECK(holds(told, one("luoyuan-amr", "罗市监案〔2025〕78号")));
  CHECK_FALSE(holds(told, amr_told));
  CHECK(holds(told, police_told));
  site.agrees();
}

TEST_CASE("queries: toDo tells what opened since it was first asked, to its parties only, from the id asked for on") {
  Asked site;
  const auto to_do = [&](Agency& agency, const std::string& after = "") {
    return site.ask(agency, wire::QueryKind::to_do, after).json;
  };
  CHECK(to_do(site.police) == "{}");
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    const auto said = site.transfer();
    site.tell(site.amr, said);
    site.turn();
    ids.push_back("\"transfer\":\"" + core::hex(said.transfer) + "\"");
  }
  std::sort(ids.begin(), ids.end());
  for (auto* agency : {&site.amr, &site.police}) {
    const auto all = to_do(*agency);
    for (const auto& id : ids) CHECK(holds(all, id));
    CHECK_FALSE(holds(to_do(*agency, ids[0].substr(12, 32)), ids[0]));
    CHECK(holds(to_do(*agency, ids[0].substr(12, 32)), ids[1]));
    CHECK_FALSE(holds(to_do(*agency, ids[2].substr(12, 32)), ids[2]));
  }
  CHECK(to_do(site.agency("operator")) == "{}");
}

TEST_CASE("queries: a list ends before the answer is longer than a client takes, and says that it did (3 and 5 MiB)") {
  for (const std::size_t mib : {3, 5}) {
    flow::Room room;
    const std::vector<std::string> texts(mib * 16, std::string(core::limits::text_bytes_max - 64, 'x'));
    const auto told =
        flow::list_of(texts, room, [](flow::Object& object, const auto& each) { object.text("t", each); });
    CHECK(room.more() == (mib == 5));
    CHECK((told.size() == texts.size()) == (mib == 3));
    CHECK(boost::json::serialize(told).size() < core::limits::message_bytes_max);
    CHECK(boost::json::serialize(told).size() > 2 * core::limits::mib);
  }
}

TEST_CASE("queries: the directory goes on after the agency asked for") {
  Asked site;
  const auto first = site.ask(site.amr, wire::QueryKind::directory).json;
  CHECK(holds(first, "\"id\":\"luoyuan-amr\""));
  CHECK_FALSE(holds(first, "\"more\""));
  const auto rest = site.ask(site.amr, wire::QueryKind::directory, "luoyuan-amr").json;
  CHECK_FALSE(holds(rest, "\"id\":\"luoyuan-amr\""));
  CHECK(holds(rest, "\"id\":\"luoyuan-police\""));
}

struct TwoVersions : Asked {
  TwoVersions() { REQUIRE(order(activation(), later).accepted); }
  static core::Order activation() {
    core::Order order;
    order.kind = core::OrderKind::activate_pack;
    return order;
  }
  std::string told(const flow::Bytes& pack, const std::string& from, bool in_force) {
    return "{\"digest\":\"" + core::hex(core::digest_of(pack)) + "\",\"id\":\"cn-ip\",\"version\":\"" + from +
           ".1\",\"from\":\"" + from + "\",\"inForce\":" + (in_force ? "true}" : "false}");
  }
  const flow::Bytes later = pack_from("2025-09-27");  // the day after that on which the site begins
};

TEST_CASE("queries: status lists the versions that orders activated, in that order, and which is in force") {
  Asked bare;
  TwoVersions site;
  const auto list = [&](bool comes) {
    return "\"packs\":[" + site.told(shipped_pack(), "2025-05-01", !comes) + "," +
           site.told(site.later, "2025-09-27", comes) + "]";
  };
  CHECK(holds(bare.ask(bare.amr, wire::QueryKind::status).json,
              "\"packs\":[" + site.told(shipped_pack(), "2025-05-01", true) + "]"));
  CHECK(holds(site.ask(site.amr, wire::QueryKind::status).json, list(false)));
  const auto next_day = core::start_of(*core::parse_date("2025-09-27")).ms;
  site.turn(next_day - 11 - site.time.wall_ms);
  CHECK(holds(site.ask(site.police, wire::QueryKind::status).json, list(false)));
  site.turn(1);
  CHECK(holds(site.ask(site.police, wire::QueryKind::status).json, list(true)));
}

TEST_CASE("queries: a version is had by its digest before its day and after; without one the pack in force") {
  TwoVersions site;
  const auto pack = [&](const std::string& text) { return site.ask(site.amr, wire::QueryKind::pack, text).bytes; };
  const auto first = core::hex(core::digest_of(shipped_pack()));
  const auto second = core::hex(core::digest_of(site.later));
  for (const bool comes : {false, true}) {
    CAPTURE(comes);
    CHECK(pack("") == (comes ? site.later : shipped_pack()));
    CHECK(pack(first) == shipped_pack());
    CHECK(pack(second) == site.later);
    site.turn(core::day_ms);
  }
  site.stop();  // what was kept in memory is gone with the process
  site.start();
  site.connect(site.amr);
  CHECK(pack(first) == shipped_pack());
  CHECK(pack(second) == site.later);
}

TEST_CASE("queries: an agency whose last day was ordered in advance is told as retired from that instant on") {
  Asked site;
  core::Order order;
  order.kind = core::OrderKind::retire_agency;
  order.agency.id = "luoyuan-police";
  order.instant = core::Instant{site.time.wall_ms + core::day_ms};
  REQUIRE(site.order(order).accepted);
  const auto retired = [&] {
    const auto told = site.ask(site.amr, wire::QueryKind::directory).json;
    const auto at = told.find("\"id\":\"luoyuan-police\"");
    REQUIRE(at != std::string::npos);
    return holds(told.substr(at, told.find("\"keys\"", at) - at), "\"retired\":true");
  };
  CHECK_FALSE(retired());
  site.turn(core::day_ms);
  CHECK(retired());
}

TEST_CASE("queries: a version that is never in force is refused where it is ordered; of a single day it is not") {
  Asked site;
  const auto refused = site.order(TwoVersions::activation(), pack_from("2025-12-01", "2025-11-30"));
  CHECK_FALSE(refused.accepted);
  CHECK(holds(refused.why, "never in force: its last day lies before its first"));
  CHECK(site.order(TwoVersions::activation(), pack_from("2025-12-01", "2025-12-01")).accepted);
}

TEST_CASE("queries: a digest that no version of the site has is not found, not even the calendar's or a part's") {
  TwoVersions site;
  const auto said = site.transfer();
  site.tell(site.amr, said);
  site.turn();
  std::vector<std::string> others{std::string(64, '0'), std::string(64, 'f'),
                                  core::hex(core::digest_of(shipped_calendar()))};
  site.each_record([&](const core::Record& record) {
    if (const auto* message = std::get_if<core::MessageEvent>(&record.event.body))
      for (const auto& part : message->message.part_digests) others.push_back(core::hex(part));
  });
  REQUIRE(others.size() > 3);
  for (const auto& other : others) {
    CAPTURE(other);
    const auto answer = site.ask(site.amr, wire::QueryKind::pack, other);
    CHECK_FALSE(answer.found);
    CHECK(answer.bytes.empty());
  }
}

TEST_CASE("queries: a text that is no digest is malformed, and the next question is answered (6 texts)") {
  TwoVersions site;
  const auto digest = core::hex(core::digest_of(site.later));
  for (const auto& text : {digest.substr(1), digest + "0", "g" + digest.substr(1), " " + digest.substr(1),
                           std::string("cn-ip"), std::string(255, 'a')}) {
    CAPTURE(text);
    site.amr.frames.clear();
    site.say(site.amr, wire::ClientFrame(wire::Query{7, wire::QueryKind::pack, {}, {}, text, 0, 0}));
    site.turn();
    const auto* refusal = World::last<wire::RefusalFrame>(site.amr);
    REQUIRE(refusal != nullptr);
    CHECK(refusal->code == core::Refusal::malformed);
    CHECK(refusal->where == "frame.query.text");
    CHECK(World::last<wire::Answer>(site.amr) == nullptr);
    CHECK(site.ask(site.amr, wire::QueryKind::pack, digest).bytes == site.later);
  }
}

}  // namespace
}  // namespace caseway::simulation
