// The broker in one process, as far as it goes without an agency: what a start tells, and what keeps it from starting.
#include "broker/host/daemon.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/eventfd.h>

#include "broker/host/descriptor.h"
#include "broker/host/site.h"
#include "tests/host/scratch.h"

namespace caseway::host {
namespace {

/// A new site, and what a broker on it is given. It is to stop as soon as it serves.
struct Site {
  Site() {
    SiteOptions options;
    options.origin = "caseway.test";
    init_site(place / "site", options);
    Mistakes mistakes;
    config = read_config(place / "site/casewayd.toml", mistakes);
    REQUIRE(mistakes.empty());
  }
  /// Where the broker said that it listens.
  std::string serve() {
    std::string listens;
    Daemon(config, log, stop.get()).serve([&](const std::string& endpoint) {
      listens = endpoint;
      told = place.read("site/endpoint");
    });
    return listens;
  }

  Scratch place;
  Config config;
  Descriptor stop{::eventfd(1, EFD_CLOEXEC)};
  Descriptor log_file{::open((place / "log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
  Log log{log_file.get()};
  std::string told;  ///< what the file `endpoint` held meanwhile
};

}  // namespace

TEST_CASE("daemon: the file `endpoint` tells where the broker listens, while it does") {
  Site site;
  const std::string listens = site.serve();
  CHECK(listens.rfind("tcp://127.0.0.1:", 0) == 0);
  CHECK(site.told == listens + "\n");
  CHECK_FALSE(std::filesystem::exists(site.place / "site/endpoint"));
}

TEST_CASE("daemon: who cannot write where it listens does not start: a full disk, a directory in the way") {
  Site full;
  std::filesystem::create_symlink("/dev/full", full.place / "site/endpoint.new");
  CHECK(fault_of([&] { full.serve(); }).find("site/endpoint.new: cannot be written") != std::string::npos);
  CHECK(full.place.read("log").find("event=listening") == std::string::npos);

  Site barred;
  std::filesystem::create_directories(barred.place / "site/endpoint/in-the-way");
  CHECK(fault_of([&] { barred.serve(); }).find("site/endpoint: cannot be written") != std::string::npos);
}

}  // namespace caseway::host
