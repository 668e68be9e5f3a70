// From a draft to what is sent: parts with salts, digests of the list of materials filled in, content, envelope.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "broker/core/dossier.h"
#include "broker/core/envelope.h"
#include "sdk/json.h"
#include "sdk/ports.h"

namespace caseway::sdk {

/// The content of one message, as committed to. It has no number yet: the lane gives it one.
struct Composed {
  core::Envelope envelope;  ///< all but origin, sender, lane, number, settled, signed_at, test
  Bytes content;
  core::Dossier dossier;
  std::vector<core::Digest> part_digests;
};

/// Part 0 is the head, then the documents, then the evidence files, in the draft's order. Draws a salt for each part,
/// and ids for a case or transfer that the draft leaves out. In every D06 the `digest` of a row whose `document` names
/// something in this message by its local id, and that has none yet, becomes the digest of that part. Nothing, with the
/// reason in `mistakes`, when the content exceeds a limit of the wire or would be refused as malformed.
std::optional<Composed> compose(Draft draft, Random& random, std::string_view file, Mistakes& mistakes);

/// The envelope that fills a number with nothing, in place of `instead` (whose ids, lane and number it keeps).
core::Envelope void_envelope(const core::Envelope& instead);
/// Content of no parts.
Bytes void_content();

}  // namespace caseway::sdk
