// A delivery, checked: what the broker hands over is believed only as far as signatures and proofs carry it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "broker/core/dossier.h"
#include "broker/core/record.h"
#include "broker/core/verdict.h"
#include "broker/wire/session.h"

namespace caseway::sdk {

struct Delivered {
  wire::Delivery frame;
  core::Statement statement;
  // Of a message; empty with an event.
  core::Envelope envelope;
  core::Digest body;
  std::optional<core::DossierHead> head;     ///< when part 0 is owed
  std::vector<core::Document> documents;     ///< those whose parts are here
  std::vector<core::PartNo> document_parts;  ///< their part numbers
  std::vector<core::PartNo> missing;         ///< parts that are not owed, or were erased: only their digests are here
  std::optional<core::Outcome> outcome;      ///< for a party of the transfer
};

/// The public key of an agency by its id; nothing when the directory knows none such.
using FindKey = std::function<std::optional<core::PublicKey>(const core::AgencyId& sender, const core::KeyId& key)>;

/// Checks and decodes. Holds: the receipt proves its statement under `log_key` for broker `origin`; the statement is of
/// the record named; a message's envelope is the one the statement names, its parts' digests lead to its content root,
/// and its sender signed it. Refuses with the path of what does not hold: bad_signature, malformed, key_not_valid (the
/// sender's key is not in the directory).
core::Result<Delivered> check_delivery(wire::Delivery delivery, std::string_view origin, const core::PublicKey& log_key,
                                       const FindKey& find_key);

}  // namespace caseway::sdk
