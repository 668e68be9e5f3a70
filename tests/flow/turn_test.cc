// The path over simulated ports: each message answered as decided, each refusal with its trace, secrets wiped.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/engine/snapshot.h"
#include "broker/wire/envelope.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {
namespace {

struct Site : World {
  explicit Site(std::uint64_t seed = 1) : World(seed) {
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
    const auto replayed = replay();
    for (const auto& each : replayed.disagreements()) FAIL_CHECK("record " << each.index << ": " << each.what);
    CHECK(engine::state_digest(replayed.state()) == engine::state_digest(broker->state()));
  }
  Agency& amr = agency("luoyuan-amr");
  Agency& police = agency("luoyuan-police");
  Agency& procuratorate = agency("luoyuan-procuratorate");
};

TEST_CASE("turn: a transfer is recorded, delivered whole to the police and in part to the procuratorate, and acknowledged") {
  Site site;
  const auto said = site.transfer("案卷");
  site.tell(site.amr, said);
  site.turn();
  REQUIRE(site.amr.statements.size() == 1);
  const auto statement = core::decode_statement(site.amr.statements.at(1)).value();
  CHECK(statement.verdict != core::Verdict::returned);
  CHECK(statement.transfer == said.transfer);

  REQUIRE(site.police.inbox.size() == 1);
  const auto& delivery = site.police.inbox[0];
  CHECK_FALSE(delivery.event);
  CHECK_FALSE(delivery.again);
  CHECK(delivery.transfer == said.transfer);
  CHECK(core::check_receipt(delivery.receipt, site.genesis.log_key).ok());
  CHECK(std::all_of(delivery.parts.begin(), delivery.parts.end(), [](const auto& part) {
    return part.present && core::part_digest(part.type, part.salt, part.bytes) == part.digest;
  }));
  CHECK_FALSE(delivery.outcome.empty());

  REQUIRE(site.procuratorate.inbox.size() == 1);
  const auto& copy = site.procuratorate.inbox[0];
  CHECK(copy.procedure == core::Code("K01b"));
  REQUIRE(copy.parts.size() == delivery.parts.size());
  CHECK_FALSE(copy.parts[0].present);
  CHECK(copy.parts[0].bytes.empty());
  CHECK(copy.parts[1].present);
  CHECK(copy.envelope == delivery.envelope);
  CHECK(copy.outcome.empty());

  site.settle();
  CHECK(site.broker->state().transfers.at(said.transfer).state == core::Code("presented"));
  CHECK(site.police.inbox.empty());
  site.agrees();
}

TEST_CASE("turn: a repeat gets the same statement byte for byte: in the same turn, later, after restart, and settled (proof 5)") {
  Site site;
  const auto message = site.compose(site.amr, site.transfer());
  site.amr.frames.clear();
  site.say(site.amr, wire::ClientFrame(message));
  site.say(site.amr, wire::ClientFrame(message));
  site.turn();
  std::vector<flow::Bytes> statements;
  const auto collect = [&] {
    for (const auto& frame : site.amr.frames)
      if (const auto* receipt = std::get_if<wire::ReceiptFrame>(&frame)) {
        CHECK(core::check_receipt(receipt->receipt, site.genesis.log_key).ok());
        CHECK_FALSE(receipt->outcome.empty());
        statements.push_back(receipt->receipt.statement);
      }
    site.amr.frames.clear();
  };
  collect();
  site.say(site.amr, wire::ClientFrame(message));
  site.turn();
  collect();
  site.crash(Crash::loses_all);
  site.start();
  site.connect(site.amr);
  site.say(site.amr, wire::ClientFrame(message));
  site.turn();
  collect();
  // Signed anew after a key rotation it is still the same message; then its number is settled by a later one.
  auto again = message;
  site.sign(site.amr, {&again});
  site.amr.next = 2;
  site.amr.settled = 1;
  site.tell(site.amr, site.transfer());
  site.say(site.amr, wire::ClientFrame(again));
  site.turn();
  site.amr.frames.erase(std::remove_if(site.amr.frames.begin(), site.amr.frames.end(), [](const auto& frame) {
    const auto* receipt = std::get_if<wire::ReceiptFrame>(&frame);
    return receipt != nullptr && receipt->number == 2;
  }), site.amr.frames.end());
  collect();
  REQUIRE(statements.size() == 5);
  for (const auto& statement : statements) CHECK(statement == statements[0]);

  site.index.is_rebuilding = true;
  CHECK(site.refused(site.amr, message) == core::Refusal::try_later);
  site.index.is_rebuilding = false;
  site.index.entries.resize(2);
  CHECK(site.refused(site.amr, message) == core::Refusal::try_later);
  site.agrees();
}

TEST_CASE("turn: forged, reused, ahead of its turn, for another site: refused, and no number is used (proof 5)") {
  Site site;
  auto forged = site.compose(site.amr, site.transfer());
  auto signatures = wire::decode_signatures(forged.signatures).value();
  signatures[0].bytes[5] ^= 1;
  forged.signatures = wire::encode_signatures(signatures);
  CHECK(site.refused(site.amr, forged) == core::Refusal::bad_signature);

  auto under_other_key = site.compose(site.amr, site.transfer());
  Agency stranger;
  stranger.id = site.amr.id;
  stranger.key = site.police.key;
  site.sign(stranger, {&under_other_key});
  CHECK(site.refused(site.amr, under_other_key) == core::Refusal::key_not_valid);

  const auto ahead = site.compose(site.amr, site.transfer(), 3);
  CHECK(site.refused(site.amr, ahead) == core::Refusal::gap);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->expected == 1);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->number == 3);

  const auto others = site.compose(site.police, site.transfer());
  CHECK(site.refused(site.amr, others) == core::Refusal::not_yours);

  auto altered = site.compose(site.amr, site.transfer());
  altered.content[altered.content.size() / 2] ^= 1;
  CHECK(site.refused(site.amr, altered) == core::Refusal::malformed);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->number == 1);

  const auto first = site.compose(site.amr, site.transfer());
  CHECK(site.answered(site.amr, first).verdict != core::Verdict::returned);
  CHECK(site.refused(site.amr, site.compose(site.amr, site.transfer(), 1)) == core::Refusal::id_reused);
  CHECK(site.broker->state().agencies.at("luoyuan-amr").lanes.at(0).next == 2);
  site.agrees();
}

