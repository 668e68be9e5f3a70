// K01 transfers made ahead: complete, signed alone or in batches, encoded as session frames, so that a load client only
// sends.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/trial_site.h"
#include "broker/core/dossier.h"

namespace caseway::bench {

struct LoadOptions {
  std::string origin = "trial.example";
  std::uint64_t first = 1;  ///< lane number of the first
  std::uint64_t count = 1000;
  std::uint32_t batch = 1;  ///< leaves under one signature
  core::Instant occurred_at;
  std::string facts;  ///< the letter's account of what was found; empty: shoes
  bool test = false;
};

/// D01, D02, D03 with `items` exhibits, D05 and D55 of a small but lawful transfer: everything but the D06 that lists
/// them.
std::vector<core::Document> transfer_documents(const core::AgencyId& sender, std::uint32_t items, std::int64_t day,
                                               std::int64_t approved_ms);

/// `count` frames of lane 0 of `member`, in order. Every transfer is a case of its own.
std::vector<std::vector<std::uint8_t>> transfers(const Member& member, const LoadOptions& options);

/// message_size() of such a transfer.
std::uint32_t transfer_size();

/// Envelope + signatures + content of one such message, in bytes: what "size" says in the figures.
std::uint32_t message_size(const std::vector<std::uint8_t>& frame);

}  // namespace caseway::bench
