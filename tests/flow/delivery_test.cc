// What deliveries tell where a pack has more steps than the shipped ones: the time of an event, a receiver that is new.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "broker/rules/compile.h"
#include "tests/simulation/handover.h"
#include "tests/simulation/world.h"
#include "tests/where.h"

namespace caseway::simulation {
namespace {

/// The shipped packs, and in K01 one step more.
flow::Bytes pack_with(const char* step) {
  std::map<std::string, std::string> texts;
  const std::filesystem::path packs = std::string(CASEWAY_SOURCE_DIR) + "/schemas/packs/cn-ip";
  for (const auto& file : std::filesystem::directory_iterator(packs)) {
    if (file.path().extension() != ".capnp") continue;
    std::ostringstream text;
    text << std::ifstream(file.path()).rdbuf();
    texts[file.path().filename().string()] = text.str();
  }
  auto& k01 = texts.at("k01.capnp");
  const auto place = k01.find("(id = \"overdue_filing\"");
  REQUIRE(place != std::string::npos);
  k01.insert(place, step);
  auto result = rules::compile_bundle(texts);
  for (const auto& error : result.errors) FAIL(error.file << ":" << error.line << ": " << error.what);
  return result.binary;
}

/// The bus says it by itself once the time for a filing review is over.
const char* const followed_up = R"((id = "followed_up", label = (zh = "逾期跟进", en = "followed up"), say = when,
       by = [(side = system)], inStates = ["accepted"],
       holds = (compare = (left = "clock.K01.review.past", right = (bool = true))),
       copies = [(roles = [procuratorate], facts = ["occurred_at"], under = "K01b", basis = [L.spp562])],
       leads = (state = "decided"), basis = [L.design]),
      )";

const char* const moved_on = R"((id = "moved_on", label = (zh = "移送他处", en = "moved on"),
       by = [(side = receiver, roles = [police])], inStates = ["accepted"], receiver = named, basis = [L.design]),
      )";

/// Said by the bus with another transfer's step: it decides the pairs which that one names, and tells of them.
const char* const filed_with = R"((id = "filed_with", label = (zh = "一并立案", en = "filed with it"), say = with,
       withSteps = ["K07.filing_notice_received"], by = [(side = system)], inStates = ["presented"],
       copies = [(roles = [procuratorate], facts = ["outcome"], under = "K01b", basis = [L.spp562])],
       outcome = "filed", basis = [L.design]),
      )";

TEST_CASE("delivery: what follows a clock that ran out tells that clock's instant, not another case's (2 counties)") {
  World world(7, 256 * 1024, false, 2);
  world.start();
  world.set_up();
  core::Order order;
  order.kind = core::OrderKind::activate_pack;
  REQUIRE(world.order(order, pack_with(followed_up)).accepted);
  for (auto& [id, agency] : world.agencies) world.connect(agency, id != "operator");
  const std::string counties[] = {"luoyuan", "county2"};
  std::map<std::string, core::Instant> due;
  for (const auto& county : counties) {
    auto said = world.transfer();
    world.tell(world.agency(county + "-amr"), said);
    world.turn();
    world.settle();
    said.documents = {document_of("D48")};
    said.step = "accepted";
    world.tell(world.agency(county + "-police"), said);
    world.turn();
    world.settle();
    for (const auto& clock : world.broker->state().transfers.at(said.transfer).clocks)
      if (clock.clock.view() == "K01.review") due[county] = clock.due;
    world.turn(2 * core::day_ms);
  }
  REQUIRE(due.size() == 2);
  REQUIRE(due.at("luoyuan") < due.at("county2"));
  world.turn(30 * core::day_ms);  // both run out in one record, the other county's last

  std::vector<core::RecordIndex> records;
  for (const auto& county : counties) {
    CAPTURE(county);
    auto& procuratorate = world.agency(county + "-procuratorate");
    REQUIRE(procuratorate.inbox.size() == 1);  // that the review is overdue
    world.ack(procuratorate, procuratorate.inbox[0].delivery);
    world.turn();
    REQUIRE(procuratorate.inbox.size() == 1);
    const auto& followed = procuratorate.inbox[0];
    records.push_back(followed.record);
    REQUIRE(followed.facts.size() == 1);
    CHECK(followed.facts[0].name == core::Code("occurred_at"));
    CHECK(followed.facts[0].value == core::print_instant(due.at(county)));
  }
  CHECK(records[0] == records[1]);
}

