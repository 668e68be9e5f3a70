#include "broker/wire/content.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/limits.h"
#include "broker/wire/canonical.h"
#include "broker/wire/envelope.h"
#include "schemas/dossier.capnp.h"

namespace caseway::wire {
namespace {

namespace limits = core::limits;
using core::PartType;
using core::Refusal;
using core::Refused;

static_assert(static_cast<int>(schema::PartType::EVIDENCE) == static_cast<int>(PartType::evidence));

core::Part read_part(const At& at, schema::Part::Reader from) {
  return {at.number("type", from.getType(), PartType::evidence), at.id<core::Salt>("salt", from.getSalt(), true),
          at.data("bytes", from.getBytes(), limits::part_bytes_max)};
}

Refused malformed(std::string where, const char* what) { return {Refusal::malformed, std::move(where), what}; }

std::string part_path(std::size_t part) { return "parts[" + std::to_string(part) + "]"; }

/// A refusal of one part, told with its number.
Refused in_part(std::size_t part, Refused refused) {
  refused.where = part_path(part) + "." + refused.where;
  return refused;
}

/// Whether local ids are used once, and items and evidence parts belong to each other one to one.
std::optional<Refused> check_references(const core::Dossier& dossier, const std::vector<core::Part>& parts) {
  std::vector<std::string_view> ids;
  for (const auto& document : dossier.documents) ids.push_back(document.id);
  for (const auto& item : dossier.head.evidence) ids.push_back(item.id);
  std::sort(ids.begin(), ids.end());
  const auto twice = std::adjacent_find(ids.begin(), ids.end());
  if (twice != ids.end()) return malformed("dossier", "a local id is used twice");

  std::vector<bool> named(parts.size());
  for (const auto& item : dossier.head.evidence) {
    if (item.part == 0) continue;
    if (item.part >= parts.size() || parts[item.part].type != PartType::evidence) {
      return malformed("parts[0].head.evidence", "an item names a part that is no evidence");
    }
    if (named[item.part]) return malformed("parts[0].head.evidence", "two items name one part");
    named[item.part] = true;
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].type == PartType::evidence && !named[i]) return malformed(part_path(i), "evidence that no item names");
  }
  return std::nullopt;
}

/// Decodes part `no`, the head or a document, into `dossier`.
std::optional<Refused> add_part(core::Dossier& dossier, const core::Part& part, std::size_t no) {
  if (no == 0) {
    if (part.type != PartType::dossier) return malformed(part_path(no), "not the head");
    auto head = decode_head(part.bytes);
    if (!head.ok()) return in_part(no, head.refused());
    dossier.head = std::move(head).value();
    return std::nullopt;
  }
  if (part.type != PartType::document) return malformed(part_path(no), "a second head");
  auto document = decode_document(part.bytes);
  if (!document.ok()) return in_part(no, document.refused());
  dossier.documents.push_back(std::move(document).value());
  dossier.document_parts.push_back(static_cast<core::PartNo>(no));
  return std::nullopt;
}

}  // namespace

std::vector<std::uint8_t> encode_content(const std::vector<core::Part>& parts) {
  return to_bytes<schema::Content>([&](schema::Content::Builder to) {
    put_list(to, &schema::Content::Builder::initParts, parts, [](schema::Part::Builder part, const core::Part& from) {
      part.setType(static_cast<schema::PartType>(from.type));
      put(part, &schema::Part::Builder::initSalt, from.salt);
      put(part, &schema::Part::Builder::initBytes, from.bytes);
    });
  });
}

core::Result<std::vector<core::Part>> decode_content(std::span<const std::uint8_t> bytes) {
  const auto read = [](const At& at, schema::Content::Reader from) {
    return at.list("parts", from.getParts(), limits::parts_max, read_part);
  };
  return from_bytes<schema::Content>("content", bytes, limits::content_bytes_max, read, encode_content);
}

std::vector<std::uint8_t> unpacked_part(const core::Part& part) {
  if (part.type == PartType::evidence) return part.bytes;
  auto unpacked = unpack("part", part.bytes, limits::part_bytes_max);
  return unpacked.ok() ? std::move(unpacked).value() : Bytes();
}

std::size_t judged_bytes(PartType type, std::span<const std::uint8_t> bytes) {
  return type == PartType::evidence ? 0 : unpacked_length(bytes);
}

std::size_t judged_bytes(const std::vector<core::Part>& parts) {
  std::size_t bytes = 0;
  for (const auto& part : parts) bytes += judged_bytes(part.type, part.bytes);
  return bytes;
}

core::Result<core::Dossier> decode_dossier(const std::vector<core::Part>& parts) {
  core::Dossier dossier;
  std::size_t judged_bytes = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].type == PartType::evidence && i > 0) continue;
    judged_bytes += unpacked_length(parts[i].bytes);
    if (judged_bytes > limits::facts_bytes_max) {
      return Refused{Refusal::too_large, part_path(i), "head and documents are longer than 1 MiB"};
    }
    if (auto refused = add_part(dossier, parts[i], i)) return *std::move(refused);
  }
  if (auto refused = check_references(dossier, parts)) return *std::move(refused);
  return dossier;
}

core::Result<core::Message> decode_message(std::span<const std::uint8_t> envelope,
                                           std::span<const std::uint8_t> signatures,
                                           std::span<const std::uint8_t> content) {
  auto decoded = decode_envelope(envelope);
  if (!decoded.ok()) return decoded.refused();
  auto signed_by = decode_signatures(signatures);
  if (!signed_by.ok()) return signed_by.refused();
  auto parts = decode_content(content);
  if (!parts.ok()) return parts.refused();

  core::Message message;
  message.envelope = std::move(decoded).value();
  message.signatures = std::move(signed_by).value();
  message.parts = std::move(parts).value();
  if (message.envelope.content_bytes != content.size()) {
    return malformed("envelope.contentBytes", "not the length of the content");
  }
  if (message.envelope.part_count != message.parts.size()) {
    return malformed("envelope.partCount", "not the number of parts");
  }
  message.part_digests.reserve(message.parts.size());
  for (const auto& part : message.parts) {
    message.part_digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
  }
  if (message.envelope.content_root != core::content_root(message.part_digests)) {
    return malformed("envelope.contentRoot", "not the root over the parts");
  }
  message.envelope_bytes.assign(envelope.begin(), envelope.end());
  message.body = core::digest_of(envelope);
  return message;
}

}  // namespace caseway::wire
