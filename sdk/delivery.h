// A delivery, checked: what the broker hands over is believed only as far as signatures and proofs carry it. Which keys
// are the sender's is the broker's word: its directory says so. A broker that lies there can be shown to lie, since the
// order that admitted or added a key is a record that two officers signed; here that is not looked up.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "broker/core/directory.h"
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

/// A key of an agency by its id, with its dates; nothing when the directory knows none such.
using FindKey = std::function<std::optional<core::AgencyKey>(const core::AgencyId& sender, const core::KeyId& key)>;

/// Checks and decodes. Holds: the receipt proves its statement under `log_key` for broker `origin`; the statement is of
/// the record named; a message's envelope is the one the statement names, its parts' digests lead to its content root,
/// and its sender signed it with a key that was valid when the broker received it. Refuses with the path of what does
/// not hold: bad_signature, malformed, not_yours, key_not_valid (not in the directory, or not valid at `received_at`).
core::Result<Delivered> check_delivery(wire::Delivery delivery, std::string_view origin, const core::PublicKey& log_key,
                                       const FindKey& find_key);

}  // namespace caseway::sdk
