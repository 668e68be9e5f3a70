// Session frames: what a client and the broker say on one connection (schemas/session.capnp). One frame is one ZeroMQ
// part. A message, a receipt and a delivery mean the same when carried in a file; hello, credit and heartbeat belong to
// the session.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/receipt.h"
#include "broker/core/record.h"
#include "broker/core/refusal.h"

namespace caseway::wire {

using Bytes = std::vector<std::uint8_t>;
inline constexpr std::uint16_t protocol_version = 1;

inline constexpr std::size_t client_frame_bytes_max = core::limits::client_frame_bytes_max;
inline constexpr std::size_t broker_frame_bytes_max = core::limits::broker_frame_bytes_max;

/// Digest of the schemas that this build speaks: H over names and texts, comments left out, in the order of their
/// names; those of packs stay out of it. Computed anew at each call (tens of microseconds).
core::Digest schema_fingerprint();

// ---- client -> broker -----------------------------------------------------------------------------------------

struct Hello {
  std::uint16_t version = protocol_version;
  core::Digest fingerprint;
  std::string software;                        ///< "caseway-sdk 0.1.0"; logged
  std::optional<core::Checkpoint> checkpoint;  ///< highest that this agency holds
  bool consume = false;                        ///< this session takes the mailbox (a newer one fences the older)
  std::uint32_t delivery_credit = 0;           ///< entries it may have unacknowledged at once
  core::Suite suite = core::Suite::intl;
};
struct SendMessage {
  Bytes envelope;
  Bytes signatures;
  Bytes content;
};
struct SendOrder {
  Bytes order;  ///< signed bytes
  std::vector<core::OfficerSignature> signatures;
  Bytes content;             ///< pack or calendar
  std::uint64_t number = 0;  ///< chosen by the client; comes back with the answer
};
struct Ack {
  std::vector<std::uint64_t> deliveries;  ///< 1 to acks_max, rising
};
struct Park {
  std::uint64_t delivery = 0;
  std::string reason;
  bool parked = true;  ///< false: offer it again
};
enum class QueryKind : std::uint16_t {
  status = 1,     ///< site: time, checkpoint, credit, pack, own mailbox and lanes
  transfer = 2,   ///< one own transfer: state, pairs, clocks, open findings, documents held
  own_case = 3,   ///< history of a case, as far as it is the asker's
  to_do = 4,      ///< own transfers that are not final, with the steps open to the asker, and own clocks
  search = 5,     ///< own cases by any case number or id
  directory = 6,  ///< members, roles, regions, counterparts (no keys but public ones)
  pack = 7,       ///< bytes of the pack in force
  calendar = 8,
  receipt = 9,  ///< receipt of one's own (lane, number)
};
struct Query {
  std::uint64_t number = 0;  ///< chosen by the client; comes back with the answer
  QueryKind kind = QueryKind::status;
  core::TransferId transfer;
  core::CaseId case_id;
  std::string text;  ///< with pack: empty, or a digest in hex
  core::LaneNo lane = 0;
  core::LaneNumber lane_number = 0;
};
struct Heartbeat {
  std::uint64_t number = 0;  ///< echoed
};
struct Bye {};

using ClientFrame = std::variant<Hello, SendMessage, SendOrder, Ack, Park, Query, Heartbeat, Bye>;

// ---- broker -> client -----------------------------------------------------------------------------------------

struct LaneExpects {
  core::LaneNo lane = 0;
  core::LaneNumber next = 1;
};
struct Welcome {
  std::uint16_t version = protocol_version;
  core::Digest fingerprint;
  std::string origin;
  core::PublicKey log_key;
  bool training = false;
  core::Instant site_time;
  core::Checkpoint checkpoint;  ///< last released
  core::Digest pack;
  core::Digest calendar;
  std::uint32_t credit_messages = 0;
  std::uint64_t credit_bytes = 0;
  std::vector<LaneExpects> lanes;
  std::uint64_t deliveries_waiting = 0;
  core::Suite suite = core::Suite::intl;
};
struct ReceiptFrame {
  core::LaneNo lane = 0;
  core::LaneNumber number = 0;
  core::Receipt receipt;
  Bytes outcome;  ///< encode_outcome(); empty for a state secret or an old repeat
  core::Instant site_time;
};
struct RefusalFrame {
  core::LaneNo lane = 0;
  core::LaneNumber number = 0;  ///< 0: the frame could not be attributed to a number
  core::Refusal code{};
  std::string where;
  std::string what;
  core::LaneNumber expected = 0;  ///< with gap
  core::Instant key_from;         ///< with bad_signature, key_not_valid: dates of the key, if it is known
  core::Instant key_until;
};
struct OrderAnswer {
  std::uint64_t number = 0;
  bool accepted = false;
  std::string why;        ///< when it is not
  core::Receipt receipt;  ///< when it is
  core::Digest previous;  ///< digest that the next order must name
};
/// A part owed: `present` with bytes, or only its digest.
struct DeliveredPart {
  bool present = false;
  core::PartType type = core::PartType::evidence;
  core::Digest digest;
  core::Salt salt;  ///< with present
  Bytes bytes;
};
/// A fact of an event entry, told from the record that the receipt names. Version 1 vouches for it by the session, not
/// by the statement (ADR 0023).
struct DeliveredFact {
  core::Code name;
  std::string value;  ///< code, decimal integer or instant as text
};
struct Delivery {
  std::uint64_t delivery = 0;
  bool again = false;  ///< offered before
  core::RecordIndex record = 0;
  core::CaseId case_id;
  core::TransferId transfer;  ///< under which the receiver sees it
  core::Code procedure;       ///< of that transfer
  bool event = false;
  core::Receipt receipt;  ///< of the cause's record: statement and proof
  Bytes envelope;         ///< empty with an event
  Bytes signatures;
  std::vector<DeliveredPart> parts;  ///< all part numbers of the message, in order
  std::vector<DeliveredFact> facts;
  Bytes outcome;  ///< with `whole` deliveries: verdict and findings, private to both sides
  core::Instant site_time;
};
struct Answer {
  std::uint64_t number = 0;
  bool found = false;
  std::string json;  ///< documented in PROTOCOL.md; empty for pack, calendar, receipt
  Bytes bytes;
};
struct Fenced {};  ///< a newer session took the mailbox

using BrokerFrame = std::variant<Welcome, ReceiptFrame, RefusalFrame, OrderAnswer, Delivery, Answer, Heartbeat, Fenced>;

Bytes encode(const ClientFrame& frame);
/// Cuts `where`, `what` and `why` to 1 KiB.
Bytes encode(const BrokerFrame& frame);
/// Refuse malformed / too_large; bytes need not be aligned.
core::Result<ClientFrame> decode_client(std::span<const std::uint8_t> bytes);
core::Result<BrokerFrame> decode_broker(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
