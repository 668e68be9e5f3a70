// A new agency's directory: what `caseway agency new DIR` leaves behind, and the testkit for each of its members.
#pragma once

#include <filesystem>

#include "broker/core/directory.h"
#include "broker/host/config.h"

namespace caseway::host {

/// Makes `dir` (new or empty) the directory of `agency` at the site `config`, whose record 0 is `genesis`:
///   agency.toml           the site's broker and keys; paths relative to it
///   keys/                 signing and transport, made here
///   lane/ in/ out/ packs/
/// Gives the entry that admits it: `agency` with its transport key, and a signing key valid from the first instant of a
/// training site, elsewhere from now. Throws flow::Fault when `dir` is not empty or something cannot be written.
core::Agency make_agency(const std::filesystem::path& dir, const Config& config, const core::Genesis& genesis,
                         core::Agency agency);

}  // namespace caseway::host
