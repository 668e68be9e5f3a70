// Delivery: in order per case, at least once, one consumer per mailbox, within its credit; and what agencies may ask.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/receipt.h"
#include "tests/simulation/handover.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {
namespace {

struct Site : World {
  Site() : World(7) {
    start();
    set_up();
    connect(amr, false);
  }
  Agency& amr = agency("luoyuan-amr");
  Agency& police = agency("luoyuan-police");

  /// A note on `said`: a second message of the same case.
  Said note(const Said& said, const std::string& text) {
    Said note = said;
    note.step = "note";
    note.documents.clear();
    note.head = {};
    note.head.note = text;
    return note;
  }
  std::vector<std::uint64_t> numbers(const Agency& of) {
    std::vector<std::uint64_t> found;
    for (const auto& each : of.inbox) found.push_back(each.delivery);
    return found;
  }
};

TEST_CASE("courier: of one case one entry is on its way, other cases flow (3 cases)") {
  Site site;
  const auto first = site.transfer();
  const auto second = site.transfer();
  site.tell(site.amr, first);
  site.tell(site.amr, site.note(first, "2"));
  site.tell(site.amr, second);
  site.tell(site.amr, site.note(first, "4"));
  site.tell(site.amr, site.transfer());
  site.turn();
  site.connect(site.police);
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{1, 3, 5});
  site.ack(site.police, 1);
  site.turn();
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{3, 5, 2});
  site.ack(site.police, 2);
  site.ack(site.police, 3);
  site.turn();
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{5, 4});
  site.settle();
  CHECK(site.broker->state().agencies.at("luoyuan-police").mailbox.entries.empty());
}

TEST_CASE("courier: a session hears its welcome before what waits for it (2 deliveries)") {
  Site site;
  for (int i = 0; i < 2; ++i) site.tell(site.amr, site.transfer());
  site.turn();
  site.police.frames.clear();
  site.connect(site.police);
  REQUIRE(site.police.frames.size() == 3);
  CHECK(std::holds_alternative<wire::Welcome>(site.police.frames[0]));
  for (std::size_t i = 1; i < 3; ++i) CHECK(std::holds_alternative<wire::Delivery>(site.police.frames[i]));
}

TEST_CASE("courier: a session never has more than its credit on the way, and no credit means nothing") {
  Site site;
  for (int i = 0; i < 12; ++i) site.tell(site.amr, site.transfer());
  site.turn();
  site.connect(site.police, true, 5);
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
  site.ack(site.police, 3);
  site.turn();
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{1, 2, 4, 5, 6});
  site.connect(site.police, true, 0);
  CHECK(site.police.inbox.empty());
  CHECK(site.police.welcome->deliveries_waiting == 11);
}

TEST_CASE("courier: what was not acknowledged is offered again: after reconnect and after restart") {
  Site site;
  site.tell(site.amr, site.transfer());
  site.turn();
  site.connect(site.police);
  REQUIRE(site.police.inbox.size() == 1);
  CHECK_FALSE(site.police.inbox[0].again);
  const auto envelope = site.police.inbox[0].envelope;
  site.connect(site.police);
  REQUIRE(site.police.inbox.size() == 1);
  CHECK(site.police.inbox[0].again);
  for (const auto how : {Crash::loses_all, Crash::keeps_all}) {
    site.crash(how);
    site.start();
    site.connect(site.police);
    REQUIRE(site.police.inbox.size() == 1);
    CHECK(site.police.inbox[0].again);
    CHECK(site.police.inbox[0].delivery == 1);
    CHECK(site.police.inbox[0].envelope == envelope);
    CHECK(core::check_receipt(site.police.inbox[0].receipt, site.genesis.log_key).ok());
    CHECK(std::all_of(site.police.inbox[0].parts.begin(), site.police.inbox[0].parts.end(),
                      [](const auto& part) { return part.present && !part.bytes.empty(); }));
  }
  site.ack(site.police, 1);
  site.turn();
  const auto records = site.broker->state().next_record;
  site.say(site.police, wire::ClientFrame(wire::Ack{{1}}));
  site.turn();
  CHECK(site.broker->state().next_record == records);  // acknowledged before: nothing is recorded twice
  site.connect(site.police);
  CHECK(site.police.inbox.empty());
}

