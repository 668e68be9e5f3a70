// What a transfer still lacks: findings that it carries on, what they keep closed, who waives them.
#pragma once

#include "broker/engine/draft.h"
#include "broker/rules/evaluate.h"

namespace caseway::engine {

/// Whether `saying` acts on whom `path` names: what is lacking of one party keeps a step closed for that party alone. A
/// step said without naming any acts on all.
bool concerns(const Saying& saying, std::string_view path);
/// Whether what is lacking by `rule` keeps the step closed that is said now.
bool bars_now(const Draft& draft, const Saying& saying, const rules::Requirement& rule);
/// Earlier findings that keep this step closed, unless this very message meets them.
std::vector<core::Finding> still_barring(const Draft& draft, const Saying& saying, const rules::Judgement& judgement);
/// Whether what `finding` says, and the step that it bars, was waived in `transfer`.
bool is_waived(const Transfer& transfer, const core::Finding& finding);
/// What the transfer carries on: gaps that may still be made good, and those that this message made good.
void remember(Draft& draft, const Saying& saying, const rules::Judgement& judgement);

/// Requirements that bar `head.about` (all, when it names no step) and that this agency may waive; and the condition of
/// that step's own row, where the row says that it may: at "", with the row's code. As the effects that waive them.
std::vector<core::effect::RequirementSet> waivable(const Draft& draft, const Saying& saying);
/// Waives them.
void waive(Draft& draft, const Saying& saying);
/// The code under which the condition of a step's own row is found and waived: "K13.resent_completed".
std::string code_of_row(const Saying& saying, const rules::Step& row);
/// Whether the condition of this row was waived, and no step has used the waiver up.
bool is_row_waived(const Draft& draft, const Saying& saying, const rules::Step& row);
/// A waiver opens a step once: the one of the row that was said now is used up.
void use_waiver(Draft& draft, const Saying& saying);

}  // namespace caseway::engine
