// Drives a trial site with K01 transfers from several regulators at once, with or without receivers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/figures.h"
#include "bench/trial_site.h"
#include "broker/core/verdict.h"

namespace caseway::bench {

struct Drive {
  std::uint32_t window = 256;  ///< over all producers
  std::uint32_t producers = 8;
  std::uint64_t messages = 40'000;  ///< rounded down to a multiple of producers
  bool batch = true;                ///< one signature over up to 64 messages, else one each
  std::uint64_t first = 1;          ///< lane number of each producer's first message
  bool receivers = true;            ///< police and procuratorate take and acknowledge what they are owed
};

struct Driven {
  std::uint64_t messages = 0;
  std::uint32_t size = 0;  ///< bytes of one message
  double seconds = 0;      ///< first sent to last receipt and, with receivers, last delivery acknowledged
  double client_cpu_s = 0;
  std::vector<std::uint32_t> ack_us;
  std::vector<core::Receipt> receipts;
};

/// Regulators with police and procuratorate as their counterparts.
struct Members {
  std::vector<Member> regulators;
  Member police;
  Member procuratorate;
};
Members admit_members(TrialSite& site, std::uint32_t producers);

/// Makes and signs all messages first, then drives. Throws when a message is refused or nothing comes for 30 s.
Driven drive(const TrialSite& site, const Members& members, const Drive& options);

/// Common fields of a bench that drove `driven`.
Figures figures_of(const char* bench, const Drive& options, const Driven& driven, const Usage& usage);

/// Throws unless every receipt holds under the site's log key and no transfer was returned.
void check_receipts(const Driven& driven, const core::PublicKey& log_key);

/// Groups that the receipts of `driven` lie in.
std::uint64_t groups_of(const Driven& driven);

}  // namespace caseway::bench
