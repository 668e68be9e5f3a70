// The versions of the rules that a site knows, as the broker's `status` tells them: which count from now on, and when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/ids.h"
#include "broker/rules/edition.h"

namespace caseway::sdk {

struct SiteVersion {
  core::Digest digest;
  std::string id;                        ///< "cn-ip"
  std::string version;                   ///< "2025-05-01.1"
  bool in_force = false;                 ///< transfers go by its tables now
  std::vector<rules::Days> counts = {};  ///< when steps are judged by it, from the site's day on; empty: never again
  std::vector<rules::Days> tables = {};  ///< when transfers go by its tables, from that day on; none or one
};

struct SiteVersions {
  core::Date day;  ///< the site's, in law time
  std::vector<SiteVersion>
      soon;  ///< in force or to come, by the first day on which it counts; one that never does first
};

/// One answer to a status query (docs/PROTOCOL.md): of the set in force, where one is; a version of another set judges
/// nothing. Nothing when the answer is not of that form.
std::optional<SiteVersions> read_versions(std::string_view status);

}  // namespace caseway::sdk
