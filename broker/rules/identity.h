// Codes of organisations (GB 32100, GB 11714) and persons (GB 11643, permits, passports): form and check character,
// never whether somebody exists.
#pragma once

#include <string_view>

namespace caseway::rules {

/// Unified social credit code: 18 of its alphabet (no I O S V Z), check character by GB 32100.
bool is_credit_code(std::string_view text);
/// Organisation code of GB 11714: 8 characters, an optional hyphen, check character.
bool is_old_organisation_code(std::string_view text);
/// Citizen number of GB 11643: 17 digits with a real date of birth, check digit 0-9 or X (x is taken as X).
bool is_citizen_18(std::string_view text);
/// Citizen number of the first generation: 15 digits with a real date of birth.
bool is_citizen_15(std::string_view text);

/// What an `org` field may hold: either code above, a business registration number of 15 digits, or a name. Text of
/// capital letters, digits and hyphens only, 8 or longer with a digit in it, is read as a code and must hold.
bool organisation_fits(std::string_view text);

/// What a `pid` field may hold under its `idType` (code list id_type; empty: told by the text itself).
bool person_fits(std::string_view text, std::string_view id_type);

}  // namespace caseway::rules
