// Ed25519 by libsodium (its accept/reject is ours: edge vectors are pinned in tests), alone and in batches.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "broker/core/envelope.h"
#include "broker/core/ids.h"

namespace caseway::core {

struct KeyPair {
  PublicKey public_key;
  SecretKey secret_key;
};

/// From 32 random bytes given by the caller (core knows no randomness).
KeyPair key_pair_from_seed(std::span<const std::uint8_t> seed32);
SignatureBytes sign_bytes(const SecretKey& key, std::span<const std::uint8_t> bytes);
bool verify_bytes(const PublicKey& key, const SignatureBytes& signature, std::span<const std::uint8_t> bytes);

/// Leaf of one message in a signed batch: H(0x00, "caseway message 1", broker origin, sender, key id, envelope bytes),
/// each field length-prefixed.
Digest message_leaf(std::string_view origin, std::string_view sender, const KeyId& key,
                    std::span<const std::uint8_t> envelope_bytes);
/// What is signed: "caseway batch 1", root, leaf count.
std::vector<std::uint8_t> batch_bytes(const Digest& root, std::uint32_t count);

/// Signs 1 .. batch_leaves_max leaves at once: one Signature per leaf, all with the same `bytes`.
std::vector<Signature> sign_batch(const KeyPair& key, std::span<const Digest> leaves);

/// Root that `signature` claims for `leaf`; nothing when index, count or path are impossible.
std::optional<Digest> claimed_root(const Signature& signature, const Digest& leaf);

/// Positively verified batches of two or more, bounded, oldest out first. One per thread that verifies.
class VerifiedBatches {
 public:
  explicit VerifiedBatches(std::size_t most) : most_(most) {}
  /// Whether `signature` holds for `leaf` under `key`; asks libsodium only for a batch not seen before.
  bool verify(const PublicKey& key, const Signature& signature, const Digest& leaf);

 private:
  struct Seen {
    PublicKey key;
    Digest root;
    std::uint32_t count = 0;
    SignatureBytes bytes;
    friend auto operator<=>(const Seen&, const Seen&) = default;
  };
  std::size_t most_;
  std::vector<Seen> seen_;  // ring, newest at next_
  std::size_t next_ = 0;
};

}  // namespace caseway::core
