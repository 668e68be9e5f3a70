// Frames that a client sends, between values and bytes (schemas/session.capnp, ClientFrame).
#include "broker/core/limits.h"
#include "broker/core/receipt.h"
#include "broker/wire/canonical.h"
#include "broker/wire/nested.h"
#include "broker/wire/order.h"
#include "broker/wire/session.h"
#include "schemas/session.capnp.h"

namespace caseway::wire {
namespace {

namespace limits = core::limits;

constexpr std::size_t software_bytes_max = 255;
constexpr std::size_t reason_bytes_max = 1 * limits::kib;
constexpr std::size_t search_bytes_max = 255;
constexpr std::size_t checkpoint_bytes_max = 4 * limits::kib;

static_assert(static_cast<int>(schema::QueryKind::RECEIPT) == static_cast<int>(QueryKind::receipt));

Hello read(const At& at, schema::Hello::Reader from) {
  Hello to;
  to.version = from.getVersion();
  to.fingerprint = at.id<core::Digest>("fingerprint", from.getFingerprint());
  to.software = at.text("software", from.getSoftware(), software_bytes_max);
  const Bytes checkpoint = at.data("checkpoint", from.getCheckpoint(), checkpoint_bytes_max);
  if (!checkpoint.empty()) {
    auto decoded = core::decode_checkpoint(checkpoint);
    if (decoded.ok()) {
      to.checkpoint = std::move(decoded).value();
    } else {
      at.refuse("checkpoint", decoded.refused().what);
    }
  }
  to.consume = from.getConsume();
  to.delivery_credit = from.getDeliveryCredit();
  to.suite = at.number("suite", from.getSuite(), core::Suite::intl);
  return to;
}
void write(schema::Hello::Builder to, const Hello& from) {
  to.setVersion(from.version);
  put(to, &schema::Hello::Builder::initFingerprint, from.fingerprint);
  put(to, &schema::Hello::Builder::initSoftware, from.software);
  if (from.checkpoint) put(to, &schema::Hello::Builder::initCheckpoint, core::encode_checkpoint(*from.checkpoint));
  to.setConsume(from.consume);
  to.setDeliveryCredit(from.delivery_credit);
  to.setSuite(static_cast<schema::Suite>(from.suite));
}

SendMessage read(const At& at, schema::SendMessage::Reader from) {
  return {at.data("envelope", from.getEnvelope(), limits::envelope_bytes_max),
          at.data("signatures", from.getSignatures(), limits::signature_bytes_max),
          at.data("content", from.getContent(), limits::content_bytes_max)};
}
void write(schema::SendMessage::Builder to, const SendMessage& from) {
  put(to, &schema::SendMessage::Builder::initEnvelope, from.envelope);
  put(to, &schema::SendMessage::Builder::initSignatures, from.signatures);
  put(to, &schema::SendMessage::Builder::initContent, from.content);
}

SendOrder read(const At& at, schema::SendOrder::Reader from) {
  SendOrder to;
  to.order = at.data("order", from.getOrder(), order_bytes_max);
  to.signatures = at.list("signatures", from.getSignatures(), officers_max, read_officer_signature);
  to.content = at.data("content", from.getContent(), limits::pack_bytes_max);
  to.number = from.getNumber();
  return to;
}
void write(schema::SendOrder::Builder to, const SendOrder& from) {
  to.setNumber(from.number);
  put(to, &schema::SendOrder::Builder::initOrder, from.order);
  put_list(to, &schema::SendOrder::Builder::initSignatures, from.signatures, write_officer_signature);
  put(to, &schema::SendOrder::Builder::initContent, from.content);
}

Park read(const At& at, schema::Park::Reader from) {
  return {from.getDelivery(), at.text("reason", from.getReason(), reason_bytes_max), from.getParked()};
}
void write(schema::Park::Builder to, const Park& from) {
  to.setDelivery(from.delivery);
  put(to, &schema::Park::Builder::initReason, from.reason);
  to.setParked(from.parked);
}

Query read(const At& at, schema::Query::Reader from) {
  Query to;
  to.number = from.getNumber();
  to.kind = at.number("kind", from.getKind(), QueryKind::receipt);
  to.transfer = at.id<core::TransferId>("transfer", from.getTransfer());
  to.case_id = at.id<core::CaseId>("caseId", from.getCaseId());
  to.text = at.text("text", from.getText(), search_bytes_max);
  if (to.kind == QueryKind::pack && !to.text.empty())
    at.need(core::from_hex<core::Digest>(to.text).has_value(), "text", "a digest in 64 hexadecimal digits");
  to.lane = from.getLane();
  to.lane_number = from.getLaneNumber();
  return to;
}
void write(schema::Query::Builder to, const Query& from) {
  to.setNumber(from.number);
  to.setKind(static_cast<schema::QueryKind>(from.kind));
  put(to, &schema::Query::Builder::initTransfer, from.transfer);
  put(to, &schema::Query::Builder::initCaseId, from.case_id);
  put(to, &schema::Query::Builder::initText, from.text);
  to.setLane(from.lane);
  to.setLaneNumber(from.lane_number);
}

Ack read_ack(const At& at, capnp::List<std::uint64_t>::Reader from) {
  Ack to;
  if (from.size() == 0 || from.size() > limits::acks_max) {
    at.refuse("ack", "not 1 to " + std::to_string(limits::acks_max) + " deliveries");
    return to;
  }
  for (const std::uint64_t delivery : from) {
    if (!to.deliveries.empty() && to.deliveries.back() >= delivery) at.refuse("ack", "numbers that do not rise");
    to.deliveries.push_back(delivery);
  }
  return to;
}

struct Writer {
  schema::ClientFrame::Builder to;

