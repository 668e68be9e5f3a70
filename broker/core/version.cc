#include "broker/core/version.h"

#include "broker/core/built_from.h"

namespace caseway::core {

const char* version() { return CASEWAY_VERSION; }

const char* built_from() { return built_from_commit; }

std::string version_line(std::string_view program) {
  std::string line = std::string(program) + " " + CASEWAY_VERSION;
  const std::string commit = built_from();
  if (commit != "unknown") line += " (commit " + commit + ")";
  return line;
}

}  // namespace caseway::core
