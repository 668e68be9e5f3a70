// caseway: the command line of sites and of agencies.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "broker/core/shown.h"
#include "broker/core/version.h"
#include "broker/usage.h"
#include "sdk/command_agency.h"
#include "sdk/command_failed.h"
#include "sdk/command_site.h"

int main(int argc, char** argv) {
  using namespace caseway::sdk;
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"The command line of Caseway: sites, orders, and an agency's messages."};
  app.require_subcommand(1);
  app.set_version_flag("--version", caseway::core::version_line("caseway"));
  auto common = std::make_shared<CommonWords>();
  auto exit_code = std::make_shared<int>(0);
  app.add_option("--agency", common->agency,
                 "directory of the agency, for send, receive, check, unpark, show and policy");
  app.add_flag("--json", common->json, "print data as JSON");
  app.add_option("--lang", common->language, "language of what is printed")->check(CLI::IsMember({"zh", "en"}));
  add_site_commands(app, common);
  add_agency_commands(app, common, exit_code);
  // After the commands: each would take it over, also where it does not apply.
  app.footer(
      "Exit codes: 0 done, 2 bad input, usage or a local failure before anything was sent, 3 outcome unknown.\n"
      "Commands that send or judge have more, see their --help.");
  try {
    app.parse(argc, argv);
    return *exit_code;
  } catch (const CLI::ParseError& error) {
    return caseway::leave_with_usage(app, error, "caseway");
  } catch (const CommandFailed& failed) {
    std::cerr << "caseway: " << caseway::core::shown(failed.what()) << "\n";
    return static_cast<int>(failed.exit);
  } catch (const std::exception& error) {
    std::cerr << "caseway: " << caseway::core::shown(error.what()) << "\n";
    return static_cast<int>(Exit::bad_input);
  }
}
