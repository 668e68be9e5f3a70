// Conditions inside the room: evaluate.h holds() with an element, a shared budget and the place of what failed.
#pragma once

#include "broker/rules/look.h"

namespace caseway::rules {

/// Where a condition failed: set once, by the innermost thing that failed it.
struct Blame {
  std::string path;
  core::PartNo part = 0;
  bool found = false;
};

/// `blame` (may be null) is filled only when the condition fails.
bool test(Sight& sight, const Condition& condition, const Element* element, Blame* blame);

/// Lists `left` and `right` of items agree by number, quantity and unit, whatever their order.
bool lists_agree(Sight& sight, const Path& left, const Path& right, const Element* element, Blame* blame);

/// Every D06 of the message together names every other document and evidence part once, with its digest; totals agree.
bool material_list(Sight& sight, const Path& path, Blame* blame);

}  // namespace caseway::rules
