// The path when something is not as usual: state secrets, full and failing disks, clocks that jump or stand still,
// orders.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/engine/orders.h"
#include "broker/flow/turn_clock.h"
#include "tests/flow/test_site.h"

namespace caseway::simulation {
namespace {

TEST_CASE("turn: a state secret is returned and wiped: no trace on disk, nor in the frame that came") {
  TestSite site;
  const std::string marker = "绝不可见的内容";
  const std::string words = "前面的字句" + marker + "后面的字句";  // packing breaks a text in its first and last words
  const auto leaves_trace = [&](const std::string& text) {
    const flow::Bytes wanted(text.begin(), text.end());
    const auto holds = [&](const flow::Bytes& bytes) {
      return std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end();
    };
    for (auto* disk : {&site.journal_disk, &site.vault_disk})
      for (const auto& [name, size] : disk->sizes())
        if (holds(disk->bytes_of(name))) return true;
    return std::any_of(site.tape.changes.begin(), site.tape.changes.end(),
                       [&](const Change& change) { return holds(change.bytes); });
  };
  std::vector<Said> marked(5, site.transfer(words));
  marked[0].head.secrecy = "secret";
  marked[1].head.note = words + " 机密★10年";
  marked[2].documents[0].secrecy = "confidential";
  const std::string evidence = words + " 绝密★";
  marked[3].evidence = {flow::Bytes(evidence.begin(), evidence.end())};
  marked[4].documents[0].fields.push_back({"officer", {{core::FieldKind::text, "秘密★ " + words, 0, {}}}});
  for (const auto& said : marked) {
    const auto message = site.compose(site.amr, said);
    site.say(site.amr, wire::ClientFrame(message));
    auto batch = std::move(site.queued);
    site.queued.clear();
    site.time.advance(10);
    site.broker->turn(batch);
    CHECK(std::all_of(batch[0].frame.begin(), batch[0].frame.end(), [](std::uint8_t byte) { return byte == 0; }));
    CHECK_FALSE(leaves_trace(marker));
    site.turn();
    const auto statement = core::decode_statement(site.amr.statements.at(site.amr.next)).value();
    CHECK(statement.verdict == core::Verdict::returned);
    CHECK(statement.return_code == core::ReturnCode::state_secret);
    CHECK(statement.body.empty());
    CHECK(statement.sender == "luoyuan-amr");
    // A repeat, and another body under its number, get that statement unseen.
    CHECK(site.answered(site.amr, message).index == statement.index);
    CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).index == statement.index);
    ++site.amr.next;
  }
  CHECK(site.police.inbox.empty());

  // A trade secret is the subject of article 219, not a mark.
  auto trade = site.transfer("本案系侵犯商业秘密案,权利人采取了保密措施");
  trade.head.secrecy = "trade_secret";
  CHECK(site.answered(site.amr, site.compose(site.amr, trade)).verdict != core::Verdict::returned);
  CHECK(leaves_trace("侵犯商业秘密案"));
  site.agrees();
}

TEST_CASE("turn: a full disk answers disk_full to writers, while questions and deliveries go on; then it goes on") {
  TestSite site;
  site.tell(site.amr, site.transfer());
  site.turn();
  site.journal_disk.room = 0;
  site.vault_disk.room = 0;
  bool full = false;
  for (int i = 0; i < 400 && !full; ++i) {
    auto said = site.transfer();
    said.evidence = {flow::Bytes(8000, static_cast<std::uint8_t>(i))};
    site.amr.frames.clear();
    site.tell(site.amr, said);
    site.turn();
    if (const auto* refusal = World::last<wire::RefusalFrame>(site.amr)) {
      CHECK(refusal->code == core::Refusal::disk_full);
      full = true;
    }
  }
  REQUIRE(full);
  CHECK(site.broker->disk_full().ends_with(": no room"));
  CHECK(site.broker->disk_full().starts_with("0000000000000001."));  // the segment that is not to be had
  const auto number = site.amr.next - 1;
  site.turn(2000);  // head finds no room either
  site.turn();
  CHECK(site.broker->disk_full() == "head.new: no room");
  CHECK(site.broker->wait_ms() > 0);
  site.connect(site.police);
  CHECK_FALSE(site.police.inbox.empty());
  site.police.frames.clear();
  site.ack(site.police, site.police.inbox[0].delivery);
  site.say(site.police, wire::ClientFrame(wire::Query{7, wire::QueryKind::status, {}, {}, "", 0, 0}));
  site.turn();
  CHECK(World::last<wire::RefusalFrame>(site.police)->code == core::Refusal::disk_full);
  CHECK(World::last<wire::Answer>(site.police)->json.find("luoyuan-police") != std::string::npos);

  site.journal_disk.room = UINT64_MAX;
  site.vault_disk.room = UINT64_MAX;
  site.say(site.amr, wire::ClientFrame(site.amr.unanswered.at(number)));
  site.turn();
  CHECK(site.amr.statements.contains(number));
  CHECK(site.broker->disk_full().empty());
  site.settle();
  site.agrees();
}

