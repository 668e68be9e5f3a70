#include "broker/core/signature.h"
#include "broker/wire/envelope.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

// Decoding, and then verifying under a key that never signed any of it: the cache of batches may not say otherwise.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  fuzz::check(bytes, wire::decode_signatures, wire::encode_signatures);
  const auto signatures = wire::decode_signatures(bytes);
  if (!signatures.ok()) return false;
  static const auto stranger = core::key_pair_from_seed(std::vector<std::uint8_t>(32, 0xee)).public_key;
  core::VerifiedBatches batches(4);
  for (const auto& signature : signatures.value()) {
    (void)core::claimed_root(signature, {});
    for (int again = 0; again < 2; ++again) MUST(!batches.verify(stranger, signature, {}));
  }
  return true;
}
