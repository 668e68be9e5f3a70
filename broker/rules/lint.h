// What a set says in good form and cannot mean: rows that nothing reaches, that nobody may say, that ask for nothing.
// Findings of `caseway-rules check` alone. load_bundle takes such a set, so that no broker stops at an older one.
#pragma once

#include "broker/rules/mistake.h"
#include "broker/rules/pack.h"
#include "broker/rules/parser.h"

namespace caseway::rules {

/// All findings about a set that compiled, each with a counterexample in words where there is one, and once, though
/// several kinds take the row. `texts` are those of which `bundle` was compiled; they give the places.
std::vector<PackError> lint(const Texts& texts, const PackBundle& bundle);

/// A last day before the first: the set would never be in force.
void lint_days(const PackBundle& bundle, Mistakes& mistakes);
/// A state that no transfer comes to; one that is not final and that no step leaves.
void lint_states(const Procedure& of, Mistakes& mistakes);
/// A step that no party of the kind may say; one with neither a document nor the mark, or with both.
void lint_steps(const Procedure& of, Mistakes& mistakes);
/// A document that no step carries, no row asks for and no document in use names.
void lint_documents(const PackBundle& bundle, Mistakes& mistakes);
/// A clock that nothing starts or dates, and one that nothing ends and that tells nobody; a length or warning below 0,
/// a warning that is not shorter than the length.
void lint_clocks(const PackBundle& bundle, Mistakes& mistakes);
/// A kind without a source; the sentence of a barred step in one language alone. Loading refuses the rest.
void lint_words(const Procedure& of, Mistakes& mistakes);
/// Two versions of a filing standard that cover one day, or leave one uncovered.
void lint_standards(const PackBundle& bundle, Mistakes& mistakes);
/// Two limits of one clock that one region sets for the same days.
void lint_local_limits(const PackBundle& bundle, Mistakes& mistakes);
/// Limits of one clock by two regions of which one lies in the other: no mistake, the higher's counts. A sentence each.
std::vector<std::string> overlay_conflicts(const PackBundle& bundle);
/// Days that two editions of one set cover, or none; a sentence each. One without a last day ends where the next
/// begins.
std::vector<std::string> between_editions(std::vector<const PackBundle*> editions);
/// A requirement that never applies or never fails, and two of one step that cannot both be met.
void lint_requirements(const Procedure& of, Mistakes& mistakes);

}  // namespace caseway::rules