TEST_CASE("turn: a failed write or sync says nothing, and the restart agrees with what was said before") {
  for (std::uint64_t writes = 0; writes < 6; ++writes) {
    TestSite site(writes + 1);
    site.tell(site.amr, site.transfer());
    site.turn();
    site.settle();
    site.journal_disk.writes_until_failure = writes;
    site.tell(site.amr, site.transfer());
    site.amr.frames.clear();
    bool failed = false;
    try {
      site.turn();
    } catch (const flow::Fault&) {
      failed = true;
    }
    CHECK(failed == (writes < 2));
    if (failed) CHECK(site.net.sent.empty());
    site.crash(Crash::tears);
    site.start();
    site.connect(site.amr);
    for (const auto& [number, message] : site.amr.unanswered) site.say(site.amr, wire::ClientFrame(message));
    site.turn();
    CHECK(site.amr.unanswered.empty());
    site.agrees();
  }
}

TEST_CASE("turn: a group that a kill left unsynced is durable before a repeat of its messages gets a receipt") {
  TestSite site;
  auto said = site.transfer();
  said.evidence = {flow::Bytes(70 * 1024, 3), flow::Bytes(900, 4)};
  const auto number = site.tell(site.amr, said);
  site.journal_disk.writes_until_failure = 1;  // written, not synced
  CHECK_THROWS_AS(site.turn(), flow::Fault);
  site.crash(Crash::kill);
  site.start();
  site.connect(site.amr);
  site.say(site.amr, wire::ClientFrame(site.amr.unanswered.at(number)));
  site.turn();
  REQUIRE(site.amr.statements.contains(number));
  const auto state = engine::state_digest(site.broker->state());
  site.crash(Crash::loses_all);
  REQUIRE_NOTHROW(site.start());
  CHECK(engine::state_digest(site.broker->state()) == state);
  site.agrees();
}

TEST_CASE("turn: a large part of a message over the quota leaves no file behind") {
  TestSite site;
  auto returned = site.transfer();
  returned.documents.pop_back();  // no approval
  for (std::uint32_t i = 0; i < 60; ++i) {
    site.tell(site.amr, returned);
    site.turn();
  }
  const auto before = site.vault_disk.sizes();
  returned.evidence = {flow::Bytes(70 * 1024, 5)};
  CHECK(site.refused(site.amr, site.compose(site.amr, returned)) == core::Refusal::try_later);
  CHECK(site.vault_disk.sizes() == before);
}

TEST_CASE("turn: a lost file of a large part is named and holds up its own delivery only, never passed as erased") {
  TestSite site;
  site.disconnect(site.police);
  auto said = site.transfer();
  said.evidence = {flow::Bytes(70 * 1024, 5)};
  site.tell(site.amr, said);
  site.turn();
  site.tell(site.amr, site.transfer());
  site.turn();
  std::string lost;
  for (const auto& [name, size] : site.vault_disk.sizes())
    if (size > 70 * 1024 && size < 80 * 1024) lost = name;
  REQUIRE_FALSE(lost.empty());
  site.stop();
  site.vault_disk.remove(lost);
  site.start();
  site.connect(site.police);
  CHECK(std::any_of(site.broker->faults().begin(), site.broker->faults().end(), [&](const auto& fault) {
    return fault.find("vault/" + lost + " is not there") != std::string::npos;
  }));
  REQUIRE(site.police.inbox.size() == 1);
  CHECK(site.police.inbox[0].delivery == 2);
}

