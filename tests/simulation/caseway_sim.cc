// caseway-sim: runs simulated worlds by seed until something does not hold, or as often as asked. Prints every seed
// before it runs.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string_view>

#include "tests/simulation/simulation.h"

namespace {

constexpr const char* usage =
    "caseway-sim [--seed N] [--runs N] [--crashes N]\n"
    "  --seed     first seed (default: random); the next runs take the following ones\n"
    "  --runs     worlds to run (default 20)\n"
    "  --crashes  crashes in each (default 50)\n"
    "Exit: 0 everything held, 1 something did not (the last line says seed and what), 2 usage.\n";

}  // namespace

int main(int count, char** arguments) {
  std::uint64_t seed = std::random_device{}();
  std::uint64_t runs = 20;
  caseway::simulation::RunOptions options;
  options.crashes = 50;
  for (int i = 1; i < count; i += 2) {
    const std::string_view name = arguments[i];
    char* end = nullptr;
    const auto value = i + 1 < count ? std::strtoull(arguments[i + 1], &end, 10) : 0;
    const bool whole = end != nullptr && *end == '\0' && end != arguments[i + 1];
    if (whole && name == "--seed") {
      seed = value;
    } else if (whole && name == "--runs") {
      runs = value;
    } else if (whole && name == "--crashes") {
      options.crashes = value;
    } else {
      std::fputs(usage, stderr);
      return 2;
    }
  }
  for (std::uint64_t i = 0; i < runs; ++i) {
    options.seed = seed + i;
    std::printf("seed %llu: ", static_cast<unsigned long long>(options.seed));
    std::fflush(stdout);
    const auto report = caseway::simulation::run(options);
    std::printf("%zu crashes (%zu in a turn), %llu records, %zu acknowledged\n", report.crashes, report.faults,
                static_cast<unsigned long long>(report.records), report.acknowledged);
    if (report.failure.empty()) continue;
    std::printf("%s\n", report.failure.c_str());
    return 1;
  }
  return 0;
}
