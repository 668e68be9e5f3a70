// Filing standards 立案标准 as hints. No verdict, finding or step looks at one: below the figures, with reasonable
// suspicion, a transfer is lawful (O310 3(2)). Which version measures an act is said by its date, and a later one where
// that is more lenient (steps.md d.17; 关于适用刑事司法解释时间效力问题的规定, 2001-12-17).
#pragma once

#include <vector>

#include "broker/rules/evaluate.h"

namespace caseway::rules {

enum class Hint : std::uint8_t {
  meets = 1,       ///< one limb is met
  just_below = 2,  ///< none is, and of one every figure reaches four fifths
  below = 3,
  no_amount = 4,  ///< the message names no amount that a limb measures
};
std::string_view name_of(Hint hint);

struct VersionHint {
  const Standard* standard = nullptr;  ///< of the bundle
  Hint hint = Hint::no_amount;
  const Limb* limb = nullptr;  ///< that is met, or just missed; else null
};

/// How an offence of the message measures, by every version in force from the end of the act to the day it is looked
/// at; where none was in force when the act ended, from the first later one on.
struct OffenceHint {
  Code offence;
  core::Date ended;                   ///< the last day of its acts
  bool across_change = false;         ///< the act went on from one version into another: the day it ended governs
  std::vector<VersionHint> versions;  ///< by the day from which they are in force; never empty
  std::size_t governing = 0;          ///< of `versions`
};

/// For each offence of the acts of `view.dossier` for which the bundle has a standard in force by `today`, in the order
/// of the acts. Amounts of one kind are added up; a sum beyond 64 bits counts as the largest number.
std::vector<OffenceHint> hints(const View& view, core::Date today);

}  // namespace caseway::rules
