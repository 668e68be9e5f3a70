// Packs in words: a condition as one line, and every row of a set with what it says, aspect by aspect. For people who
// compare and trace; nothing is judged by it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "broker/rules/pack.h"

namespace caseway::rules {

/// What this condition alone asks, in the words of the pack: "D07 is present", "all of these", "each of D03.items".
std::string print_leaf(const Condition& condition);
/// With what stands below: "all of these (D07 is present; not (D01.penaltyImposed = true))". "always": asks nothing.
std::string print_condition(const Condition& condition);

/// One row of a pack. `aspects` are what it says, in a fixed order, those that say nothing left out.
struct Row {
  /// "requirement", "step", "clock", "kind", "document", "setting", "code list", "instrument", "filing standard"
  std::string what;
  std::string id;  ///< "K01.D04"; unique among rows of its `what`
  Label label;
  std::vector<std::pair<std::string, std::string>> aspects;  ///< {"stops", "yes"}, {"article", "O310 art. 4(2)"}
};

/// Every row of the set, kinds first, each with its states, steps, requirements and clocks, then what they share.
std::vector<Row> describe(const PackBundle& bundle);

}  // namespace caseway::rules
