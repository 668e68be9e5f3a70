// What is counted across the transfers of a case: rounds, forwards, notices.
#pragma once

#include <string_view>

#include "broker/engine/draft.h"

namespace caseway::engine {

/// How far `name` is counted in `graph`; 0 where nothing was counted.
std::int64_t counted(const Case& graph, std::string_view name);
/// Raises by one what the step counts.
void raise_counters(Draft& draft, const Saying& saying);

}  // namespace caseway::engine
