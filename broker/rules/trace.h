// How a message was judged, leaf by leaf: what each condition asks in the words of the pack, whether it holds, and what
// was seen there. For people; nothing is decided by it.
#pragma once

#include <string>
#include <vector>

#include "broker/rules/evaluate.h"

namespace caseway::rules {

/// One condition. A leaf tells what it saw: "D01.issued = 2025-09-26", at most seen_most places, "nothing" where the
/// path shows none. A quantifier has one child for each element, named by its place, at most elements_most; an operator
/// has those of the pack.
struct Traced {
  std::string asks;  ///< "all", "not", "D07 is present", "each of D03.items (D03.items[1])"
  bool holds = false;
  std::vector<std::string> seen;
  std::vector<Traced> children;

  static constexpr std::size_t seen_most = 8;
  static constexpr std::size_t elements_most = 32;
};

/// One requirement that the step looks at; of one that is looked at for each party, one for each.
struct TracedRequirement {
  const Requirement* requirement = nullptr;  ///< the procedure's
  core::PartyNo party = 0;                   ///< 0: of no party in particular
  Traced when;                               ///< it applies
  Traced must;                               ///< it is met; not looked at (empty `asks`) where it does not apply
};

/// Every requirement of `view.step`, in pack order. It holds values of the message: show it to who may read that.
std::vector<TracedRequirement> trace(const View& view);

}  // namespace caseway::rules
