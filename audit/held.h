// Checkpoints that others hold of this site: each was signed by its log key once, so the journal must contain it. One
// that is beyond the journal proves a rollback or another history; one that contradicts it two (equivocation).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/problem.h"
#include "audit/site_reader.h"

namespace caseway::audit {

class HeldCheckpoints {
 public:
  /// `problems` must outlive it.
  explicit HeldCheckpoints(Problems& problems) : problems_(problems) {}

  /// `name`: whose file, for what is told of it; `given`: somebody asks, and is told also where nothing could be
  /// compared. One that cannot be read, or that this log key did not sign, is a mismatch itself.
  void take(std::string name, core::Result<core::Checkpoint> held, const std::optional<Trust>& trust, bool given);
  /// Each checkpoint of the journal in turn.
  void meet(const core::Checkpoint& ours);
  /// After the journal's last group that was released: `records` in all, of `epoch`.
  void compare(std::uint64_t records, std::uint64_t epoch) const;
  /// Instead, where the journal could not be read so far.
  void not_compared() const;

 private:
  struct Held {
    std::string name;
    core::Checkpoint checkpoint;
    bool given = false;
    std::optional<core::Checkpoint> ours;  ///< of as many records
  };

  Problems& problems_;
  std::vector<Held> held_;
};

}  // namespace caseway::audit
