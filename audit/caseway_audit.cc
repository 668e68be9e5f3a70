// caseway-audit: verifies and replays a site without writing to it and without asking anything.
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "audit/report.h"
#include "broker/core/version.h"
#include "broker/usage.h"

namespace {

using namespace caseway::audit;

int inspect(const Layout& layout, const std::vector<std::filesystem::path>& held, bool replay, bool json) {
  const Site site = open_site(layout);
  const Verified verified = verify(site, held);
  Judged judged;
  if (replay) judged = judge(site, verified);
  const Judged* second = replay ? &judged : nullptr;
  std::cout << (json ? json_report(verified, second) + "\n" : text_report(verified, second));
  return static_cast<int>(exit_of(verified, second));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Inspects a Caseway site read-only. Exit codes: 0 agrees, 1 mismatch, 2 unreadable or usage, 3 incomplete."};
  app.require_subcommand(1);
  app.set_version_flag("--version", caseway::core::version_line("caseway-audit"));
  std::string root;
  std::vector<std::filesystem::path> held;
  bool json = false;
  auto* verify_command =
      app.add_subcommand("verify", "Account for every byte of journal and vault: chain, tree, signatures, digests");
  auto* replay_command = app.add_subcommand("replay", "verify, then decide every record again and compare");
  for (auto* command : {verify_command, replay_command}) {
    command->add_option("SITE", root, "directory of the site: its casewayd.toml says where journal and vault lie")
        ->required();
    command
        ->add_option("--held", held,
                     "a checkpoint that a member holds: lane/checkpoint in its agency's directory; may be repeated. "
                     "The record must contain it, else it was rolled back, or two histories are told")
        ->allow_extra_args(false);
    command->add_flag("--json", json, "print one JSON object");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return caseway::leave_with_usage(app, error, "caseway-audit");
  }
  try {
    return inspect(read_layout(root), held, replay_command->parsed(), json);
  } catch (const std::exception& error) {
    std::cerr << "caseway-audit: " << error.what() << "\n";
    return static_cast<int>(Exit::unreadable);
  }
}
