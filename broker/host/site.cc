#include "broker/host/site.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "broker/host/descriptor.h"
#include "broker/host/keyring.h"
#include "broker/host/system.h"
#include "broker/wire/order.h"

namespace caseway::host {
namespace {

namespace fs = std::filesystem;

void make_directory(const fs::path& path, ::mode_t mode) {
  if (::mkdir(path.c_str(), mode) != 0) throw_errno("make directory", path.string(), errno);
}

void write_new(const fs::path& path, std::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (file.get() < 0) throw_errno("create", path.string(), errno);
  if (::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    throw_errno("write", path.string(), errno);
  }
  if (::fsync(file.get()) != 0) throw_errno("sync", path.string(), errno);
}

void sync_directory(const fs::path& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) throw_errno("sync", path.string(), errno);
}

std::string config_text(const SiteOptions& options) {
  return "# A Caseway site. Directories are relative to this file. `casewayd --config casewayd.toml --check` reads it "
         "all.\n"
         "[site]\n"
         "origin = \"" +
         options.origin +
         "\"\n"
         "genesis = \"genesis.bin\"\n\n"
         "[listen]\n"
         "endpoint = \"" +
         options.endpoint +
         "\"  # port 0: any free one; the bound one is written to the file `endpoint`\n\n"
         "[directories]\n"
         "journal = \"journal\"\n"
         "vault = \"vault\"\n"
         "index = \"index\"\n"
         "keys = \"keys\"\n";
}

/// The operator of the site: a member that takes part in no procedure and sends the orders that officers signed.
core::Agency operator_of(const SiteOptions& options, const core::PublicKey& signing, const core::PublicKey& transport,
                         core::Instant first) {
  core::Agency agency;
  agency.id = "operator";
  agency.name_zh = "平台运行单位";
  agency.name_en = "site operator";
  agency.roles = {core::Role::operator_};
  agency.level = 1;
  agency.region = options.region;
  agency.keys.resize(1);
  agency.keys[0].key = signing;
  agency.keys[0].valid_from = first;
  agency.transport = transport;
  agency.since = first;
  return agency;
}

}  // namespace

void init_site(const fs::path& dir, const SiteOptions& options) {
  if (!fs::exists(dir)) fs::create_directories(dir);
  if (!fs::is_empty(dir)) throw flow::Fault(dir.string() + ": not empty; a site is made in a new directory");
  const fs::path keys = dir / "keys";
  make_directory(keys, 0700);
  for (const char* name : {"journal", "vault", "index"}) make_directory(dir / name, 0750);

  const core::KeyPair log = new_signing_key();
  const core::KeyPair officers[] = {new_signing_key(), new_signing_key()};
  const core::KeyPair signing = new_signing_key();
  const TransportKey broker = new_transport_key();
  const TransportKey transport = new_transport_key();
  write_key(keys / "log.key", "log", log);
  write_key(keys / "transport.key", "transport", broker);
  write_key(keys / "officer-1.key", "officer-1", officers[0]);
  write_key(keys / "officer-2.key", "officer-2", officers[1]);
  write_key(keys / "operator.key", "operator", signing);
  write_key(keys / "operator-transport.key", "operator-transport", transport);

  core::Genesis genesis;
  genesis.origin = options.origin;
  genesis.log_key = log.public_key;
  genesis.training = options.training_from.has_value();
  genesis.first_instant = options.training_from.value_or(wall_now());
  genesis.officers = {{"officer-1", "officer 1", officers[0].public_key},
                      {"officer-2", "officer 2", officers[1].public_key}};
  genesis.agencies = {operator_of(options, signing.public_key, transport.public_key, genesis.first_instant)};
  const auto bytes = wire::encode_genesis(genesis);
  write_new(dir / "genesis.bin", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  write_new(dir / "casewayd.toml", config_text(options));
  sync_directory(keys);
  sync_directory(dir);
}

}  // namespace caseway::host
