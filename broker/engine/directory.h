// Changes of the directory, as two officers ordered them and decide() accepted them.
#pragma once

#include "broker/engine/state.h"

namespace caseway::engine {

/// The state of a new site: what record 0 says.
void begin(State& state, const core::Genesis& genesis);
/// Writes an accepted directory order. Whatever it does not name stays; orders of other kinds change nothing here.
void change_directory(State& state, const core::Order& order);

}  // namespace caseway::engine
