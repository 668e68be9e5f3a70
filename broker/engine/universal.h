// What the universal steps do beyond their row: waiting for the other side's word, entries from paper, extensions,
// links.
#pragma once

#include "broker/engine/admit.h"

namespace caseway::engine {

/// Whether the step must wait: it is joint, or a withdrawal after sign-off, and the other side has not said it yet.
bool must_wait(const Draft& draft, const Request& request);
/// Notes that it waits, in place of what the same side said of it before.
void wait(Draft& draft, const Saying& saying);

/// After the step took effect: link, extend, receipt_signed, waive, reopen, recall; nothing for any other step.
void finish_universal(Draft& draft, const Saying& saying);
/// What keeps an extension, a waiver, a suspension, a recall or a reopening from being said: findings; none when it may
/// be, or is another step.
std::vector<core::Finding> bar_universal(const Draft& draft, const Saying& saying);

}  // namespace caseway::engine
