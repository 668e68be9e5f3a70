#include "broker/host/new_agency.h"

#include <toml++/toml.h>

#include <fstream>

#include "broker/core/digest.h"
#include "broker/host/keyring.h"
#include "broker/host/system.h"

namespace caseway::host {
namespace {

namespace fs = std::filesystem;

void write_toml(const fs::path& dir, const Config& config, const core::Genesis& genesis, const core::AgencyId& id) {
  const toml::table broker{{"origin", genesis.origin},
                           {"endpoint_file", fs::relative(config.directory / "endpoint", dir).string()},
                           {"key", core::hex(read_public_key(config.keys / "transport.pub"))},
                           {"log_key", core::hex(genesis.log_key)}};
  const toml::table keys{{"signing", "keys/signing.key"}, {"transport", "keys/transport.key"}};
  const toml::table directories{{"lane", "lane"}, {"in", "in"}, {"out", "out"}, {"packs", "packs"}};
  const toml::table all{{"id", id}, {"broker", broker}, {"keys", keys}, {"directories", directories}};
  std::ofstream out(dir / "agency.toml");
  out << "# An agency of a Caseway site; paths are relative to this file. Endpoint instead of endpoint_file for a "
         "broker elsewhere.\n"
      << all << "\n";
  if (!out.flush()) throw flow::Fault((dir / "agency.toml").string() + ": cannot be written");
}

}  // namespace

core::Agency make_agency(const fs::path& dir, const Config& config, const core::Genesis& genesis, core::Agency agency) {
  if (fs::exists(dir) && !fs::is_empty(dir)) {
    throw flow::Fault(dir.string() + ": not empty; an agency is made in a new directory");
  }
  for (const char* name : {"keys", "lane", "in", "out", "packs"}) fs::create_directories(dir / name);
  fs::permissions(dir / "keys", fs::perms::owner_all);
  const auto signing = new_signing_key();
  const auto transport = new_transport_key();
  write_key(dir / "keys/signing.key", "signing", signing);
  write_key(dir / "keys/transport.key", "transport", transport);
  agency.transport = transport.public_key;
  agency.since = genesis.training ? genesis.first_instant : wall_now();
  core::AgencyKey key;
  key.key = signing.public_key;
  key.valid_from = agency.since;
  agency.keys.push_back(key);
  write_toml(dir, config, genesis, agency.id);
  return agency;
}

}  // namespace caseway::host
