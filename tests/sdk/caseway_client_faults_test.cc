// The public client where a disk fails it and when it ends: what every call then tells, and what a callback may do.
#include <doctest/doctest.h>

#include <filesystem>

#include "own_office.h"
#include "sdk/caseway_client.h"

namespace caseway::tests {

namespace fs = std::filesystem;

TEST_CASE("sdk: caseway client: what the file system throws while it opens is told as an Error") {
  Recorder recorder;
  const fs::path toml = recorder.office.bench.path / "agency.toml";
  fs::create_symlink(toml, toml);  // nobody can say whether it is there
  const Error error = error_of([&] { (void)Client::open(recorder.office.settings()); });
  CHECK(error.failure == Failure::local_fault);
  CHECK(error.where == recorder.office.settings().directory);
  CHECK(error.problem.find("agency.toml") != std::string::npos);
  fs::remove(toml);
  CHECK_NOTHROW((void)Client::open(recorder.office.settings()));
}

}  // namespace caseway::tests
