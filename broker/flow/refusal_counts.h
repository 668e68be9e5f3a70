// Counting records: behind a session every refusal leaves a trace, and no flood of them fills the journal.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "broker/core/record.h"

namespace caseway::flow {

/// Refusals of one agency for one reason in one minute become one record, or two: the first is recorded with the next
/// group that is written anyway (it may prove that a sender tried in time), the rest when the minute is over.
class RefusalCounts {
 public:
  /// `first` is the body digest as far as it is known. Minutes are counted by the monotonic clock: a training site's
  /// stands still.
  void count(const core::AgencyId& agency, core::Refusal reason, const core::Digest& first, core::Instant received_at,
             std::int64_t monotonic_ms);
  /// What is to be recorded now; taken out. `group_open`: a group is written anyway.
  std::vector<std::pair<core::AgencyId, core::RefusalsEvent>> take(std::int64_t monotonic_ms, bool group_open);
  /// When the first minute is over; nothing when nothing is counted.
  [[nodiscard]] std::optional<std::int64_t> next_ms() const;

 private:
  struct Minute {
    std::int64_t started_ms = 0;
    core::RefusalsEvent event;
    bool told = false;
  };
  std::map<std::pair<core::AgencyId, core::Refusal>, Minute> minutes_;
};

/// Messages that their rules return are recorded one by one, at most so many of an agency in a minute; what comes over
/// it is refused and counted. Minutes are counted by the monotonic clock, for the same reason. A restart forgets them.
class ReturnedQuota {
 public:
  static constexpr std::uint32_t per_minute_max = 60;
  /// Whether one more may be recorded now; it then counts.
  bool take(const core::AgencyId& agency, std::int64_t monotonic_ms);

 private:
  struct Minute {
    std::int64_t started_ms = 0;
    std::uint32_t count = 0;
  };
  std::map<core::AgencyId, Minute> minutes_;
};

}  // namespace caseway::flow
