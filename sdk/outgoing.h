// What programs do with a message file, before and after it travels: read, compose, pre-flight; and put together what
// became of it.
#pragma once

#include <filesystem>
#include <optional>

#include "broker/core/record.h"
#include "sdk/compose.h"
#include "sdk/lane.h"
#include "sdk/local_rules.h"
#include "sdk/preflight.h"
#include "sdk/report.h"

namespace caseway::sdk {

struct Outgoing {
  Composed message;
  Preflight preflight;
};

/// Reads `file` with the evidence files beside it, composes, pre-flights at `now`. Nothing, with every mistake told,
/// when it cannot be sent as it is. MUST have rules.bundle.
std::optional<Outgoing> prepare(const std::filesystem::path& file, const LocalRules& rules,
                                const core::AgencyId& sender, Random& random, core::Instant now, Mistakes& mistakes);

/// The same of a message that is `text`, called `name` in mistakes; `read_file` gives the evidence files it names.
std::optional<Outgoing> prepare_text(std::string_view text, std::string_view name, const ReadFile& read_file,
                                     const LocalRules& rules, const core::AgencyId& sender, Random& random,
                                     core::Instant now, Mistakes& mistakes);
/// Reads a file that a message names, beside it in `folder`; at most a part's length.
ReadFile beside(const std::filesystem::path& folder);

/// A number of the lane with its receipt, decoded.
struct LaneRecord {
  core::Statement statement;
  LaneReceipt receipt;
  std::optional<core::Outcome> outcome;
  core::Envelope envelope;
  std::optional<core::Dossier> dossier;

  /// Borrows this and the two.
  [[nodiscard]] Recorded told(const rules::PackBundle* bundle, const Members* members) const;
};

/// Nothing when the number has no receipt. `receipt` stands for the lane's own when it is given (a repeat's).
std::optional<LaneRecord> lane_record(const Lane& lane, core::LaneNumber number, const LaneReceipt* receipt = nullptr);

}  // namespace caseway::sdk
