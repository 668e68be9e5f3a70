// What an auditor reads: one line a problem, counts, the last checkpoint; or one JSON object, with each time that a
// problem was met.
#pragma once

#include <string>

#include "audit/judge.h"
#include "audit/verify.h"

namespace caseway::audit {

/// Exit codes of caseway-audit. Never 0 on a failure.
enum class Exit : int { agrees = 0, mismatch = 1, unreadable = 2, incomplete = 3 };

/// mismatch before incomplete before agrees. `judged` may be null (verify alone).
Exit exit_of(const Verified& verified, const Judged* judged);
std::string text_report(const Verified& verified, const Judged* judged);
std::string json_report(const Verified& verified, const Judged* judged);

}  // namespace caseway::audit
