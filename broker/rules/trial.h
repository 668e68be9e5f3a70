// Tests of packs, as schemas/pack_test.capnp writes them: one message each, judged by evaluate() and by the row of its
// step.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "broker/rules/compile.h"

namespace caseway::rules {

struct TrialFailure {
  std::string file;
  std::string test;  ///< name of the case; of a clock: its id and anchor
  std::string what;  ///< what was expected and what came
};

/// What the tests of a requirement have seen it do.
struct Seen {
  bool met = false;
  bool failed = false;
  bool not_applicable = false;
};

struct Trial {
  std::vector<PackError> errors;  ///< the test files cannot be read; nothing was run then
  std::vector<TrialFailure> failures;
  int cases = 0;                               ///< cases run, arithmetic of clocks included
  std::map<std::string, Seen> requirements;    ///< every requirement of the kinds under test
  std::map<std::string, bool> steps;           ///< "K01.transfer": a case said it and was let
  std::map<std::string, bool> clocks;          ///< a case started, ended, judged or read it
  std::map<std::string, bool> outcomes;        ///< "K01.filed": a case made it; none that no step makes
  std::vector<std::string> outcomes_not_made;  ///< those, of the same kinds: listed, and no case can see them
};

/// Which kinds are under test: those that the tests name, or all of the set, also those that no test names.
enum class Extent : std::uint8_t { named = 1, whole = 2 };

/// Runs the tests of every *_test.capnp among `texts`.
Trial run_trial(const std::map<std::string, std::string>& texts, const PackBundle& bundle,
                const core::Calendar& calendar, Extent extent = Extent::named);

/// Rows that the tests have seen, of how many. A requirement has been seen to fail, and once met or not applicable: one
/// that fails wherever it applies is never met.
struct Coverage {
  std::size_t seen = 0;
  std::size_t of = 0;
  [[nodiscard]] bool is_whole() const { return seen == of; }
  /// Rounded down: 100 only where all is seen. A set without a row has nothing to see, and is whole.
  [[nodiscard]] std::size_t percent() const { return of == 0 ? 100 : 100 * seen / of; }
};

bool is_covered(const Seen& seen);
Coverage coverage_of(const Trial& trial);

}  // namespace caseway::rules
