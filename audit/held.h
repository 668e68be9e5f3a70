// Checkpoints that others hold of this site: each was signed by its log key once, so the journal must contain it. One
// that is beyond the journal proves a rollback; one that contradicts it proves two histories (equivocation).
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

  /// `name`: whose file, for what is told of it. One that cannot be read, or that this log key did not sign, is a
  /// mismatch itself.
  void take(std::string name, core::Result<core::Checkpoint> held, const std::optional<Trust>& trust);
  /// Each checkpoint of the journal in turn.
  void meet(const core::Checkpoint& ours);
  /// After the whole journal: `records` in all, of `epoch`. A checkpoint of an earlier epoch is the officers' to
  /// explain.
  void compare(std::uint64_t records, std::uint64_t epoch) const;

 private:
  struct Held {
    std::string name;
    core::Checkpoint checkpoint;
    std::optional<core::Checkpoint> ours;  ///< of as many records
  };

  Problems& problems_;
  std::vector<Held> held_;
};

}  // namespace caseway::audit
