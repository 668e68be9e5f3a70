// Parts of a message taken back (steps.md b, "recall"): the sender of a transfer asks by a D118, and its receiver says
// by another whether they were destroyed.
#pragma once

#include <optional>

#include "broker/engine/draft.h"

namespace caseway::engine {

/// The record whose message a recall is about: `about` in decimal; nothing when it is none.
std::optional<core::RecordIndex> recalled_record(const core::DossierHead& head);

/// What keeps the recall from being said, or confirmed: one finding at most.
///   recall.from_paper   one side alone would take content away
///   recall.no_notice    it carries no D118
///   recall.not_sender   who asks is not the sender of the transfer
///   recall.no_message   `head.about` names no message of this transfer that its sender said
///   recall.not_asked    what is confirmed is not what was asked for: another message, or a part that was not named
///   recall.no_part      D118.parts names what is no part of that message
///   recall.not_said     the confirmation does not say whether it was destroyed
///   recall.taken_back   a part named was taken back before, or all of them
///   recall.too_many     the transfer has no room for more (taken_back_max)
std::vector<core::Finding> bar_recall(const Draft& draft, const Saying& saying);
/// Whether nothing of the message that opened the transfer is left with this word: then alone the transfer may go where
/// the row leads. A later message is taken back whole and the transfer goes on.
bool is_recalled_whole(const Draft& draft, const Saying& saying);
/// Takes the parts back that were destroyed. Only when bar_recall() found nothing; nothing happens before the other
/// side's word.
void recall(Draft& draft, const Saying& saying);

}  // namespace caseway::engine
