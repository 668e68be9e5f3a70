// A run of worlds by seed: agencies talk, guests misbehave, frames are lost, disks fail, clocks jump, the broker dies;
// all along, everything is compared with the model, a restart and a replay.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/simulation/faults.h"

namespace caseway::simulation {

struct RunOptions {
  std::uint64_t seed = 1;
  /// Ends after so many steps, or so many crashes, whichever comes first. A step is one event handed to the broker, or
  /// one operation of a port that failed.
  std::uint64_t steps = 20'000;
  std::uint64_t crashes = UINT64_MAX;
  std::uint64_t world_steps = 2'500;  ///< a world ends after so many steps, and all that it owes is compared
};

struct RunReport {
  std::string failure;           ///< empty: everything held
  std::uint64_t first_move = 0;  ///< of the last world, and so of the one that failed
  std::uint64_t moves = 0;       ///< all that were made; with a failure, the last one is that of its number
  std::uint64_t steps = 0;
  std::uint64_t worlds = 0;
  Faults faults;
  std::uint64_t crashes = 0;
  std::uint64_t crashes_in_turn = 0;  ///< of them: by a failed write, sync or read
  std::uint64_t snapshots = 0;
  std::uint64_t snapshots_beside = 0;    ///< begun beside the path
  std::uint64_t stayed_connected = 0;    ///< agencies that got what they were owed over the session they had
  std::uint64_t returned_as_future = 0;  ///< for nothing but that it was still to come for the broker
  std::uint64_t confirmed = 0;           ///< how often officers confirmed the time
  std::uint64_t records = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t lanes_beside = 0;     ///< lanes other than 0 in which something was acknowledged
  std::uint64_t signed_together = 0;  ///< messages recorded under the signature of a batch
  std::uint64_t delivered = 0;
  std::uint64_t told = 0;                            ///< transfers and records that answers to questions told of
  std::map<std::string, std::uint64_t> took_effect;  ///< steps, "K01 accepted", by how often
  std::uint64_t copies_of_earlier = 0;  ///< of them: what an earlier record said, owed by the word confirming it
};

/// Runs it. What must hold is listed in docs/GUARANTEES.md; the first thing that does not ends the run.
RunReport run(const RunOptions& options);

/// One world that began with `first_move`, with these moves alone. A move chooses by the seed and its own number,
/// whatever went before: so a failure can be made shorter.
RunReport run_world(std::uint64_t seed, std::uint64_t first_move, const std::vector<std::uint64_t>& moves);

/// The fewest moves found (by leaving out halves, quarters ... of them) with which that world still fails.
std::vector<std::uint64_t> minimize(std::uint64_t seed, std::uint64_t first_move, std::uint64_t moves);

}  // namespace caseway::simulation
