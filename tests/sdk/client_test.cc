// The client against a broker that answers as each test wishes. Nothing here waits for a fixed time: run() returns when
// something happened.
#include "sdk/client.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <set>

#include "broker/core/digest.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "desk.h"
#include "fake_broker.h"
#include "sdk/machine.h"

namespace caseway::tests {
namespace {

namespace fs = std::filesystem;
using core::Refusal;

constexpr int patience_ms = 20'000;

/// An agency's directory and what its client needs; the broker comes first, its answers are the test's.
class Bench {
 public:
  explicit Bench(FakeBroker::Answer answer) : broker(std::move(answer)) {
    std::string name = (fs::temp_directory_path() / "caseway-client-XXXXXX").string();
    path = ::mkdtemp(name.data());
    agency.id = "luoyuan-amr";
    agency.origin = "caseway.example";
    agency.endpoint = broker.endpoint();
    agency.broker_key = broker.key();
    agency.log_key = log.key();
    agency.signing_key = path / "signing.key";
    agency.transport_key = path / "transport.key";
    signing = sdk::new_signing_key();
    sdk::write_key(agency.signing_key, "signing", signing);
    sdk::write_key(agency.transport_key, "transport", sdk::new_transport_key());
    broker.welcome = [this] { return said_welcome(); };
  }
  ~Bench() { fs::remove_all(path); }

  wire::Welcome said_welcome() {
    wire::Welcome welcome;
    welcome.origin = agency.origin;
    welcome.log_key = log.key();
    welcome.site_time = {1'758'855'900'000};
    welcome.checkpoint = log.checkpoint();
    welcome.credit_messages = 256;
    welcome.credit_bytes = 8 << 20;
    return welcome;
  }
  std::unique_ptr<sdk::Client> client(bool consume = false) {
    sdk::ClientOptions options;
    options.consume = consume;
    return std::make_unique<sdk::Client>(agency, options, store, time);
  }
  /// A receipt for the message of this frame.
  wire::ReceiptFrame receipt_for(const wire::SendMessage& message) {
    const auto envelope = wire::decode_envelope(message.envelope);
    REQUIRE(envelope.ok());
    core::Statement statement;
    statement.type = static_cast<std::uint16_t>(core::EventType::message);
    statement.sender = envelope.value().sender;
    statement.transfer = envelope.value().transfer;
    statement.body = core::digest_of(message.envelope);
    return {envelope.value().lane, envelope.value().number, log.record(statement), {}, {1'758'855'900'000}};
  }

