// State as bytes: the way back, and what is refused on it. Leaving State.
#include <doctest/doctest.h>

#include "cn01.h"

namespace caseway::tests {

TEST_CASE("engine: snapshot: what is read back is the same State, and goes on the same way (every row of cn-01)") {
  for (const int row : {6, 8, 10, 15, 18, 22}) {
    Site site;
    cn01::play_to(site, row);
    const auto bytes = engine::encode_state(site.state());
    auto back = engine::decode_state(bytes);
    REQUIRE(back.ok());
    CHECK(engine::encode_state(back.value()) == bytes);
    CHECK(engine::state_digest(back.value()) == engine::state_digest(site.state()));
    const auto event = site.wrap(site.message(cn01::said(amr, "note", "")));
    core::Record record{site.state().next_record, event,
                        engine::decide(site.library(), site.state(), site.facts_for(event), event)};
    auto going_on = site.state();
    engine::apply(going_on, record);
    engine::apply(back.value(), record);
    CHECK(engine::state_digest(back.value()) == engine::state_digest(going_on));
  }
}

TEST_CASE("engine: snapshot: each truncation is refused, and each flipped byte is refused or is another State") {
  Site site;
  cn01::play_to(site, 10);
  const auto bytes = engine::encode_state(site.state());
  for (std::size_t size = 0; size < bytes.size(); size += size < 64 ? 1 : 37) {
    CHECK_FALSE(engine::decode_state(std::span(bytes).first(size)).ok());
  }
  auto longer = bytes;
  longer.push_back(0);
  CHECK_FALSE(engine::decode_state(longer).ok());
  for (std::size_t i = 0; i < bytes.size(); i += i < 64 ? 1 : 13) {
    auto flipped = bytes;
    flipped[i] ^= 0x81;
    const auto read = engine::decode_state(flipped);
    if (read.ok()) CHECK(engine::encode_state(read.value()) == flipped);
  }
}

TEST_CASE("engine: dropped: closed cases leave when the index holds them, nothing waits and time has passed") {
  Site site;
  cn01::play_to(site, 6);
  site.ack_all();
  site.say(cn01::said(amr, "withdraw", "", {document("D117")}));
  REQUIRE(site.transfer().final_);
  const auto index = [&](core::RecordIndex upto) {
    core::Event event;
    event.type = core::EventType::indexed;
    event.received_at = site.state().now;
    event.body = core::IndexedEvent{upto};
    return site.event(event).effects.size();
  };
  site.move_to("2026-03-30 11:05");
  CHECK(index(site.state().next_record) == 0);  // the police have not taken the withdrawal yet
  site.ack_all();
  const auto last = engine::find_case(site.state(), case_id(1))->touched;
  site.move_to("2026-09-26 11:04");
  CHECK(index(last) == 0);  // 180 days less a minute after the last record
  site.move_to("2026-09-26 11:05");
  CHECK(index(last - 1) == 0);
  CHECK(index(last) == 1);
  CHECK(engine::find_case(site.state(), case_id(1)) == nullptr);
  CHECK(engine::find_transfer(site.state(), transfer_id(1)) == nullptr);
  CHECK(site.state().transfers.empty());
  CHECK(site.state().closed.empty());
}

TEST_CASE("engine: dropped: a message about a case keeps it, however old and indexed the case is (181 days)") {
  for (const bool on_paper : {false, true}) {
    Site site;
    cn01::play_to(site, 6);
    site.ack_all();
    site.say(cn01::said(amr, "withdraw", "", {document("D117")}));
    site.ack_all();
    auto late = cn01::said(amr, on_paper ? "enter_from_paper" : "note", "2026-03-25 11:05");
    if (on_paper) late.documents = {document("D119", {instant("occurredAt", "2026-03-25 11:05")})};
    if (on_paper) late.head.paper = {true, "note", "no 1", {}};
    const auto last = engine::find_case(site.state(), case_id(1))->touched;
    site.move_to("2026-03-26 11:05");
    REQUIRE(engine::droppable(site.state(), last) != nullptr);
    auto event = site.wrap(site.message(late));
    event.indexed_to = last;
    const auto answered = site.event(event);
    CHECK(answered.verdict != core::Verdict::returned);
    REQUIRE(engine::find_transfer(site.state(), transfer_id(1)) != nullptr);
    CHECK(site.transfer().pending.size() == (on_paper ? 1 : 0));  // an entry waits for the other side, with its clock
    CHECK(site.state().timers.size() == (on_paper ? 1 : 0));
    CHECK(site.state().closed.empty());  // the note waits in a mailbox, and the case with it
  }
}

TEST_CASE("engine: records: a snapshot, refusals and a genesis are noted; equal histories have equal digests") {
  Site one;
  Site two;
  cn01::play_to(one, 15);
  cn01::play_to(two, 15);
  CHECK(engine::state_digest(one.state()) == engine::state_digest(two.state()));
  core::Event event;
  event.type = core::EventType::snapshot;
  event.received_at = one.state().now;
  event.body = core::SnapshotEvent{engine::state_digest(one.state())};
  const auto index = one.state().next_record;
  CHECK(one.event(event).effects.empty());
  CHECK(one.state().snapshot_at == index);
  CHECK(one.state().snapshot_digest == engine::state_digest(two.state()));
}

}  // namespace caseway::tests