TEST_CASE("turn: an unknown agency and a session without hello get an answer and nothing is written (proof 5)") {
  Site site;
  const auto changes = site.tape.changes.size();
  const auto records = site.broker->state().next_record;
  const auto message = site.compose(site.amr, site.transfer());
  Agency stranger;
  stranger.id = "nowhere";
  site.agencies.emplace("nowhere", stranger);
  site.broker->session_opened(900, "nowhere");
  site.broker->session_opened(901, "luoyuan-amr");
  auto& nowhere = site.agency("nowhere");
  nowhere.session = 900;
  site.say(nowhere, wire::ClientFrame(message));
  site.say(nowhere, flow::Bytes(64, 0xff));
  site.disconnect(site.amr);
  site.amr.session = 901;
  site.say(site.amr, wire::ClientFrame(message));
  site.say(site.amr, flow::Bytes(40, 0xee));
  site.turn();
  site.turn(core::minute_ms + 1);
  CHECK(World::last<wire::RefusalFrame>(nowhere) != nullptr);
  std::vector<core::Refusal> codes;
  for (const auto& frame : site.amr.frames)
    if (const auto* refusal = std::get_if<wire::RefusalFrame>(&frame)) codes.push_back(refusal->code);
  CHECK(codes == std::vector{core::Refusal::no_session, core::Refusal::no_session});
  CHECK(site.broker->state().next_record == records);
  // Only head, written once a second, may have moved.
  for (auto at = changes; at < site.tape.changes.size(); ++at)
    CHECK((site.tape.changes[at].name.empty() || site.tape.changes[at].name.find("head") == 0));
  site.agencies.erase("nowhere");
}

TEST_CASE("turn: a revoked key refuses what comes after its revocation, with its dates, not before (proof 5)") {
  Site site;
  const auto before = site.compose(site.amr, site.transfer());
  CHECK(site.answered(site.amr, before).verdict != core::Verdict::returned);
  core::Order revoke;
  revoke.kind = core::OrderKind::revoke_key;
  revoke.agency.id = "luoyuan-amr";
  revoke.key = core::key_id(site.amr.key.public_key);
  revoke.instant = {site.time.wall_ms + 1000};
  revoke.since = {site.time.wall_ms};
  REQUIRE(site.order(revoke).accepted);
  site.amr.next = 2;
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).verdict != core::Verdict::returned);
  site.turn(1000);
  site.amr.next = 3;
  CHECK(site.refused(site.amr, site.compose(site.amr, site.transfer())) == core::Refusal::key_not_valid);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->key_until == revoke.instant);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->key_from == core::Instant{1});

  core::Order add;
  add.kind = core::OrderKind::add_key;
  add.agency.id = "luoyuan-amr";
  site.amr.key = core::key_pair_from_seed(std::vector<std::uint8_t>(32, 99));
  add.agency.keys = {{core::Algorithm::ed25519, site.amr.key.public_key, {site.time.wall_ms}, {}, {}, {}}};
  REQUIRE(site.order(add).accepted);
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).verdict != core::Verdict::returned);
  site.agrees();
}

