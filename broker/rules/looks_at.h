// Which requirements of a kind a step is asked for: what judges a message, traces it or tells of it in advance agrees.
#pragma once

#include "broker/rules/pack.h"

namespace caseway::rules {

/// Whether a message that says `step` is judged by it: one that names no step is of every step.
bool looks_at(const Requirement& requirement, const Code& step);

}  // namespace caseway::rules
