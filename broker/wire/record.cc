#include "broker/wire/record.h"

#include "broker/core/digest.h"
#include "broker/core/limits.h"
#include "broker/core/receipt.h"
#include "broker/wire/canonical.h"
#include "broker/wire/envelope.h"
#include "broker/wire/nested.h"
#include "broker/wire/order.h"
#include "schemas/record.capnp.h"

namespace caseway::wire {
namespace {

namespace limits = core::limits;
using core::EventType;
using core::Refusal;
using core::Refused;

constexpr std::uint16_t format_1 = 1;
constexpr std::size_t reason_bytes_max = 1 * limits::kib;
constexpr auto last_refusal = core::Refusal::rolled_back;

static_assert(static_cast<int>(schema::ClockSource::TRAINING) == static_cast<int>(core::ClockSource::training));

// ---- The statement: what every holder of a receipt may see ----------------------------------------------------------

core::Statement statement_of(const core::Record& record, const core::Digest& rest, bool test) {
  core::Statement statement;
  statement.type = static_cast<std::uint16_t>(record.event.type);
  statement.index = record.index;
  statement.received_at = record.event.received_at;
  statement.sender = record.event.agency;
  const auto* message = std::get_if<core::MessageEvent>(&record.event.body);
  if (message && !message->secret) {
    statement.transfer = message->message.envelope.transfer;
    statement.body = message->message.body;
  }
  statement.verdict = record.outcome.verdict;
  statement.return_code = record.outcome.return_code;
  for (const auto& finding : record.outcome.findings) statement.findings.push_back(finding.code);
  statement.rest = rest;
  statement.test = test;
  return statement;
}

// ---- Events: each alternative of the value sets one of the union ----------------------------------------------------

struct Writer {
  EventType type{};
  schema::Rest::Event::Builder to;

