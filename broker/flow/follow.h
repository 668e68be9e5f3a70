// A snapshot made beside the path: State read from the journal a second time, as far as its segments are full.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "broker/core/ids.h"
#include "broker/engine/state.h"
#include "broker/flow/groups.h"
#include "broker/flow/ports.h"

namespace caseway::flow {

/// Applies the records of `group` that `state` has not; the first such must be its next. Throws JournalRefused.
void apply_group(engine::State& state, const wire::Group& group);

/// What it begins with, and the groups to apply. Nothing in it changes any more, so that another thread may read it.
struct Follow {
  Site site;
  core::RecordIndex base = 0;      ///< records of the snapshot that it begins with; 0: it begins with nothing
  core::Digest base_digest;        ///< of that snapshot
  std::vector<GroupPlace> groups;  ///< from the one with record `base` on, without a gap; at least one
};

/// The State after the last group, in the file snapshot_name(records) + unfinished_ending, synced.
struct Followed {
  core::RecordIndex records = 0;
  core::Digest state;
};

/// The snapshot that it was to begin with is not what it was, or cannot be read: without it, it may succeed.
class BaseLost : public JournalRefused {
 public:
  using JournalRefused::JournalRefused;
};

/// Holds that State while it works: as much memory again as the broker's own. Nothing when `stopped` said so between
/// two groups. Throws BaseLost, JournalRefused (a group is not what it was, or cannot be read), DiskFull, Fault. A file
/// is left only where a value is returned.
std::optional<Followed> follow(Disk& journal, const Follow& order, const std::function<bool()>& stopped);

}  // namespace caseway::flow
