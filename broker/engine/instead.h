// What the sender of a returned message may say instead: a "no" names what would have been a "yes".
#pragma once

#include <vector>

#include "broker/engine/admit.h"

namespace caseway::engine {

/// Steps open to the sender of `request`, which admit() or the rules answered with `code`; in pack order.
///   of the transfer that it names, as open_steps() (decide.h) tells them: "cure", "withdraw"
///   where nothing is open to it there and kind, step, role or recipient was wrong: the steps that open a transfer in
///   its role, of the kind that it names, else of every kind, each behind its kind: "K01.transfer"
/// Empty for every other code. Who has no part in a transfer is answered as if there were none.
std::vector<core::Code> steps_instead(const Draft& draft, const Request& request, core::ReturnCode code);

}  // namespace caseway::engine
