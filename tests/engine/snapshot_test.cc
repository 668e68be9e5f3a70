// State as bytes: the way back, and what is refused on it. Leaving State.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "cn01.h"
#include "tests/where.h"

namespace caseway::tests {
namespace {

std::vector<std::uint8_t> golden(const std::string& name, const std::vector<std::uint8_t>& anew = {}) {
  const std::string path = std::string(CASEWAY_SOURCE_DIR) + "/tests/golden/" + name;
  const char* mode = std::getenv("CASEWAY_GOLDEN");
  if (mode != nullptr && std::string_view(mode) == "update" && !anew.empty())
    std::ofstream(path, std::ios::binary) << std::string(anew.begin(), anew.end());
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// One transfer that has something of everything that the second format brought, and the versions of the third.
engine::State state_of_today() {
  engine::State state;
  state.origin = "caseway.example";
  state.now = at("2025-11-03 10:00");
  state.next_record = 40;
  engine::Transfer transfer;
  transfer.id = transfer_id(1);
  transfer.case_id = case_id(1);
  transfer.procedure = state.names.keep(core::Code("K12"));
  transfer.sender = state.names.keep(police);
  transfer.recipient = state.names.keep(procuratorate);
  transfer.state = state.names.keep(core::Code("registered"));
  transfer.opened_at = transfer.presented_at = at("2025-10-20 09:00");
  transfer.signed_off_at = at("2025-10-20 10:00");
  const auto offence = state.names.keep(core::Code("213"));
  transfer.pairs.push_back({1, false, true, true, offence, state.names.keep(core::Code("registered"))});
  transfer.pairs.push_back({2, false, false, false, offence, {}});
  engine::ClockRun run;
  run.clock = state.names.keep(core::Code("K12.review"));
  run.party = 1;
  run.offence = offence;
  run.anchor = at("2025-10-20 10:00");
  run.due_first = run.due = run.nominal = at("2025-11-20 24:00");
  run.suspended_at = at("2025-11-01 09:00");
  transfer.clocks.push_back(run);
  transfer.former.push_back({state.names.keep(other_amr), 12});
  transfer.asked.push_back({state.names.keep(std::string("K12.item")), 3});
  transfer.taken_back.push_back({14, 2, true});
  transfer.numbers.push_back({state.names.keep(police), 9});
  auto& graph = state.cases[case_id(1)];
  graph.id = case_id(1);
  graph.first_sender = transfer.sender;
  graph.transfers.push_back(transfer.id);
  state.transfers.emplace(transfer.id, std::move(transfer));
  state.pack.bytes.fill(0x11);
  state.packs = {state.pack, state.pack};
  state.packs[1].bytes.fill(0x22);
  state.changes = {{at("2026-01-01 00:00"), state.packs[1], false, transfer_id(1)}};
  return state;
}

}  // namespace

TEST_CASE(
    "engine: snapshot: golden: one of the first format opens, is written alike in it, and lacks what came after") {
  const auto bytes = golden("snapshot_1.bin");
  REQUIRE(engine::format_of(bytes) == 1);
  const auto read = engine::decode_state(bytes);
  REQUIRE(read.ok());
  const auto& state = read.value();
  CHECK(engine::encode_state(state, 1) == bytes);
  CHECK(state.next_record > 0);
  CHECK_FALSE(state.transfers.empty());
  for (const auto& [id, transfer] : state.transfers) {
    CHECK_FALSE(transfer.state.empty());
    CHECK(transfer.signed_off_at.empty());
    for (const auto& run : transfer.clocks) CHECK_FALSE(run.suspended());
    for (const auto& pair : transfer.pairs) CHECK_FALSE(pair.stage);
  }
  // Written again today it says the same.
  const auto today = engine::encode_state(state);
  CHECK(engine::format_of(today) == engine::snapshot_format);
  const auto again = engine::decode_state(today);
  REQUIRE(again.ok());
  CHECK(engine::encode_state(again.value(), 1) == bytes);
}

TEST_CASE("engine: snapshot: golden: one of the second format is as it ever was, and every field of it comes back") {
  auto state = state_of_today();
  state.pack = {};  // it had none when it was written
  const auto written = engine::encode_state(state, 2);
  const auto bytes = golden("snapshot_2.bin", written);
  CHECK(written == bytes);
  const auto read = engine::decode_state(bytes);
  REQUIRE(read.ok());
  const auto& transfer = read.value().transfers.at(transfer_id(1));
  CHECK(transfer.signed_off_at == at("2025-10-20 10:00"));
  CHECK(transfer.pairs[0].stage);
  CHECK(transfer.pairs[0].in_custody);
  CHECK_FALSE(transfer.pairs[1].in_custody);
  CHECK(engine::open_pairs(transfer) == 2);
  CHECK(transfer.clocks[0].suspended_at == at("2025-11-01 09:00"));
  CHECK(engine::was_receiver(transfer, other_amr, 11));
  CHECK_FALSE(engine::was_receiver(transfer, other_amr, 12));
  CHECK(transfer.asked[0].items == 3);
  CHECK(engine::is_taken_back(transfer, 14, 2));
  CHECK(transfer.numbers[0].record == 9);
}

TEST_CASE("engine: snapshot: golden: one of the third format is as it ever was, with versions and what is under way") {
  const auto written = engine::encode_state(state_of_today());
  const auto bytes = golden("snapshot_3.bin", written);
  CHECK(written == bytes);
  const auto read = engine::decode_state(bytes);
  REQUIRE(read.ok());
  CHECK(read.value().packs == state_of_today().packs);
  REQUIRE(read.value().changes.size() == 1);
  CHECK(read.value().changes[0].at == at("2026-01-01 00:00"));
  CHECK(read.value().changes[0].through == transfer_id(1));
  CHECK(read.value().transfers.at(transfer_id(1)).signed_off_at == at("2025-10-20 10:00"));
}

TEST_CASE("engine: snapshot: a format before the first, and one after the last, is refused by its name") {
  auto bytes = engine::encode_state(state_of_today());
  for (const int format : {0, engine::snapshot_format + 1}) {
    bytes[8] = static_cast<std::uint8_t>(format);  // behind the magic, eight bytes, the small end first
    REQUIRE(engine::format_of(bytes) == format);
    const auto read = engine::decode_state(bytes);
    REQUIRE_FALSE(read.ok());
    CHECK(read.refused().where == "snapshot.format");
  }
  CHECK(engine::format_of(std::span(bytes).first(15)) == 0);
}

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
