// SHA-256 over length-prefixed fields, and the digests that Caseway commits to. OpenSSL does the hashing.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "broker/core/envelope.h"
#include "broker/core/ids.h"

namespace caseway::core {

/// Incremental SHA-256. Cheap to make; not shared between threads.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  Hasher& add(std::span<const std::uint8_t> bytes);    ///< raw bytes
  Hasher& field(std::span<const std::uint8_t> bytes);  ///< u32 little-endian length, then the bytes
  Hasher& field(std::string_view text);
  Hasher& number(std::uint64_t value);  ///< 8 bytes little-endian
  Digest finish();

 private:
  void* context_;
};

Digest digest_of(std::span<const std::uint8_t> bytes);

/// H("caseway part 1", type, salt, bytes): what an envelope commits to for one part.
Digest part_digest(PartType type, const Salt& salt, std::span<const std::uint8_t> bytes);
/// Merkle root (core/merkle.h) whose leaf data are the part digests: leaf i = H(0x00, digest i), so that one part is
/// proved by an RFC 9162 path. The digest of nothing for no parts.
Digest content_root(std::span<const Digest> part_digests);
/// H(turn salt, record index, field): salt of an inner fact or of "rest".
Digest field_salt(const TurnSalt& salt, RecordIndex index, std::string_view field);
/// First 16 bytes of H(public key).
KeyId key_id(const PublicKey& key);
/// First 16 bytes of H("opened", record index, causing transfer, kind, recipient, nth): id of a transfer opened by SYS.
/// `nth` counts from 0 the ids of this form that are in use already: the same kind opened twice by one transfer in one
/// record, or a member who guessed one.
TransferId opened_id(RecordIndex index, const TransferId& cause, const Code& kind, std::string_view recipient,
                     std::uint64_t nth = 0);

}  // namespace caseway::core
