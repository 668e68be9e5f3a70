#include "broker/core/digest.h"

#include <openssl/evp.h>

#include "broker/core/merkle.h"
#include "broker/core/must.h"

namespace caseway::core {
namespace {

// Fetched once: an implicit fetch on every digest costs a third of the rate at 2 KB. It is a constant of the library,
// written once under the language's own lock and never freed; nothing of ours is in it.
const EVP_MD* sha256() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  MUST(fetched != nullptr);
  return fetched;
}

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  MUST(context_ != nullptr);
  MUST(EVP_DigestInit_ex2(as_context(context_), sha256(), nullptr) == 1);
}

Hasher::~Hasher() { EVP_MD_CTX_free(as_context(context_)); }

Hasher& Hasher::add(std::span<const std::uint8_t> bytes) {
  MUST(EVP_DigestUpdate(as_context(context_), bytes.data(), bytes.size()) == 1);
  return *this;
}

Hasher& Hasher::field(std::span<const std::uint8_t> bytes) {
  MUST(bytes.size() <= UINT32_MAX);
  const auto size = static_cast<std::uint32_t>(bytes.size());
  const std::array<std::uint8_t, 4> length{static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(size >> 8),
                                           static_cast<std::uint8_t>(size >> 16),
                                           static_cast<std::uint8_t>(size >> 24)};
  return add(length).add(bytes);
}

Hasher& Hasher::field(std::string_view text) {
  return field(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Hasher& Hasher::number(std::uint64_t value) {
  std::array<std::uint8_t, 8> bytes{};
  for (auto& byte : bytes) {
    byte = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
  return add(bytes);
}

Digest Hasher::finish() {
  Digest digest;
  unsigned size = 0;
  MUST(EVP_DigestFinal_ex(as_context(context_), digest.bytes.data(), &size) == 1);
  MUST(size == Digest::size);
  return digest;
}

Digest digest_of(std::span<const std::uint8_t> bytes) { return Hasher().add(bytes).finish(); }

Digest part_digest(PartType type, const Salt& salt, std::span<const std::uint8_t> bytes) {
  return Hasher()
      .field("caseway part 1")
      .number(static_cast<std::uint64_t>(type))
      .field(salt.bytes)
      .field(bytes)
      .finish();
}

Digest content_root(std::span<const Digest> part_digests) {
  std::vector<Digest> leaves;
  leaves.reserve(part_digests.size());
  for (const Digest& digest : part_digests) leaves.push_back(leaf_hash(digest.bytes));
  return merkle_root(leaves);
}

Digest field_salt(const TurnSalt& salt, RecordIndex index, std::string_view field) {
  return Hasher().field(salt.bytes).number(index).field(field).finish();
}

KeyId key_id(const PublicKey& key) {
  const Digest digest = digest_of(key.bytes);
  KeyId id;
  std::copy_n(digest.bytes.begin(), KeyId::size, id.bytes.begin());
  return id;
}

TransferId opened_id(RecordIndex index, const TransferId& cause, const Code& kind, std::string_view recipient,
                     std::uint64_t nth) {
  const Digest digest = Hasher()
                            .field("opened")
                            .number(index)
                            .field(cause.bytes)
                            .field(kind.view())
                            .field(recipient)
                            .number(nth)
                            .finish();
  TransferId id;
  std::copy_n(digest.bytes.begin(), TransferId::size, id.bytes.begin());
  return id;
}

}  // namespace caseway::core
