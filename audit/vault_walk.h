// Walks the frames of the vault between two logical positions, as the journal's groups name them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "audit/problem.h"
#include "audit/site_reader.h"

namespace caseway::audit {

/// A frame and where it lies.
using EachFrame = std::function<void(wire::VaultFrame&&, const std::string& where)>;

/// Calls `each` for every frame in [begin, end), in order. Logical positions: segments laid end to end, headers
/// included. A frame never crosses a segment: the rest of a segment is zeros, and the next one begins behind its
/// header. Returns the first thing that does not hold.
std::optional<Problem> walk_vault(const Site& site, std::uint64_t begin, std::uint64_t end, const EachFrame& each);

/// The one frame that the file named by `frame`'s digest holds, which must be the part that `frame` speaks of. Returns
/// what does not hold; else the bytes are in `frame`.
std::optional<Problem> read_part_file(const Site& site, wire::VaultFrame& frame);

/// The same for a file by its name alone: whole, and what it is named after.
std::optional<Problem> check_part_file(const Site& site, const std::string& name, wire::VaultFrame& found);

}  // namespace caseway::audit
