// Items that one side asks for and the other answers, one by one. An open one is an open requirement at "item.2".
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// The items that the message asks for are open from now on; those that it answers are not.
void take_asked(Draft& draft, const Saying& saying);
/// What keeps them from being asked for: the transfer has no room for so many.
std::vector<core::Finding> bar_asked(const Draft& draft, const Saying& saying);

/// How many were asked for so far, and how many of those are neither answered nor waived.
std::int64_t asked(const Transfer& transfer);
std::int64_t unanswered(const Transfer& transfer);

}  // namespace caseway::engine
