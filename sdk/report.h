// Receipts, outcomes, pre-flights and deliveries in words and as JSON: what the command line prints and adapters write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "broker/core/dossier.h"
#include "broker/core/record.h"
#include "broker/core/verdict.h"
#include "broker/rules/explain.h"
#include "broker/rules/pack.h"
#include "sdk/delivery.h"
#include "sdk/directory.h"
#include "sdk/json_text.h"
#include "sdk/preflight.h"

namespace caseway::sdk {

using rules::Language;

/// One thing that happened to a clock, from the effects that tell of clocks.
struct ClockNews {
  const char* event;  ///< started, ended, fired, moved
  core::ClockKey key;
  core::Instant anchor, warn, first, due;
  std::string_view how;  ///< of ended and fired
  bool provisional = false;
};
std::vector<ClockNews> clocks_of(const core::Outcome& outcome);

/// Everything that is known of one recorded message. Pointers may be null; all is borrowed.
struct Recorded {
  const core::Statement* statement = nullptr;  ///< never null
  const core::Receipt* receipt = nullptr;      ///< never null
  const core::Outcome* outcome = nullptr;
  const core::Envelope* envelope = nullptr;
  const core::Dossier* dossier = nullptr;
  const rules::PackBundle* bundle = nullptr;  ///< words of findings, steps and clocks
  const Members* members = nullptr;           ///< names of agencies
};

/// verdict code findings openSteps clocks copies states, who and what, record treeSize receivedAt body statement test.
/// Clocks are told as people write limits ("2025-09-30 24:00").
Json recorded_json(const Recorded& recorded);
/// The same as a clerk reads it: several lines, each ending in a newline.
std::string recorded_text(const Recorded& recorded, Language language);

Json preflight_json(const Preflight& preflight, const Composed& message, const rules::PackBundle& bundle);
std::string preflight_text(const Preflight& preflight, const Composed& message, const rules::PackBundle& bundle,
                           Language language);

/// delivery record case transfer procedure step from event facts body occurredAt signedAt receivedAt missing, then the
/// message in the form of sdk/json.h with `files` as in message_json().
Json delivery_json(const Delivered& delivered, const std::vector<std::string>& files, const rules::PackBundle* bundle);
/// One line: number, who, what.
std::string delivery_line(const Delivered& delivered, const rules::PackBundle* bundle, const Members* members,
                          Language language);

/// A requirement that is open, as an answer tells it: what kind of fault it is the pack says, where there is one.
core::Finding open_finding(const Json& json, const rules::PackBundle* bundle);

/// " (party 1 / 213)", for one of several clocks of a name, each for one person and offence; empty for party 0.
std::string of_pair(std::int64_t party, std::string_view offence, Language language);

/// "proceeds_with_findings" in words.
std::string_view words_of(core::Verdict verdict, Language language);
/// The name of an agency in this language, its id where no name is known.
std::string name_of(const Members* members, const core::AgencyId& id, Language language);

}  // namespace caseway::sdk
