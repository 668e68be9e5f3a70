#include "sdk/delivery.h"

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/core/signature.h"
#include "broker/engine/state.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/record.h"

namespace caseway::sdk {
namespace {

using core::Refusal;
using core::Refused;

Refused refuse(Refusal code, std::string where, std::string what) { return {code, std::move(where), std::move(what)}; }

std::optional<Refused> check_signature(const Delivered& delivered, const FindKey& find_key) {
  const auto signatures = wire::decode_signatures(delivered.frame.signatures);
  if (!signatures.ok()) return signatures.refused();
  const core::Signature& signature = signatures.value().front();
  const core::Envelope& envelope = delivered.envelope;
  const auto key = find_key(envelope.sender, signature.key);
  if (!key)
    return refuse(Refusal::key_not_valid, "signatures[0].key", "the directory knows no such key of " + envelope.sender);
  if (!engine::key_valid_at(*key, delivered.statement.received_at)) {
    return refuse(Refusal::key_not_valid, "signatures[0].key",
                  "was not a valid key of " + envelope.sender + " when the message was received");
  }
  const auto leaf = core::message_leaf(envelope.origin, envelope.sender, signature.key, delivered.frame.envelope);
  core::VerifiedBatches none(0);
  if (!none.verify(key->key, signature, leaf)) {
    return refuse(Refusal::bad_signature, "signatures[0]", "does not hold under the key of " + envelope.sender);
  }
  return std::nullopt;
}

/// Digest of each part, from its bytes where they are here; and what the parts hold.
std::optional<Refused> read_parts(Delivered& delivered) {
  std::vector<core::Digest> digests;
  const auto& parts = delivered.frame.parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const wire::DeliveredPart& part = parts[i];
    const std::string where = "parts[" + std::to_string(i) + "]";
    digests.push_back(part.digest);
    if (!part.present) {
      delivered.missing.push_back(static_cast<core::PartNo>(i));
      continue;
    }
    if (core::part_digest(part.type, part.salt, part.bytes) != part.digest) {
      return refuse(Refusal::malformed, where, "its bytes do not have its digest");
    }
    if (part.type == core::PartType::dossier && i == 0) {
      auto head = wire::decode_head(part.bytes);
      if (!head.ok()) return head.refused();
      delivered.head = std::move(head).value();
    } else if (part.type == core::PartType::document) {
      auto document = wire::decode_document(part.bytes);
      if (!document.ok()) return document.refused();
      delivered.documents.push_back(std::move(document).value());
      delivered.document_parts.push_back(static_cast<core::PartNo>(i));
    }
  }
  if (digests.size() != delivered.envelope.part_count ||
      core::content_root(digests) != delivered.envelope.content_root) {
    return refuse(Refusal::malformed, "parts", "their digests do not lead to the content root that the sender signed");
  }
  return std::nullopt;
}

std::optional<Refused> read_message(Delivered& delivered, std::string_view origin, const FindKey& find_key) {
  auto envelope = wire::decode_envelope(delivered.frame.envelope);
  if (!envelope.ok()) return envelope.refused();
  delivered.envelope = std::move(envelope).value();
  delivered.body = core::digest_of(delivered.frame.envelope);
  const core::Statement& statement = delivered.statement;
  if (delivered.body != statement.body || delivered.envelope.sender != statement.sender) {
    return refuse(Refusal::malformed, "envelope", "is not the one that the statement names");
  }
  if (delivered.envelope.origin != origin)
    return refuse(Refusal::not_yours, "envelope.origin", "is for another broker");
  if (auto refused = check_signature(delivered, find_key)) return refused;
  return read_parts(delivered);
}

}  // namespace

core::Result<Delivered> check_delivery(wire::Delivery delivery, std::string_view origin, const core::PublicKey& log_key,
                                       const FindKey& find_key) {
  Delivered delivered;
  delivered.frame = std::move(delivery);
  auto statement = core::check_receipt(delivered.frame.receipt, log_key);
  if (!statement.ok()) return statement.refused();
  delivered.statement = std::move(statement).value();
  if (delivered.frame.receipt.proof.checkpoint.origin != origin) {
    return refuse(Refusal::not_yours, "receipt.checkpoint.origin", "is another broker's");
  }
  if (delivered.statement.index != delivered.frame.record) {
    return refuse(Refusal::malformed, "receipt", "its statement is of another record");
  }
  if (!delivered.frame.event) {
    if (auto refused = read_message(delivered, origin, find_key)) return *refused;
  }
  if (!delivered.frame.outcome.empty()) {
    auto outcome = wire::decode_outcome(delivered.frame.outcome);
    if (!outcome.ok()) return outcome.refused();
    delivered.outcome = std::move(outcome).value();
  }
  return delivered;
}

}  // namespace caseway::sdk
