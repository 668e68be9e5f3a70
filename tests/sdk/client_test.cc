// The client against a broker that answers as each test wishes. Nothing here waits for a fixed time: run() returns when
// something happened.
#include "sdk/client.h"

#include <doctest/doctest.h>

#include <atomic>
#include <set>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "client_bench.h"

namespace caseway::tests {
namespace {

using core::Refusal;

core::LaneNumber queue(sdk::Client& client, const std::string& file = "08-accepted.json") {
  const auto number = client.queue(composed(file), file);
  REQUIRE(number.has_value());
  return *number;
}

}  // namespace

TEST_CASE("sdk: client: everything that waits is signed at once, and every receipt is checked and kept") {
  std::vector<wire::SendMessage> heard;
  ClientBench* at = nullptr;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    heard.push_back(*message);
    return {at->receipt_for(*message)};
  });
  at = &bench;
  bench.broker.admits = false;  // so that all wait before any is sent
  auto client = bench.client();
  CHECK_FALSE(
      client->queue(composed("08-accepted.json"), "x").has_value());  // what kind of site it is, is not known yet
  bench.broker.admits = true;
  REQUIRE(client->connect(patience_ms));
  std::vector<core::LaneNumber> told;
  client->on_answer([&](const sdk::Answered& answer) { told.push_back(answer.number); });
  for (int i = 0; i < 10; ++i) queue(*client);
  CHECK(client->settle(10, patience_ms) == sdk::Fate::receipted);
  CHECK(told == std::vector<core::LaneNumber>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  REQUIRE(heard.size() == 10);
  std::set<std::vector<std::uint8_t>> signatures;
  core::VerifiedBatches none(0);
  for (const auto& message : heard) {
    const auto signature = wire::decode_signatures(message.signatures);
    REQUIRE(signature.ok());
    signatures.insert(signature.value().front().bytes);
    CHECK(signature.value().front().batch_count == 10);
    const auto leaf = core::message_leaf("caseway.example", "luoyuan-amr", core::key_id(bench.signing.pair.public_key),
                                         message.envelope);
    CHECK(none.verify(bench.signing.pair.public_key, signature.value().front(), leaf));
    CHECK(wire::decode_message(message.envelope, message.signatures, message.content).ok());
  }
  CHECK(signatures.size() == 1);
  CHECK(client->lane().settled() == 10);
  CHECK(client->lane().receipt(7).has_value());
}

TEST_CASE("sdk: client: the next process sends the same bytes again, and says the checkpoint it holds") {
  std::vector<sdk::Bytes> heard;
  bool answers = false;
  ClientBench* at = nullptr;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    heard.push_back(message->envelope);
    if (!answers && number_of(*message) == 2) return {};
    return {at->receipt_for(*message)};
  });
  at = &bench;
  {
    auto client = bench.client();
    REQUIRE(client->connect(patience_ms));
    const auto first = queue(*client);
    CHECK(client->settle(first, patience_ms) == sdk::Fate::receipted);
    const auto second = queue(*client);
    CHECK(client->settle(second, 300) == sdk::Fate::unknown);
    CHECK(client->lane().waiting().size() == 1);
  }
  answers = true;
  auto client = bench.client();
  CHECK(client->settle(2, patience_ms) == sdk::Fate::receipted);
  REQUIRE(heard.size() == 3);
  CHECK(heard[2] == heard[1]);
  REQUIRE(bench.broker.heard_hellos.size() == 2);
  REQUIRE(bench.broker.heard_hellos[1].checkpoint.has_value());
  CHECK(bench.broker.heard_hellos[1].checkpoint->tree_size == 1);
}

TEST_CASE("sdk: client: after a gap it goes back to the number expected") {
  std::vector<core::LaneNumber> heard;
  ClientBench* at = nullptr;
  bool first_lost = false;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    const auto number = number_of(*message);
    heard.push_back(number);
    if (number == 1 && !std::exchange(first_lost, true)) return {};
    const bool one_known = std::count(heard.begin(), heard.end(), 1) > 1;
    if (number > 1 && !one_known) return {refusal(number, Refusal::gap, 1)};
    return {at->receipt_for(*message)};
  });
  at = &bench;
  auto client = bench.client();
  REQUIRE(client->connect(patience_ms));
  for (int i = 0; i < 4; ++i) queue(*client);
  CHECK(client->settle(4, patience_ms) == sdk::Fate::receipted);
  CHECK(client->lane().settled() == 4);
}

