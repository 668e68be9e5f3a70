// What must not grow however long the world goes on and whoever asks for it: State by the limits of the house, so that
// memory is bounded by what is open and owed.
#pragma once

#include <string>

#include "broker/engine/state.h"

namespace caseway::simulation {

/// What is over its bound, in words; empty: nothing. Mailboxes are bounded by what is owed, transfers and cases by what
/// is open: the model counts those.
std::string over_a_bound(const engine::State& state);

}  // namespace caseway::simulation
