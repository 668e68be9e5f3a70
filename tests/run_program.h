// A program run as people run it, by its command line.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdio>
#include <string>

namespace caseway::tests {

struct Ran {
  int exit = -1;
  std::string said;      ///< stdout
  std::string troubles;  ///< stderr, where whoever runs it reads it back
};

/// Runs `command` by the shell; its stderr goes to the file `troubles`.
inline Ran run_command(const std::string& command, const std::string& troubles) {
  FILE* pipe = ::popen((command + " 2>" + troubles).c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ran ran;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) ran.said.append(buffer, got);
  const int status = ::pclose(pipe);
  ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

}  // namespace caseway::tests