TEST_CASE("sdk: client: what can never pass is told, and a void takes its number") {
  int heard = 0;
  std::set<sdk::Bytes> voids;  // the gap may be heard after the void was sent, which then goes out again as it is
  ClientBench* at = nullptr;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    ++heard;
    const auto envelope = wire::decode_envelope(message->envelope);
    if (envelope.value().step.view() == "void") voids.insert(message->envelope);
    if (envelope.value().number == 1 && envelope.value().step.view() != "void") return {refusal(1, Refusal::malformed)};
    if (envelope.value().number == 2 && heard < 4) return {refusal(2, Refusal::gap, 1)};
    return {at->receipt_for(*message)};
  });
  at = &bench;
  auto client = bench.client();
  std::vector<core::LaneNumber> refused;
  client->on_refused([&](core::LaneNumber number, const sdk::LaneRefused& why) {
    refused.push_back(number);
    CHECK(why.code == Refusal::malformed);
  });
  REQUIRE(client->connect(patience_ms));
  queue(*client);
  queue(*client);
  CHECK(client->settle(1, patience_ms) == sdk::Fate::refused);
  CHECK(client->settle(2, patience_ms) == sdk::Fate::receipted);
  CHECK(refused == std::vector<core::LaneNumber>{1});
  CHECK(voids.size() == 1);
}

TEST_CASE("sdk: client: a number that another copy of the lane used is left, its message gets a new one") {
  ClientBench* at = nullptr;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    if (number_of(*message) == 1) return {refusal(1, Refusal::id_reused)};
    return {at->receipt_for(*message)};
  });
  at = &bench;
  auto client = bench.client();
  REQUIRE(client->connect(patience_ms));
  queue(*client);
  CHECK(client->settle(1, patience_ms) == sdk::Fate::renumbered);
  CHECK(client->settle(2, patience_ms) == sdk::Fate::receipted);
}

TEST_CASE("sdk: client: try_later, disk_full and over_credit are tried again") {
  for (const auto code : {Refusal::try_later, Refusal::disk_full, Refusal::over_credit, Refusal::fault}) {
    int heard = 0;
    ClientBench* at = nullptr;
    ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
      const auto* message = std::get_if<wire::SendMessage>(&frame);
      if (message == nullptr) return {};
      if (++heard < 3) return {refusal(1, code)};
      return {at->receipt_for(*message)};
    });
    at = &bench;
    auto client = bench.client();
    REQUIRE(client->connect(patience_ms));
    CHECK(client->settle(queue(*client), patience_ms) == sdk::Fate::receipted);
    CHECK(heard == 3);
    CHECK(client->trouble().empty());
  }
}

TEST_CASE("sdk: client: a receipt that comes while a delivery is checked is told in the same round") {
  wire::ReceiptFrame receipt;
  ClientBench* at = nullptr;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (const auto* message = std::get_if<wire::SendMessage>(&frame)) {
      receipt = at->receipt_for(*message);
      return {from_police(at->log, 5)};
    }
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    return {receipt, answer_to(*query, directory_of_police(police_key().public_key))};
  });
  at = &bench;
  auto client = bench.client(true);
  bool delivered = false;
  std::vector<core::LaneNumber> told;
  client->on_delivery([&](const sdk::Delivered&) {
    delivered = true;
    return sdk::Taken{};
  });
  client->on_answer([&](const sdk::Answered& answer) { told.push_back(answer.number); });
  REQUIRE(client->connect(patience_ms));
  queue(*client);
  while (!delivered && client->run(patience_ms)) {
  }
  CHECK(delivered);
  CHECK(told == std::vector<core::LaneNumber>{1});
}

TEST_CASE("sdk: client: a key that is not valid stops the lane without a void, and says why") {
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (!std::holds_alternative<wire::SendMessage>(frame)) return {};
    return {refusal(1, Refusal::key_not_valid)};
  });
  auto client = bench.client();
  REQUIRE(client->connect(patience_ms));
  queue(*client);
  CHECK(client->settle(1, 300) == sdk::Fate::unknown);
  CHECK(client->trouble() == "key_not_valid: here: because");
  CHECK_FALSE(client->lane().waiting().at(1).is_void);
}

TEST_CASE("sdk: client: a receipt that proves something else is never taken") {
  enum class Lie { other_body, other_sender, other_key, other_root };
  for (const auto lie : {Lie::other_body, Lie::other_sender, Lie::other_key, Lie::other_root}) {
    ClientBench* at = nullptr;
    ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
      const auto* message = std::get_if<wire::SendMessage>(&frame);
      if (message == nullptr) return {};
      auto receipt = at->receipt_for(*message);
      core::Statement statement;
      statement.type = static_cast<std::uint16_t>(core::EventType::message);
      statement.sender = lie == Lie::other_sender ? "lianjiang-amr" : "luoyuan-amr";
      if (lie != Lie::other_body) statement.body = core::digest_of(message->envelope);
      if (lie == Lie::other_body || lie == Lie::other_sender) receipt.receipt = at->log.record(statement);
      if (lie == Lie::other_key) receipt.receipt.proof.checkpoint.signature.bytes[0] ^= 1;
      if (lie == Lie::other_root) receipt.receipt.statement.back() ^= 1;
      return {receipt};
    });
    at = &bench;
    auto client = bench.client();
    REQUIRE(client->connect(patience_ms));
    queue(*client);
    CHECK(client->settle(1, 500) == sdk::Fate::unknown);
    CHECK_FALSE(client->lane().receipt(1).has_value());
    CHECK(client->trouble().find("a receipt that does not hold") != std::string::npos);
  }
}

