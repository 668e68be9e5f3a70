// Effects of the criminal path, put into State as a record would: what each changes, and both sides of its bounds. The
// site's twin and the snapshot's way back must agree with all of it.
#include <doctest/doctest.h>

#include "broker/engine/graph.h"
#include "by_hand.h"

namespace caseway::tests {
namespace {

namespace effect = core::effect;

/// An X1 that the police received and accepted; it runs X1.term for one pair.
struct Running : Site {
  Running() : Site("2025-09-26 11:00", by_hand()) {
    auto opening = x1(amr, "transfer", {document("D01")});
    opening.head.parties = {{}};
    opening.head.parties[0].no = 1;
    opening.head.pairs = {{1, "213", false}};
    say(opening);
    ack_all();
    say(x1(police, "accepted"));
    REQUIRE(state_of() == "accepted");
    REQUIRE(find().running());
  }
  [[nodiscard]] const engine::ClockRun& find() const { return *engine::find_clock(transfer(), "X1.term", 1, "213"); }
  [[nodiscard]] core::ClockKey key() const { return {transfer_id(1), "X1.term", 1, "213"}; }
  /// What is read back of a snapshot is the State, to the byte.
  void check_snapshot() const {
    const auto bytes = engine::encode_state(state());
    const auto back = engine::decode_state(bytes);
    REQUIRE(back.ok());
    CHECK(engine::encode_state(back.value()) == bytes);
  }
};

std::vector<core::PartNo> parts(core::PartNo first, std::size_t count) {
  std::vector<core::PartNo> list;
  for (std::size_t i = 0; i < count; ++i) list.push_back(static_cast<core::PartNo>(first + i));
  return list;
}

}  // namespace

TEST_CASE("engine: effects: another receiver goes on, and the former one was it for what came before") {
  Running site;
  const auto index = site.state().next_record;
  site.put({effect::ReceiverChanged{transfer_id(1), procuratorate}});
  CHECK(site.transfer().recipient == procuratorate);
  CHECK_FALSE(engine::is_party(site.transfer(), police));
  CHECK(engine::was_receiver(site.transfer(), police, index - 1));
  CHECK_FALSE(engine::was_receiver(site.transfer(), police, index));
  CHECK_FALSE(engine::was_receiver(site.transfer(), amr, 0));
  site.check_snapshot();
  site.put({effect::ReceiverChanged{transfer_id(1), police}});  // who comes back is former no more
  CHECK(site.transfer().recipient == police);
  REQUIRE(site.transfer().former.size() == 1);
  CHECK(site.transfer().former[0].agency == procuratorate);
}

TEST_CASE(
    "engine: effects: a transfer keeps 16 former receivers; no 17th, nor its sender, nor whom it has, nor nobody") {
  Running site;
  for (std::size_t i = 0; i < engine::former_max; ++i)
    site.put({effect::ReceiverChanged{transfer_id(1), "police-" + std::to_string(i)}});
  CHECK(site.transfer().former.size() == engine::former_max);
  const auto& full = site.transfer();
  CHECK_FALSE(engine::fits(full, effect::ReceiverChanged{transfer_id(1), "police-16"}));
  CHECK(engine::fits(full, effect::ReceiverChanged{transfer_id(1), "police-3"}));
  site.put({effect::ReceiverChanged{transfer_id(1), "police-16"}});
  CHECK(site.transfer().recipient == std::string("police-15"));
  site.put({effect::ReceiverChanged{transfer_id(1), "police-3"}});
  CHECK(site.transfer().recipient == std::string("police-3"));
  CHECK(site.transfer().former.size() == engine::former_max);
  for (const auto& to : {amr, std::string("police-3"), std::string()})
    CHECK_FALSE(engine::fits(site.transfer(), effect::ReceiverChanged{transfer_id(1), to}));
  site.check_snapshot();
}

TEST_CASE("engine: effects: a sign-off is kept until a new receiver has not signed") {
  Running site;
  site.put({effect::SignedOff{transfer_id(1), at("2025-09-26 11:30")}});
  CHECK(site.transfer().signed_off_at == at("2025-09-26 11:30"));
  site.check_snapshot();
  site.put({effect::SignedOff{transfer_id(1), {}}});
  CHECK(site.transfer().signed_off_at.empty());
}

TEST_CASE("engine: effects: a suspended clock neither warns nor runs out; resumed it does, by its new instants") {
  Running site;
  const auto due = site.find().due;
  REQUIRE(site.state().timers.size() == 1);
  site.put({effect::ClockSuspended{site.key(), at("2025-09-27 09:00")}});
  CHECK(site.state().timers.empty());
  CHECK(site.find().suspended());
  CHECK(site.find().due == due);
  site.check_snapshot();
  site.move_to("2025-11-01 00:00");
  CHECK_FALSE(site.find().fired);
  effect::ClockResumed on;
  on.key = site.key();
  on.due_first = on.due = on.nominal = at("2025-11-05 24:00");
  on.warn_at = at("2025-11-04 24:00");
  site.put({on});
  CHECK_FALSE(site.find().suspended());
  CHECK(site.clock("X1.term", 1) == "2025-11-04 24:00 / 2025-11-05 24:00");
  site.move_to("2025-11-05 24:00");
  CHECK(site.find().warned);
  CHECK_FALSE(site.find().fired);
  site.move_to("2025-11-06 00:01");
  CHECK(site.find().fired);
}

TEST_CASE("engine: effects: only a running clock is suspended, and only a suspended one resumed") {
  Running site;
  auto other = site.key();
  other.party = 2;
  const auto stop = [&](const core::ClockKey& key, core::Instant when) {
    return engine::fits(site.transfer(), effect::ClockSuspended{key, when});
  };
  const auto go_on = [&](const core::ClockKey& key) {
    effect::ClockResumed on;
    on.key = key;
    return engine::fits(site.transfer(), on);
  };
  CHECK(stop(site.key(), site.state().now));
  CHECK_FALSE(stop(site.key(), {}));
  CHECK_FALSE(stop(other, site.state().now));
  CHECK_FALSE(go_on(site.key()));
  site.put({effect::ClockSuspended{site.key(), site.state().now}});
  CHECK_FALSE(stop(site.key(), site.state().now));
  CHECK(go_on(site.key()));
  CHECK_FALSE(go_on(other));
  site.put({effect::ClockEnded{site.key(), core::ClockEnd::withdrawn}});
  CHECK_FALSE(go_on(site.key()));
  CHECK(site.transfer().clocks.empty());
  CHECK(site.state().timers.empty());
}

TEST_CASE("engine: effects: a clock that ran out is not suspended any more") {
  Running site;
  site.move_to("2025-10-20 00:00");
  REQUIRE(site.find().fired);
  CHECK_FALSE(engine::fits(site.transfer(), effect::ClockSuspended{site.key(), site.state().now}));
}

TEST_CASE("engine: effects: a pair joins a transfer that runs, and a stage leaves it open") {
  Running site;
  CHECK(engine::open_pairs(site.transfer()) == 1);
  site.put({effect::PairSet{transfer_id(1), 2, "213", false, {}}});
  REQUIRE(site.transfer().pairs.size() == 2);
  CHECK(engine::open_pairs(site.transfer()) == 2);
  site.put({effect::PairSet{transfer_id(1), 2, "213", false, "registered", true}});
  CHECK(site.transfer().pairs.size() == 2);
  CHECK(engine::open_pairs(site.transfer()) == 2);
  site.check_snapshot();
  site.put({effect::PairSet{transfer_id(1), 2, "213", false, "prosecuted"}});
  CHECK(engine::open_pairs(site.transfer()) == 1);
  CHECK_FALSE(engine::fits(site.transfer(), effect::PairSet{transfer_id(1), 2, "213", false, {}, true}));
}

TEST_CASE("engine: effects: who is held is so in each of their pairs, whatever comes of those, until another word") {
  Running site;
  site.put({effect::PairSet{transfer_id(1), 1, "215", false, {}}, effect::PairSet{transfer_id(1), 2, "213", false, {}},
            effect::CustodySet{transfer_id(1), 1, true}});
  REQUIRE(site.transfer().pairs.size() == 3);
  const auto held = [&] {
    std::string line;
    for (const auto& pair : site.transfer().pairs) line += pair.in_custody ? '1' : '0';
    return line;
  };
  CHECK(held() == "110");
  site.put({effect::PairSet{transfer_id(1), 1, "215", false, "prosecuted"}});
  CHECK(held() == "110");
  site.check_snapshot();
  site.put({effect::CustodySet{transfer_id(1), 1, false}});
  CHECK(held() == "000");
  CHECK(engine::fits(site.transfer(), effect::CustodySet{transfer_id(1), 2, true}));
  CHECK_FALSE(engine::fits(site.transfer(), effect::CustodySet{transfer_id(1), 3, true}));
}

TEST_CASE("engine: effects: a transfer has room for 256 pairs, and for another word on each of them") {
  Running site;
  std::vector<core::Effect> added;
  for (std::size_t i = 1; i < core::limits::pairs_max; ++i)
    added.emplace_back(effect::PairSet{transfer_id(1), static_cast<core::PartyNo>(i + 1), "213", false, {}});
  site.put(added);
  CHECK(site.transfer().pairs.size() == core::limits::pairs_max);
  site.put({effect::PairSet{transfer_id(1), 300, "213", false, {}}});
  CHECK(site.transfer().pairs.size() == core::limits::pairs_max);
  site.put({effect::PairSet{transfer_id(1), 256, "213", false, "moved"}});
  CHECK(engine::open_pairs(site.transfer()) == core::limits::pairs_max - 1);
}

TEST_CASE("engine: effects: of items asked for the transfer keeps how many, list by list (16 lists, 256 items)") {
  Running site;
  const auto fits = [&](const std::string& requirement, std::uint32_t items) {
    return engine::fits(site.transfer(), effect::ItemsAsked{transfer_id(1), requirement, items});
  };
  CHECK_FALSE(fits("X1.items", 0));
  CHECK_FALSE(fits("", 1));
  CHECK(fits("X1.items", 256));
  CHECK_FALSE(fits("X1.items", 257));
  site.put({effect::ItemsAsked{transfer_id(1), "X1.items", 2}});
  CHECK_FALSE(fits("X1.items", 2));  // as many as before: nothing was asked
  site.put({effect::ItemsAsked{transfer_id(1), "X1.items", 5}});
  REQUIRE(site.transfer().asked.size() == 1);
  CHECK(site.transfer().asked[0].items == 5);
  CHECK(fits("X1.more", 251));
  CHECK_FALSE(fits("X1.more", 252));
  for (std::size_t i = 1; i < engine::asked_lists_max; ++i)
    site.put({effect::ItemsAsked{transfer_id(1), "X1.a" + std::to_string(i), 1}});
  CHECK(site.transfer().asked.size() == engine::asked_lists_max);
  CHECK_FALSE(fits("X1.b", 1));
  CHECK(fits("X1.a3", 2));
  site.check_snapshot();
}

TEST_CASE(
    "engine: effects: a recalled part is shown to nobody and is no fact any more; erased its bytes are gone too") {
  Running site;
  const auto held = *site.transfer().documents.begin();
  const auto record = held.record;
  CHECK_FALSE(engine::is_taken_back(site.transfer(), record, held.part));
  site.put({effect::PartsRecalled{transfer_id(1), record, {held.part}}});
  CHECK(engine::is_taken_back(site.transfer(), record, held.part));
  CHECK_FALSE(engine::is_taken_back(site.transfer(), record, static_cast<core::PartNo>(held.part + 1)));
  CHECK_FALSE(engine::is_taken_back(site.transfer(), record + 1, held.part));
  CHECK(site.transfer().documents.empty());
  REQUIRE(site.transfer().taken_back.size() == 1);
  CHECK_FALSE(site.transfer().taken_back[0].erased);
  site.put({effect::PartsErased{transfer_id(1), record, {0, held.part}}});  // one that nobody had recalled, too
  REQUIRE(site.transfer().taken_back.size() == 2);
  CHECK(site.transfer().taken_back[0].erased);
  CHECK(site.transfer().taken_back[1].erased);
  site.check_snapshot();
}

TEST_CASE("engine: effects: a part is recalled once and erased once, of 4096 of one transfer at most") {
  Running site;
  const auto recall = [&](core::RecordIndex record, std::vector<core::PartNo> list) {
    return engine::fits(site.transfer(), effect::PartsRecalled{transfer_id(1), record, std::move(list)});
  };
  const auto erase = [&](core::RecordIndex record, std::vector<core::PartNo> list) {
    return engine::fits(site.transfer(), effect::PartsErased{transfer_id(1), record, std::move(list)});
  };
  for (const auto& fits : {recall(1, {}), recall(1, {2, 1}), recall(1, {2, 2}), erase(1, {}), erase(1, {2, 1})})
    CHECK_FALSE(fits);
  site.put({effect::PartsRecalled{transfer_id(1), 1, parts(0, 1024)}});
  CHECK_FALSE(recall(1, {1023}));
  CHECK(recall(2, {1023}));
  CHECK(erase(1, {1023}));
  for (core::RecordIndex record = 2; record < 4; ++record)
    site.put({effect::PartsRecalled{transfer_id(1), record, parts(0, 1024)}});
  site.put({effect::PartsRecalled{transfer_id(1), 4, parts(0, 1023)}});
  CHECK(recall(4, {1023}));
  CHECK_FALSE(recall(5, {0, 1}));
  site.put({effect::PartsErased{transfer_id(1), 4, parts(0, 1024)}});  // all but one known: room for that one
  CHECK(site.transfer().taken_back.size() == engine::taken_back_max);
  CHECK_FALSE(erase(4, {0}));
  CHECK(erase(3, {0}));
  CHECK_FALSE(recall(5, {0}));
}

TEST_CASE("engine: effects: of an agency's own number the transfer keeps where it was last told (18 agencies)") {
  Running site;
  const auto first = site.state().next_record;
  site.put({effect::NumberHeld{transfer_id(1), police}});
  site.put({effect::NumberHeld{transfer_id(1), amr}});
  REQUIRE(site.transfer().numbers.size() == 2);
  CHECK(site.transfer().numbers[0].agency == amr);  // by agency
  CHECK(site.transfer().numbers[1].record == first);
  site.put({effect::NumberHeld{transfer_id(1), police}});
  REQUIRE(site.transfer().numbers.size() == 2);
  CHECK(site.transfer().numbers[1].record == first + 2);
  for (std::size_t i = 2; i < engine::numbers_max; ++i)
    site.put({effect::NumberHeld{transfer_id(1), "other-" + std::to_string(i)}});
  CHECK(site.transfer().numbers.size() == engine::numbers_max);
  CHECK_FALSE(engine::fits(site.transfer(), effect::NumberHeld{transfer_id(1), "one-more"}));
  CHECK(engine::fits(site.transfer(), effect::NumberHeld{transfer_id(1), police}));
  CHECK_FALSE(engine::fits(site.transfer(), effect::NumberHeld{transfer_id(1), ""}));
  site.check_snapshot();
}

TEST_CASE("engine: effects: one that does not fit, or of a transfer that is not there, changes nothing") {
  Running site;
  const auto before = site.transfer().touched;
  const auto digest = [&] {
    auto state = site.state();
    state.next_record = 0;
    return engine::state_digest(state);
  };
  const auto was = digest();
  auto other = site.key();
  other.transfer = transfer_id(9);
  site.put({effect::ReceiverChanged{transfer_id(9), procuratorate}, effect::SignedOff{transfer_id(9), site.state().now},
            effect::ClockSuspended{other, site.state().now}, effect::ClockResumed{other, {}, {}, {}, {}, false, {}},
            effect::ClockResumed{site.key(), {}, {}, {}, {}, false, {}}, effect::ItemsAsked{transfer_id(1), "X1.a", 0},
            effect::PartsRecalled{transfer_id(1), 1, {}}, effect::PartsErased{transfer_id(9), 1, {1}},
            effect::NumberHeld{transfer_id(1), ""}});
  CHECK(digest() == was);
  CHECK(site.transfer().touched == before);
}

}  // namespace caseway::tests