TEST_CASE("turn: a step that is not open is returned, recorded, and uses its number; over the quota it is counted only") {
  Site site;
  auto said = site.transfer();
  said.step = "accepted";
  for (int i = 0; i < 60; ++i) {
    const auto statement = site.answered(site.amr, site.compose(site.amr, said));
    CHECK(statement.verdict == core::Verdict::returned);
    ++site.amr.next;
  }
  CHECK(site.refused(site.amr, site.compose(site.amr, said)) == core::Refusal::try_later);
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).verdict != core::Verdict::returned);
  ++site.amr.next;
  site.turn(core::minute_ms);
  CHECK(site.answered(site.amr, site.compose(site.amr, said)).verdict == core::Verdict::returned);
  site.agrees();
}

TEST_CASE("turn: refusals behind a session leave at most two counting records a minute, the first with the next group") {
  Site site;
  const auto counted = [&] {
    std::vector<std::pair<core::Refusal, std::uint32_t>> found;
    for (core::RecordIndex i = 0; i < site.broker->state().next_record; ++i) {
      const auto entry = site.broker->index_entries(i, 1);
      if (entry[0].type != core::EventType::refusals) continue;
      found.emplace_back(core::Refusal::malformed, static_cast<std::uint32_t>(i));
    }
    return found.size();
  };
  for (int i = 0; i < 20; ++i) site.say(site.amr, flow::Bytes(16, 0xaa));
  site.turn();
  CHECK(counted() == 0);
  site.tell(site.amr, site.transfer());
  site.turn();
  CHECK(counted() == 1);
  for (int i = 0; i < 20; ++i) {
    site.say(site.amr, flow::Bytes(16, 0xaa));
    site.tell(site.amr, site.transfer());
    site.turn();
  }
  CHECK(counted() == 1);
  site.turn(core::minute_ms);
  CHECK(counted() == 2);
  site.agrees();
}

TEST_CASE("turn: what exceeds a session's credit is answered unread, and cut after 16; others lose nothing") {
  Site site;
  const auto message = site.compose(site.police, site.transfer());
  const auto session = site.amr.session;
  for (std::uint32_t i = 0; i < core::limits::credit_messages + 15; ++i)
    site.say(site.amr, wire::ClientFrame(wire::Heartbeat{i}));
  site.say(site.police, wire::ClientFrame(message));
  site.amr.frames.clear();
  site.turn();
  const auto over = [&] {
    return std::count_if(site.amr.frames.begin(), site.amr.frames.end(), [](const auto& frame) {
      const auto* refusal = std::get_if<wire::RefusalFrame>(&frame);
      return refusal != nullptr && refusal->code == core::Refusal::over_credit;
    });
  };
  CHECK(over() == 15);
  CHECK_FALSE(site.net.dropped.contains(session));
  CHECK(site.police.statements.size() == 1);
  for (std::uint32_t i = 0; i < core::limits::credit_messages + 1; ++i)
    site.say(site.amr, wire::ClientFrame(wire::Heartbeat{i}));
  site.turn();
  CHECK(site.net.dropped.contains(session));
}

TEST_CASE("turn: a state secret is returned and wiped: no trace of its text on disk, in frames or in the frame that came") {
  Site site;
  const std::string marker = "绝不可见的内容";
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
  std::vector<Said> marked(5, site.transfer(marker));
  marked[0].head.secrecy = "secret";
  marked[1].head.note = marker + " 机密★10年";
  marked[2].documents[0].secrecy = "confidential";
  const std::string evidence = marker + " 绝密★";
  marked[3].evidence = {flow::Bytes(evidence.begin(), evidence.end())};
  marked[4].documents[0].fields.push_back({"officer", {{core::FieldKind::text, "秘密★ " + marker, 0, {}}}});
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
  auto trade = site.transfer("侵犯商业秘密案,权利人采取了保密措施");
  trade.head.secrecy = "trade_secret";
  CHECK(site.answered(site.amr, site.compose(site.amr, trade)).verdict != core::Verdict::returned);
  CHECK(leaves_trace("侵犯商业秘密案"));
  site.agrees();
}

TEST_CASE("turn: a full disk answers disk_full to writers, while questions and deliveries go on; then it goes on") {
  Site site;
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
  const auto number = site.amr.next - 1;
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
  site.settle();
  site.agrees();
}

TEST_CASE("turn: a failed write or sync ends the process with nothing said, and the restart agrees with what was said before") {
  for (std::uint64_t writes = 0; writes < 6; ++writes) {
    Site site(writes + 1);
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

TEST_CASE("turn: clocks fire before what is heard; a wall clock that jumps stops them and says so") {
  Site site;
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
  const auto replayed = site.replay();
  CHECK(replayed.disagreements().empty());
  CHECK(engine::state_digest(replayed.state()) == engine::state_digest(site.broker->state()));
}

TEST_CASE("turn: orders need two officers, the digest of the one before, the operator's session, and content that loads") {
  Site site;
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
  CHECK(core::check_receipt(World::last<wire::OrderAnswer>(operators)->receipt, site.genesis.log_key).ok());
  site.agrees();
}

}  // namespace
}  // namespace caseway::simulation
