// The values of caseway_values.h as JSON: what the C calls hand out. Each an indented text.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sdk/caseway_values.h"
#include "sdk/json_text.h"

namespace caseway::sdk {

std::string error_json(const Error& error);
/// With the names of Policy and Requirement in camelCase; as a text, and as a value to add to.
Json policy_value(const Policy& policy);
std::string policy_json(const Policy& policy);
/// A list of what Transfer::json holds.
std::string transfers_json(const std::vector<Transfer>& transfers);
/// A list: clock zh en transfer party offence state owner warn first due dueText provisional.
std::string clocks_json(const std::vector<Clock>& clocks);
std::string waiting_json(const std::vector<std::pair<std::uint64_t, std::string>>& waiting);

}  // namespace caseway::sdk
