// The form of every field of every document carried, and of the codes in the head, against the dictionary of the packs.
// Findings of class form: they travel, never bar, never stop.
#pragma once

#include <vector>

#include "broker/rules/look.h"

namespace caseway::rules {

/// Places of one form finding that are named in one part, and form findings of one message: the rest of a flood says no
/// more than its beginning. `form.more` stands at the end when some were left out.
inline constexpr int form_places_max = 5;
inline constexpr int form_findings_max = 200;

/// Appends the form findings of the message in part order. Codes are "form.D01.number", "form.D03.items.needsTest",
/// "form.head.parties.id"; the path says which one ("D03.items[2].needsTest").
void check_forms(Sight& sight, std::vector<core::Finding>& findings);

/// Whether a value has the form of its kind: dates from 1949-10-01 to 30 years after `received_at`, counts and amounts
/// not negative, numbers, organisation and person codes of their forms, texts of at most 20,000 characters.
bool value_fits(const Thing& thing, core::Instant received_at);

}  // namespace caseway::rules
