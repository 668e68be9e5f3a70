// Content: the list of parts of a message, and the dossier that they hold (schemas/dossier.capnp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/dossier.h"
#include "broker/core/envelope.h"
#include "broker/core/refusal.h"

namespace caseway::wire {

std::vector<std::uint8_t> encode_content(const std::vector<core::Part>& parts);
/// Refuses malformed, too_large (parts_max, part_bytes_max, content_bytes_max). Looks at no part's inside.
core::Result<std::vector<core::Part>> decode_content(std::span<const std::uint8_t> bytes);

/// Heads and documents are packed (canonical.h). At most part_bytes_max, unpacked too.
std::vector<std::uint8_t> encode_head(const core::DossierHead& head);
core::Result<core::DossierHead> decode_head(std::span<const std::uint8_t> bytes);
std::vector<std::uint8_t> encode_document(const core::Document& document);
core::Result<core::Document> decode_document(std::span<const std::uint8_t> bytes);

/// What a part holds with its texts unbroken: a head or document unpacked, evidence as it is. Empty when it does not
/// unpack.
std::vector<std::uint8_t> unpacked_part(const core::Part& part);

/// How long a head or document is unpacked, by what it begins with; nothing of evidence is judged.
std::size_t judged_bytes(core::PartType type, std::span<const std::uint8_t> bytes);
/// The same of all `parts` together.
std::size_t judged_bytes(const std::vector<core::Part>& parts);

/// The dossier of a message: part 0 is its head, every document part a document. Refuses malformed with the part's
/// number when a part does not decode, the head is missing or twice, a local id is used twice, or an evidence item
/// names a part that is none.
core::Result<core::Dossier> decode_dossier(const std::vector<core::Part>& parts);

/// Splits one message that came in three frames into values and checks every commitment: part digests, root, counts,
/// sizes. The signature is not verified here.
core::Result<core::Message> decode_message(std::span<const std::uint8_t> envelope,
                                           std::span<const std::uint8_t> signatures,
                                           std::span<const std::uint8_t> content);

}  // namespace caseway::wire