  SmallLog log;
  FakeBroker broker;
  fs::path path;
  sdk::Agency agency;
  sdk::SigningKey signing;
  CrashingStore store;  // in memory; no change is the last
  sdk::SystemTime time;
  Dice dice;
};

core::LaneNumber number_of(const wire::SendMessage& message) {
  const auto envelope = wire::decode_envelope(message.envelope);
  return envelope.ok() ? envelope.value().number : 0;
}

wire::RefusalFrame refusal(core::LaneNumber number, Refusal code, core::LaneNumber expected = 0) {
  wire::RefusalFrame frame;
  frame.number = number;
  frame.code = code;
  frame.where = "here";
  frame.what = "because";
  frame.expected = expected;
  return frame;
}

core::LaneNumber queue(sdk::Client& client, const std::string& file = "08-accepted.json") {
  const auto number = client.queue(composed(file), file);
  REQUIRE(number.has_value());
  return *number;
}

}  // namespace

TEST_CASE("sdk: client: everything that waits is signed at once, and every receipt is checked and kept") {
  std::vector<wire::SendMessage> heard;
  Bench* at = nullptr;
  Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
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
  Bench* at = nullptr;
  Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
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
  Bench* at = nullptr;
  bool first_lost = false;
  Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
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
  std::vector<std::string> steps;
  Bench* at = nullptr;
  Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    const auto envelope = wire::decode_envelope(message->envelope);
    steps.push_back(envelope.value().step.str());
    if (envelope.value().number == 1 && envelope.value().step.view() != "void") return {refusal(1, Refusal::malformed)};
    if (envelope.value().number == 2 && steps.size() < 4) return {refusal(2, Refusal::gap, 1)};
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
  CHECK(std::count(steps.begin(), steps.end(), "void") == 1);
}

TEST_CASE("sdk: client: a number that another copy of the lane used is left, its message gets a new one") {
  Bench* at = nullptr;
  Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
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
    Bench* at = nullptr;
    Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
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

TEST_CASE("sdk: client: a key that is not valid stops the lane without a void, and says why") {
  Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
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
    Bench* at = nullptr;
    Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
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
  Bench bench([](const wire::ClientFrame&) { return FakeBroker::Frames{}; });
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
  Bench bench([](const wire::ClientFrame&) { return FakeBroker::Frames{}; });
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
    const auto police = core::key_pair_from_seed(std::vector<std::uint8_t>(32, 5));
    std::vector<std::uint64_t> acked;
    std::vector<std::string> parked;
    wire::Delivery delivery;
    Bench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
      if (const auto* ack = std::get_if<wire::Ack>(&frame)) acked.push_back(ack->delivery);
      if (const auto* park = std::get_if<wire::Park>(&frame)) parked.push_back(park->reason);
      if (const auto* query = std::get_if<wire::Query>(&frame)) {
        wire::Answer answer;
        answer.number = query->number;
        answer.found = true;
        const auto key = tamper == Tamper::sender_unknown ? std::string(64, '9') : core::hex(police.public_key);
        answer.json =
            R"({"agencies":[{"id":"luoyuan-police","nameZh":"罗源县公安局","keys":[{"key":")" + key + R"("}]}]})";
        return {answer};
      }
      return {};
    });
    auto message = composed("08-accepted.json");
    auto envelope = message.envelope;
    envelope.origin = "caseway.example";
    envelope.sender = "luoyuan-police";
    envelope.number = 1;
    envelope.signed_at = envelope.occurred_at;
    delivery.delivery = 5;
    delivery.case_id = envelope.case_id;
    delivery.transfer = envelope.transfer;
    delivery.procedure = envelope.procedure;
    delivery.envelope = wire::encode_envelope(envelope);
    const auto leaf =
        core::message_leaf(envelope.origin, envelope.sender, core::key_id(police.public_key), delivery.envelope);
    auto signatures = core::sign_batch(police, std::span(&leaf, 1));
    core::Statement statement;
    statement.type = static_cast<std::uint16_t>(core::EventType::message);
    statement.sender = envelope.sender;
    statement.body = core::digest_of(delivery.envelope);
    if (tamper == Tamper::statement) statement.body.bytes[0] ^= 1;
    delivery.receipt = bench.log.record(statement);
    delivery.record = 0;
    const auto parts = wire::decode_content(message.content);
    for (std::size_t i = 0; i < parts.value().size(); ++i) {
      const auto& part = parts.value()[i];
      const bool whole = i != 1;  // part 1 is not owed: only its digest is here
      delivery.parts.push_back({whole, part.type, message.part_digests[i], whole ? part.salt : core::Salt{},
                                whole ? part.bytes : wire::Bytes{}});
    }
    if (tamper == Tamper::part) delivery.parts[0].bytes.back() ^= 1;
    if (tamper == Tamper::digest) delivery.parts[1].digest.bytes[0] ^= 1;
    if (tamper == Tamper::signature) signatures.front().bytes[0] ^= 1;
    if (tamper == Tamper::envelope) {
      envelope.occurred_at.ms += 1;
      delivery.envelope = wire::encode_envelope(envelope);
    }
    delivery.signatures = wire::encode_signatures(signatures);

    auto client = bench.client(true);
    std::vector<sdk::Delivered> taken;
    client->on_delivery([&](const sdk::Delivered& delivered) {
      taken.push_back(delivered);
      return sdk::Taken{};
    });
    bench.broker.with_welcome = [&] { return FakeBroker::Frames{delivery}; };
    REQUIRE(client->connect(patience_ms));
    while (acked.empty() && parked.empty() && client->run(patience_ms)) {
    }
    for (int i = 0; i < 100 && acked.empty() && parked.empty(); ++i) client->run(50);  // until the broker has heard it
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
    CHECK(taken.front().body == statement.body);
  }
}

}  // namespace caseway::tests
