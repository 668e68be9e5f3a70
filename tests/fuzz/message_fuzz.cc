#include "broker/core/digest.h"
#include "broker/core/signature.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

namespace {

/// A fuzzer cannot guess a digest: the envelope is made to commit to the content, so that what stands behind is
/// reached.
bool check_committed(std::span<const std::uint8_t> envelope, std::span<const std::uint8_t> signatures,
                     std::span<const std::uint8_t> content) {
  auto decoded = wire::decode_envelope(envelope);
  const auto parts = wire::decode_content(content);
  if (!decoded.ok() || !parts.ok() || !wire::decode_signatures(signatures).ok()) return false;
  core::Envelope committed = decoded.value();
  std::vector<core::Digest> digests;
  for (const auto& part : parts.value()) digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
  committed.content_root = core::content_root(digests);
  committed.part_count = static_cast<std::uint32_t>(digests.size());
  committed.content_bytes = static_cast<std::uint32_t>(content.size());
  const auto message = wire::decode_message(wire::encode_envelope(committed), signatures, content);
  MUST(message.ok() && message.value().part_digests == digests);
  (void)wire::decode_dossier(message.value().parts).ok();
  for (const auto& part : message.value().parts) {
    MUST(wire::unpacked_part(part).size() <= core::limits::part_bytes_max);
    MUST(wire::judged_bytes(part.type, part.bytes) <= wire::judged_bytes(message.value().parts));
  }
  return true;
}

}  // namespace

// The three byte strings of a message, each of the first two behind its length (u16).
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  std::span<const std::uint8_t> heads[2];
  for (auto& head : heads) {
    if (bytes.size() < 2) return false;
    const std::size_t length = std::min<std::size_t>(bytes[0] + std::size_t{256} * bytes[1], bytes.size() - 2);
    head = bytes.subspan(2, length);
    bytes = bytes.subspan(2 + length);
  }
  const auto message = wire::decode_message(heads[0], heads[1], bytes);
  if (message.ok()) MUST(message.value().body == core::digest_of(heads[0]));
  return check_committed(heads[0], heads[1], bytes);
}
