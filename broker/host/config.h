// casewayd.toml: everything an operator may set. Directories are relative to the file, so that a copy of a site works.
//
//   [site]
//   origin = "caseway.fujian.example"       must be the one of genesis.bin
//   genesis = "genesis.bin"
//   [listen]
//   endpoint = "tcp://127.0.0.1:7450"       tcp only; port 0: any free one
//   [directories]
//   journal = "journal"                     segments, head, snapshots
//   vault = "vault"
//   index = "index"
//   keys = "keys"                           log.key and transport.key
//   [limits]                                all optional
//   snapshot_segments = 4                   one each time so many segments of journal/ are full; 0: never
//   handshake_ms = 5000                     a connection that has not proven its key by then is closed
//   agency_sessions_max = 64                connections of one agency at once
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/refusal.h"

namespace caseway::host {

struct Config {
  std::string origin;
  std::string endpoint;
  std::filesystem::path directory;  ///< where the file lies; `endpoint` (the bound one) is written there
  std::filesystem::path genesis;
  std::filesystem::path journal;
  std::filesystem::path vault;
  std::filesystem::path index;
  std::filesystem::path keys;
  std::int64_t snapshot_segments = 4;
  std::int64_t handshake_ms = 5000;
  std::int64_t agency_sessions_max = 64;
};

/// One mistake, ready to print: "casewayd.toml:7:12: unknown key 'endpont' ...".
using Mistakes = std::vector<std::string>;

/// Reads `file`. Every mistake is added to `mistakes` at once, with its place; the configuration may be used only when
/// none was.
Config read_config(const std::filesystem::path& file, Mistakes& mistakes);
/// The same of a text that stands in `file`, which is not touched.
Config parse_config(std::string_view text, const std::filesystem::path& file, Mistakes& mistakes);

/// What else must hold before a broker can start: genesis decodes and names this origin and this log key; keys read;
/// the directories are there and can be written. Touches nothing.
void check_site(const Config& config, Mistakes& mistakes);

/// Why the broker of this site would serve nobody, as journal/rolled_back says; empty when there is no such file. That
/// the journal contains the checkpoint again, only opening it can tell. Touches nothing; throws Fault.
std::string check_rolled_back(const Config& config);

/// The bytes of a whole file; throws Fault when it cannot be read or exceeds `bytes_max`.
std::vector<std::uint8_t> read_whole(const std::filesystem::path& file, std::size_t bytes_max);

}  // namespace caseway::host
