// What an event tells of the time, where a pack has the bus say more than the shipped ones do.
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

namespace caseway::simulation {
namespace {

/// The shipped packs, and in K01 a step that the bus says by itself once the time for a filing review is over.
flow::Bytes pack_that_follows_up() {
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
  k01.insert(place, R"((id = "followed_up", label = (zh = "逾期跟进", en = "followed up"), say = when,
       by = [(side = system)], inStates = ["accepted"],
       holds = (compare = (left = "clock.K01.review.past", right = (bool = true))),
       copies = [(roles = [procuratorate], facts = ["occurred_at"], under = "K01b", basis = [L.spp562])],
       leads = (state = "decided"), basis = [L.design]),
      )");
  auto result = rules::compile_bundle(texts);
  for (const auto& error : result.errors) FAIL(error.file << ":" << error.line << ": " << error.what);
  return result.binary;
}

TEST_CASE("delivery: what follows a clock that ran out tells that clock's instant, not another case's (2 counties)") {
  World world(7, 256 * 1024, false, 2);
  world.start();
  world.set_up();
  core::Order order;
  order.kind = core::OrderKind::activate_pack;
  REQUIRE(world.order(order, pack_that_follows_up()).accepted);
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

}  // namespace
}  // namespace caseway::simulation
