#include "broker/host/config.h"

#include <doctest/doctest.h>

#include "broker/host/keyring.h"
#include "broker/host/site.h"
#include "broker/wire/segment.h"
#include "tests/host/scratch.h"

namespace caseway::host {
namespace {

constexpr std::string_view good = R"(
[site]
origin = "caseway.fujian.example"
genesis = "genesis.bin"
[listen]
endpoint = "tcp://127.0.0.1:0"
[directories]
journal = "journal"
vault = "vault"
index = "index"
keys = "keys"
)";

SiteOptions site_options(std::optional<core::Instant> training_from = std::nullopt) {
  SiteOptions options;
  options.origin = "caseway.fujian.example";
  options.training_from = training_from;
  return options;
}

Mistakes mistakes_of(const Scratch& dir, std::string_view text) {
  dir.write("casewayd.toml", text);
  Mistakes mistakes;
  read_config(dir / "casewayd.toml", mistakes);
  return mistakes;
}

}  // namespace

TEST_CASE("config: the deepest file there can be is read to its end, and one byte more is refused (16 KiB)") {
  std::string deep = "a";
  while (deep.size() + 6 <= 16 * 1024) deep += ".a";
  deep += " = 1\n";
  for (const std::string& text : {deep, "[" + deep.substr(0, deep.size() - 5) + "]\n"}) {
    Mistakes mistakes;
    parse_config(text, "casewayd.toml", mistakes);
    REQUIRE_FALSE(mistakes.empty());
    CHECK(mistakes.back().ends_with("unknown section 'a'"));
  }
  Mistakes mistakes;
  parse_config(std::string(16 * 1024 + 1, '\n'), "casewayd.toml", mistakes);
  CHECK(mistakes == Mistakes{"casewayd.toml:1:1: longer than 16384 bytes"});
}

TEST_CASE("config: directories are relative to the file, and limits have defaults") {
  const Scratch dir;
  dir.write("casewayd.toml", good);
  Mistakes mistakes;
  const Config config = read_config(dir / "casewayd.toml", mistakes);
  REQUIRE(mistakes.empty());
  CHECK(config.origin == "caseway.fujian.example");
  CHECK(config.journal == dir.path() / "journal");
  CHECK(config.directory == dir.path());
  CHECK(config.handshake_ms == 5000);
}

TEST_CASE("config: all mistakes are told at once, each with its place") {
  const Scratch dir;
  const Mistakes mistakes = mistakes_of(dir, R"([site]
origin = "Caseway Fujian"
genesys = "genesis.bin"
[listen]
endpoint = "ipc:///tmp/x"
[directories]
journal = 7
vault = ""
index = "index"
keys = "keys"
[limits]
handshake_ms = 99
[extra]
x = 1
)");
  const auto told = [&](std::string_view place, std::string_view what) {
    for (const auto& mistake : mistakes) {
      if (mistake.starts_with("casewayd.toml:" + std::string(place)) && mistake.find(what) != std::string::npos) {
        return true;
      }
    }
    return false;
  };
  CHECK(told("2:10:", "'site.origin' must be lower-case letters"));
  CHECK(told("1:1:", "'site.genesis' is missing"));
  CHECK(told("3:1:", "unknown key 'site.genesys'"));
  CHECK(told("5:12:", "'listen.endpoint' must be tcp://"));
  CHECK(told("7:11:", "'directories.journal' must be a text"));
  CHECK(told("8:9:", "'directories.vault' must be a text"));
  CHECK(told("12:16:", "'limits.handshake_ms' must be a whole number from 100 to 60000"));
  CHECK(told("13:2:", "unknown section 'extra'"));
  CHECK(mistakes.size() == 8);
}

TEST_CASE("config: a file that is no TOML is refused at its place") {
  const Scratch dir;
  const Mistakes mistakes = mistakes_of(dir, "[site]\norigin = \n");
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].starts_with("casewayd.toml:2:"));
}

TEST_CASE("config: an endpoint is tcp with a port, 0 to 65535") {
  const Scratch dir;
  const auto with = [&](const std::string& endpoint) {
    std::string text(good);
    text.replace(text.find("tcp://127.0.0.1:0"), 17, endpoint);
    return mistakes_of(dir, text).size();
  };
  CHECK(with("tcp://127.0.0.1:65535") == 0);
  CHECK(with("tcp://[::1]:7450") == 0);
  CHECK(with("tcp://127.0.0.1:65536") == 1);
  CHECK(with("tcp://127.0.0.1:") == 1);
  CHECK(with("tcp://127.0.0.1") == 1);
  CHECK(with("tcp://:7450") == 1);
  CHECK(with("127.0.0.1:7450") == 1);
}

TEST_CASE("config: a file that is not there is one mistake") {
  const Scratch dir;
  Mistakes mistakes;
  read_config(dir / "casewayd.toml", mistakes);
  CHECK(mistakes.size() == 1);
}

TEST_CASE("site: init makes a site that --check accepts, and a copy of it works") {
  const Scratch dir;
  init_site(dir / "broker", site_options(core::Instant{1'757'000'000'000}));
  std::filesystem::copy(dir / "broker", dir / "copy", std::filesystem::copy_options::recursive);
  for (const char* name : {"broker", "copy"}) {
    Mistakes mistakes;
    const Config config = read_config(dir / name / "casewayd.toml", mistakes);
    check_site(config, mistakes);
    CHECK(mistakes == Mistakes{});
  }
  CHECK(fault_of([&] { init_site(dir / "broker", site_options()); }).find("not empty") != std::string::npos);
}

TEST_CASE("site: a kept proof that the journal was rolled back is named, whole or not") {
  const Scratch dir;
  init_site(dir / "broker", site_options());
  Mistakes mistakes;
  const Config config = read_config(dir / "broker/casewayd.toml", mistakes);
  CHECK(check_rolled_back(config).empty());
  core::Checkpoint checkpoint;
  checkpoint.origin = "caseway.fujian.example";
  checkpoint.epoch = 1;
  checkpoint.tree_size = 412;
  const auto bytes = wire::encode_head_file(checkpoint);
  const std::string text(bytes.begin(), bytes.end());
  dir.write("broker/journal/rolled_back", text);
  CHECK(check_rolled_back(config).find("journal/rolled_back: an agency holds a signed checkpoint over 412 records") !=
        std::string::npos);
  dir.write("broker/journal/rolled_back", text.substr(0, text.size() - 1));
  CHECK(check_rolled_back(config).find("Restore the newest copy") != std::string::npos);
}

TEST_CASE("site: what does not fit together is told all at once") {
  const Scratch dir;
  init_site(dir / "broker", site_options());
  std::filesystem::remove_all(dir / "broker/vault");
  std::filesystem::remove(dir / "broker/keys/log.key");
  std::filesystem::remove(dir / "broker/keys/log.pub");
  write_key(dir / "broker/keys/log.key", "log", new_signing_key());
  std::filesystem::permissions(dir / "broker/keys/transport.key", std::filesystem::perms(0640));
  Mistakes mistakes;
  Config config = read_config(dir / "broker/casewayd.toml", mistakes);
  config.origin = "another.example";
  check_site(config, mistakes);
  REQUIRE(mistakes.size() == 4);
  CHECK(mistakes[0].find("is of origin 'caseway.fujian.example'") != std::string::npos);
  CHECK(mistakes[1].find("is not the log key") != std::string::npos);
  CHECK(mistakes[2].find("chmod 600") != std::string::npos);
  CHECK(mistakes[3].find("vault: no such directory") != std::string::npos);
}

}  // namespace caseway::host