TEST_CASE("turn: a stop whose snapshot finds no room says so and leaves nothing unfinished") {
  TestSite site;
  site.tell(site.amr, site.transfer());
  site.turn();
  site.journal_disk.room = 500;  // enough for head
  CHECK_FALSE(site.broker->stop());
  CHECK(std::any_of(site.broker->notes().begin(), site.broker->notes().end(),
                    [](const auto& note) { return note.starts_with("no snapshot at stop"); }));
  for (const auto& [name, size] : site.journal_disk.sizes()) CHECK_FALSE(name.ends_with(".new"));
  site.journal_disk.room = UINT64_MAX;
  site.crash(Crash::loses_all);
  site.start();
  CHECK(site.broker->stop());
}

TEST_CASE("turn: clocks fire before what is heard; a wall clock that jumps stops them and says so") {
  TestSite site;
  const auto said = site.transfer();
  site.tell(site.amr, said);
  site.turn();
  site.settle();
  auto accepted = said;
  accepted.step = "accepted";
  accepted.documents.clear();
  site.tell(site.police, accepted);
  site.turn();
  REQUIRE(site.broker->state().transfers.at(said.transfer).state == core::Code("accepted"));
  REQUIRE_FALSE(site.broker->state().timers.empty());

  const auto records = site.broker->state().next_record;
  site.time.wall_ms += 30 * core::day_ms;  // not the monotonic clock
  site.turn();
  CHECK(site.broker->state().next_record == records);
  CHECK_FALSE(site.broker->alarm().empty());
  const auto statement = site.answered(site.amr, site.compose(site.amr, site.transfer()));
  CHECK(statement.received_at.ms < site.time.wall_ms - 29 * core::day_ms);
  CHECK(site.broker->now() == statement.received_at);  // who may connect goes by it too
  ++site.amr.next;
  site.time.wall_ms -= 30 * core::day_ms;
  site.turn();
  CHECK(site.broker->alarm().empty());

  site.time.advance(30 * core::day_ms);
  site.turn();
  CHECK(site.broker->state().next_record > records + 1);
  const auto& clocks = site.broker->state().transfers.at(said.transfer).clocks;
  CHECK(std::any_of(clocks.begin(), clocks.end(), [](const auto& run) { return run.fired; }));
  site.settle();
  site.agrees();
}

struct JumpedSite : TestSite {
  /// A transfer of which clocks run out within 30 days.
  JumpedSite() {
    tell(amr, said);
    turn();
    settle();
    auto accepted = said;
    accepted.step = "accepted";
    accepted.documents.clear();
    tell(police, accepted);
    turn();
    settle();
  }
  [[nodiscard]] const engine::Few<engine::ClockRun>& clocks() const {
    return broker->state().transfers.at(said.transfer).clocks;
  }
  /// `apart_ms` from what the clock shows in the next turn.
  [[nodiscard]] core::Order confirming(std::int64_t apart_ms) const {
    core::Order order;
    order.kind = core::OrderKind::confirm_time;
    order.instant = {time.wall_ms + turn_ms + apart_ms};
    return order;
  }
  static constexpr std::int64_t turn_ms = 10;
  Said said = transfer();
};

