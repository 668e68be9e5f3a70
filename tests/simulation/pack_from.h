// Another version of the rules for a simulated site.
#pragma once

#include <string>

#include "tests/simulation/world.h"

namespace caseway::simulation {

/// The shipped packs as a version of their own that is in force from `day` ("2026-01-01") on, compiled; `last`: to this
/// day, not checked.
flow::Bytes pack_from(const std::string& day, const std::string& last = {});

}  // namespace caseway::simulation
