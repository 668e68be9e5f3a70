// Restart: a site is filled with records by the real path; its broker is killed and started (the whole journal is
// applied), then stopped cleanly and started again (snapshot and tail). Seconds until it listens.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/drive.h"
#include "bench/figures.h"

int main(int argc, char** argv) {
  using namespace caseway::bench;
  Drive options;
  std::uint64_t records = 200'000;
  std::string signature = "batch";
  std::string bin = "build/release/bin", packs = "schemas/packs/cn-ip", directory = "build/bench/restart";
  CLI::App app{"Restart of a broker with many records. Prints one JSON line."};
  app.add_option("--records", records, "about so many; a million takes some minutes to fill");
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
    options.messages =
        records / 4;  // a transfer, its ack, the ack of the copy, the ack of the date that it was presented
    const Driven driven = drive(site, members, options);
    site.stop(true);
    auto timed = [&] {
      const std::uint64_t start = now_us();
      site.start();
      return static_cast<double>(now_us() - start) / 1e6;
    };
    const double whole = timed();
    records = site.records();
    site.stop();
    const double snapshot = timed();
    const Usage usage = site.stop();
    const double million = static_cast<double>(records) / 1e6;
    const auto more =
        fmt::format(R"("records":{},"after_kill_s":{:.2f},"from_snapshot_s":{:.2f},"after_kill_s_million":{:.2f})",
                    records, whole, snapshot, whole / million);
    std::puts(json_line(figures_of("restart", options, driven, usage), more).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-restart: %s\n", error.what());
    return 1;
  }
  return 0;
}
