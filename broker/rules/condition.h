// Conditions inside the room: evaluate.h holds() with an element, a shared budget and the place of what failed.
#pragma once

#include "broker/rules/look.h"

namespace caseway::rules {

/// The party as `element`, where a place of it is printed: nobody does, its number says it.
struct PartyElement {
  explicit PartyElement(const core::Party& party) {
    place.name = "parties";
    element.thing.kind = ThingKind::party;
    element.thing.at = &party;
    element.place = &place;
  }
  PartyElement(const PartyElement&) = delete;
  PartyElement& operator=(const PartyElement&) = delete;
  Place place;
  Element element;
};

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
