// A training site, whose clock stands still between the settings of its officers.
#include <doctest/doctest.h>

#include "broker/core/digest.h"
#include "broker/engine/snapshot.h"
#include "broker/flow/refusal_counts.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {
namespace {

struct TrainingSite : World {
  TrainingSite() : World(5, 256 * 1024, true) {
    start();
    set_up();
    connect(amr);
  }
  [[nodiscard]] core::Order clock_set(std::int64_t ms_on) const {
    core::Order order;
    order.kind = core::OrderKind::set_clock;
    order.instant = {broker->state().now.ms + ms_on};
    return order;
  }
  void agrees() {
    CHECK(replay().disagreements().empty());
    CHECK(engine::state_digest(replay().state()) == engine::state_digest(broker->state()));
  }
  Agency& amr = agency("luoyuan-amr");
};

TEST_CASE("training: the clock is set while a refusal is not recorded yet: it is recorded, and the broker goes on") {
  TrainingSite site;
  site.say(site.amr, flow::Bytes(16, 0xaa));
  site.turn();
  const auto records = site.broker->state().next_record;
  const auto set = site.clock_set(core::day_ms);
  REQUIRE(site.order(set).accepted);
  CHECK(site.broker->state().next_record == records + 2);  // the order, and the refusal that was untold
  CHECK(site.broker->state().now == set.instant);
  site.agrees();
}

TEST_CASE("training: the quota of returned messages runs on while the clock stands") {
  TrainingSite site;
  auto said = site.transfer();
  said.step = "accepted";
  for (std::uint32_t i = 0; i < flow::ReturnedQuota::per_minute_max; ++i) {
    site.tell(site.amr, said);
    site.turn();
  }
  REQUIRE(site.amr.statements.size() == flow::ReturnedQuota::per_minute_max);
  const auto number = site.tell(site.amr, said);
  site.turn();
  REQUIRE(World::last<wire::RefusalFrame>(site.amr) != nullptr);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->code == core::Refusal::try_later);
  site.turn(core::minute_ms);
  site.say(site.amr, wire::ClientFrame(site.amr.unanswered.at(number)));
  site.turn();
  CHECK(site.amr.statements.contains(number));
  site.agrees();
}

TEST_CASE("training: a snapshot that was ordered in the turn that sets the clock is of the time set") {
  TrainingSite site;
  auto& operators = site.agency("operator");
  core::Order order;
  order.kind = core::OrderKind::take_snapshot;
  const auto snapshot = site.signed_order(order);
  order = site.clock_set(core::day_ms);
  order.previous = core::digest_of(snapshot.order);
  site.say(operators, wire::ClientFrame(snapshot));
  site.say(operators, wire::ClientFrame(site.signed_order(order)));
  site.turn();
  CHECK(site.broker->state().now == order.instant);
  CHECK(site.broker->state().snapshot_at > 0);
  site.agrees();
  site.crash(Crash::keeps_all);
  site.start();
  CHECK(site.broker->state().now == order.instant);
  CHECK(site.broker->notes().empty());
}

}  // namespace
}  // namespace caseway::simulation
