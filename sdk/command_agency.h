// The agency's part of the command line: send, receive, check, unpark, show, policy.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sdk/client.h"
#include "sdk/local_rules.h"
#include "sdk/machine.h"
#include "sdk/report.h"

namespace CLI {
class App;
}

namespace caseway::sdk {

/// Options that stand before the command.
struct CommonWords {
  std::string agency;  ///< directory of the agency
  std::string language = "en";
  bool json = false;

  [[nodiscard]] Language lang() const { return language == "zh" ? Language::zh : Language::en; }
};

/// An agency's things, opened for one command.
class Desk {
 public:
  /// Reads agency.toml and what packs/ holds. Throws CommandFailed.
  explicit Desk(const CommonWords& words);

  /// Opens a client; with `options.send` it holds the lane's lock. Throws Fault.
  Client& open(ClientOptions options);
  /// Connects; throws CommandFailed(outcome_unknown) when there is no session after `wait_ms`.
  void connect(int wait_ms);
  [[nodiscard]] const rules::PackBundle* bundle() const { return rules.bundle ? &*rules.bundle : nullptr; }

  Agency agency;
  LocalRules rules;
  SystemTime time;
  SystemRandom random;
  std::optional<DirectoryStore> store;
  std::optional<Lock> lock;
  std::unique_ptr<Client> client;
};

/// Adds send, receive, check, unpark, show and policy to `app`. `exit_code` receives the verdict of send and check; a
/// command that fails throws CommandFailed or Fault.
void add_agency_commands(CLI::App& app, std::shared_ptr<CommonWords> common, std::shared_ptr<int> exit_code);
void add_show(CLI::App& app, std::shared_ptr<CommonWords> common);    // command_show.cc
void add_policy(CLI::App& app, std::shared_ptr<CommonWords> common);  // command_policy.cc

/// A lane's number as the command line takes it; throws CommandFailed(bad_input) beyond the last lane.
core::LaneNo lane_or_fail(std::uint64_t lane);

/// Prints text that others wrote, with what a terminal would obey escaped (core::shown).
void print_text(const std::string& text);

}  // namespace caseway::sdk
