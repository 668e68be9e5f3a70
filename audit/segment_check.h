// What journal and vault segments have in common: size, header, and what may lie behind their last byte.
#pragma once

#include <optional>

#include "audit/problem.h"
#include "audit/site_reader.h"

namespace caseway::audit {

/// Checks size, place and header of segment `which` of `all`. A last one that was taken but never begun is all zeros
/// and holds. False: its contents cannot be placed (it stands where another is due, or has no header).
bool check_segment(const Site& site, const std::vector<SegmentFile>& all, std::size_t which, wire::SegmentKind kind,
                   const std::optional<Trust>& trust, Problems& problems);

}  // namespace caseway::audit
