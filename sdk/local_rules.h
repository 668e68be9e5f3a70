// The pack and the calendar in force, as an agency holds them: in packs/, fetched from the broker when they change.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "broker/core/calendar.h"
#include "broker/rules/pack.h"
#include "sdk/client.h"

namespace caseway::sdk {

struct LocalRules {
  std::optional<rules::PackBundle> bundle;
  std::optional<core::Calendar> calendar;
};

/// What `packs` holds: the first *.pack and the first *.calendar by name; nothing where there is none. Throws Fault for
/// a file that is no pack or no calendar.
LocalRules load_rules(const std::filesystem::path& packs);

/// Fetches what the broker has in force and `rules` is not, checks it against its digest, and writes it to `packs`.
/// True when `rules` are those in force now; else `why` says what is missing. Call it after connect() or refresh().
bool fetch_rules(Client& client, const std::filesystem::path& packs, LocalRules& rules, std::string& why);

/// The version of the rules of this digest, from the broker alone: `packs` keeps the one in force. Refuses with
/// try_later what the broker does not give; else what cannot be read here.
core::Result<rules::PackBundle> fetch_version(Client& client, const core::Digest& digest);

}  // namespace caseway::sdk
