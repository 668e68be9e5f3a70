// Orders: changes of directory, packs, settings and training clock, and the word that the time is right, signed by two
// officers.
#pragma once

#include "broker/engine/draft.h"

namespace caseway::engine {

/// Accepts with the order's effect, or returns it with one finding "order.WHY":
///   bytes       the bytes are not those of this order          previous    it does not follow the last accepted order
///   officers    not two different officers of this site        signature   one of the two signatures does not hold
///   agency      no such agency, or its entry is outside its law    keys    too many, unknown or already used
///   counterpart an agency or role that is not there            pack        not known to the site
///   clock       no training site, or not forward; a time confirmed that the record does not show; of a training site
///   setting     no such setting in the pack in force
///   transfer    of an erasure: no such transfer, or it left State; nothing in it can be shown any more
///   parts       of an erasure: none, out of order, one that its sender did not recall or that is erased already
///   kind        unknown, or reserved
void decide_order(Draft& draft, const core::OrderEvent& event);

/// How far the instant that officers hold true may lie from what the broker's clock shows when their order comes: time
/// for two people to sign one after the other, and no matter to limits of days.
inline constexpr std::int64_t confirm_within_ms = 10 * core::minute_ms;

}  // namespace caseway::engine
