// A run of the world by seed: agencies talk, frames are lost and doubled, the broker crashes; after each crash
// everything is compared.
#pragma once

#include <cstdint>
#include <string>

#include "tests/simulation/world.h"

namespace caseway::simulation {

struct RunOptions {
  std::uint64_t seed = 1;
  std::size_t crashes = 25;
  std::size_t turns_between = 6;
};

struct RunReport {
  std::string failure;  ///< empty: everything held
  std::size_t crashes = 0;
  std::size_t faults = 0;  ///< crashes in the middle of a turn, by a failed write or sync
  std::size_t snapshots = 0;
  core::RecordIndex records = 0;
  std::size_t acknowledged = 0;
  std::size_t delivered = 0;
  std::size_t copies_of_earlier =
      0;  ///< of them: copies of what an earlier record said, owed by the word confirming it
};

/// Runs one world. What must hold after every crash: the state of the restarted broker is the one that a replay from
/// record 0 decides, and where nothing was under way the one before the crash; every receipt's statement is told again
/// byte for byte; every number above what an agency was acknowledged is still expected. And at the end, once all have
/// drained their mailboxes: each agency got exactly the deliveries that the journal owes it, in their order per case,
/// and each transfer that was acknowledged reached whom it was for.
RunReport run(const RunOptions& options);

}  // namespace caseway::simulation