TEST_CASE("courier: a copy of an earlier record is not called offered again before it was") {
  Site site;
  auto& procuratorate = site.agency("luoyuan-procuratorate");
  site.connect(site.police);
  site.connect(procuratorate);
  const auto said = site.transfer();
  site.tell(site.amr, said);
  site.turn();
  const auto handover = site.random_id<core::TransferId>();
  const auto next = [&] {
    site.settle();
    return next_of_handover(site, said.case_id, handover, "luoyuan-amr", "luoyuan-police");
  };
  auto due = next();
  for (int i = 0; i < 8 && due && due->second.confirms.empty(); ++i, due = next()) {
    site.tell(site.agency(due->first), due->second);
    site.turn();
  }
  REQUIRE(due.has_value());
  REQUIRE_FALSE(due->second.confirms.empty());
  site.crash(Crash::keeps_all);  // the slip was said before, its copy is owed after
  site.start();
  const auto recovered = site.broker->state().next_record;
  site.connect(site.police);
  site.tell(site.police, due->second);
  site.turn();
  site.connect(procuratorate);
  REQUIRE_FALSE(procuratorate.inbox.empty());
  CHECK(procuratorate.inbox.back().record < recovered);
  CHECK_FALSE(procuratorate.inbox.back().again);
  site.connect(procuratorate);
  REQUIRE_FALSE(procuratorate.inbox.empty());
  CHECK(procuratorate.inbox.back().again);
  site.crash(Crash::keeps_all);
  site.start();
  site.connect(procuratorate);
  REQUIRE_FALSE(procuratorate.inbox.empty());
  CHECK(procuratorate.inbox.back().again);
}

TEST_CASE(
    "courier: one frame acknowledges several deliveries: each is a record of its own, what is known already none") {
  Site site;
  for (int i = 0; i < 4; ++i) site.tell(site.amr, site.transfer());
  site.turn();
  site.connect(site.police);
  REQUIRE(site.numbers(site.police) == std::vector<std::uint64_t>{1, 2, 3, 4});
  const auto records = site.broker->state().next_record;
  site.say(site.police, wire::ClientFrame(wire::Ack{{2, 4}}));
  site.turn();
  CHECK(site.broker->state().next_record == records + 2);
  site.say(site.police, wire::ClientFrame(wire::Ack{{1, 2, 3, 4, 99}}));
  site.turn();
  CHECK(site.broker->state().next_record == records + 4);
  CHECK(site.broker->state().agencies.at("luoyuan-police").mailbox.entries.empty());
  site.say(site.police, wire::ClientFrame(wire::Ack{{1, 2, 3, 4}}));
  site.turn();
  CHECK(site.broker->state().next_record == records + 4);
}

TEST_CASE("courier: a newer session fences the older, whose acknowledgement no longer counts") {
  Site site;
  site.tell(site.amr, site.transfer());
  site.turn();
  site.connect(site.police);
  const auto older = site.police.session;
  site.broker->session_opened(500, "luoyuan-police");
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  hello.consume = true;
  hello.delivery_credit = 1;
  site.queued.push_back({500, "luoyuan-police", wire::encode(wire::ClientFrame(hello))});
  site.police.frames.clear();
  site.turn();
  CHECK(World::last<wire::Fenced>(site.police) != nullptr);
  site.police.session = older;
  site.say(site.police, wire::ClientFrame(wire::Ack{{1}}));
  site.turn();
  CHECK(World::last<wire::RefusalFrame>(site.police)->code == core::Refusal::not_yours);
  CHECK(site.broker->state().agencies.at("luoyuan-police").mailbox.entries.size() == 1);
  // The fenced session still sends.
  site.tell(site.police, site.transfer());
  site.turn();
  CHECK(site.police.statements.size() == 1);
}

TEST_CASE("courier: hello again of the session that has the mailbox changes its credit and offers nothing twice") {
  Site site;
  for (int i = 0; i < 3; ++i) site.tell(site.amr, site.transfer());
  site.turn();
  site.connect(site.police, true, 1);
  REQUIRE(site.numbers(site.police) == std::vector<std::uint64_t>{1});
  const auto again = [&](std::uint32_t credit) {
    wire::Hello hello;
    hello.fingerprint = wire::schema_fingerprint();
    hello.consume = true;
    hello.delivery_credit = credit;
    site.police.frames.clear();
    site.say(site.police, wire::ClientFrame(hello));
    site.turn();
    CHECK(World::last<wire::Welcome>(site.police) != nullptr);
    CHECK(World::last<wire::Fenced>(site.police) == nullptr);
  };
  again(1);
  again(1);
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{1});
  again(2);
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{1, 2});
  site.settle();
  CHECK(site.broker->state().agencies.at("luoyuan-police").mailbox.entries.empty());
}