TEST_CASE("turn: two officers confirm the clock after a jump: what fell due fires, with the instant it was due") {
  JumpedSite site;
  site.turn();
  CHECK(site.order(site.confirming(0)).why.find("not in doubt") != std::string::npos);
  const auto before = site.clocks();
  const auto records = site.broker->state().next_record;
  site.time.wall_ms += 30 * core::day_ms;  // not the monotonic clock
  site.turn();
  REQUIRE_FALSE(site.broker->alarm().empty());
  for (const std::int64_t apart : {-engine::confirm_within_ms - 1, engine::confirm_within_ms + 1}) {
    const auto order = site.confirming(apart);
    const auto answer = site.order(order);
    CHECK_FALSE(answer.accepted);
    CHECK(answer.why.find(core::print_instant(order.instant)) != std::string::npos);
    CHECK(answer.why.find(core::print_instant({site.time.wall_ms})) != std::string::npos);
    CHECK_FALSE(site.broker->alarm().empty());
  }
  CHECK(site.broker->state().next_record == records);
  const auto before_message = site.answered(site.amr, site.compose(site.amr, site.transfer()));
  ++site.amr.next;
  CHECK(before_message.received_at.ms < site.time.wall_ms - 29 * core::day_ms);

  // In one turn with a message behind it: that one is judged after what fell due.
  auto& operators = site.agency("operator");
  site.say(operators, wire::ClientFrame(site.signed_order(site.confirming(-engine::confirm_within_ms))));
  const auto number = site.tell(site.amr, site.transfer());
  site.turn();
  const auto wall = site.time.wall_ms;
  REQUIRE(World::last<wire::OrderAnswer>(operators) != nullptr);
  CHECK(World::last<wire::OrderAnswer>(operators)->accepted);
  CHECK(site.broker->alarm().empty());
  CHECK(site.broker->state().now.ms == wall);
  CHECK(core::decode_statement(site.amr.statements.at(number)).value().received_at.ms == wall);
  std::size_t fired = 0;
  REQUIRE(site.clocks().size() == before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(site.clocks()[i].due == before[i].due);
    CHECK(site.clocks()[i].fired == (before[i].due.ms < wall));
    fired += site.clocks()[i].fired ? 1 : 0;
  }
  CHECK(fired > 0);
  site.settle();
  site.agrees();
  site.crash(Crash::keeps_all);
  site.start();
  CHECK(site.broker->alarm().empty());
}

TEST_CASE("turn: a clock set back that two officers confirm: time stands until the clock is past the last record") {
  JumpedSite site;
  const auto last = site.broker->state().now;
  site.time.wall_ms -= core::day_ms;
  site.turn();
  REQUIRE_FALSE(site.broker->alarm().empty());
  const auto answer = site.order(site.confirming(0));
  CHECK(answer.why == "");
  CHECK(site.broker->alarm().empty());
  CHECK(site.broker->state().now.ms - last.ms < core::minute_ms);
  const auto stood = site.broker->state().now;
  site.time.advance(core::hour_ms);
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).received_at == stood);
  ++site.amr.next;
  site.time.advance(core::day_ms);
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).received_at.ms == site.time.wall_ms);
  ++site.amr.next;
  site.settle();
  site.agrees();
}

TEST_CASE("turn: a clock that was set back and confirmed fires nothing early, though a record in doubt was past it") {
  // The refusal is counted in the confirming order's own turn: it must not take the doubted time with it.
  for (const bool refused : {false, true}) {
    CAPTURE(refused);
    JumpedSite site;
    site.turn();
    const auto due = std::min_element(site.clocks().begin(), site.clocks().end(), [](const auto& a, const auto& b) {
                       return a.due < b.due;
                     })->due;
    site.time.advance(due.ms - site.time.wall_ms - core::hour_ms);
    site.turn();
    const auto last = site.broker->state().now;
    site.time.wall_ms -= core::day_ms;
    site.time.advance(2 * core::hour_ms);  // in doubt: the clock would have been due an hour ago
    site.turn();
    REQUIRE_FALSE(site.broker->alarm().empty());
    if (!refused) {
      CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).received_at > due);
      ++site.amr.next;
    }
    auto& operators = site.agency("operator");
    if (refused) site.say(site.amr, flow::Bytes{1, 2, 3});
    site.say(operators, wire::ClientFrame(site.signed_order(site.confirming(0))));
    site.turn();
    REQUIRE(World::last<wire::OrderAnswer>(operators)->accepted);
    const auto fired = [&] {
      return std::any_of(site.clocks().begin(), site.clocks().end(), [](const auto& run) { return run.fired; });
    };
    CHECK_FALSE(fired());
    CHECK(site.broker->wait_ms() > 0);
    if (refused) CHECK(site.broker->state().now == last);
    site.time.advance(due.ms - site.time.wall_ms - 1000);
    site.turn(0);
    CHECK_FALSE(fired());
    site.time.advance(refused ? 2000 : 2 * core::hour_ms);  // past the due instant, and past the last record
    site.turn();
    CHECK(fired());
    site.settle();
    site.agrees();
  }
}

