// caseway-adapter: carries files between an agency's own system and the bus.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "adapters/folder/folder.h"
#include "broker/core/shown.h"
#include "broker/core/version.h"
#include "broker/usage.h"
#include "sdk/machine.h"

namespace {

using namespace caseway;

volatile std::sig_atomic_t stop_asked = 0;
extern "C" void ask_to_stop(int) { stop_asked = 1; }

struct Words {
  std::string agency;
  std::string endpoint;
  bool once = false;
};

constexpr int round_ms = 100;
constexpr int quiet_rounds = 5;
constexpr std::int64_t nothing_happens_ms = 60'000;
constexpr int connect_ms = 30'000;

void log_line(const std::string& line) {
  static sdk::SystemTime time;
  std::cout << core::print_instant(time.wall()) << " " << core::shown(line) << std::endl;
}

int run_folder(const Words& words) {
  sdk::Mistakes mistakes;
  const sdk::Agency agency = sdk::read_agency(words.agency, mistakes);
  for (const auto& mistake : mistakes) std::cerr << core::shown(sdk::print_mistake(mistake)) << "\n";
  if (!mistakes.empty()) return 2;

  sdk::SystemTime time;
  sdk::SystemRandom random;
  sdk::DirectoryStore lane_store(agency.lane);
  const sdk::Lock lock(agency.lane / "0.lock");
  sdk::ClientOptions options;
  options.consume = true;
  options.endpoint = words.endpoint;
  options.software = "caseway-adapter folder " + std::string(core::version());
  sdk::Client client(agency, options, lane_store, time);
  folder::Folder folder(agency, client, lane_store, random, log_line);
  log_line(agency.id + ": " + agency.out.string() + " -> " + agency.origin + " -> " + agency.in.string());

  if (words.once && !client.connect(connect_ms)) {
    std::cerr << "caseway-adapter: " << core::shown(client.trouble()) << "\n";
    return 3;
  }
  std::int64_t happened_at = time.monotonic_ms();
  for (int quiet = 0; stop_asked == 0;) {
    const bool happened = folder.run(round_ms);
    if (happened) happened_at = time.monotonic_ms();
    if (client.fenced()) {
      std::cerr << "caseway-adapter: a newer session of " << agency.id << " took the mailbox\n";
      return 1;
    }
    quiet = happened || !folder.idle() ? 0 : quiet + 1;
    if (words.once && quiet >= quiet_rounds) break;
    if (words.once && time.monotonic_ms() - happened_at > nothing_happens_ms) {
      std::cerr << "caseway-adapter: some messages have no receipt yet: " << core::shown(client.trouble()) << "\n";
      return 3;
    }
  }
  log_line(agency.id + ": stopped");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"Carries files between an agency's own system and the bus."};
  app.require_subcommand(1);
  app.set_version_flag("--version", core::version_line("caseway-adapter"));
  Words words;
  auto* folder = app.add_subcommand("folder", "A folder out and a folder in; docs/FOLDER.md says what lies in them");
  folder->add_option("--agency", words.agency, "directory of the agency")->required();
  folder->add_flag("--once", words.once, "send what is there, take what waits, then end");
  folder->add_option("--site-endpoint", words.endpoint, "where the broker listens, instead of what agency.toml says");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return leave_with_usage(app, error, "caseway-adapter");
  }
  try {
    return run_folder(words);
  } catch (const std::exception& error) {
    std::cerr << "caseway-adapter: " << core::shown(error.what()) << "\n";
    return 1;
  }
}
