#include "run_caseway.h"

#include <doctest/doctest.h>

#include "desk.h"
#include "tests/where.h"

namespace caseway::tests {

namespace fs = std::filesystem;

Ran run_caseway(const fs::path& scratch, const std::string& words) {
  const fs::path troubles = scratch / "stderr";
  Ran ran = run_command(CASEWAY_BUILD_DIR "/bin/caseway " + words, troubles.string());
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
