// State secrets (house decision 19): how a message that is marked as one is known, and how its content is wiped from
// memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broker/core/dossier.h"
#include "broker/core/envelope.h"

namespace caseway::flow {

/// Whether `bytes` hold the printed form 秘密★ / 机密★ / 绝密★, as UTF-8, GB 18030 or UTF-16: whole parts are
/// searched, so that heads, documents and text evidence are covered alike. The bare words are no mark.
bool holds_printed_mark(std::span<const std::uint8_t> bytes);
/// Whether a field that states secrecy says top_secret, secret or confidential. Other values are access classes.
bool holds_secrecy_field(const core::Dossier& dossier);

/// Overwrites with zeros.
void overwrite(std::span<std::uint8_t> bytes);
/// Overwrite, then empty; of a message sender, lane and number stay.
void wipe(std::vector<std::uint8_t>& bytes);
void wipe(core::Message& message);
void wipe(core::Dossier& dossier);

}  // namespace caseway::flow
