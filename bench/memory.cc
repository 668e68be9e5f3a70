// Memory of waiting transfers: a real broker is sent K01 transfers that nobody takes; what its resident memory grew by,
// per transfer.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>

#include "bench/drive.h"

namespace {

using namespace caseway::bench;

/// Resident bytes of a process.
std::uint64_t resident(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t pages = 0;
  std::uint64_t resident_pages = 0;
  in >> pages >> resident_pages;
  return resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

int main(int argc, char** argv) {
  Drive options;
  options.messages = 100'000;
  options.receivers = false;
  std::string bin = "build/release/bin", packs = "schemas/packs/cn-ip", directory = "build/bench/memory";
  CLI::App app{"Memory of a waiting transfer. Prints one JSON line."};
  app.add_option("--transfers", options.messages);
  app.add_option("--window", options.window);
  app.add_option("--producers", options.producers)->check(CLI::Range(1u, 64u));
  app.add_option("--bin", bin);
  app.add_option("--packs", packs);
  app.add_option("--dir", directory);
  CLI11_PARSE(app, argc, argv);
  try {
    TrialSite site(bin, directory);
    site.start();
    const Members members = admit_members(site, options.producers);
    site.activate(packs);
    const std::uint64_t before = resident(site.process());
    const Driven driven = drive(site, members, options);
    const std::uint64_t after = resident(site.process());
    const Usage usage = site.stop();
    fmt::print(R"({{"bench":"memory","window":{},"producers":{},"size":{},"transfers":{},"before_mb":{:.1f},)"
               R"("after_mb":{:.1f},"bytes_per_transfer":{},"broker_peak_mb":{:.0f}}})"
               "\n",
               options.window, options.producers, driven.size, driven.messages, static_cast<double>(before) / 1048576.0,
               static_cast<double>(after) / 1048576.0, (after - before) / driven.messages, usage.peak_mb);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-memory: %s\n", error.what());
    return 1;
  }
  return 0;
}
