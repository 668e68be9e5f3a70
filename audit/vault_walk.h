// Walks the frames of the vault between two logical positions, as the journal's groups name them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "audit/verify.h"

namespace caseway::audit {

/// Calls `each` for every frame in [begin, end), in order. A frame never crosses a segment: the rest of a segment is zeros, and
/// the next one begins behind its header. Returns the first thing that does not hold.
std::optional<Problem> walk_vault(const Site& site, std::uint64_t begin, std::uint64_t end,
                                  const std::function<void(const wire::VaultFrame&)>& each);

}  // namespace caseway::audit
