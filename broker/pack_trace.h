// caseway-rules explain --trace: the tree of each requirement with what was seen, as text or as JSON.
#pragma once

#include <boost/json.hpp>
#include <set>
#include <string>

#include "broker/rules/explain.h"
#include "broker/rules/trace.h"

namespace caseway::rules {

/// `open` are the codes of requirements that only the broker can judge: their trees are printed and marked so.
void print_trace(const std::vector<TracedRequirement>& traced, const std::set<std::string>& open, Language language);
boost::json::array trace_json(const std::vector<TracedRequirement>& traced, const std::set<std::string>& open);

}  // namespace caseway::rules