TEST_CASE("turn: a wall clock that stands before the last record at the start raises the alarm until it is past it") {
  TestSite site;
  site.tell(site.amr, site.transfer());
  site.turn();
  const auto last = site.broker->state().now;
  site.crash(Crash::keeps_all);
  site.time.wall_ms = last.ms - flow::TurnClock::jump_max_ms - 1000;
  site.start();
  CHECK(site.broker->alarm().find("before the last record") != std::string::npos);
  site.connect(site.amr);
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).received_at == last);
  site.time.wall_ms = last.ms + core::day_ms;
  site.turn();
  CHECK(site.broker->alarm().empty());
  ++site.amr.next;
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).received_at.ms >= last.ms + core::day_ms);

  site.crash(Crash::keeps_all);
  site.time.wall_ms = last.ms + core::day_ms - 30 * core::second_ms;  // within a minute: what clocks do
  site.start();
  CHECK(site.broker->alarm().empty());
}

TEST_CASE("turn: a training site's clock stands until two officers move it, and every receipt says test") {
  World site(5, 256 * 1024, true);
  site.start();
  site.set_up();
  auto& amr = site.agency("luoyuan-amr");
  auto& police = site.agency("luoyuan-police");
  site.connect(amr);
  site.connect(police);
  const auto said = site.transfer();
  site.tell(amr, said);
  site.turn(5 * core::day_ms);
  const auto statement = core::decode_statement(amr.statements.at(1)).value();
  CHECK(statement.test);
  CHECK(statement.received_at == site.genesis.first_instant);
  site.settle();
  auto accepted = said;
  accepted.step = "accepted";
  accepted.documents.clear();
  site.tell(police, accepted);
  site.turn();
  core::Order set;
  set.kind = core::OrderKind::set_clock;
  set.instant = {site.genesis.first_instant.ms + 20 * core::day_ms};
  const auto records = site.broker->state().next_record;
  REQUIRE(site.order(set).accepted);
  CHECK(site.broker->state().now == set.instant);
  CHECK(site.broker->state().next_record >= records + 2);  // the order, and what was due by then
  set.instant = site.genesis.first_instant;
  CHECK_FALSE(site.order(set).accepted);
  site.settle();
  const auto& replayed = site.replay();
  CHECK(replayed.disagreements().empty());
  CHECK(engine::state_digest(replayed.state()) == engine::state_digest(site.broker->state()));
}

TEST_CASE("turn: orders need two officers, the order before, the operator, and content that loads") {
  TestSite site;
  core::Order order;
  order.kind = core::OrderKind::take_snapshot;
  auto one = site.signed_order(order);
  one.signatures.pop_back();
  auto twice = site.signed_order(order);
  twice.signatures[1] = twice.signatures[0];
  auto forged = site.signed_order(order);
  forged.signatures[0].signature.bytes[0] ^= 1;
  order.previous.bytes[0] = 1;
  auto stale = site.signed_order(order);
  order = {};
  order.kind = core::OrderKind::activate_pack;
  auto broken = site.signed_order(order, flow::Bytes(200, 7));
  auto& operators = site.agency("operator");
  const auto records = site.broker->state().next_record;
  for (const auto& each : {one, twice, forged, stale, broken}) {
    operators.frames.clear();
    site.say(operators, wire::ClientFrame(each));
    site.turn();
    const auto* answer = World::last<wire::OrderAnswer>(operators);
    REQUIRE(answer != nullptr);
    CHECK_FALSE(answer->accepted);
    CHECK_FALSE(answer->why.empty());
    CHECK(answer->previous == site.broker->state().last_order);
  }
  order = {};
  order.kind = core::OrderKind::take_snapshot;
  site.amr.frames.clear();
  site.say(site.amr, wire::ClientFrame(site.signed_order(order)));
  site.turn();
  CHECK(World::last<wire::RefusalFrame>(site.amr)->code == core::Refusal::not_yours);
  CHECK(site.broker->state().next_record == records);
  CHECK(site.order(order).accepted);
  // Each refused order is counted, by its reason: three reasons here, and not_yours of the agency.
  std::vector<core::EventType> types;
  for (const auto& entry : site.broker->index_entries(records, 100)) types.push_back(entry.type);
  CHECK(std::count(types.begin(), types.end(), core::EventType::refusals) == 4);
  CHECK(core::check_receipt(World::last<wire::OrderAnswer>(operators)->receipt, site.genesis.log_key).ok());
  site.agrees();
}

}  // namespace
}  // namespace caseway::simulation
