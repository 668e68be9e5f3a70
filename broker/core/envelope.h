// The envelope: what a sender says about one message and signs. Values; wire/envelope.h turns them to bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/ids.h"
#include "broker/core/instant.h"

namespace caseway::core {

enum class Suite : std::uint16_t {
  intl = 1,  ///< Ed25519, SHA-256, XChaCha20, CURVE
  gm = 2,    ///< SM2, SM3, SM4; reserved, refused by this version
};

/// One step said by one agency. The body digest of a message is the digest of its exact envelope bytes.
struct Envelope {
  std::uint16_t version = 1;
  Suite suite = Suite::intl;
  std::string origin;  ///< name of the broker it is for (genesis); a message for another broker is not_yours
  std::string domain;  ///< reserved for a later relay between brokers; empty in version 1
  AgencyId sender;
  LaneNo lane = 0;
  LaneNumber number = 0;   ///< next of its lane, from 1
  LaneNumber settled = 0;  ///< the sender holds the receipts of all numbers up to this one
  CaseId case_id;
  TransferId transfer;  ///< of the transfer it belongs to; new and random when the step opens one
  Code procedure;       ///< "K01"; universal steps carry the procedure of the transfer they act on
  Code step;            ///< "transfer", "accepted", "receipt_signed" ...; "void" fills a number
  AgencyId recipient;   ///< empty: the other party of the transfer, or the counterpart by the directory
  Instant occurred_at;  ///< asserted by the sender; legal clocks use it; empty in a void alone
  Instant signed_at;    ///< fixed when the client persists the message, before it sends
  Digest content_root;  ///< Merkle root over the part digests, in part order
  std::uint32_t part_count = 0;
  std::uint32_t content_bytes = 0;  ///< of the encoded content
  Digest confirms;                  ///< body digest of the message that this one confirms (joint or paper); empty: none
  Digest pack_seen;                 ///< digest of the pack that pre-flight used; empty: none. Never judged, only shown
  bool test = false;                ///< set on a training site; refused on any other, and required there
};

enum class Algorithm : std::uint16_t { ed25519 = 1, sm2 = 2 };

/// One signature, alone (`count` 1, empty path, root = leaf) or for one leaf of a signed batch.
/// Signed bytes: see core/signature.h. Lies outside the body: re-signing is the same message.
struct Signature {
  Algorithm algorithm = Algorithm::ed25519;
  KeyId key;
  std::vector<std::uint8_t> bytes;  ///< 64 for Ed25519
  std::uint32_t batch_index = 0;    ///< of this leaf, from 0
  std::uint32_t batch_count = 1;    ///< leaves of the batch, 1 .. batch_leaves_max
  std::vector<Digest> batch_path;   ///< sibling hashes from leaf to root; empty when count is 1
};

enum class PartType : std::uint16_t {
  dossier = 1,   ///< the head; always part 0, exactly one (except in `void`)
  document = 2,  ///< one document with typed fields
  evidence = 3,  ///< bytes of an evidence file, as they are
};

std::string_view name_of(Suite suite);
std::string_view name_of(Algorithm algorithm);
std::string_view name_of(PartType type);

/// A part as committed to: digest = H(type, salt, bytes), see core/digest.h part_digest().
struct Part {
  PartType type = PartType::evidence;
  Salt salt;
  std::vector<std::uint8_t> bytes;  ///< encoded dossier head or document, or the file itself
};

/// A message as it came, ready to be judged or stored. `content` owns its bytes.
struct Message {
  std::vector<std::uint8_t> envelope_bytes;
  Envelope envelope;
  Digest body;                        ///< H of envelope_bytes
  std::vector<Signature> signatures;  ///< at least one; version 1 checks the first, keeps all
  std::vector<Part> parts;
  std::vector<Digest> part_digests;  ///< same order as parts
};

}  // namespace caseway::core