TEST_CASE("courier: what is parked is told once, with its reason") {
  Site site;
  site.tell(site.amr, site.transfer());
  site.turn();
  site.connect(site.police);
  site.say(site.police, wire::ClientFrame(wire::Park{1, "no such party", true}));
  site.turn();
  const auto parked = site.broker->take_parked();
  REQUIRE(parked.size() == 1);
  CHECK(parked[0].agency == "luoyuan-police");
  CHECK(parked[0].delivery == 1);
  CHECK(parked[0].reason == "no such party");
  CHECK(site.broker->take_parked().empty());
}

TEST_CASE("courier: a parked entry stops its case only, until it is offered again") {
  Site site;
  const auto first = site.transfer();
  site.tell(site.amr, first);
  site.tell(site.amr, site.note(first, "2"));
  site.tell(site.amr, site.transfer());
  site.turn();
  site.connect(site.police);
  REQUIRE(site.numbers(site.police) == std::vector<std::uint64_t>{1, 3});
  site.say(site.police, wire::ClientFrame(wire::Park{1, "no such party", true}));
  site.turn();
  site.police.inbox.clear();
  site.connect(site.police);
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{3});
  site.ack(site.police, 3);
  site.turn();
  CHECK(site.police.inbox.empty());
  site.say(site.police, wire::ClientFrame(wire::Park{1, "", false}));
  site.turn();
  CHECK(site.numbers(site.police) == std::vector<std::uint64_t>{1});
  site.settle();
  CHECK(site.broker->state().agencies.at("luoyuan-police").mailbox.entries.empty());
  CHECK(site.replay().disagreements().empty());
}

TEST_CASE("courier: large parts travel too, and come back after a restart") {
  Site site;
  auto said = site.transfer();
  said.evidence = {flow::Bytes(core::limits::vault_part_bytes_max + 1, 3), flow::Bytes(), flow::Bytes(900 * 1024, 5)};
  site.tell(site.amr, said);
  site.turn();
  REQUIRE(site.amr.statements.size() == 1);
  site.crash(Crash::loses_all);
  site.start();
  site.connect(site.police);
  REQUIRE(site.police.inbox.size() == 1);
  const auto& parts = site.police.inbox[0].parts;
  for (std::size_t i = 0; i < 3; ++i) CHECK(parts[3 + i].bytes == said.evidence[i]);
}

TEST_CASE("courier: an event tells the facts owed, and no part of the message") {
  Site site;
  auto& procuratorate = site.agency("luoyuan-procuratorate");
  site.connect(procuratorate);
  site.connect(site.police);
  const auto said = site.transfer();
  site.tell(site.amr, said);
  site.turn();
  site.settle();
  auto accepted = said;
  accepted.step = "accepted";
  accepted.documents.clear();
  site.tell(site.police, accepted);
  site.turn();
  REQUIRE_FALSE(procuratorate.inbox.empty());
  const auto& event = procuratorate.inbox.back();
  CHECK(event.event);
  CHECK(event.envelope.empty());
  CHECK(event.parts.empty());
  const auto fact = [&](const char* name) {
    for (const auto& each : event.facts)
      if (each.name == core::Code(name)) return each.value;
    return std::string();
  };
  CHECK(fact("state") == "accepted");
  CHECK(core::parse_instant(fact("occurred_at")).has_value());
}

