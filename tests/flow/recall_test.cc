// Parts that were taken back, on their way and on disk: shown to nobody once recalled; gone from the vault once two
// officers ordered it, whatever instant the broker dies at.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/flow/names.h"
#include "broker/wire/envelope.h"
#include "tests/flow/test_site.h"

namespace caseway::simulation {
namespace {

const std::string small_secret = "只应由本局保管的一页";
const std::string large_secret = "只应由本局保管的录像";

flow::Bytes bytes_of(const std::string& text, std::size_t size = 0) {
  flow::Bytes bytes(text.begin(), text.end());
  while (bytes.size() < size) bytes.insert(bytes.end(), text.begin(), text.end());
  return bytes;
}

bool holds(SimDisk& disk, const std::string& text) {
  const auto wanted = bytes_of(text);
  for (const auto& [name, size] : disk.sizes()) {
    const auto& bytes = disk.bytes_of(name);
    if (std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end()) return true;
  }
  return false;
}

core::Document notice(const std::vector<int>& parts, const char* reason) {
  core::Document document;
  document.id = "d118";
  document.type = *core::DocumentType::parse("D118");
  core::Field list{"parts", {}};
  for (const auto part : parts) list.values.push_back({core::FieldKind::document, std::to_string(part), 0, {}});
  if (!parts.empty()) document.fields.push_back(list);
  document.fields.push_back({"reason", {{core::FieldKind::code, reason, 0, {}}}});
  document.fields.push_back({"destroyed", {{core::FieldKind::boolean, "", 1, {}}}});
  return document;
}

/// K01 with head 0, D01, D55, a small item 3 and a large one 4.
struct Recalling : TestSite {
  core::RecordIndex index_of(const Agency& agency, core::LaneNumber number) const {
    return core::decode_statement(agency.statements.at(number)).value().index;
  }
  core::RecordIndex sent(const Said& said) {
    const auto number = tell(amr, said);
    turn();
    return index_of(amr, number);
  }
  Said items(const std::string& text = "移送") {
    auto said = transfer(text);
    said.evidence = {bytes_of(small_secret), bytes_of(large_secret, 70 * 1024)};
    return said;
  }
  void recall(const Said& of, core::RecordIndex record, const std::vector<int>& parts,
              const char* reason = "wrong_part") {
    Said word;
    word.case_id = of.case_id;
    word.transfer = of.transfer;
    word.step = "recall";
    word.head.about = core::Code(std::to_string(record));
    word.documents = {notice(parts, reason)};
    const auto asked = compose(amr, word);
    ++amr.next;
    say(amr, wire::ClientFrame(asked));
    turn();
    word.confirms = core::digest_of(asked.envelope);
    const auto number = tell(police, word);
    turn();
    const auto statement = core::decode_statement(police.statements.at(number)).value();
    REQUIRE(statement.verdict != core::Verdict::returned);
  }
  core::Order erasure(const Said& of, core::RecordIndex record, std::vector<core::PartNo> parts) const {
    core::Order order;
    order.kind = core::OrderKind::erase;
    order.transfer = of.transfer;
    order.record = record;
    order.parts = std::move(parts);
    return order;
  }
  static std::string here(const wire::Delivery& delivery) {
    std::string parts;
    for (const auto& part : delivery.parts) parts += part.present ? '+' : '-';
    return parts;
  }
};

TEST_CASE(
    "recall: nobody is shown the parts again: not by a delivery repeated, nor by one that waited, nor restarted") {
  Recalling site;
  site.disconnect(site.procuratorate);
  const auto said = site.items();
  const auto record = site.sent(said);
  REQUIRE(site.police.inbox.size() == 1);
  CHECK(Recalling::here(site.police.inbox[0]) == "+++++");
  site.recall(said, record, {1, 3, 4});
  for (const bool restarted : {false, true}) {
    if (restarted) {
      site.crash(Crash::loses_all);
      site.start();
    }
    site.connect(site.police);
    site.connect(site.procuratorate);
    REQUIRE_FALSE(site.police.inbox.empty());
    const auto& again = site.police.inbox[0];
    CHECK(again.record == record);
    CHECK(Recalling::here(again) == "+-+--");
    CHECK_FALSE(again.parts[3].digest.empty());
    REQUIRE_FALSE(site.procuratorate.inbox.empty());
    REQUIRE(site.procuratorate.inbox[0].parts.size() == 5);
    for (const auto& part : site.procuratorate.inbox[0].parts) CHECK_FALSE(part.present);  // D01 alone was owed
  }
  CHECK(holds(site.vault_disk, small_secret));  // recalled is not erased
  site.agrees();
}

TEST_CASE("recall: with its head a message's own case number is told no more, and found by nobody") {
  Recalling site;
  auto said = site.items();
  said.head.own_case_number = "罗市监〔2025〕777号";
  const auto record = site.sent(said);
  const auto asks = [&](Agency& agency) {
    wire::Query query;
    query.kind = wire::QueryKind::own_case;
    query.case_id = said.case_id;
    site.say(agency, wire::ClientFrame(query));
    site.turn();
    return World::last<wire::Answer>(agency)->json;
  };
  CHECK(asks(site.police).find("777号") != std::string::npos);
  const auto searches = [&](Agency& agency) {
    wire::Query query;
    query.kind = wire::QueryKind::search;
    query.text = "罗市监〔2025〕777";
    site.say(agency, wire::ClientFrame(query));
    site.turn();
    return World::last<wire::Answer>(agency)->json;
  };
  const auto itself = "\"record\":" + std::to_string(record) + ",";
  CHECK(searches(site.police).find(itself) != std::string::npos);
  site.index.lags = true;  // State knows before the index does
  site.recall(said, record, {});
  CHECK(asks(site.police).find("777号") == std::string::npos);
  CHECK(searches(site.police).find(itself) == std::string::npos);
  CHECK(asks(site.police).find("\"takenBack\"") != std::string::npos);
  site.index.lags = false;
  site.index.catch_up(1000);
  CHECK(site.index.entries.at(record).own_case_number.empty());
  CHECK(site.broker->index_entries(record, 1).at(0).own_case_number.empty());
  site.agrees();
}

TEST_CASE("recall: who recalls is told who had been shown what, and when; nobody else is, and once a turn") {
  Recalling site;
  site.disconnect(site.procuratorate);
  const auto said = site.items();
  const auto record = site.sent(said);
  site.ack(site.police, site.police.inbox[0].delivery);
  site.turn();
  const auto asks = [&](Agency& agency, core::RecordIndex of, int times = 1) {
    wire::Query query;
    query.kind = wire::QueryKind::transfer;
    query.transfer = said.transfer;
    query.text = std::to_string(of);
    agency.frames.clear();
    for (int i = 0; i < times; ++i) site.say(agency, wire::ClientFrame(query));
    site.turn();
    const auto* answer = World::last<wire::Answer>(agency);
    return answer == nullptr ? std::string() : answer->json;
  };
  CHECK(asks(site.amr, record).find("seenBy") == std::string::npos);  // nothing was recalled yet
  site.recall(said, record, {1, 3});
  const auto told = asks(site.amr, record);
  CHECK(told.find(R"("seenBy":[{"agency":"luoyuan-police","whole":true,"owed":")") != std::string::npos);
  CHECK(told.find(R"("taken":")") != std::string::npos);
  CHECK(told.find(R"({"agency":"luoyuan-procuratorate","whole":false,"owed":")") != std::string::npos);  // not taken
  CHECK(told.find(R"("parts":[1])") != std::string::npos);
  CHECK(asks(site.police, record).find("seenBy") == std::string::npos);
  CHECK(asks(site.amr, record + 1).find("seenBy") == std::string::npos);
  CHECK(asks(site.amr, 1000000).find("seenBy") == std::string::npos);
  asks(site.amr, record, 2);
  const auto* refused = World::last<wire::RefusalFrame>(site.amr);
  REQUIRE(refused != nullptr);
  CHECK(refused->code == core::Refusal::try_later);
}

TEST_CASE("erase: the bytes leave the vault, record and proofs stay, a replay leaves out what it cannot judge again") {
  Recalling site;
  const auto said = site.items();
  const auto record = site.sent(said);
  CHECK_FALSE(site.order(site.erasure(said, record, {3})).accepted);  // nobody recalled it
  site.recall(said, record, {3, 4});
  CHECK(site.order(site.erasure(said, 1000000, {3})).why == "what it erases is not recorded yet");
  const auto ordered = site.order(site.erasure(said, record, {3, 4}));
  REQUIRE(ordered.accepted);
  CHECK_FALSE(holds(site.vault_disk, small_secret));
  CHECK_FALSE(holds(site.vault_disk, large_secret));
  for (const auto& [name, size] : site.vault_disk.sizes()) CHECK((size < 70 * 1024 || size > 80 * 1024));
  const auto& replayed = site.replay();
  CHECK(replayed.disagreements().empty());
  REQUIRE(replayed.left_out().size() == 1);
  CHECK(replayed.left_out()[0].index == record);
  CHECK(replayed.left_out()[0].by.order == core::decode_statement(ordered.receipt.statement).value().index);
  CHECK(engine::state_digest(replayed.state()) == engine::state_digest(site.broker->state()));
  CHECK(site.order(site.erasure(said, record, {3})).why == "order.parts");  // once
  site.stop();
  site.start();
  CHECK(site.broker->faults().empty());
  site.connect(site.police);
  REQUIRE_FALSE(site.police.inbox.empty());
  CHECK(Recalling::here(site.police.inbox[0]) == "+++--");
  site.connect(site.amr);
  CHECK(site.sent(site.items()) > record);
  CHECK(site.replay().disagreements().empty());
}

TEST_CASE("erase: an index built anew once the case has left State takes the erased head for erased, not for lost") {
  Recalling site;
  const auto said = site.items();
  const auto record = site.sent(said);
  for (auto* each : {&site.police, &site.procuratorate})
    for (const auto& delivery : std::vector(each->inbox)) site.ack(*each, delivery.delivery);
  site.turn();
  site.recall(said, record, {}, "wrong_member");  // and the copy ends with its transfer
  REQUIRE(site.order(site.erasure(said, record, {0})).accepted);
  site.settle();
  site.time.advance(engine::closed_kept_ms);
  for (int snapshots = 0; snapshots < 2; ++snapshots) {  // at each stop one: what is closed leaves with it
    site.stop();
    site.start();
    site.connect(site.amr);
    site.sent(site.items());
  }
  REQUIRE(engine::find_transfer(site.broker->state(), said.transfer) == nullptr);
  const auto entries = site.broker->index_entries(record, 1);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].transfer == said.transfer);
  CHECK(entries[0].own_case_number.empty());
  CHECK(site.broker->faults().empty());
}

TEST_CASE("erase: a large part that two messages carry lies there until the last of them is erased") {
  Recalling site;
  const auto said = site.items();
  const auto first = site.compose(site.amr, said);
  site.say(site.amr, wire::ClientFrame(first));
  site.turn();
  const auto record = site.index_of(site.amr, site.amr.next++);
  auto other = said;  // the same content, salts included, in another case
  other.case_id = site.random_id<core::CaseId>();
  other.transfer = site.random_id<core::TransferId>();
  auto second = first;
  auto envelope = wire::decode_envelope(first.envelope).value();
  envelope.number = site.amr.next;
  envelope.case_id = other.case_id;
  envelope.transfer = other.transfer;
  second.envelope = wire::encode_envelope(envelope);
  site.sign(site.amr, {&second});
  site.say(site.amr, wire::ClientFrame(second));
  site.turn();
  const auto later = site.index_of(site.amr, site.amr.next++);
  site.recall(said, record, {4});
  REQUIRE(site.order(site.erasure(said, record, {4})).accepted);
  CHECK(holds(site.vault_disk, large_secret));
  site.ack(site.police, site.police.inbox[0].delivery);
  site.turn();
  site.stop();
  site.start();
  for (auto* each : {&site.police, &site.amr}) site.connect(*each);
  const auto owed = std::find_if(site.police.inbox.begin(), site.police.inbox.end(),
                                 [&](const auto& each) { return each.record == later; });
  REQUIRE(owed != site.police.inbox.end());
  CHECK(Recalling::here(*owed) == "+++++");
  site.recall(other, later, {4});
  REQUIRE(site.order(site.erasure(other, later, {4})).accepted);
  CHECK_FALSE(holds(site.vault_disk, large_secret));
  CHECK(site.replay().disagreements().empty());
}

TEST_CASE("erase: whatever instant the broker dies at, what was ordered durably is gone once it serves again") {
  Recalling site;
  const auto said = site.items();
  const auto record = site.sent(said);
  site.recall(said, record, {3, 4});
  site.settle();
  Tape none;
  none.on = false;
  SimDisk journal(none, 0);
  SimDisk vault(none, 1);
  journal.copy_from(site.journal_disk);
  vault.copy_from(site.vault_disk);
  const auto before = site.tape.changes.size();
  REQUIRE(site.order(site.erasure(said, record, {3, 4})).accepted);
  const auto after = site.tape.changes.size();
  std::size_t erased = 0;
  std::size_t kept = 0;
  for (auto length = before; length <= after; ++length) {
    for (int variant = 0; variant < 8; ++variant) {
      World again(1);
      again.time.wall_ms = site.time.wall_ms;
      again.tape.on = false;
      again.journal_disk.copy_from(journal);
      again.vault_disk.copy_from(vault);
      for (auto i = before; i < length; ++i) {
        const auto& change = site.tape.changes[i];
        (change.disk == 0 ? again.journal_disk : again.vault_disk).repeat(change);
      }
      std::mt19937_64 random(length * 8 + static_cast<std::size_t>(variant));
      const auto how = variant == 0 ? Crash::keeps_all : variant == 1 ? Crash::loses_all : Crash::tears;
      again.journal_disk.crash(how, random);
      again.vault_disk.crash(how, random);
      again.start();
      const auto* transfer = engine::find_transfer(again.broker->state(), said.transfer);
      REQUIRE(transfer != nullptr);
      REQUIRE(transfer->taken_back.size() == 2);
      const bool ordered = transfer->taken_back[0].erased;
      ++(ordered ? erased : kept);
      REQUIRE(holds(again.vault_disk, small_secret) == !ordered);
      REQUIRE(holds(again.vault_disk, large_secret) == !ordered);
      REQUIRE(again.broker->faults().empty());
      REQUIRE(again.replay().disagreements().empty());
    }
  }
  CHECK(erased > 8);
  CHECK(kept > 8);
}

}  // namespace
}  // namespace caseway::simulation
