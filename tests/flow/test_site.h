// A site set up with counterparts, calendar and packs, and three agencies connected: where the tests of the path begin.
#pragma once

#include <doctest/doctest.h>

#include "broker/core/receipt.h"
#include "broker/engine/snapshot.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {

struct TestSite : World {
  explicit TestSite(std::uint64_t seed = 1) : World(seed) {
    start();
    set_up();
    for (auto* each : {&amr, &police, &procuratorate}) connect(*each);
  }
  core::Refusal refused(Agency& agency, const wire::SendMessage& message) {
    agency.frames.clear();
    say(agency, wire::ClientFrame(message));
    turn();
    const auto* refusal = last<wire::RefusalFrame>(agency);
    REQUIRE(refusal != nullptr);
    CHECK(last<wire::ReceiptFrame>(agency) == nullptr);
    return refusal->code;
  }
  core::Statement answered(Agency& agency, const wire::SendMessage& message) {
    agency.frames.clear();
    say(agency, wire::ClientFrame(message));
    turn();
    const auto* receipt = last<wire::ReceiptFrame>(agency);
    REQUIRE(receipt != nullptr);
    auto statement = core::check_receipt(receipt->receipt, genesis.log_key);
    REQUIRE(statement.ok());
    return statement.value();
  }
  void agrees() {
    const auto& replayed = replay();
    for (const auto& each : replayed.disagreements()) FAIL_CHECK("record " << each.index << ": " << each.what);
    CHECK(engine::state_digest(replayed.state()) == engine::state_digest(broker->state()));
  }
  Agency& amr = agency("luoyuan-amr");
  Agency& police = agency("luoyuan-police");
  Agency& procuratorate = agency("luoyuan-procuratorate");
};

}  // namespace caseway::simulation
