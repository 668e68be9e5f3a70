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
  int cases = 0;                             ///< cases run, arithmetic of clocks included
  std::map<std::string, Seen> requirements;  ///< every requirement of the kinds under test
  std::map<std::string, bool> steps;         ///< "K01.transfer": a case said it and was let
  std::map<std::string, bool> clocks;        ///< a case started, ended, judged or read it
  std::map<std::string, bool> outcomes;      ///< "K01.filed": a case made it
};

/// Runs the tests of every *_test.capnp among `texts`.
Trial run_trial(const std::map<std::string, std::string>& texts, const PackBundle& bundle,
                const core::Calendar& calendar);

}  // namespace caseway::rules
