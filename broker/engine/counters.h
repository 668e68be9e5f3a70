// What is counted across the transfers of a case: rounds, forwards, notices.
#pragma once

#include <string_view>

#include "broker/engine/draft.h"

namespace caseway::engine {

/// How far `name` is counted in `graph`; 0 where nothing was counted.
std::int64_t counted(const Case& graph, std::string_view name);
/// Raises by one what the step counts, in its case and in those joined to it: rounds count together for joined files.
void raise_counters(Draft& draft, const Saying& saying);
/// Adds up what was counted in two cases that hang together from now on, and were counted apart until now. Each of the
/// cases joined to either of them holds the sum: it stays when one of them leaves State. Before they are linked.
void add_counters(Draft& draft, const core::CaseId& one, const core::CaseId& other);

}  // namespace caseway::engine
