// Frames that the broker sends, between values and bytes (schemas/session.capnp, BrokerFrame).
#include "broker/core/limits.h"
#include "broker/core/receipt.h"
#include "broker/wire/canonical.h"
#include "broker/wire/session.h"
#include "schemas/session.capnp.h"

namespace caseway::wire {
namespace {

namespace limits = core::limits;

constexpr std::size_t reason_bytes_max = 1 * limits::kib;
constexpr std::size_t fact_bytes_max = 255;
constexpr std::size_t facts_max = 1024;
constexpr std::size_t lanes_max = limits::lanes_max;

static_assert(static_cast<int>(schema::Refusal::ROLLED_BACK) == static_cast<int>(core::Refusal::rolled_back));
static_assert(static_cast<int>(schema::PartType::EVIDENCE) == static_cast<int>(core::PartType::evidence));

/// What is said to people is cut to its limit, between characters: a long reason must not cost the whole answer.
std::string_view cut(std::string_view text) {
  if (text.size() <= reason_bytes_max) return text;
  std::size_t end = reason_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

/// A receipt in its own bytes; empty bytes give an empty receipt unless `required`.
core::Receipt read_receipt(const At& at, capnp::Data::Reader from, bool required) {
  if (from.size() == 0) {
    at.need(!required, "receipt", "required");
    return {};
  }
  auto receipt = core::decode_receipt({from.begin(), from.size()});
  if (receipt.ok()) return std::move(receipt).value();
  at.refuse("receipt", receipt.refused().where + ": " + receipt.refused().what);
  return {};
}
template <class Builder, class Of>
void put_receipt(Builder& to, capnp::Data::Builder (Of::*init)(unsigned), const core::Receipt& from) {
  if (!from.statement.empty()) put(to, init, core::encode_receipt(from));
}

Welcome read(const At& at, schema::Welcome::Reader from) {
  Welcome to;
  to.version = from.getVersion();
  to.fingerprint = at.id<core::Digest>("fingerprint", from.getFingerprint());
  to.origin = at.ascii("origin", from.getOrigin(), limits::origin_bytes_max);
  to.log_key = at.id<core::PublicKey>("logKey", from.getLogKey(), true);
  to.training = from.getTraining();
  to.site_time = at.instant("siteTime", from.getSiteTime());
  const auto bytes = from.getCheckpoint();
  auto checkpoint = core::decode_checkpoint({bytes.begin(), bytes.size()});
  if (checkpoint.ok()) {
    to.checkpoint = std::move(checkpoint).value();
  } else {
    at.refuse("checkpoint", checkpoint.refused().what);
  }
  to.pack = at.id<core::Digest>("pack", from.getPack());
  to.calendar = at.id<core::Digest>("calendar", from.getCalendar());
  to.credit_messages = from.getCreditMessages();
  to.credit_bytes = from.getCreditBytes();
  to.lanes = at.list("lanes", from.getLanes(), lanes_max, [](const At&, schema::LaneExpects::Reader lane) {
    return LaneExpects{lane.getLane(), lane.getNext()};
  });
  to.deliveries_waiting = from.getDeliveriesWaiting();
  to.suite = at.number("suite", from.getSuite(), core::Suite::intl);
  return to;
}
void write(schema::Welcome::Builder to, const Welcome& from) {
  using To = schema::Welcome::Builder;
  to.setVersion(from.version);
  put(to, &To::initFingerprint, from.fingerprint);
  put(to, &To::initOrigin, from.origin);
  put(to, &To::initLogKey, from.log_key);
  to.setTraining(from.training);
  to.setSiteTime(from.site_time.ms);
  put(to, &To::initCheckpoint, core::encode_checkpoint(from.checkpoint));
  put(to, &To::initPack, from.pack);
  put(to, &To::initCalendar, from.calendar);
  to.setCreditMessages(from.credit_messages);
  to.setCreditBytes(from.credit_bytes);
  put_list(to, &To::initLanes, from.lanes, [](schema::LaneExpects::Builder lane, const LaneExpects& expects) {
    lane.setLane(expects.lane);
    lane.setNext(expects.next);
  });
  to.setDeliveriesWaiting(from.deliveries_waiting);
  to.setSuite(static_cast<schema::Suite>(from.suite));
}

ReceiptFrame read(const At& at, schema::ReceiptFrame::Reader from) {
  return {from.getLane(), from.getNumber(), read_receipt(at, from.getReceipt(), true),
          at.data("outcome", from.getOutcome(), broker_frame_bytes_max), at.instant("siteTime", from.getSiteTime())};
}
void write(schema::ReceiptFrame::Builder to, const ReceiptFrame& from) {
  to.setLane(from.lane);
  to.setNumber(from.number);
  put_receipt(to, &schema::ReceiptFrame::Builder::initReceipt, from.receipt);
  put(to, &schema::ReceiptFrame::Builder::initOutcome, from.outcome);
  to.setSiteTime(from.site_time.ms);
}

RefusalFrame read(const At& at, schema::RefusalFrame::Reader from) {
  RefusalFrame to;
  to.lane = from.getLane();
  to.number = from.getNumber();
  to.code = at.number("code", from.getCode(), core::Refusal::rolled_back);
  to.where = at.text("where", from.getWhere(), reason_bytes_max);
  to.what = at.text("what", from.getWhat(), reason_bytes_max);
  to.expected = from.getExpected();
  to.key_from = at.instant("keyFrom", from.getKeyFrom());
  to.key_until = at.instant("keyUntil", from.getKeyUntil());
  return to;
}
void write(schema::RefusalFrame::Builder to, const RefusalFrame& from) {
  to.setLane(from.lane);
  to.setNumber(from.number);
  to.setCode(static_cast<schema::Refusal>(from.code));
  put(to, &schema::RefusalFrame::Builder::initWhere, cut(from.where));
  put(to, &schema::RefusalFrame::Builder::initWhat, cut(from.what));
  to.setExpected(from.expected);
  to.setKeyFrom(from.key_from.ms);
  to.setKeyUntil(from.key_until.ms);
}

OrderAnswer read(const At& at, schema::OrderAnswer::Reader from) {
  return {from.getNumber(), from.getAccepted(), at.text("why", from.getWhy(), reason_bytes_max),
          read_receipt(at, from.getReceipt(), from.getAccepted()), at.id<core::Digest>("previous", from.getPrevious())};
}
void write(schema::OrderAnswer::Builder to, const OrderAnswer& from) {
  to.setNumber(from.number);
  to.setAccepted(from.accepted);
  put(to, &schema::OrderAnswer::Builder::initWhy, cut(from.why));
  put_receipt(to, &schema::OrderAnswer::Builder::initReceipt, from.receipt);
  put(to, &schema::OrderAnswer::Builder::initPrevious, from.previous);
}

DeliveredPart read(const At& at, schema::DeliveredPart::Reader from) {
  DeliveredPart to;
  to.present = from.getPresent();
  to.type = at.number("type", from.getType(), core::PartType::evidence);
  to.digest = at.id<core::Digest>("digest", from.getDigest(), true);
  to.salt = at.id<core::Salt>("salt", from.getSalt(), to.present);
  to.bytes = at.data("bytes", from.getBytes(), limits::part_bytes_max);
  at.need(to.present || (to.bytes.empty() && to.salt.empty()), "bytes", "of a part that is not present");
  return to;
}
void write(schema::DeliveredPart::Builder to, const DeliveredPart& from) {
  to.setPresent(from.present);
  to.setType(static_cast<schema::PartType>(from.type));
  put(to, &schema::DeliveredPart::Builder::initDigest, from.digest);
  put(to, &schema::DeliveredPart::Builder::initSalt, from.salt);
  put(to, &schema::DeliveredPart::Builder::initBytes, from.bytes);
}

DeliveredFact read(const At& at, schema::DeliveredFact::Reader from) {
  at.need(from.getSalt().size() == 0, "salt", "reserved: empty in version 1");
  return {at.code("name", from.getName(), true), at.text("value", from.getValue(), fact_bytes_max)};
}
void write(schema::DeliveredFact::Builder to, const DeliveredFact& from) {
  put(to, &schema::DeliveredFact::Builder::initName, from.name);
  put(to, &schema::DeliveredFact::Builder::initValue, from.value);
}

Delivery read(const At& at, schema::Delivery::Reader from) {
  Delivery to;
  to.delivery = from.getDelivery();
  at.need(to.delivery >= 1, "delivery", "counts from 1");
  to.again = from.getAgain();
  to.record = from.getRecord();
  to.case_id = at.id<core::CaseId>("caseId", from.getCaseId());
  to.transfer = at.id<core::TransferId>("transfer", from.getTransfer());
  to.procedure = at.code("procedure", from.getProcedure());
  to.event = from.getEvent();
  to.receipt = read_receipt(at, from.getReceipt(), true);
  to.envelope = at.data("envelope", from.getEnvelope(), limits::envelope_bytes_max);
  to.signatures = at.data("signatures", from.getSignatures(), limits::signature_bytes_max);
  to.parts = at.list("parts", from.getParts(), limits::parts_max,
                     [](const At& item, schema::DeliveredPart::Reader part) { return read(item, part); });
  to.facts = at.list("facts", from.getFacts(), facts_max,
                     [](const At& item, schema::DeliveredFact::Reader fact) { return read(item, fact); });
  to.outcome = at.data("outcome", from.getOutcome(), broker_frame_bytes_max);
  to.site_time = at.instant("siteTime", from.getSiteTime());
  return to;
}
void write(schema::Delivery::Builder to, const Delivery& from) {
  using To = schema::Delivery::Builder;
  to.setDelivery(from.delivery);
  to.setAgain(from.again);
  to.setRecord(from.record);
  put(to, &To::initCaseId, from.case_id);
  put(to, &To::initTransfer, from.transfer);
  put(to, &To::initProcedure, from.procedure);
  to.setEvent(from.event);
  put_receipt(to, &To::initReceipt, from.receipt);
  put(to, &To::initEnvelope, from.envelope);
  put(to, &To::initSignatures, from.signatures);
  put_list(to, &To::initParts, from.parts,
           [](schema::DeliveredPart::Builder part, const DeliveredPart& held) { write(part, held); });
  put_list(to, &To::initFacts, from.facts,
           [](schema::DeliveredFact::Builder fact, const DeliveredFact& held) { write(fact, held); });
  put(to, &To::initOutcome, from.outcome);
  to.setSiteTime(from.site_time.ms);
}

Answer read(const At& at, schema::Answer::Reader from) {
  return {from.getNumber(), from.getFound(), at.text("json", from.getJson(), limits::message_bytes_max),
          at.data("bytes", from.getBytes(), limits::message_bytes_max)};
}
void write(schema::Answer::Builder to, const Answer& from) {
  to.setNumber(from.number);
  to.setFound(from.found);
  put(to, &schema::Answer::Builder::initJson, from.json);
  put(to, &schema::Answer::Builder::initBytes, from.bytes);
}

struct Writer {
  schema::BrokerFrame::Builder to;

  void operator()(const Welcome& from) { write(to.initWelcome(), from); }
  void operator()(const ReceiptFrame& from) { write(to.initReceipt(), from); }
  void operator()(const RefusalFrame& from) { write(to.initRefusal(), from); }
  void operator()(const OrderAnswer& from) { write(to.initOrderAnswer(), from); }
  void operator()(const Delivery& from) { write(to.initDelivery(), from); }
  void operator()(const Answer& from) { write(to.initAnswer(), from); }
  void operator()(const Heartbeat& from) { to.setHeartbeat(from.number); }
  void operator()(const Fenced&) { to.setFenced(); }
};

BrokerFrame read_frame(const At& at, schema::BrokerFrame::Reader from) {
  switch (from.which()) {
    case schema::BrokerFrame::WELCOME: return read(At(at, "welcome"), from.getWelcome());
    case schema::BrokerFrame::RECEIPT: return read(At(at, "receipt"), from.getReceipt());
    case schema::BrokerFrame::REFUSAL: return read(At(at, "refusal"), from.getRefusal());
    case schema::BrokerFrame::ORDER_ANSWER: return read(At(at, "orderAnswer"), from.getOrderAnswer());
    case schema::BrokerFrame::DELIVERY: return read(At(at, "delivery"), from.getDelivery());
    case schema::BrokerFrame::ANSWER: return read(At(at, "answer"), from.getAnswer());
    case schema::BrokerFrame::HEARTBEAT: return Heartbeat{from.getHeartbeat()};
    case schema::BrokerFrame::FENCED: return Fenced{};
    case schema::BrokerFrame::CHUNK:
    case schema::BrokerFrame::BUNDLE: break;
  }
  at.refuse("", "reserved, or a frame that this version does not know");
  return Fenced{};
}

}  // namespace

Bytes encode(const BrokerFrame& frame) {
  return to_bytes<schema::BrokerFrame>([&](schema::BrokerFrame::Builder to) { std::visit(Writer{to}, frame); });
}

core::Result<BrokerFrame> decode_broker(std::span<const std::uint8_t> bytes) {
  const auto again = [](const BrokerFrame& frame) { return encode(frame); };
  return from_bytes<schema::BrokerFrame>("frame", bytes, broker_frame_bytes_max, read_frame, again);
}

}  // namespace caseway::wire
