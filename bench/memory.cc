// Memory of waiting transfers: a real broker is sent K01 transfers that nobody takes; what its resident memory grew by,
// per transfer, from the first half of them to the second: by then buffers and caches have their size.
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
  std::string signature = "batch";
  std::string bin = "build/release/bin", packs = "schemas/packs/cn-ip", directory = "build/bench/memory";
  CLI::App app{"Memory of a waiting transfer. Prints one JSON line."};
  app.add_option("--transfers", options.messages);
  app.add_option("--window", options.window);
  app.add_option("--producers", options.producers)->check(CLI::Range(1u, 64u));
  app.add_option("--signature", signature, "each | batch")->check(CLI::IsMember({"each", "batch"}));
  app.add_option("--bin", bin);
  app.add_option("--packs", packs);
  app.add_option("--dir", directory);
  CLI11_PARSE(app, argc, argv);
  options.batch = signature == "batch";
  try {
    TrialSite site(bin, directory);
    site.start();
    const Members members = admit_members(site, options.producers);
    site.activate(packs);
    const std::uint64_t before = resident(site.process());
    options.messages /= 2;
    const Driven first = drive(site, members, options);
    const std::uint64_t half = resident(site.process());
    options.first += first.messages / options.producers;
    Driven driven = drive(site, members, options);
    const std::uint64_t after = resident(site.process());
    const Usage usage = site.stop();  // waits for the index to be written
    check_receipts(first, site.log_key());
    check_receipts(driven, site.log_key());
    const auto mb = [](std::uint64_t bytes) { return static_cast<double>(bytes) / 1048576.0; };
    const auto grown = static_cast<double>(after) - static_cast<double>(half);
    const auto more =
        fmt::format(R"("before_mb":{:.1f},"half_mb":{:.1f},"after_mb":{:.1f},"bytes_per_transfer":{:.0f})", mb(before),
                    mb(half), mb(after), grown / static_cast<double>(driven.messages));
    std::puts(json_line(figures_of("memory", options, driven, usage), more).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-memory: %s\n", error.what());
    return 1;
  }
  return 0;
}
