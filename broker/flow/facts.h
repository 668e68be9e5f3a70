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

/// The parts `needed`, in that order. Throws Fault when one is there but is not the one asked for, or does not decode.
core::Facts fetch_facts(const std::vector<core::PartRef>& needed, const ReadPart& read);

}  // namespace caseway::flow
