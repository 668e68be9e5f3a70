// One message judged: admitted, opened if it opens, held against the rules, and taken into effect.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

void decide_message(Draft& draft, const core::MessageEvent& message);

}  // namespace caseway::engine
