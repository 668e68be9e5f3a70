// Fetch: what engine::needs() asks for, read and decoded.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "broker/core/record.h"
#include "broker/flow/vault.h"

namespace caseway::flow {

/// Reads a part of an earlier record; nothing when it was erased.
using ReadPart = std::function<std::optional<StoredPart>(core::RecordIndex, core::PartNo)>;

/// What a record tells of the message that it delivered; nothing when it delivered none.
using ReadMessage = std::function<std::optional<core::SaidMessage>(core::RecordIndex)>;
/// The same of `record`. One that was returned, or a state secret, delivered none.
std::optional<core::SaidMessage> said_in(const core::Record& record);

/// Fills in `needed` from the first on, while what they are unpacked is at most facts_bytes_max together: from the
/// first that goes beyond it, all stay unread. It depends on the parts alone, so that a replay leaves out the same.
/// Throws Fault when one is there but is not the one asked for, or does not decode.
core::Facts fetch_facts(core::Facts needed, const ReadPart& read, const ReadMessage& read_message);

}  // namespace caseway::flow
