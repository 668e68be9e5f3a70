// The site's part of the command line: init, agency new, order new|sign|send, clock set.
#pragma once

namespace CLI {
class App;
}

namespace caseway::sdk {

/// Adds the commands to `app`. A command that fails throws CommandFailed; main() prints it and exits with its code.
void add_site_commands(CLI::App& app);

}  // namespace caseway::sdk
