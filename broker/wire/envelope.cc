#include "broker/wire/envelope.h"

#include <cstring>

#include "broker/core/limits.h"
#include "broker/wire/canonical.h"
#include "schemas/envelope.capnp.h"

namespace caseway::wire {
namespace {

namespace limits = core::limits;

constexpr std::size_t signatures_max = 8;
constexpr std::size_t path_max = 10;  // a batch of 1,024 is that high
constexpr std::size_t ed25519_bytes = 64;
constexpr std::size_t sm2_bytes_max = 72;

static_assert(std::size_t{1} << path_max == limits::batch_leaves_max);
static_assert(static_cast<int>(schema::Suite::GM) == static_cast<int>(core::Suite::gm));
static_assert(static_cast<int>(schema::Algorithm::SM2) == static_cast<int>(core::Algorithm::sm2));

core::Envelope read_envelope(const At& at, schema::Envelope::Reader from) {
  core::Envelope to;
  to.version = from.getVersion();
  at.need(to.version == 1, "version", "expected 1");
  to.suite = at.number("suite", from.getSuite(), core::Suite::intl);  // gm is reserved
  to.origin = at.text("origin", from.getOrigin(), limits::origin_bytes_max);
  at.need(!to.origin.empty(), "origin", "required");
  to.domain = at.text("domain", from.getDomain());
  at.need(to.domain.empty(), "domain", "reserved: empty in version 1");
  to.sender = at.agency("sender", from.getSender(), true);
  to.lane = from.getLane();
  at.need(to.lane < limits::lanes_max, "lane", "no such lane");
  to.number = from.getNumber();
  at.need(to.number >= 1, "number", "counts from 1");
  to.settled = from.getSettled();
  at.need(to.settled < to.number, "settled", "not below the number");
  to.case_id = at.id<core::CaseId>("caseId", from.getCaseId(), true);
  to.transfer = at.id<core::TransferId>("transfer", from.getTransfer(), true);
  to.procedure = at.code("procedure", from.getProcedure(), true);
  to.step = at.code("step", from.getStep(), true);
  to.recipient = at.agency("recipient", from.getRecipient());
  to.occurred_at = at.instant("occurredAt", from.getOccurredAt());
  // An empty instant means "not yet" further down: a clock anchored there would never run.
  at.need(!to.occurred_at.empty() || to.step.view() == "void", "occurredAt", "only void happened at no time");
  to.signed_at = at.instant("signedAt", from.getSignedAt());
  to.content_root = at.id<core::Digest>("contentRoot", from.getContentRoot(), true);
  to.part_count = from.getPartCount();
  if (to.part_count > limits::parts_max) at.refuse("partCount", "too many", core::Refusal::too_large);
  at.need(to.part_count > 0 || to.step.view() == "void", "partCount", "only void has no parts");
  to.content_bytes = from.getContentBytes();
  if (to.content_bytes > limits::content_bytes_max) at.refuse("contentBytes", "too long", core::Refusal::too_large);
  to.confirms = at.id<core::Digest>("confirms", from.getConfirms());
  to.pack_seen = at.id<core::Digest>("packSeen", from.getPackSeen());
  to.test = from.getTest();
  return to;
}

core::Signature read_signature(const At& at, schema::Signature::Reader from) {
  core::Signature to;
  to.algorithm = at.number("algorithm", from.getAlgorithm(), core::Algorithm::sm2);
  to.key = at.id<core::KeyId>("key", from.getKey(), true);
  to.bytes = at.data("bytes", from.getBytes(), sm2_bytes_max);
  const bool ed25519 = to.algorithm == core::Algorithm::ed25519;
  at.need(ed25519 ? to.bytes.size() == ed25519_bytes : !to.bytes.empty(), "bytes", "not as long as the algorithm says");
  to.batch_index = from.getBatchIndex();
  to.batch_count = from.getBatchCount();
  at.need(to.batch_count >= 1 && to.batch_count <= limits::batch_leaves_max, "batchCount", "expected 1 to 1024");
  at.need(to.batch_index < to.batch_count, "batchIndex", "not below the count");
  const auto path = from.getBatchPath();
  const bool whole = path.size() % core::Digest::size == 0 && path.size() / core::Digest::size <= path_max;
  at.need(whole && (to.batch_count > 1 || path.size() == 0), "batchPath", "not a path in such a batch");
  if (!at.ok()) return to;
  for (std::size_t i = 0; i < path.size(); i += core::Digest::size) {
    core::Digest& sibling = to.batch_path.emplace_back();
    std::memcpy(sibling.bytes.data(), path.begin() + i, core::Digest::size);
  }
  return to;
}

void write_signature(schema::Signature::Builder to, const core::Signature& from) {
  using To = schema::Signature::Builder;
  to.setAlgorithm(static_cast<schema::Algorithm>(from.algorithm));
  put(to, &To::initKey, from.key);
  put(to, &To::initBytes, from.bytes);
  to.setBatchIndex(from.batch_index);
  to.setBatchCount(from.batch_count);
  if (from.batch_path.empty()) return;
  auto path = to.initBatchPath(static_cast<unsigned>(from.batch_path.size() * core::Digest::size));
  auto* out = path.begin();
  for (const auto& sibling : from.batch_path) out = std::copy(sibling.bytes.begin(), sibling.bytes.end(), out);
}

}  // namespace

std::vector<std::uint8_t> encode_envelope(const core::Envelope& envelope) {
  return to_bytes<schema::Envelope>([&](schema::Envelope::Builder to) {
    using To = schema::Envelope::Builder;
    to.setVersion(envelope.version);
    to.setSuite(static_cast<schema::Suite>(envelope.suite));
    put(to, &To::initOrigin, envelope.origin);
    put(to, &To::initDomain, envelope.domain);
    put(to, &To::initSender, envelope.sender);
    to.setLane(envelope.lane);
    to.setNumber(envelope.number);
    to.setSettled(envelope.settled);
    put(to, &To::initCaseId, envelope.case_id);
    put(to, &To::initTransfer, envelope.transfer);
    put(to, &To::initProcedure, envelope.procedure);
    put(to, &To::initStep, envelope.step);
    put(to, &To::initRecipient, envelope.recipient);
    to.setOccurredAt(envelope.occurred_at.ms);
    to.setSignedAt(envelope.signed_at.ms);
    put(to, &To::initContentRoot, envelope.content_root);
    to.setPartCount(envelope.part_count);
    to.setContentBytes(envelope.content_bytes);
    put(to, &To::initConfirms, envelope.confirms);
    put(to, &To::initPackSeen, envelope.pack_seen);
    to.setTest(envelope.test);
  });
}

core::Result<core::Envelope> decode_envelope(std::span<const std::uint8_t> bytes) {
  return from_bytes<schema::Envelope>("envelope", bytes, limits::envelope_bytes_max, read_envelope, encode_envelope);
}

std::vector<std::uint8_t> encode_signatures(const std::vector<core::Signature>& signatures) {
  return to_bytes<schema::Signatures>([&](schema::Signatures::Builder to) {
    put_list(to, &schema::Signatures::Builder::initSignatures, signatures, write_signature);
  });
}

core::Result<std::vector<core::Signature>> decode_signatures(std::span<const std::uint8_t> bytes) {
  const auto read = [](const At& at, schema::Signatures::Reader from) {
    auto signatures = at.list("signatures", from.getSignatures(), signatures_max, read_signature);
    at.need(!signatures.empty(), "signatures", "at least one");
    return signatures;
  };
  return from_bytes<schema::Signatures>("signatures", bytes, limits::signature_bytes_max, read, encode_signatures);
}

}  // namespace caseway::wire
