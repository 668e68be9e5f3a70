// agency.toml: who this agency is, where its site's broker is, and where its things lie. Paths are relative to the
// file, so that a copy of the directory works.
//
//   id = "luoyuan-amr"
//   [broker]
//   origin = "caseway.fujian.example"
//   endpoint = "tcp://127.0.0.1:7450"        one of the two: the address itself,
//   endpoint_file = "../broker/endpoint"     or a file that holds it, read at every connection
//   key = "5f0c..."                          the broker's CURVE key
//   log_key = "77ab..."                      the key under which receipts are checked
//   [keys]
//   signing = "keys/signing.key"
//   transport = "keys/transport.key"
//   [directories]
//   lane = "lane"
//   in = "in"
//   out = "out"
//   packs = "packs"
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "broker/core/ids.h"
#include "sdk/json_text.h"

namespace caseway::sdk {

/// All paths are absolute.
struct Agency {
  core::AgencyId id;
  std::string origin;
  std::string endpoint;                 ///< may be empty when endpoint_file is not
  std::filesystem::path endpoint_file;  ///< may be empty
  core::PublicKey broker_key;
  core::PublicKey log_key;
  std::filesystem::path signing_key;
  std::filesystem::path transport_key;
  std::filesystem::path lane;
  std::filesystem::path in;
  std::filesystem::path out;
  std::filesystem::path packs;
};

/// Reads `directory`/agency.toml. Every mistake with its place; usable only when there was none. Keys are not read
/// here.
Agency read_agency(const std::filesystem::path& directory, Mistakes& mistakes);
/// The same of a text that stands in `file` (absolute), which is not touched.
Agency parse_agency(std::string_view text, const std::filesystem::path& file, Mistakes& mistakes);

/// "tcp://HOST:PORT" with a port of 1 to 65535.
bool is_endpoint(std::string_view text);

/// What `endpoint_file` holds now, else `endpoint`; empty when there is neither yet.
std::string endpoint_of(const Agency& agency);

/// [a-z0-9.-], 1 to agency_bytes_max bytes.
bool is_agency_id(std::string_view text);

}  // namespace caseway::sdk
