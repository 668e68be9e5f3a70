// caseway: the command line of sites and of agencies.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "sdk/command_agency.h"
#include "sdk/command_failed.h"
#include "sdk/command_site.h"

int main(int argc, char** argv) {
  using namespace caseway::sdk;
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"The command line of Caseway: sites, orders, and an agency's messages."};
  app.require_subcommand(1);
  app.footer(
      "Exit codes of send and check: 0 proceeds, 10 delivered with findings, 11 delivered and a later step barred,\n"
      "12 returned to sender; of all: 2 bad input, usage or a local failure before anything was sent, 3 outcome "
      "unknown\n"
      "(send: the message is kept, and goes out again with the next session of its lane).");
  auto common = std::make_shared<CommonWords>();
  auto exit_code = std::make_shared<int>(0);
  app.add_option("--agency", common->agency, "directory of the agency, for send, receive, check, unpark and show");
  app.add_flag("--json", common->json, "print data as JSON");
  app.add_option("--lang", common->language, "language of what is printed")->check(CLI::IsMember({"zh", "en"}));
  add_site_commands(app, common);
  add_agency_commands(app, common, exit_code);
  try {
    app.parse(argc, argv);
    return *exit_code;
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(Exit::bad_input);
  } catch (const CommandFailed& failed) {
    std::cerr << "caseway: " << failed.what() << "\n";
    return static_cast<int>(failed.exit);
  } catch (const std::exception& error) {
    std::cerr << "caseway: " << error.what() << "\n";
    return static_cast<int>(Exit::bad_input);
  }
}
