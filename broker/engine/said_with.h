// What the bus says in other transfers with a step of a message: the file of the prosecution is with the police once
// they are told to investigate further.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// Transfers in which the bus may speak with one step, and pairs of all of them: the outcome must fit a frame.
inline constexpr std::size_t said_with_max = 64;
inline constexpr std::size_t pairs_said_with_max = core::limits::pairs_max;

/// What the bus says with `saying`: one step a transfer, in the order of the cases and of their transfers; in its case
/// and those joined to it, where the row that names `saying` is open and the transfer holds a pair that
/// `saying` decides, else names, else (it names none) has. Only where its sayer, or the sender of its transfer, is a
/// party: nobody moves what is others' by a transfer of his own. A party's number is of its case, for the first senders
/// of two joined cases both begin at 1: among transfers of one kind it means the person of the message's own case,
/// where that holds none the one of the single joined case that does, else nobody. To be asked before `saying` takes
/// effect.
std::vector<Saying> said_with(const Draft& draft, const Saying& saying);
/// What keeps `saying` from being said: more would be said with it than an outcome holds.
std::vector<core::Finding> bar_said_with(const Draft& draft, const Saying& saying);
/// Says them. `all` is what said_with() gave; a row whose `holds` fails by now is left out.
void say_with(Draft& draft, std::vector<Saying>& all);

}  // namespace caseway::engine
