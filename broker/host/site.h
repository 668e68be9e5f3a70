// A new site on disk: what `caseway init DIR` leaves behind.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "broker/core/instant.h"

namespace caseway::host {

struct SiteOptions {
  std::string origin;                          ///< name of the broker: letters, digits, '.' and '-'
  std::string endpoint = "tcp://127.0.0.1:0";  ///< port 0: any free one, told in the file `endpoint`
  std::string region = "350000";               ///< of the site's operator: GB/T 2260, 6 digits
  std::optional<core::Instant> training_from;  ///< a training site whose clock stands at this instant
};

/// Makes `dir` (new or empty) a site:
///   casewayd.toml      configuration, directories relative to it
///   keys/              log, transport (CURVE), officer-1, officer-2, operator (signing), operator-transport; each .key
///   and .pub genesis.bin        record 0: origin, log key, the two officers, and the agency `operator`, valid from the
///   first instant journal/ vault/ index/
/// Everything is synced before it returns. Throws flow::Fault when something of it exists already or cannot be written;
/// what was made by then is left for the operator to look at.
void init_site(const std::filesystem::path& dir, const SiteOptions& options);

}  // namespace caseway::host
