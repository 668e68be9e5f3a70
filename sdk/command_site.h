// The site's part of the command line: init, agency new, order new|sign|send, clock set.
#pragma once

#include <memory>

namespace CLI {
class App;
}

namespace caseway::sdk {

struct CommonWords;  // sdk/command_agency.h

/// Adds the commands to `app`. A command that fails throws CommandFailed; main() prints it and exits with its code.
void add_site_commands(CLI::App& app, const std::shared_ptr<CommonWords>& common);

}  // namespace caseway::sdk
