// Which requirements of a kind a step is asked for: what judges a message, traces it or tells of it in advance agrees.
#pragma once

#include "broker/rules/evaluate.h"

namespace caseway::rules {

/// Whether a message that says `step` is judged by it: one that names no step is of every step.
bool looks_at(const Requirement& requirement, const Code& step);

/// Whether the message of `view` is asked it: its step is; a row of a region counts for who is of it alone, on its
/// days. Where nobody told the region of the sayer (`step.region`), no region adds anything.
bool is_asked(const Requirement& requirement, const View& view);

}  // namespace caseway::rules
