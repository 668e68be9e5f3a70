// How a command of the command line fails: what was wrong, and the exit code for it.
#pragma once

#include <stdexcept>
#include <string>

namespace caseway::sdk {

/// Exit codes of `caseway`. send and check use 0, 10, 11, 12 for verdicts, and of several messages the worst: 0, 10,
/// 11, 12, 3. send uses 12 also for what the broker refused after it was sent; its 2 means that nothing was sent.
enum class Exit : int { ok = 0, bad_input = 2, outcome_unknown = 3, findings = 10, barred = 11, returned = 12 };

class CommandFailed : public std::runtime_error {
 public:
  CommandFailed(Exit code, const std::string& what) : std::runtime_error(what), exit(code) {}
  Exit exit;
};

}  // namespace caseway::sdk
