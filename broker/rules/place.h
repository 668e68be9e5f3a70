// Where the mistakes of a set stand in its texts: a constant of Cap'n Proto text has no position of its own.
#pragma once

#include "broker/rules/mistake.h"
#include "broker/rules/parser.h"

namespace caseway::rules {

/// Each mistake at its literal behind its rows, else wherever the literal stands, else at its row; in the order of
/// file, line and column. `texts` must not be empty; its tests are not looked at.
std::vector<PackError> places_of(const Texts& texts, const Mistakes& mistakes);

/// Whether a file holds tests of a set, and nothing of the set.
inline bool is_test(std::string_view file) { return file.ends_with("_test.capnp"); }

}  // namespace caseway::rules
