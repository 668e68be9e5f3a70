// Valid bytes as they turn invalid: each truncation, each flipped bit.
//
// Our Cap'n Proto bytes: a flipped bit is refused, or it changed a field: then the value re-encodes to the flipped
// bytes, which is why it cannot be the value that was sent. Signatures and digests tell those. Bytes of our own
// (segment header, group, vault frame, head file) refuse every flipped bit by themselves. Every truncation is refused
// everywhere.
#include <doctest/doctest.h>

#include <functional>
#include <optional>

#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/order.h"
#include "tests/wire/sample.h"

namespace caseway::tests {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Seen {
  std::size_t refused = 0;
  std::size_t differ = 0;
};

/// `again` decodes and encodes again; nothing when the bytes are refused.
Seen damage(const Bytes& bytes, const std::function<std::optional<Bytes>(const Bytes&)>& again) {
  REQUIRE(again(bytes) == bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    REQUIRE(!again(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size))));
  }
  Seen seen;
  Bytes damaged = bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      damaged[i] = static_cast<std::uint8_t>(bytes[i] ^ (1 << bit));
      const auto held = again(damaged);
      if (held && *held != damaged) FAIL("byte ", i, " bit ", bit, " was accepted and is not said by the value");
      ++(held ? seen.differ : seen.refused);
    }
    damaged[i] = bytes[i];
  }
  return seen;
}

template <class Encode, class Decode>
Seen damage_with(const Bytes& bytes, Encode encode, Decode decode) {
  return damage(bytes, [&](const Bytes& from) -> std::optional<Bytes> {
    auto value = decode(from);
    if (!value.ok()) return std::nullopt;
    return encode(value.value());
  });
}

Bytes bytes_of(const std::string& name) {
  for (auto& sample : samples()) {
    if (sample.name == name) return sample.bytes;
  }
  FAIL("no sample ", name);
  return {};
}

}  // namespace

TEST_CASE("wire: damage: an envelope") {
  const auto seen = damage_with(bytes_of("envelope"), wire::encode_envelope, wire::decode_envelope);
  CHECK(seen.refused > 1000);  // pointers, pads, codes, version
  CHECK(seen.differ > 1000);   // ids, digests, instants, letters
}

TEST_CASE("wire: damage: signatures") {
  const auto seen = damage_with(bytes_of("signatures"), wire::encode_signatures, wire::decode_signatures);
  CHECK(seen.refused > 300);
  CHECK(seen.differ == 8 * (64 + 16 + 2 * 32) + 1 + 9);  // signature, key, path; index; a count above the index
}

TEST_CASE("wire: damage: content, head and document") {
  CHECK(damage_with(bytes_of("content"), wire::encode_content, wire::decode_content).differ > 0);
  CHECK(damage_with(bytes_of("head"), wire::encode_head, wire::decode_head).refused > 1000);
  CHECK(damage_with(bytes_of("document"), wire::encode_document, wire::decode_document).refused > 1000);
}

TEST_CASE("wire: damage: a message refuses every flipped bit of its content") {
  const auto envelope = bytes_of("envelope");
  const auto signatures = bytes_of("signatures");
  const auto seen = damage(bytes_of("content"), [&](const Bytes& content) -> std::optional<Bytes> {
    auto message = wire::decode_message(envelope, signatures, content);
    if (!message.ok()) return std::nullopt;
    return wire::encode_content(message.value().parts);
  });
  CHECK(seen.differ == 0);
}

TEST_CASE("wire: damage: order and genesis") {
  CHECK(damage_with(bytes_of("order"), wire::encode_order, wire::decode_order).refused > 0);
  CHECK(damage_with(bytes_of("genesis"), wire::encode_genesis, wire::decode_genesis).refused > 0);
}

TEST_CASE("wire: damage: a record's rest, under the salt of its turn, refuses every flipped bit") {
  const auto bytes = sample_records()[1];
  const auto seen = damage(bytes.rest, [&](const Bytes& rest) -> std::optional<Bytes> {
    auto record = wire::decode_record(bytes.statement, rest);
    auto said = core::decode_statement(bytes.statement);
    if (!record.ok() || wire::rest_digest(sample_salt(), 1, rest) != said.value().rest) return std::nullopt;
    return wire::encode_record(record.value(), sample_salt(), true).rest;
  });
  CHECK(seen.differ == 0);
}

TEST_CASE("wire: damage: a record's statement is refused, or its index, time, sender, rest or mark differ") {
  const auto bytes = sample_records()[1];
  const auto seen = damage(bytes.statement, [&](const Bytes& statement) -> std::optional<Bytes> {
    auto record = wire::decode_record(statement, bytes.rest);
    if (!record.ok()) return std::nullopt;
    auto said = core::decode_statement(statement);
    return core::encode_statement(said.value());
  });
  CHECK(seen.differ <= 8 * (8 + 8 + 11 + 32) + 1);
  CHECK(seen.refused > 0);
}

TEST_CASE("wire: damage: session frames") {
  const auto client = [](const wire::ClientFrame& frame) { return wire::encode(frame); };
  const auto broker = [](const wire::BrokerFrame& frame) { return wire::encode(frame); };
  for (const char* name : {"frame_hello", "frame_message"}) {
    CAPTURE(name);
    const auto seen = damage_with(bytes_of(name), client, wire::decode_client);
    CHECK(seen.refused > 0);
    CHECK(seen.differ > 0);
  }
  for (const char* name : {"frame_welcome", "frame_receipt", "frame_refusal", "frame_delivery"}) {
    CAPTURE(name);
    const auto seen = damage_with(bytes_of(name), broker, wire::decode_broker);
    CHECK(seen.refused > 0);
    CHECK(seen.differ > 0);
  }
}

TEST_CASE("wire: damage: a group refuses every flipped bit") {
  const auto seen = damage(bytes_of("group"), [](const Bytes& from) -> std::optional<Bytes> {
    const auto parsed = wire::parse_group(from);
    if (parsed.found != wire::Found::group) return std::nullopt;
    auto group = wire::begin_group(parsed.group.header, parsed.group.records, parsed.group.types);
    wire::finish_group(group, parsed.group.checkpoint);
    return group;
  });
  CHECK(seen.differ == 0);
}

TEST_CASE("wire: damage: segment header, vault frame and head file refuse every flipped bit") {
  CHECK(damage_with(bytes_of("segment_header"), wire::encode_segment_header, wire::decode_segment_header).differ == 0);
  const auto head = wire::encode_head_file(sample_checkpoint());
  CHECK(damage_with(head, wire::encode_head_file, wire::decode_head_file).differ == 0);
  const auto seen = damage(bytes_of("vault_frame"), [](const Bytes& from) -> std::optional<Bytes> {
    std::uint64_t consumed = 0;
    auto frame = wire::parse_vault_frame(from, consumed);
    if (!frame.ok() || frame.value().erased || consumed != from.size()) return std::nullopt;
    Bytes out;
    wire::append_vault_frame(out, frame.value());
    return out;
  });
  CHECK(seen.differ == 0);
}

}  // namespace caseway::tests
