// The path: complete K01 transfers under the shipped packs through a real broker process over loopback CURVE, counted
// when recorded, delivered to the police client and acknowledged; the procuratorate's copies are drained too, not
// counted. Receipts are kept and checked after the clock has stopped.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/drive.h"
#include "bench/figures.h"

namespace {

using namespace caseway::bench;

struct Options {
  Drive drive;
  std::string signature = "batch";
  std::string bin = "build/release/bin";
  std::string packs = "schemas/packs/cn-ip";
  std::string directory = "build/bench/path";
};

Figures run(const Options& options) {
  TrialSite site(options.bin, options.directory);
  site.start();
  const Members members = admit_members(site, options.drive.producers);
  site.activate(options.packs);
  const Driven driven = drive(site, members, options.drive);
  const Usage usage = site.stop();  // waits for the index to be written
  check_receipts(driven, site.log_key());

  return figures_of("path", options.drive, driven, usage);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"K01 transfers through a real broker. Prints one JSON line."};
  app.add_option("--window", options.drive.window, "messages under way, over all producers")
      ->check(CLI::Range(1u, 8192u));
  app.add_option("--producers", options.drive.producers)->check(CLI::Range(1u, 64u));
  app.add_option("--signature", options.signature, "each | batch")->check(CLI::IsMember({"each", "batch"}));
  app.add_option("--messages", options.drive.messages);
  app.add_option("--bin", options.bin);
  app.add_option("--packs", options.packs);
  app.add_option("--dir", options.directory);
  CLI11_PARSE(app, argc, argv);
  options.drive.batch = options.signature == "batch";
  try {
    std::puts(json_line(run(options)).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-path: %s\n", error.what());
    return 1;
  }
  return 0;
}
