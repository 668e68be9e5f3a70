// The same rules as the broker's, before anything is sent. What only the broker knows (the transfer's state, earlier
// documents, running clocks, the other side) is not judged here, and is named as not judged.
#pragma once

#include <string>
#include <vector>

#include "broker/core/calendar.h"
#include "broker/core/verdict.h"
#include "broker/rules/pack.h"
#include "sdk/compose.h"

namespace caseway::sdk {

struct NotJudged {
  std::string code;  ///< of the requirement, or the step's id for its own condition
  rules::Label what;
};

struct Preflight {
  core::Verdict verdict = core::Verdict::proceeds;
  core::ReturnCode code =
      core::ReturnCode::none;  ///< stopped_at_sender, state_secret, unknown_procedure, unknown_step, no_pack
  std::vector<core::Finding> findings;
  std::vector<std::string> secret;  ///< with state_secret: the places that are marked
  std::vector<NotJudged> not_judged;
};

/// Judges a composed message by `bundle` at `now`. A message that is marked as a state secret is judged no further.
/// `sender` stands for the envelope's sender, which compose() leaves open. `calendar` may be null: then asserted clocks
/// are not judged.
Preflight preflight(const Composed& message, const core::AgencyId& sender, const rules::PackBundle& bundle,
                    const core::Calendar* calendar, core::Instant now);

}  // namespace caseway::sdk
