// Conditions as formulas over what they ask: a leaf is a condition that looks at things, true or false, and only all,
// any, not and atLeast join leaves. An element's condition stays within its forAll, exists or count, which is one leaf.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "broker/rules/pack.h"

namespace caseway::rules {

/// Most leaves whose 2^16 assignments are searched.
inline constexpr std::size_t leaves_searched_max = 16;

/// A condition over the leaves of one `Leaves`.
struct Formula {
  Op op = Op::always;  ///< always all any not_ at_least; anything else: the leaf
  std::int64_t number = 0;
  std::size_t leaf = 0;
  std::vector<Formula> children;
};

/// One bit a leaf.
using Assignment = std::uint32_t;

bool holds(const Formula& formula, Assignment leaves);
/// The bits of its leaves.
Assignment leaves_of(const Formula& formula);

/// The leaves of some conditions, equal ones once. Borrows from the conditions, which must remain alive and in place.
class Leaves {
 public:
  /// Beyond leaves_searched_max leaves, what was added may not be searched.
  Formula add(const Condition& condition);
  [[nodiscard]] std::size_t size() const { return leaves_.size(); }
  /// Whether some message can make exactly these leaves true. Never says no where one can; it knows that what is
  /// compared is there, that a thing lies in its document, and which constants a value can be at once. Several values
  /// of a path may be each something else.
  [[nodiscard]] bool is_possible(Assignment leaves) const;
  /// "D07, no D08, not D01.penaltyImposed = true" of the leaves in `which`; "anything" of none.
  [[nodiscard]] std::string words(Assignment leaves, Assignment which) const;

 private:
  struct Leaf {
    const Condition* is = nullptr;
    std::string words;
    std::vector<const Path*> true_needs;   ///< each shows something while the leaf is true
    std::vector<const Path*> false_needs;  ///< ... while it is false
  };
  [[nodiscard]] bool values_are_possible(const Leaf& first, Assignment leaves, bool shown) const;
  [[nodiscard]] bool is_set(Assignment leaves, std::size_t at) const { return (leaves >> at & 1U) != 0; }

  std::vector<Leaf> leaves_;
};

/// A condition in one line, equal for equal conditions alone: "D01.penaltyImposed = true", "each D03.items: (no)".
std::string words_of(const Condition& condition);

/// Documents, else roots, that the condition looks at: what has none in common is met apart.
std::set<std::string> grounds_of(const Condition& condition);

}  // namespace caseway::rules
