#include "tests/simulation/simulation.h"

#include <algorithm>
#include <exception>

#include "tests/simulation/lives.h"

namespace caseway::simulation {

namespace {

// Whatever is thrown at us is a failure of this seed, not the end of the program.
void guarded(Lives& lives, const std::function<void()>& act) {
  try {
    act();
  } catch (const std::exception& thrown) {
    lives.fail(std::string("thrown: ") + thrown.what());
  }
}

void end(Lives& lives, RunReport& report, std::uint64_t seed) {
  guarded(lives, [&] { lives.end(); });
  lives.add_to(report);
  if (!lives.failure().empty())
    report.failure = "seed " + std::to_string(seed) + ", world of move " + std::to_string(report.first_move) +
                     ", move " + std::to_string(report.moves) + ": " + lives.failure();
}

}  // namespace

RunReport run(const RunOptions& options) {
  RunReport report;
  while (report.steps < options.steps && report.crashes < options.crashes && report.failure.empty()) {
    report.first_move = report.moves;
    Lives lives(options.seed, report.first_move);
    const auto most = std::min(options.world_steps, options.steps - report.steps);
    while (lives.failure().empty() && !lives.is_old() && lives.steps() < most)
      guarded(lives, [&] { lives.move(report.moves++); });
    end(lives, report, options.seed);
  }
  return report;
}

RunReport run_world(std::uint64_t seed, std::uint64_t first_move, const std::vector<std::uint64_t>& moves) {
  RunReport report;
  report.first_move = first_move;
  Lives lives(seed, first_move);
  for (const auto move : moves) {
    if (!lives.failure().empty()) break;
    guarded(lives, [&] { lives.move(move); });
    report.moves = move + 1;
  }
  end(lives, report, seed);
  return report;
}

std::vector<std::uint64_t> minimize(std::uint64_t seed, std::uint64_t first_move, std::uint64_t moves) {
  std::vector<std::uint64_t> kept;
  for (auto move = first_move; move < moves; ++move) kept.push_back(move);
  for (auto chunk = (kept.size() + 1) / 2; chunk > 0; chunk = chunk == 1 ? 0 : (chunk + 1) / 2)
    for (std::size_t at = 0; at < kept.size();) {
      auto fewer = kept;
      const auto from = fewer.begin() + static_cast<long>(at);
      fewer.erase(from, from + static_cast<long>(std::min(chunk, fewer.size() - at)));
      if (run_world(seed, first_move, fewer).failure.empty()) {
        at += chunk;
      } else {
        kept = std::move(fewer);
      }
    }
  return kept;
}

}  // namespace caseway::simulation
