// Requirements that say nothing, and pairs of which one forbids what the other asks for: found by trying each way in
// which the leaves of their conditions can be true or false.
#include <algorithm>
#include <optional>

#include "broker/rules/items.h"
#include "broker/rules/leaves.h"
#include "broker/rules/lint.h"

namespace caseway::rules {
namespace {

Assignment end_of(const Leaves& leaves) { return Assignment{1} << leaves.size(); }

void lint_alone(const Requirement& it, Mistakes& mistakes) {
  Leaves leaves;
  const auto when = leaves.add(it.when);
  const auto must = leaves.add(it.must);
  if (leaves.size() > leaves_searched_max) return;
  std::optional<Assignment> wanted;  // what would make it apply, whether that can be or not
  std::optional<Assignment> met;
  for (Assignment at = 0; at < end_of(leaves); ++at) {
    if (!holds(when, at)) continue;
    if (!wanted) wanted = at;
    const bool is_met = holds(must, at);
    if ((is_met && met) || !leaves.is_possible(at)) continue;
    if (!is_met) return;  // it applies and fails
    met = at;
  }
  if (met) {
    mistakes.add({}, "it never fails: wherever it applies it is met, as with " +
                         leaves.words(*met, leaves_of(when) | leaves_of(must)));
  } else if (wanted) {
    mistakes.add({}, "it never applies: that would take " + leaves.words(*wanted, leaves_of(when)) +
                         ", which no message can be");
  } else {
    mistakes.add({}, "it never applies: its `when` holds for no message");
  }
}

/// Both apply to one message, each can be met, and both cannot.
class Pair {
 public:
  Pair(const Requirement& one, const Requirement& other)
      : one_when_(leaves_.add(one.when)),
        other_when_(leaves_.add(other.when)),
        one_must_(leaves_.add(one.must)),
        other_must_(leaves_.add(other.must)),
        one_(one),
        other_(other) {}

  void lint(Mistakes& mistakes) {
    if (leaves_.size() > leaves_searched_max) return;
    const auto given = leaves_of(one_when_) | leaves_of(other_when_);
    for (Assignment at = 0; at < end_of(leaves_); ++at) {
      if ((at & ~given) != 0 || !holds(one_when_, at) || !holds(other_when_, at)) continue;
      if (!contradict(at, given)) continue;
      mistakes.add({}, "it contradicts " + other_.id + ": with " + leaves_.words(at, given) + ", " + one_.id +
                           " asks for " + leaves_.words(one_met_, leaves_of(one_must_)) + " and " + other_.id +
                           " asks for " + leaves_.words(other_met_, leaves_of(other_must_)));
      return;
    }
  }

 private:
  /// With the leaves of both `when` as in `at`.
  bool contradict(Assignment at, Assignment given) {
    bool one_is_met = false;
    bool other_is_met = false;
    for (Assignment rest = 0; rest < end_of(leaves_); ++rest) {
      if ((rest & given) != 0) continue;
      const auto both = at | rest;
      const bool one = holds(one_must_, both);
      const bool other = holds(other_must_, both);
      if ((!one && !other) || !leaves_.is_possible(both)) continue;
      if (one && other) return false;
      if (one) one_met_ = both;
      if (other) other_met_ = both;
      one_is_met = one_is_met || one;
      other_is_met = other_is_met || other;
    }
    return one_is_met && other_is_met;
  }

  Leaves leaves_;
  Formula one_when_;
  Formula other_when_;
  Formula one_must_;
  Formula other_must_;
  const Requirement& one_;
  const Requirement& other_;
  Assignment one_met_ = 0;
  Assignment other_met_ = 0;
};

/// Both look at some step; at every one where none is named.
bool look_together(const Requirement& one, const Requirement& other) {
  if (one.steps.empty() || other.steps.empty()) return true;
  return std::any_of(one.steps.begin(), one.steps.end(), [&](const Code& step) {
    return std::find(other.steps.begin(), other.steps.end(), step) != other.steps.end();
  });
}

bool share_ground(const Requirement& one, const Requirement& other) {
  const auto mine = grounds_of(one.must);
  const auto its = grounds_of(other.must);
  return std::any_of(mine.begin(), mine.end(), [&](const std::string& ground) { return its.count(ground) != 0; });
}

}  // namespace

void lint_requirements(const Procedure& of, Mistakes& mistakes) {
  for (std::size_t i = 0; i < of.requirements.size(); ++i) {
    const auto& one = of.requirements[i];
    if (is_of_items(of, one.id)) continue;  // it stands for items, and looks at no message
    const Mistakes::Row row(mistakes, one.id);
    lint_alone(one, mistakes);
    for (std::size_t j = i + 1; j < of.requirements.size(); ++j) {
      const auto& other = of.requirements[j];
      if (one.per_party != other.per_party || !look_together(one, other) || !share_ground(one, other)) continue;
      Pair(one, other).lint(mistakes);
    }
  }
}

}  // namespace caseway::rules
