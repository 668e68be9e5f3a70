// What is encoded comes back, field by field, for random values of everything that has bytes.
#include <doctest/doctest.h>

#include <string>

#include "broker/core/digest.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/order.h"
#include "broker/wire/record.h"
#include "broker/wire/session.h"
#include "tests/wire/random_values.h"
#include "tests/wire/same.h"

namespace caseway::tests {
namespace {

constexpr std::uint64_t seeds = 300;

/// Encodes and decodes random values of T; each must come back the same, and its bytes again be the same.
template <class T, class Encode, class Decode>
void check_round_trips(Encode&& encode, Decode&& decode) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const T value = random_value<T>(random);
    const auto bytes = encode(value);
    auto back = decode(bytes);
    if (!back.ok()) FAIL(back.refused().where, ": ", back.refused().what);
    REQUIRE(same(value, back.value()));
    REQUIRE(encode(back.value()) == bytes);
  }
}

}  // namespace

TEST_CASE("wire: round trip: envelopes (300)") {
  check_round_trips<core::Envelope>(wire::encode_envelope, wire::decode_envelope);
}

TEST_CASE("wire: round trip: signatures of one message (300)") {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Random random(seed);
    std::vector<core::Signature> value(1 + random.below(8));
    for (auto& signature : value) fill(random, signature);
    auto back = wire::decode_signatures(wire::encode_signatures(value));
    REQUIRE(back.ok());
    REQUIRE(same(value, back.value()));
  }
}

TEST_CASE("wire: round trip: documents with nested fields (300)") {
  check_round_trips<core::Document>(wire::encode_document, wire::decode_document);
}

TEST_CASE("wire: round trip: orders (300)") { check_round_trips<core::Order>(wire::encode_order, wire::decode_order); }

TEST_CASE("wire: round trip: the genesis (300)") {
  check_round_trips<core::Genesis>(wire::encode_genesis, wire::decode_genesis);
}

TEST_CASE("wire: round trip: frames of the client (300)") {
  check_round_trips<wire::ClientFrame>([](const wire::ClientFrame& frame) { return wire::encode(frame); },
                                       wire::decode_client);
}

TEST_CASE("wire: round trip: frames of the broker (300)") {
  check_round_trips<wire::BrokerFrame>([](const wire::BrokerFrame& frame) { return wire::encode(frame); },
                                       wire::decode_broker);
}

TEST_CASE("wire: round trip: whole messages with head, documents and evidence (300)") {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const RandomMessage sent = random_message(random);
    auto message = wire::decode_message(wire::encode_envelope(sent.envelope), wire::encode_signatures(sent.signatures),
                                        wire::encode_content(sent.parts));
    if (!message.ok()) FAIL(message.refused().where, ": ", message.refused().what);
    CHECK(same(sent.envelope, message.value().envelope));
    CHECK(same(sent.signatures, message.value().signatures));
    CHECK(same(sent.parts, message.value().parts));

    auto dossier = wire::decode_dossier(message.value().parts);
    if (!dossier.ok()) FAIL(dossier.refused().where, ": ", dossier.refused().what);
    auto head = wire::decode_head(sent.parts[0].bytes);
    REQUIRE(head.ok());
    CHECK(same(head.value(), dossier.value().head));
    CHECK(wire::encode_head(dossier.value().head) == sent.parts[0].bytes);
    for (std::size_t i = 0; i < dossier.value().documents.size(); ++i) {
      CHECK(wire::encode_document(dossier.value().documents[i]) == sent.parts[dossier.value().document_parts[i]].bytes);
    }
  }
}

TEST_CASE("wire: round trip: records of every event with every effect (3000)") {
  std::size_t events_seen = 0;
  std::size_t effects_seen = 0;
  for (std::uint64_t seed = 1; seed <= 10 * seeds; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const auto record = random_value<core::Record>(random);
    const auto salt = random_value<core::TurnSalt>(random);
    const auto bytes = wire::encode_record(record, salt, random.one_in(2));
    auto back = wire::decode_record(bytes.statement, bytes.rest);
    if (!back.ok()) FAIL(back.refused().where, ": ", back.refused().what);
    REQUIRE(same(record, back.value()));
    events_seen |= std::size_t{1} << record.event.body.index();
    for (const auto& effect : record.outcome.effects) effects_seen |= std::size_t{1} << effect.index();
  }
  CHECK(events_seen == (std::size_t{1} << std::variant_size_v<core::EventBody::variant>)-1);
  CHECK(effects_seen == (std::size_t{1} << std::variant_size_v<core::Effect::variant>)-1);
}

TEST_CASE("wire: round trip: a snapshot is noted with its format; of the first, as it ever was") {
  core::Record record;
  record.index = 9;
  record.event.type = core::EventType::snapshot;
  const auto digest = core::digest_of(std::vector<std::uint8_t>{1});
  for (const core::RecordIndex records : {core::RecordIndex{0}, core::RecordIndex{7}}) {
    for (const int number : {1, 2, 65535}) {
      const auto format = static_cast<std::uint16_t>(number);
      record.event.body = core::SnapshotEvent{digest, records, format};
      const auto bytes = wire::encode_record(record, {}, false);
      const auto back = wire::decode_record(bytes.statement, bytes.rest);
      REQUIRE(back.ok());
      const auto& noted = std::get<core::SnapshotEvent>(back.value().event.body);
      CHECK(noted.state == digest);
      CHECK(noted.records == records);
      CHECK(noted.format == format);
    }
  }
}

TEST_CASE(
    "wire: round trip: an outcome in a receipt keeps verdict, findings and clocks, not the broker's own effects") {
  core::Outcome outcome;
  outcome.verdict = core::Verdict::proceeds_with_findings;
  outcome.findings.push_back(
      {"K01.D04", core::Fault::absent, core::FindingClass::required, "D04", 0, false, {}, false});
  Random random(1);
  outcome.facts_used.push_back(random_value<core::PartRef>(random));
  outcome.effects.push_back(random_value<core::effect::LaneAdvanced>(random));
  const auto started = random_value<core::effect::ClockStarted>(random);
  outcome.effects.push_back(started);
  auto delivered = random_value<core::effect::Delivered>(random);
  delivered.mailbox = "luoyuan-police";
  outcome.effects.push_back(delivered);

  auto told = wire::decode_outcome(wire::encode_outcome(outcome));
  REQUIRE(told.ok());
  CHECK(told.value().verdict == outcome.verdict);
  CHECK(told.value().findings == outcome.findings);
  CHECK(told.value().facts_used.empty());
  REQUIRE(told.value().effects.size() == 2);
  CHECK(same(std::get<core::effect::ClockStarted>(told.value().effects[0]), started));
  const auto& copy = std::get<core::effect::Delivered>(told.value().effects[1]);
  CHECK(copy.mailbox == "luoyuan-police");
  CHECK(copy.delivery == 0);
}

}  // namespace caseway::tests
