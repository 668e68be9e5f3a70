#include "broker/core/signature.h"

#include <sodium/crypto_sign_ed25519.h>

#include <algorithm>
#include <array>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"
#include "broker/core/merkle.h"
#include "broker/core/must.h"

namespace caseway::core {
namespace {

static_assert(PublicKey::size == crypto_sign_ed25519_PUBLICKEYBYTES);
static_assert(SecretKey::size == crypto_sign_ed25519_SECRETKEYBYTES);
static_assert(SignatureBytes::size == crypto_sign_ed25519_BYTES);

std::optional<SignatureBytes> ed25519_bytes(const Signature& signature) {
  if (signature.algorithm != Algorithm::ed25519 || signature.bytes.size() != SignatureBytes::size) return std::nullopt;
  SignatureBytes bytes;
  std::copy(signature.bytes.begin(), signature.bytes.end(), bytes.bytes.begin());
  return bytes;
}

}  // namespace

KeyPair key_pair_from_seed(std::span<const std::uint8_t> seed32) {
  MUST(seed32.size() == crypto_sign_ed25519_SEEDBYTES);
  KeyPair pair;
  MUST(crypto_sign_ed25519_seed_keypair(pair.public_key.bytes.data(), pair.secret_key.bytes.data(), seed32.data()) ==
       0);
  return pair;
}

SignatureBytes sign_bytes(const SecretKey& key, std::span<const std::uint8_t> bytes) {
  SignatureBytes signature;
  MUST(crypto_sign_ed25519_detached(signature.bytes.data(), nullptr, bytes.data(), bytes.size(), key.bytes.data()) ==
       0);
  return signature;
}

bool verify_bytes(const PublicKey& key, const SignatureBytes& signature, std::span<const std::uint8_t> bytes) {
  return crypto_sign_ed25519_verify_detached(signature.bytes.data(), bytes.data(), bytes.size(), key.bytes.data()) == 0;
}

Digest message_leaf(std::string_view origin, std::string_view sender, const KeyId& key,
                    std::span<const std::uint8_t> envelope_bytes) {
  static constexpr std::array<std::uint8_t, 1> leaf_prefix{0x00};
  return Hasher()
      .add(leaf_prefix)
      .field("caseway message 1")
      .field(origin)
      .field(sender)
      .field(key.bytes)
      .field(envelope_bytes)
      .finish();
}

std::vector<std::uint8_t> batch_bytes(const Digest& root, std::uint32_t count) {
  ByteWriter out;
  out.field("caseway batch 1");
  out.field(root.bytes);
  out.u32(count);
  return out.take();
}

std::vector<Signature> sign_batch(const KeyPair& key, std::span<const Digest> leaves) {
  MUST(!leaves.empty());
  MUST(leaves.size() <= limits::batch_leaves_max);
  const auto count = static_cast<std::uint32_t>(leaves.size());
  const auto bytes = sign_bytes(key.secret_key, batch_bytes(merkle_root(leaves), count));
  auto paths = inclusion_paths(leaves, 0, count);

  std::vector<Signature> signatures(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    Signature& signature = signatures[i];
    signature.key = key_id(key.public_key);
    signature.bytes.assign(bytes.bytes.begin(), bytes.bytes.end());
    signature.batch_index = i;
    signature.batch_count = count;
    signature.batch_path = std::move(paths[i]);
  }
  return signatures;
}

std::optional<Digest> claimed_root(const Signature& signature, const Digest& leaf) {
  if (signature.batch_count > limits::batch_leaves_max) return std::nullopt;
  return root_over(leaf, signature.batch_index, signature.batch_count, signature.batch_path);
}

bool VerifiedBatches::verify(const PublicKey& key, const Signature& signature, const Digest& leaf) {
  const auto bytes = ed25519_bytes(signature);
  const auto root = claimed_root(signature, leaf);
  if (!bytes || !root) return false;

  const Seen batch{key, *root, signature.batch_count, *bytes};
  if (std::find(seen_.begin(), seen_.end(), batch) != seen_.end()) return true;
  if (!verify_bytes(key, *bytes, batch_bytes(*root, signature.batch_count))) return false;
  if (signature.batch_count == 1 || most_ == 0)
    return true;  // it will not be asked for again: keep the room for batches

  if (seen_.size() < most_) {
    seen_.push_back(batch);
  } else {
    seen_[next_] = batch;
    next_ = (next_ + 1) % most_;
  }
  return true;
}

}  // namespace caseway::core