TEST_CASE("courier: an event of the bus tells its own case's state and instant, each time the same (2 counties)") {
  World world(7, 256 * 1024, false, 2);
  world.start();
  world.set_up();
  for (auto& [id, agency] : world.agencies) world.connect(agency, id != "operator");
  std::vector<Said> cases;
  for (const std::string county : {"luoyuan", "county2"}) {
    auto said = world.transfer();
    world.tell(world.agency(county + "-amr"), said);
    world.turn();
    world.settle();
    said.documents = {document_of("D48")};
    said.step = "accepted";
    world.tell(world.agency(county + "-police"), said);
    world.turn();
    world.settle();
    cases.push_back(said);
  }
  world.turn(20 * core::day_ms);  // both filing reviews ran out, in one record
  const auto events = [&] {
    std::string told;
    for (const auto* id : {"luoyuan-procuratorate", "county2-procuratorate"}) {
      REQUIRE(world.agency(id).inbox.size() == 1);
      for (const auto& fact : world.agency(id).inbox[0].facts) told += fact.name.str() + " " + fact.value + ", ";
    }
    CHECK(world.agency("luoyuan-procuratorate").inbox[0].record ==
          world.agency("county2-procuratorate").inbox[0].record);
    return told;
  };
  // The later of the two readings of three days, not the day on which the broker looked.
  const std::string first =
      "occurred_at 2025-10-01T00:00:00+08:00, state accepted, "
      "occurred_at 2025-10-01T00:00:00+08:00, state accepted, ";
  CHECK(events() == first);

  // The procuratorate signs for its copy, and comes back for what it had not acknowledged.
  Said noted;
  noted.procedure = "K01b";
  noted.step = "noted";
  noted.case_id = cases[0].case_id;
  noted.transfer = world.agency("luoyuan-procuratorate").inbox[0].transfer;
  noted.documents = {document_of("D48")};
  world.tell(world.agency("luoyuan-procuratorate"), noted);
  world.turn();
  CHECK(world.broker->state().transfers.at(noted.transfer).state.view() == "noted");
  for (auto& [id, agency] : world.agencies) world.connect(agency, id != "operator");
  CHECK(events() == first);
}

TEST_CASE("queries: one's own transfers only, with clocks and open steps; pack, calendar and receipts as bytes") {
  Site site;
  const auto said = site.transfer();
  site.tell(site.amr, said);
  site.turn();
  site.connect(site.police);
  const auto ask = [&](Agency& agency, wire::Query query) {
    query.number = 42;
    site.say(agency, wire::ClientFrame(query));
    site.turn();
    const auto* answer = World::last<wire::Answer>(agency);
    REQUIRE(answer != nullptr);
    CHECK(answer->number == 42);
    return *answer;
  };
  const auto holds = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  using wire::QueryKind;
  auto answer = ask(site.police, {0, QueryKind::transfer, said.transfer, {}, "", 0, 0});
  REQUIRE(answer.found);
  CHECK(holds(answer.json, "\"sender\":\"luoyuan-amr\""));
  CHECK(holds(answer.json, "\"offence\":\"213\""));
  CHECK(holds(answer.json, "\"type\":\"D55\""));
  answer = ask(site.police, {0, QueryKind::to_do, {}, {}, "", 0, 0});
  CHECK(holds(answer.json, "\"openSteps\":["));
  answer = ask(site.police, {0, QueryKind::own_case, {}, said.case_id, "", 0, 0});
  CHECK(holds(answer.json, "\"history\":["));
  answer = ask(site.amr, {0, QueryKind::search, {}, {}, said.head.own_case_number, 0, 0});
  CHECK(holds(answer.json, core::hex(said.case_id).c_str()));
  answer = ask(site.amr, {0, QueryKind::directory, {}, {}, "", 0, 0});
  CHECK(holds(answer.json, "\"counterparts\":{\"police\":\"luoyuan-police\""));
  answer = ask(site.amr, {0, QueryKind::status, {}, {}, "", 0, 0});
  CHECK(holds(answer.json, "\"lanes\":[{\"lane\":0,\"next\":2"));
  CHECK(ask(site.amr, {0, QueryKind::pack, {}, {}, "", 0, 0}).bytes == shipped_pack());
  CHECK(ask(site.amr, {0, QueryKind::calendar, {}, {}, "", 0, 0}).bytes == shipped_calendar());
  answer = ask(site.amr, {0, QueryKind::receipt, {}, {}, "", 0, 1});
  auto receipt = core::decode_receipt(answer.bytes);
  REQUIRE(receipt.ok());
  CHECK(receipt.value().statement == site.amr.statements.at(1));

  auto& procuratorate = site.agency("luoyuan-procuratorate");
  site.connect(procuratorate);
  CHECK_FALSE(ask(procuratorate, {0, QueryKind::transfer, said.transfer, {}, "", 0, 0}).found);
  CHECK_FALSE(ask(procuratorate, {0, QueryKind::receipt, {}, {}, "", 0, 1}).found);
  CHECK_FALSE(holds(ask(procuratorate, {0, QueryKind::own_case, {}, said.case_id, "", 0, 0}).json, "\"findings\":[{"));
}

}  // namespace
}  // namespace caseway::simulation