TEST_CASE("delivery: a new receiver gets what the transfer holds, each part as it was signed; the former one nothing") {
  World world(11, 256 * 1024, false, 2);
  world.start();
  world.set_up();
  core::Order order;
  order.kind = core::OrderKind::activate_pack;
  REQUIRE(world.order(order, pack_with(moved_on)).accepted);
  for (auto& [id, agency] : world.agencies) world.connect(agency, id != "operator");
  auto& police = world.agency("luoyuan-police");
  auto& next = world.agency("county2-police");
  auto said = world.transfer();
  const auto documents = said.documents;
  world.tell(world.agency("luoyuan-amr"), said);
  world.turn();
  world.settle();
  said.documents = {document_of("D48")};
  said.step = "accepted";
  world.tell(police, said);
  world.turn();
  world.settle();
  REQUIRE(next.inbox.empty());
  const auto told_before = police.frames.size();
  said.documents.clear();
  said.step = "moved_on";
  said.recipient = next.id;
  world.tell(police, said);
  world.turn();

  std::vector<wire::Delivery> got;
  while (!next.inbox.empty()) {
    got.push_back(next.inbox.front());
    world.ack(next, got.back().delivery);
    world.turn();
  }
  REQUIRE(got.size() == 3);  // the opening, the acceptance, and the word that moved it
  CHECK(got[0].record < got[1].record);
  for (const auto& delivery : got) {
    CHECK_FALSE(delivery.event);
    CHECK(delivery.transfer == said.transfer);
    REQUIRE(!delivery.envelope.empty());
    for (const auto& part : delivery.parts) {
      CHECK(part.present);
      CHECK(core::part_digest(part.type, part.salt, part.bytes) == part.digest);
    }
  }
  CHECK(got[0].parts.size() == documents.size() + 1);                      // with the head
  for (const auto& delivery : got) CHECK_FALSE(delivery.outcome.empty());  // with what was found then
  said.documents = {document_of("D07")};
  said.step = "penalty_status";
  said.recipient.clear();
  world.tell(world.agency("luoyuan-amr"), said);
  world.turn();
  CHECK(next.inbox.size() == 1);
  for (auto frame = police.frames.begin() + static_cast<std::ptrdiff_t>(told_before); frame != police.frames.end();
       ++frame)
    CHECK_FALSE(std::holds_alternative<wire::Delivery>(*frame));
}

TEST_CASE("delivery: an event tells outcomes of its own transfer, not of another that the record decided (2 cases)") {
  World world(7, 256 * 1024, false, 1);
  world.start();
  world.set_up();
  core::Order order;
  order.kind = core::OrderKind::activate_pack;
  REQUIRE(world.order(order, pack_with(filed_with)).accepted);
  for (auto& [id, agency] : world.agencies) world.connect(agency, id != "operator");
  auto& amr = world.agency("luoyuan-amr");
  std::vector<Said> files{world.transfer(), world.transfer()};
  files[1].head.pairs[0].party = files[1].head.parties[0].no = 2;
  for (const auto& file : files) {
    world.tell(amr, file);
    world.turn();
    world.settle();
  }
  auto link = files[0];
  link.step = "link";
  link.documents = {document_of("D132")};
  link.head.links = {files[1].transfer};
  link.head.link_relation = "joined";
  world.tell(amr, link);
  world.turn();
  world.settle();

  auto handover = files[0];
  handover.procedure = "K07";
  handover.step = "filing_notice_received";
  handover.transfer = world.random_id<core::TransferId>();
  handover.documents = {document_of("D48")};
  handover.head.pairs = {{1, "213", false}, {2, "213", false}};
  world.tell(amr, handover);
  world.turn();
  const auto& told = world.agency("luoyuan-procuratorate").inbox;
  REQUIRE(told.size() == 2);
  CHECK(told[0].record == told[1].record);
  for (const auto& event : told) {
    const auto no = event.case_id == files[0].case_id ? "1" : "2";
    REQUIRE(event.facts.size() == 1);
    CHECK(event.facts[0].value == std::string("filed ") + no + "/213");
  }
  CHECK(told[0].case_id != told[1].case_id);
}

}  // namespace
}  // namespace caseway::simulation
