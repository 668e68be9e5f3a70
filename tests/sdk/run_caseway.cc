#include "run_caseway.h"

#include <doctest/doctest.h>
#include <stdio.h>
#include <sys/wait.h>

#include "desk.h"

namespace caseway::tests {

namespace fs = std::filesystem;

Ran run_caseway(const fs::path& scratch, const std::string& words) {
  const fs::path troubles = scratch / "stderr";
  FILE* pipe = ::popen((CASEWAY_BUILD_DIR "/bin/caseway " + words + " 2>" + troubles.string()).c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ran ran;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) ran.said.append(buffer, got);
  const int status = ::pclose(pipe);
  ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ran.troubles = read_text(troubles);
  return ran;
}

sdk::Json json_of(const Ran& ran) {
  sdk::Mistakes mistakes;
  auto json = sdk::parse_json(ran.said, "stdout", mistakes);
  CAPTURE(ran.said);
  REQUIRE(json.has_value());
  return std::move(*json);
}

}  // namespace caseway::tests
