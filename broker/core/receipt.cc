#include "broker/core/receipt.h"

#include <algorithm>
#include <utility>

#include "broker/core/bytes.h"
#include "broker/core/merkle.h"
#include "broker/core/record.h"
#include "broker/core/signature.h"

namespace caseway::core {
namespace {

constexpr std::uint16_t version_1 = 1;
constexpr std::string_view checkpoint_context = "caseway checkpoint 1";
constexpr std::size_t path_max = 64;  // a tree whose size is a u64 is no higher

Refused malformed(std::string where, std::string what) {
  return {Refusal::malformed, std::move(where), std::move(what)};
}

bool known(std::string_view name) { return name != "unknown"; }

}  // namespace

std::vector<std::uint8_t> encode_statement(const Statement& statement) {
  ByteWriter out;
  out.u16(statement.version);
  out.u16(statement.type);
  out.u64(statement.index);
  out.i64(statement.received_at.ms);
  out.id(statement.transfer);
  out.field(statement.sender);
  out.id(statement.body);
  out.u16(static_cast<std::uint16_t>(statement.verdict));
  out.u16(static_cast<std::uint16_t>(statement.return_code));
  out.u32(static_cast<std::uint32_t>(statement.findings.size()));
  for (const auto& code : statement.findings) out.field(code);
  out.id(statement.rest);
  out.u8(statement.test ? 1 : 0);
  return out.take();
}

Result<Statement> decode_statement(std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes);
  Statement statement;
  statement.version = in.u16();
  if (in.ok() && statement.version != version_1) return malformed("statement.version", "expected 1");
  statement.type = in.u16();
  statement.index = in.u64();
  statement.received_at.ms = in.i64();
  statement.transfer = in.id<TransferId>();
  statement.sender = in.text();
  statement.body = in.id<Digest>();
  statement.verdict = static_cast<Verdict>(in.u16());
  statement.return_code = static_cast<ReturnCode>(in.u16());
  const std::uint32_t findings = in.u32();
  for (std::uint32_t i = 0; i < findings && in.ok(); ++i) statement.findings.push_back(in.text());
  statement.rest = in.id<Digest>();
  const std::uint8_t test = in.u8();
  statement.test = test == 1;

  if (!in.done()) return malformed("statement", in.ok() ? "bytes behind its end" : "shorter than its fields");
  if (statement.sender.size() > limits::agency_bytes_max) return malformed("statement.sender", "too long");
  if (!known(name_of(static_cast<EventType>(statement.type)))) return malformed("statement.type", "unknown");
  if (!known(name_of(statement.verdict))) return malformed("statement.verdict", "unknown");
  if (!known(name_of(statement.return_code))) return malformed("statement.return_code", "unknown");
  if (test > 1) return malformed("statement.test", "neither 0 nor 1");
  return statement;
}

std::vector<std::uint8_t> checkpoint_bytes(const Checkpoint& checkpoint) {
  ByteWriter out;
  out.field(checkpoint_context);
  out.u16(checkpoint.version);
  out.field(checkpoint.origin);
  out.u64(checkpoint.epoch);
  out.u64(checkpoint.tree_size);
  out.id(checkpoint.root);
  out.i64(checkpoint.time.ms);
  out.id(checkpoint.group);
  return out.take();
}

std::vector<std::uint8_t> encode_checkpoint(const Checkpoint& checkpoint) {
  ByteWriter out;
  out.raw(checkpoint_bytes(checkpoint));
  out.u16(static_cast<std::uint16_t>(Algorithm::ed25519));
  out.field(checkpoint.signature.bytes);
  out.u32(static_cast<std::uint32_t>(checkpoint.cosignatures.size()));
  for (const auto& cosignature : checkpoint.cosignatures) out.field(cosignature);
  return out.take();
}

Result<Checkpoint> decode_checkpoint(std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes);
  Checkpoint checkpoint;
  const std::string context = in.text();
  checkpoint.version = in.u16();
  if (in.ok() && (context != checkpoint_context || checkpoint.version != version_1)) {
    return malformed("checkpoint.version", "not a checkpoint of version 1");
  }
  checkpoint.origin = in.text();
  checkpoint.epoch = in.u64();
  checkpoint.tree_size = in.u64();
  checkpoint.root = in.id<Digest>();
  checkpoint.time.ms = in.i64();
  checkpoint.group = in.id<Digest>();
  const auto algorithm = static_cast<Algorithm>(in.u16());
  const auto signature = in.field();
  const std::uint32_t cosignatures = in.u32();

  if (!in.ok()) return malformed("checkpoint", "shorter than its fields");
  if (algorithm != Algorithm::ed25519 || signature.size() != SignatureBytes::size) {
    return malformed("checkpoint.signature", "not an Ed25519 signature");
  }
  std::copy(signature.begin(), signature.end(), checkpoint.signature.bytes.begin());
  if (cosignatures != 0) return malformed("checkpoint.cosignatures", "reserved: none in version 1");
  if (!in.done()) return malformed("checkpoint", "bytes behind its end");
  if (checkpoint.origin.size() > limits::origin_bytes_max) return malformed("checkpoint.origin", "too long");
  return checkpoint;
}

bool check_checkpoint(const Checkpoint& checkpoint, const PublicKey& log_key) {
  return verify_bytes(log_key, checkpoint.signature, checkpoint_bytes(checkpoint));
}

std::vector<std::uint8_t> encode_receipt(const Receipt& receipt) {
  ByteWriter out;
  out.u16(version_1);
  out.field(receipt.statement);
  out.u32(static_cast<std::uint32_t>(receipt.proof.path.size()));
  for (const Digest& sibling : receipt.proof.path) out.id(sibling);
  out.field(encode_checkpoint(receipt.proof.checkpoint));
  return out.take();
}

Result<Receipt> decode_receipt(std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes);
  Receipt receipt;
  const std::uint16_t version = in.u16();
  if (in.ok() && version != version_1) return malformed("receipt.version", "expected 1");
  const auto statement = in.field();
  receipt.statement.assign(statement.begin(), statement.end());
  const std::uint32_t siblings = in.u32();
  if (siblings > path_max) return malformed("receipt.proof.path", "longer than any tree is high");
  for (std::uint32_t i = 0; i < siblings && in.ok(); ++i) receipt.proof.path.push_back(in.id<Digest>());
  const auto checkpoint_field = in.field();
  if (!in.done()) return malformed("receipt", in.ok() ? "bytes behind its end" : "shorter than its fields");

  auto checkpoint = decode_checkpoint(checkpoint_field);
  if (!checkpoint) return checkpoint.refused();
  receipt.proof.checkpoint = std::move(checkpoint).value();
  return receipt;
}

Result<Statement> check_receipt(const Receipt& receipt, const PublicKey& log_key) {
  auto statement = decode_statement(receipt.statement);
  if (!statement) return statement;
  const Checkpoint& checkpoint = receipt.proof.checkpoint;
  if (!check_checkpoint(checkpoint, log_key)) {
    return Refused{Refusal::bad_signature, "receipt.checkpoint", "the signature does not hold under the log key"};
  }
  if (!check_inclusion(leaf_hash(receipt.statement), statement.value().index, checkpoint.tree_size, receipt.proof.path,
                       checkpoint.root)) {
    return malformed("receipt.proof", "the path does not lead from the statement to the checkpoint");
  }
  return statement;
}

}  // namespace caseway::core
