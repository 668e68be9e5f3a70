// caseway-rules diff: what a new edition of a set changes, row by row, in words.
#pragma once

#include <string>

namespace caseway::rules {

/// `before` and `after` are each ID.pack or the folder of a set. Prints rows that came, went and changed, and of those
/// each aspect before and after; mistakes of the files to stderr. Returns the exit code: 0 also where they differ.
int diff_packs(const std::string& before, const std::string& after, bool as_json);

}  // namespace caseway::rules