TEST_CASE("sdk: client: a broker with another name, log key or less than was shown before gets no session") {
  ClientBench bench([](const wire::ClientFrame&) { return FakeBroker::Frames{}; });
  const auto trouble_with = [&](std::function<wire::Welcome()> welcome) {
    bench.broker.welcome = std::move(welcome);
    auto client = bench.client();
    CHECK_FALSE(client->connect(1000));
    return client->trouble();
  };
  CHECK(trouble_with([&] {
          auto welcome = bench.said_welcome();
          welcome.origin = "other.example";
          return welcome;
        }).find("this is not broker caseway.example") != std::string::npos);
  CHECK(trouble_with([&] {
          auto welcome = bench.said_welcome();
          welcome.log_key.bytes[0] ^= 1;
          return welcome;
        }).find("this is not broker caseway.example") != std::string::npos);
  bench.log.record({});
  bench.log.record({});
  bench.broker.welcome = [&] { return bench.said_welcome(); };
  {
    auto client = bench.client();
    CHECK(client->connect(patience_ms));
  }
  SmallLog shorter;
  shorter.record({});
  CHECK(trouble_with([&] {
          auto welcome = bench.said_welcome();
          welcome.checkpoint = shorter.checkpoint();
          return welcome;
        }).find("rolled_back: we hold checkpoint 2, the broker shows 1") != std::string::npos);
  SmallLog other;
  other.record({});
  core::Statement different;
  different.sender = "x";
  other.record(different);
  CHECK(trouble_with([&] {
          auto welcome = bench.said_welcome();
          welcome.checkpoint = other.checkpoint();
          return welcome;
        }).find("rolled_back") != std::string::npos);
}

TEST_CASE("sdk: client: a transport key that is denied is tried on a new connection until it is admitted") {
  ClientBench bench([](const wire::ClientFrame&) { return FakeBroker::Frames{}; });
  bench.broker.admits = false;
  auto client = bench.client();
  CHECK_FALSE(client->connect(1500));
  CHECK(client->trouble().find("does not admit this transport key") != std::string::npos);
  CHECK(bench.broker.handshakes == 1);  // with a pause between: a denial costs the broker a handshake
  bench.broker.admits = true;
  CHECK(client->connect(patience_ms));
  CHECK(bench.broker.handshakes == 2);
}

TEST_CASE(
    "sdk: client: a message delivered is checked, handed over and acknowledged; one that was tampered with is parked") {
  enum class Tamper { nothing, part, digest, envelope, signature, statement, sender_unknown };
  for (const auto tamper : {Tamper::nothing, Tamper::part, Tamper::digest, Tamper::envelope, Tamper::signature,
                            Tamper::statement, Tamper::sender_unknown}) {
    CAPTURE(static_cast<int>(tamper));
    std::vector<std::uint64_t> acked;
    std::vector<std::string> parked;
    std::atomic<bool> told = false;  // both are the broker's thread's until then
    wire::Delivery delivery;
    ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
      if (const auto* ack = std::get_if<wire::Ack>(&frame))
        acked.insert(acked.end(), ack->deliveries.begin(), ack->deliveries.end());
      if (const auto* park = std::get_if<wire::Park>(&frame)) parked.push_back(park->reason);
      if (!acked.empty() || !parked.empty()) told = true;
      if (const auto* query = std::get_if<wire::Query>(&frame)) {
        const auto other = core::key_pair_from_seed(std::vector<std::uint8_t>(32, 6)).public_key;
        return {
            answer_to(*query, directory_of_police(tamper == Tamper::sender_unknown ? other : police_key().public_key))};
      }
      return {};
    });
    delivery = from_police(bench.log, 5);
    if (tamper == Tamper::part) delivery.parts[0].bytes.back() ^= 1;
    if (tamper == Tamper::digest) delivery.parts[1].digest.bytes[0] ^= 1;
    if (tamper == Tamper::signature) {
      auto signatures = wire::decode_signatures(delivery.signatures).value();
      signatures.front().bytes[0] ^= 1;
      delivery.signatures = wire::encode_signatures(signatures);
    }
    if (tamper == Tamper::envelope) {
      auto envelope = wire::decode_envelope(delivery.envelope).value();
      envelope.occurred_at.ms += 1;
      delivery.envelope = wire::encode_envelope(envelope);
    }
    if (tamper == Tamper::statement) {
      auto statement = core::decode_statement(delivery.receipt.statement).value();
      statement.body.bytes[0] ^= 1;
      delivery.record = bench.log.checkpoint().tree_size;
      delivery.receipt = bench.log.record(statement);
    }

    auto client = bench.client(true);
    std::vector<sdk::Delivered> taken;
    client->on_delivery([&](const sdk::Delivered& delivered) {
      taken.push_back(delivered);
      return sdk::Taken{};
    });
    bench.broker.with_welcome = [&] { return FakeBroker::Frames{delivery}; };
    REQUIRE(client->connect(patience_ms));
    for (int i = 0; i < patience_ms / 50 && !told; ++i) client->run(50);
    if (tamper != Tamper::nothing) {
      CHECK(taken.empty());
      CHECK(acked.empty());
      REQUIRE(parked.size() == 1);
      CHECK(parked.front().starts_with("not to be believed: "));
      continue;
    }
    CHECK(acked == std::vector<std::uint64_t>{5});
    CHECK(parked.empty());
    REQUIRE(taken.size() == 1);
    REQUIRE(taken.front().head.has_value());
    CHECK(taken.front().missing == std::vector<core::PartNo>{1});
    CHECK(taken.front().documents.size() == 1);
    CHECK(taken.front().body == core::digest_of(delivery.envelope));
  }
}