  void operator()(const Hello& from) { write(to.initHello(), from); }
  void operator()(const SendMessage& from) { write(to.initMessage(), from); }
  void operator()(const SendOrder& from) { write(to.initOrder(), from); }
  void operator()(const Ack& from) {
    auto deliveries = to.initAck(static_cast<unsigned>(from.deliveries.size()));
    for (unsigned i = 0; i < deliveries.size(); ++i) deliveries.set(i, from.deliveries[i]);
  }
  void operator()(const Park& from) { write(to.initPark(), from); }
  void operator()(const Query& from) { write(to.initQuery(), from); }
  void operator()(const Heartbeat& from) { to.setHeartbeat(from.number); }
  void operator()(const Bye&) { to.setBye(); }
};

ClientFrame read_frame(const At& at, schema::ClientFrame::Reader from) {
  switch (from.which()) {
    case schema::ClientFrame::HELLO: return read(At(at, "hello"), from.getHello());
    case schema::ClientFrame::MESSAGE: return read(At(at, "message"), from.getMessage());
    case schema::ClientFrame::ORDER: return read(At(at, "order"), from.getOrder());
    case schema::ClientFrame::ACK: return read_ack(at, from.getAck());
    case schema::ClientFrame::PARK: return read(At(at, "park"), from.getPark());
    case schema::ClientFrame::QUERY: return read(At(at, "query"), from.getQuery());
    case schema::ClientFrame::HEARTBEAT: return Heartbeat{from.getHeartbeat()};
    case schema::ClientFrame::BYE: return Bye{};
    case schema::ClientFrame::CHUNK:
    case schema::ClientFrame::BUNDLE: break;
  }
  at.refuse("", "reserved, or a frame that this version does not know");
  return Bye{};
}

}  // namespace

Bytes encode(const ClientFrame& frame) {
  return to_bytes<schema::ClientFrame>([&](schema::ClientFrame::Builder to) { std::visit(Writer{to}, frame); });
}

core::Result<ClientFrame> decode_client(std::span<const std::uint8_t> bytes) {
  const auto again = [](const ClientFrame& frame) { return encode(frame); };
  return from_bytes<schema::ClientFrame>("frame", bytes, client_frame_bytes_max, read_frame, again);
}

}  // namespace caseway::wire
