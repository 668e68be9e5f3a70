// caseway-rules explain: how the acts of a message measure against the filing standards, as hints.
#pragma once

#include <boost/json.hpp>
#include <vector>

#include "broker/rules/explain.h"
#include "broker/rules/standards.h"

namespace caseway::rules {

/// A line for each version, the governing one marked. `bundle` MUST be the one that `all` points into, as below.
void print_hints(const std::vector<OffenceHint>& all, const PackBundle& bundle, Language language);
boost::json::array hints_json(const std::vector<OffenceHint>& all, const PackBundle& bundle, Language language);

}  // namespace caseway::rules
