// Replays a verified site: every record decided again from its event and facts, and compared with what was recorded.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "audit/verify.h"
#include "broker/flow/replay.h"

namespace caseway::audit {

struct Judged {
  std::uint64_t records = 0;
  std::vector<flow::Disagreement> disagreements;
  std::vector<flow::LeftOut> left_out;  ///< for want of what an order erased: neither agrees nor disagrees
  core::Digest state;                   ///< digest of State after the last record
  std::map<core::AgencyId, std::uint64_t> deliveries;  ///< owed to each agency so far, numbered from 1, taken or not
};

/// `verified` must come from verify(site). Parts that are not in the vault are passed as absent; what
/// disagrees for want of them is marked missing, which is incomplete and no mismatch.
Judged judge(const Site& site, const Verified& verified);

}  // namespace caseway::audit
