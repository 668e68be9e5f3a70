// The path over simulated ports: each message answered as decided, each refusal with its trace.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/engine/snapshot.h"
#include "broker/wire/envelope.h"
#include "tests/flow/test_site.h"

namespace caseway::simulation {
namespace {

TEST_CASE("turn: a transfer is recorded, delivered whole and in part, and acknowledged") {
  TestSite site;
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

TEST_CASE("turn: a clock that a late word started, and that ran out long ago, fires before the next word is judged") {
  TestSite site;
  auto said = site.transfer();
  site.tell(site.amr, said);
  site.turn();
  site.settle();
  site.turn(4 * core::day_ms);
  said.step = "accepted";
  said.documents.clear();
  said.ago_ms = 3 * core::day_ms;  // its 24 hours for a cure notice are over
  site.tell(site.police, said);
  said.step = "note";
  said.ago_ms = core::minute_ms;
  site.tell(site.police, said);
  const auto before = site.broker->state().next_record;
  site.turn();
  std::vector<core::EventType> types;
  site.each_record([&](const core::Record& record) {
    if (record.index >= before) types.push_back(record.event.type);
  });
  CHECK(types == std::vector{core::EventType::message, core::EventType::tick, core::EventType::message});
  site.agrees();
}

TEST_CASE("turn: a repeat gets the same statement: in its turn, later, after restart, once settled (proof 5)") {
  TestSite site;
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
  std::erase_if(site.amr.frames, [](const auto& frame) {
    const auto* receipt = std::get_if<wire::ReceiptFrame>(&frame);
    return receipt != nullptr && receipt->number == 2;
  });
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
  TestSite site;
  auto forged = site.compose(site.amr, site.transfer());
  auto signatures = wire::decode_signatures(forged.signatures).value();
  signatures[0].bytes[5] ^= 1;
  forged.signatures = wire::encode_signatures(signatures);
  CHECK(site.refused(site.amr, forged) == core::Refusal::bad_signature);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->key_from == core::Instant{1});

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
  CHECK(World::last<wire::RefusalFrame>(site.amr)->number == 1);  // as it was sent, whoever it says it is from

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

TEST_CASE("turn: documents that unpack to over 1 MiB together are refused before they are unpacked") {
  TestSite site;
  auto said = site.transfer();
  core::Document large = said.documents[0];
  large.fields = {{"text", {{core::FieldKind::text, std::string(60'000, 't'), 0, {}}}}};
  for (int i = 0; i < 20; ++i) {
    large.id = "large" + std::to_string(i);
    said.documents.push_back(large);
  }
  CHECK(site.refused(site.amr, site.compose(site.amr, said)) == core::Refusal::too_large);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->where == "content");
}

TEST_CASE("turn: an unknown agency and a session without hello get an answer and nothing is written (proof 5)") {
  TestSite site;
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
  TestSite site;
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

TEST_CASE("turn: a step that is not open is returned and recorded; over the quota it is counted only") {
  TestSite site;
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

TEST_CASE("turn: refusals behind a session leave at most two counting records a minute") {
  TestSite site;
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

}  // namespace
}  // namespace caseway::simulation