TEST_CASE("sdk: client: one that cannot keep what it knows ends all the same, whatever its store throws") {
  ClientBench bench([](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    return {answer_to(*query, R"({"time":"2026-09-26T17:00:00+08:00"})")};  // later than the welcome said
  });
  bench.broker.welcome = [&bench] {
    auto welcome = bench.said_welcome();
    welcome.training = true;
    return welcome;
  };
  auto client = bench.client();
  REQUIRE(client->connect(patience_ms));
  REQUIRE(client->refresh());
  const auto kept = bench.store.files.at("site");
  bench.store.changes_left = 0;  // the next one is made, and throws what is no Fault
  client.reset();
  CHECK(bench.store.files.at("site") != kept);
}

TEST_CASE("sdk: client: a key counts for what the broker received while it was valid, and for nothing else") {
  struct Dates {
    const char* dates;
    std::int64_t received_s;  ///< after 2025-09-26T10:00:00+08:00
    bool holds;
  };
  const char* open = R"(,"from":"2025-09-26T10:00:00+08:00")";
  const char* until = R"(,"from":"2025-09-26T10:00:00+08:00","until":"2025-09-26T11:00:00+08:00")";
  const char* revoked = R"(,"from":"2025-09-26T10:00:00+08:00","revoked":"2025-09-26T11:00:00+08:00")";
  for (const Dates& key : {Dates{open, -1, false}, Dates{open, 0, true}, Dates{until, 3599, true},
                           Dates{until, 3600, false}, Dates{revoked, 3599, true}, Dates{revoked, 3600, false}}) {
    CAPTURE(key.dates);
    CAPTURE(key.received_s);
    std::atomic<int> acked = 0;
    std::vector<std::string> parked;
    std::atomic<bool> is_parked = false;
    ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
      if (std::holds_alternative<wire::Ack>(frame)) ++acked;
      if (const auto* park = std::get_if<wire::Park>(&frame)) {
        parked.push_back(park->reason);
        is_parked = true;
      }
      const auto* query = std::get_if<wire::Query>(&frame);
      if (query == nullptr) return {};
      return {answer_to(*query, directory_of_police(police_key().public_key, key.dates))};
    });
    const auto first = core::parse_instant("2025-09-26T10:00:00+08:00").value();
    const auto delivery = from_police(bench.log, 5, {first.ms + key.received_s * 1000});
    bench.broker.with_welcome = [&] { return FakeBroker::Frames{delivery}; };
    auto client = bench.client(true);
    client->on_delivery([](const sdk::Delivered&) { return sdk::Taken{}; });
    REQUIRE(client->connect(patience_ms));
    for (int i = 0; i < 400 && acked == 0 && !is_parked; ++i) client->run(50);
    CHECK(acked == (key.holds ? 1 : 0));
    REQUIRE(parked.size() == (key.holds ? 0 : 1));
    if (!key.holds) CHECK(parked.front().find("was not a valid key of luoyuan-police") != std::string::npos);
  }
}

}  // namespace caseway::tests
