#include "broker/flow/refusal_counts.h"

#include <algorithm>

namespace caseway::flow {

void RefusalCounts::count(const core::AgencyId& agency, core::Refusal reason, const core::Digest& first,
                          core::Instant received_at, std::int64_t monotonic_ms) {
  auto [found, fresh] = minutes_.try_emplace({agency, reason});
  Minute& minute = found->second;
  if (fresh) {
    minute.started_ms = monotonic_ms;
    minute.event.reason = reason;
    minute.event.minute = {received_at.ms - received_at.ms % core::minute_ms};
  }
  if (minute.event.count == 0) minute.event.first = first;
  if (minute.event.count < UINT32_MAX) ++minute.event.count;
}

std::vector<std::pair<core::AgencyId, core::RefusalsEvent>> RefusalCounts::take(std::int64_t monotonic_ms,
                                                                                bool group_open) {
  std::vector<std::pair<core::AgencyId, core::RefusalsEvent>> taken;
  for (auto at = minutes_.begin(); at != minutes_.end();) {
    Minute& minute = at->second;
    const bool over = monotonic_ms - minute.started_ms >= core::minute_ms;
    if (minute.event.count > 0 && (over || (group_open && !minute.told))) {
      taken.emplace_back(at->first.first, minute.event);
      minute.told = true;
      minute.event.count = 0;
      minute.event.first = {};
    }
    at = over ? minutes_.erase(at) : std::next(at);
  }
  return taken;
}

std::optional<std::int64_t> RefusalCounts::next_ms() const {
  std::optional<std::int64_t> next;
  for (const auto& [key, minute] : minutes_)
    if (!next || minute.started_ms + core::minute_ms < *next) next = minute.started_ms + core::minute_ms;
  return next;
}

bool ReturnedQuota::take(const core::AgencyId& agency, std::int64_t monotonic_ms) {
  Minute& minute = minutes_[agency];
  if (minute.count == 0 || monotonic_ms - minute.started_ms >= core::minute_ms) minute = {monotonic_ms, 0};
  if (minute.count == per_minute_max) return false;
  ++minute.count;
  return true;
}

}  // namespace caseway::flow
