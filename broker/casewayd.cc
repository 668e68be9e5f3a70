// casewayd: the broker as a process. The words of the command line, the exit codes, and what ends it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "broker/core/version.h"
#include "broker/flow/journal.h"
#include "broker/host/config.h"
#include "broker/host/daemon.h"
#include "broker/host/last_words.h"
#include "broker/host/log.h"
#include "broker/host/system.h"

namespace {

using namespace caseway;
using Level = host::Log::Level;

enum Exit { clean = 0, fault = 1, bad_input = 2, refused = 3 };

constexpr const char* exit_codes = R"(Exit codes:
  0  stopped cleanly; with --check: what it looks at is right
  1  a disk, socket, key or the memory failed; stderr says which, and what to do. Starting again recovers.
     With --snapshot also: none was written, because it found no room; nothing is lost
  2  the configuration, the keys or the command line are wrong; every mistake is told
  3  the journal or vault is not what it should be; stderr says why. Starting again does not help: somebody must
     look. With --snapshot also, and with --check only: an agency proved that the journal was rolled back, and the
     proof lies in it. --check reads nothing else of journal and vault; caseway-audit verify does
  A signal that ends it (134 and more for a shell) is told by the last line on stderr too, but SIGKILL. Starting
  again recovers.
On stderr one line of key=value for each event; on stdout one line, "listening on ENDPOINT", once agencies may connect.
The endpoint is also in the file `endpoint` beside the configuration while the broker runs.)";

struct Options {
  std::string config;
  bool check = false;
  bool rebuild_index = false;
  bool snapshot = false;
};

int run(const Options& options, host::Log& log) {
  host::Mistakes mistakes;
  const host::Config config = host::read_config(options.config, mistakes);
  if (mistakes.empty()) host::check_site(config, mistakes);
  for (const auto& mistake : mistakes) std::fprintf(stderr, "%s\n", mistake.c_str());
  if (!mistakes.empty()) return bad_input;
  if (options.check) {
    const auto why = host::check_rolled_back(config);
    if (!why.empty()) std::fprintf(stderr, "%s\n", why.c_str());
    return why.empty() ? clean : refused;
  }

  host::raise_descriptor_limit();
  const host::StopSignal stop;  // before any thread starts
  host::Daemon daemon(config, log, stop.fd(), options.rebuild_index);
  bool snapshot = false;
  try {
    if (!options.snapshot) {
      daemon.serve([](const std::string& endpoint) {
        std::printf("listening on %s\n", endpoint.c_str());
        std::fflush(stdout);
      });
    }
    snapshot = daemon.stop();
  } catch (const flow::JournalRefused&) {
    throw;
  } catch (const flow::Fault& why) {  // told before the daemon goes, which may wait for the disk that failed
    log.line(Level::alarm, "fault", {{"why", why.what()}});
    return fault;
  }
  if (!options.snapshot || snapshot) return clean;
  if (const auto why = host::check_rolled_back(config); !why.empty()) {
    log.line(Level::alarm, "refused", {{"why", "no snapshot of a journal that was rolled back: " + why}});
    return refused;
  }
  log.line(Level::alarm, "fault", {{"why", "no snapshot was written: the note says why. Make room and ask again"}});
  return fault;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("casewayd: carries legal cases between agencies, and remembers what was said");
  app.footer(exit_codes);
  app.set_version_flag("--version", core::version_line("casewayd"));
  app.add_option("--config", options.config, "casewayd.toml of the site")->required();
  app.add_flag("--check", options.check, "check configuration, keys, genesis and directories, and leave");
  app.add_flag("--rebuild-index", options.rebuild_index,
               "empty the index first; it is fed again while the broker serves");
  app.add_flag("--snapshot", options.snapshot, "write a snapshot of a site that no broker has open, and leave");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? clean : bad_input;
  }
  host::leave_last_words(2, fault);
  host::Log log(2);
  try {
    return run(options, log);
  } catch (const flow::JournalRefused& why) {
    log.line(Level::alarm, "refused", {{"why", why.what()}});
    return refused;
  } catch (const std::exception& why) {  // flow::Fault, or a library's own: file system, Cap'n Proto
    log.line(Level::alarm, "fault", {{"why", why.what()}});
    return fault;
  }
}
