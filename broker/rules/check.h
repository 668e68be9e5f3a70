// What a set of packs must be beyond its form: every word refers to something, every row has its words and its source,
// and nothing is used that this version does not judge.
#pragma once

#include "broker/rules/mistake.h"
#include "broker/rules/pack.h"

namespace caseway::rules {

void check_bundle(const PackBundle& bundle, Mistakes& mistakes);

/// Paths and constants of one condition: documents and fields exist, codes stand in their lists, clocks are known.
/// `around` (may be null): the fields that `element` means, of a group or document.
void check_condition(const PackBundle& bundle, const Condition& condition, const std::vector<FieldType>* around,
                     Mistakes& mistakes);
void check_path(const PackBundle& bundle, const Path& path, Mistakes& mistakes);

}  // namespace caseway::rules
