// A message taken apart, so that a test may say what a good client never would, and the counts that a refusal leaves.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "broker/core/envelope.h"
#include "tests/end_to_end/trial.h"

namespace caseway::bench {

/// A lawful K01 transfer of the trial's regulator (lane 0) in its pieces: change any, then seal it.
struct Letter {
  Letter(const Trial& trial, std::uint64_t number);

  core::Envelope envelope;
  std::vector<core::Part> parts;  ///< head, documents

  /// Envelope over `parts` as they stand now, signed by `signer`, which may be another's, under `key`; default: the
  /// signer's own.
  [[nodiscard]] wire::SendMessage sealed(const core::KeyPair& signer, const core::KeyId& key = {}) const;
};

/// The same frame with the pieces as they are given: nothing holds them together.
std::vector<std::uint8_t> framed(wire::SendMessage message);

/// What refused `frame`, as "code where": "malformed envelope".
std::string refused(LoadClient& client, const std::vector<std::uint8_t>& frame);

/// How often the journal of a site that stands still counted a refusal, as "agency code".
std::map<std::string, std::uint32_t> counted(const TrialSite& site);

/// Reads the whole file, or "" where there is none.
std::string text_of_file(const std::filesystem::path& path);

}  // namespace caseway::bench
