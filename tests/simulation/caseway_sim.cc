// caseway-sim: runs simulated worlds by seed until something does not hold, or for as many steps as asked.
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

#include "broker/core/version.h"
#include "tests/simulation/simulation.h"

namespace {

using namespace caseway::simulation;

constexpr const char* usage =
    "caseway-sim --help | --version\n"
    "caseway-sim [--seed N] [--steps S] [--minimize]\n"
    "caseway-sim --seed N --world M --moves M,M,...\n"
    "  --seed      which run (default: random)\n"
    "  --steps     events handed to the broker, and operations of its ports that failed (default 100000)\n"
    "  --minimize  of a failure, finds the fewest moves that still make it\n"
    "  --world     one world only: the one that began with this move\n"
    "  --moves     with these moves alone\n"
    "The last line is \"sim: seed N, S steps, F faults, 0 lost\", or what did not hold and how to see it again.\n"
    "Exit: 0 everything held, 1 something did not, 2 usage.\n";

struct Asked {
  RunOptions options;
  bool minimize = false;
  std::optional<std::uint64_t> world;
  std::vector<std::uint64_t> moves;
};

std::optional<std::uint64_t> number(const char* text) {
  char* end = nullptr;
  const auto value = std::strtoull(text, &end, 10);
  if (end == text || *end != '\0') return std::nullopt;
  return value;
}

std::optional<Asked> read(int count, char** arguments) {
  Asked asked;
  asked.options.seed = std::random_device{}();
  asked.options.steps = 100'000;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (name == "--minimize") {
      asked.minimize = true;
      continue;
    }
    if (++i == count) return std::nullopt;
    if (name == "--moves") {
      std::istringstream list(arguments[i]);
      for (std::string each; std::getline(list, each, ',');) {
        const auto move = number(each.c_str());
        if (!move) return std::nullopt;
        asked.moves.push_back(*move);
      }
      continue;
    }
    const auto value = number(arguments[i]);
    if (!value) return std::nullopt;
    if (name == "--seed") {
      asked.options.seed = *value;
    } else if (name == "--steps") {
      asked.options.steps = *value;
    } else if (name == "--world") {
      asked.world = value;
    } else {
      return std::nullopt;
    }
  }
  return asked;
}

unsigned long long print(std::uint64_t value) { return value; }

void print_counts(const RunReport& report) {
  for (std::size_t i = 0; i < fault_names.size(); ++i)
    std::printf("  %-24s%9llu\n", fault_names[i].data(), print(report.faults.of(static_cast<Fault>(i))));
  std::printf(
      "%llu worlds, %llu crashes (%llu within a turn), %llu records, %llu messages acknowledged, %llu delivered, "
      "%llu returned as future, time confirmed %llu times\n",
      print(report.worlds), print(report.crashes), print(report.crashes_in_turn), print(report.records),
      print(report.acknowledged), print(report.delivered), print(report.returned_as_future), print(report.confirmed));
}

void explain(const Asked& asked, const RunReport& report) {
  std::printf("commit %s, %s\n", caseway::core::built_from(), report.failure.c_str());
  std::printf("again: caseway-sim --seed %llu --steps %llu\n", print(asked.options.seed), print(asked.options.steps));
  if (!asked.minimize) return;
  const auto moves = minimize(asked.options.seed, report.first_move, report.moves);
  std::string list;
  for (const auto move : moves) list += (list.empty() ? "" : ",") + std::to_string(move);
  const auto shorter = run_world(asked.options.seed, report.first_move, moves);
  std::printf("%zu moves do: %s\ncaseway-sim --seed %llu --world %llu --moves %s\n", moves.size(),
              shorter.failure.c_str(), print(asked.options.seed), print(report.first_move), list.c_str());
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view first = count > 1 ? arguments[1] : "";
  if (first == "--help" || first == "-h") return std::fputs(usage, stdout) < 0;
  if (first == "--version") return std::puts(caseway::core::version_line("caseway-sim").c_str()) < 0;
  const auto asked = read(count, arguments);
  if (!asked) {
    std::fputs(usage, stderr);
    return 2;
  }
  std::printf("seed %llu\n", print(asked->options.seed));
  std::fflush(stdout);
  const auto report = asked->world ? run_world(asked->options.seed, *asked->world, asked->moves) : run(asked->options);
  if (!report.failure.empty()) {
    explain(*asked, report);
    return 1;
  }
  print_counts(report);
  std::printf("sim: seed %llu, %llu steps, %llu faults, 0 lost\n", print(asked->options.seed), print(report.steps),
              print(report.faults.all()));
}
