// Who receives a transfer from now on, the agency that a message names or who says the step; and when it signed for it.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// What keeps the step from having the receiver that it would have: findings that bar it; none when it may, or changes
/// nobody. Naming who receives the transfer already changes nobody.
std::vector<core::Finding> bar_receiver(const Draft& draft, const Saying& saying);

/// Makes that agency the receiver, and notes in `saying` whom it replaced; nothing where the step has no other. It is
/// sent what the transfer holds, message by message: that which opened it, those whose documents are the latest of
/// their type, and words that wait. What this step carries comes to it with the step. A message all of whose documents
/// were replaced is not among them: State does not keep it. Joint words of the former receiver that wait are cleared:
/// nobody could go on with them.
void change_receiver(Draft& draft, Saying& saying);

/// Notes when the receiver signed for the transfer: by the step `accepted`, or by the step that ends the sign-off watch
/// (ALL.signoff). The first time counts, until another receives it. What the bus says by itself is no signature.
void sign_off(Draft& draft, const Saying& saying);

}  // namespace caseway::engine