  void operator()(const core::TickEvent&) {
    MUST(type == EventType::tick);
    to.setTick();
  }
  void operator()(const core::Genesis& from) {
    MUST(type == EventType::genesis);
    put(to, &schema::Rest::Event::Builder::initGenesis, encode_genesis(from));
  }
  void operator()(const core::MessageEvent& from) {
    MUST(type == EventType::message);
    if (from.secret) {  // whatever else the value still holds stays off the disk
      auto secret = to.initSecret();
      secret.setLane(from.message.envelope.lane);
      secret.setNumber(from.message.envelope.number);
      return;
    }
    const core::Message& message = from.message;
    MUST(message.part_digests.size() == message.parts.size());
    MUST(from.part_sizes.size() == message.parts.size());
    auto event = to.initMessage();
    put(event, &schema::MessageEvent::Builder::initEnvelope, message.envelope_bytes);
    put(event, &schema::MessageEvent::Builder::initSignatures, encode_signatures(message.signatures));
    if (message.parts.empty()) return;
    auto parts = event.initParts(static_cast<unsigned>(message.parts.size()));
    for (unsigned i = 0; i < parts.size(); ++i) {
      auto part = parts[i];
      part.setType(static_cast<schema::PartType>(message.parts[i].type));
      put(part, &schema::PartEntry::Builder::initSalt, message.parts[i].salt);
      put(part, &schema::PartEntry::Builder::initDigest, message.part_digests[i]);
      part.setBytes(from.part_sizes[i]);
    }
  }
  void operator()(const core::AckEvent& from) {
    MUST(type == EventType::ack);
    to.setAck(from.delivery);
  }
  void operator()(const core::ParkEvent& from) {
    MUST(type == EventType::park);
    auto park = to.initPark();
    park.setDelivery(from.delivery);
    put(park, &schema::ParkEvent::Builder::initReason, from.reason);
  }
  void operator()(const core::UnparkEvent& from) {
    MUST(type == EventType::unpark);
    to.setUnpark(from.delivery);
  }
  void operator()(const core::OrderEvent& from) {
    MUST(type == EventType::order);
    auto order = to.initOrder();
    put(order, &schema::OrderEvent::Builder::initOrder, from.order_bytes);
    put_list(order, &schema::OrderEvent::Builder::initSignatures, from.signatures, write_officer_signature);
  }
  void operator()(const core::RefusalsEvent& from) {
    MUST(type == EventType::refusals);
    auto refusals = to.initRefusals();
    refusals.setReason(static_cast<std::uint16_t>(from.reason));
    refusals.setMinute(from.minute.ms);
    refusals.setCount(from.count);
    put(refusals, &schema::RefusalsEvent::Builder::initFirst, from.first);
  }
  void operator()(const core::SnapshotEvent& from) {
    MUST(type == EventType::snapshot);
    MUST(from.format != 0);
    const bool first_format = from.format == 1;
    if (from.records == 0 && first_format) return put(to, &schema::Rest::Event::Builder::initSnapshot, from.state);
    auto snapshot = to.initSnapshotNoted();
    snapshot.setRecords(from.records);
    put(snapshot, &schema::SnapshotEvent::Builder::initState, from.state);
    snapshot.setFormat(first_format ? 0 : from.format);
  }
  void operator()(const core::IndexedEvent& from) {
    MUST(type == EventType::indexed);
    to.setIndexed(from.upto);
  }
};

Bytes encode_rest(const core::Record& record) {
  return to_bytes<schema::Rest>([&](schema::Rest::Builder to) {
    to.setFormat(format_1);
    to.setClockSource(static_cast<schema::ClockSource>(record.event.clock_source));
    to.setUncertaintyMs(record.event.uncertainty_ms);
    put(to, &schema::Rest::Builder::initTurnSalt, record.event.turn_salt);
    to.setIndexedTo(record.event.indexed_to);
    std::visit(Writer{record.event.type, to.getEvent()}, record.event.body);
    write_outcome(to.initOutcome(), record.outcome);
  });
}

/// Takes what `decoded` holds, or refuses at `field` with its reason.
template <class T>
T take(const At& at, const char* field, core::Result<T> decoded) {
  if (decoded.ok()) return std::move(decoded).value();
  at.refuse(field, decoded.refused().where + ": " + decoded.refused().what);
  return T{};
}

core::MessageEvent read_message(const At& at, schema::MessageEvent::Reader from) {
  core::MessageEvent to;
  core::Message& message = to.message;
  message.envelope_bytes = at.data("envelope", from.getEnvelope(), limits::envelope_bytes_max);
  message.envelope = take(at, "envelope", decode_envelope(message.envelope_bytes));
  message.body = core::digest_of(message.envelope_bytes);
  const auto signatures = from.getSignatures();
  message.signatures = take(at, "signatures", decode_signatures({signatures.begin(), signatures.size()}));
  const auto read = [&](const At& part, schema::PartEntry::Reader entry) {
    message.part_digests.push_back(part.id<core::Digest>("digest", entry.getDigest(), true));
    to.part_sizes.push_back(entry.getBytes());
    return core::Part{part.number("type", entry.getType(), core::PartType::evidence),
                      part.id<core::Salt>("salt", entry.getSalt(), true),
                      {}};
  };
  message.parts = at.list("parts", from.getParts(), limits::parts_max, read);
  const bool whole = message.parts.size() == message.envelope.part_count &&
                     message.envelope.content_root == core::content_root(message.part_digests);
  at.need(whole, "parts", "not those of the envelope");
  return to;
}

core::OrderEvent read_order_event(const At& at, schema::OrderEvent::Reader from) {
  core::OrderEvent to;
  to.order_bytes = at.data("order", from.getOrder(), order_bytes_max);
  to.order = take(at, "order", decode_order(to.order_bytes));
  to.signatures = at.list("signatures", from.getSignatures(), officers_max, read_officer_signature);
  return to;
}

core::SnapshotEvent read_snapshot(const At& at, schema::SnapshotEvent::Reader from) {
  const auto format = from.getFormat();
  at.need(format != 1, "format", "the first format is written as 0");
  at.need(format != 0 || from.getRecords() != 0, "records", "expected a number of records");
  return {at.id<core::Digest>("state", from.getState(), true), from.getRecords(),
          format == 0 ? std::uint16_t{1} : format};
}

void read_event(const At& at, schema::Rest::Event::Reader from, core::Event& to) {
  switch (from.which()) {
    case schema::Rest::Event::TICK:
      to.type = EventType::tick;
      to.body = core::TickEvent{};
      return;
    case schema::Rest::Event::GENESIS: {
      to.type = EventType::genesis;
      const auto genesis = from.getGenesis();
      to.body = take(at, "genesis", decode_genesis({genesis.begin(), genesis.size()}));
      return;
    }
    case schema::Rest::Event::MESSAGE:
      to.type = EventType::message;
      to.body = read_message(At(at, "message"), from.getMessage());
      return;
    case schema::Rest::Event::SECRET: {
      to.type = EventType::message;
      core::MessageEvent event;
      event.secret = true;
      event.message.envelope.lane = from.getSecret().getLane();
      event.message.envelope.number = from.getSecret().getNumber();
      to.body = std::move(event);
      return;
    }
    case schema::Rest::Event::ACK:
      to.type = EventType::ack;
      to.body = core::AckEvent{from.getAck()};
      return;
    case schema::Rest::Event::PARK: {
      to.type = EventType::park;
      const auto park = from.getPark();
      to.body = core::ParkEvent{park.getDelivery(), at.text("reason", park.getReason(), reason_bytes_max)};
      return;
    }
    case schema::Rest::Event::UNPARK:
      to.type = EventType::unpark;
      to.body = core::UnparkEvent{from.getUnpark()};
      return;
    case schema::Rest::Event::ORDER:
      to.type = EventType::order;
      to.body = read_order_event(At(at, "order"), from.getOrder());
      return;
    case schema::Rest::Event::REFUSALS: {
      to.type = EventType::refusals;
      const auto refusals = from.getRefusals();
      to.body = core::RefusalsEvent{at.number("reason", refusals.getReason(), last_refusal),
                                    core::Instant{refusals.getMinute()}, refusals.getCount(),
                                    at.id<core::Digest>("first", refusals.getFirst())};
      return;
    }
    case schema::Rest::Event::SNAPSHOT:
      to.type = EventType::snapshot;
      to.body = core::SnapshotEvent{at.id<core::Digest>("snapshot", from.getSnapshot(), true)};
      return;
    case schema::Rest::Event::SNAPSHOT_NOTED:
      to.type = EventType::snapshot;
      to.body = read_snapshot(At(at, "snapshotNoted"), from.getSnapshotNoted());
      return;
    case schema::Rest::Event::INDEXED:
      to.type = EventType::indexed;
      to.body = core::IndexedEvent{from.getIndexed()};
      return;
  }
  at.refuse("", "an event that this version does not know");
}

core::Record read_rest(const At& at, schema::Rest::Reader from) {
  core::Record to;
  at.need(from.getFormat() == format_1, "format", "expected 1");
  to.event.clock_source = at.number("clockSource", from.getClockSource(), core::ClockSource::training);
  to.event.uncertainty_ms = from.getUncertaintyMs();
  to.event.turn_salt = at.id<core::TurnSalt>("turnSalt", from.getTurnSalt());
  to.event.indexed_to = from.getIndexedTo();
  read_event(At(at, "event"), from.getEvent(), to.event);
  to.outcome = read_outcome(At(at, "outcome"), from.getOutcome());
  return to;
}

}  // namespace

core::Digest rest_digest(const core::TurnSalt& turn_salt, core::RecordIndex index, std::span<const std::uint8_t> rest) {
  const core::Digest salt = core::field_salt(turn_salt, index, "rest");
  return core::Hasher().field(salt.bytes).field(rest).finish();
}

RecordBytes encode_record(const core::Record& record, const core::TurnSalt& turn_salt, bool test) {
  RecordBytes bytes;
  bytes.rest = encode_rest(record);
  bytes.statement =
      core::encode_statement(statement_of(record, rest_digest(turn_salt, record.index, bytes.rest), test));
  return bytes;
}

namespace {

// The rest, with what only the statement says.
template <class Encode>
core::Result<core::Record> decode_both(const core::Statement& said, std::span<const std::uint8_t> rest,
                                       Encode&& encode) {
  auto record = from_bytes<schema::Rest>("rest", rest, record_bytes_max, read_rest, std::forward<Encode>(encode));
  if (!record.ok()) return record;
  core::Record& held = record.value();
  held.index = said.index;
  held.event.received_at = said.received_at;
  held.event.agency = said.sender;
  if (auto* message = std::get_if<core::MessageEvent>(&held.event.body); message && message->secret) {
    message->message.envelope.sender = held.event.agency;
  }
  return record;
}

}  // namespace

core::Result<core::Record> decode_record(std::span<const std::uint8_t> statement, std::span<const std::uint8_t> rest) {
  auto said = core::decode_statement(statement);
  if (!said.ok()) return said.refused();
  auto record = decode_both(said.value(), rest, encode_rest);
  if (!record.ok()) return record;
  const auto again = core::encode_statement(statement_of(record.value(), said.value().rest, said.value().test));
  if (!std::equal(again.begin(), again.end(), statement.begin(), statement.end())) {
    return Refused{Refusal::malformed, "statement", "does not say what the rest says"};
  }
  return record;
}

core::Result<core::Record> decode_own_record(std::span<const std::uint8_t> statement,
                                             std::span<const std::uint8_t> rest) {
  auto said = core::decode_statement(statement);
  if (!said.ok()) return said.refused();
  return decode_both(said.value(), rest, AsOurs{});
}

}  // namespace caseway::wire
