// How every program that has commands answers a command line it cannot read: one line on stderr with what was wrong,
// where, and what to do; exit 2; nothing on stdout.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <string>

namespace caseway {

/// The line, of the command that was reached. `program` is its name as people type it.
inline std::string usage_mistake(CLI::App& app, const CLI::ParseError& error, const std::string& program) {
  CLI::App* at = &app;
  std::string words = program;
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().back();
    words += " " + at->get_name();
  }
  const std::string help = " (`" + words + " --help`)";
  std::string commands;
  for (const auto* one : at->get_subcommands([](const CLI::App*) { return true; })) {
    commands += (commands.empty() ? "" : ", ") + one->get_name();
  }
  if (!commands.empty()) {  // it has commands and none was said: what else was said is no command of its
    for (const auto& word : at->remaining()) {
      if (!word.starts_with('-')) return words + ": no command '" + word + "'; one of: " + commands + help;
    }
    if (at->remaining().empty()) return words + ": a command is missing; one of: " + commands + help;
  }
  std::string what = error.what();
  std::replace(what.begin(), what.end(), '\n', ' ');
  return words + ": " + what + help;
}

/// Prints help to stdout and gives 0, or the line to stderr and gives 2.
inline int leave_with_usage(CLI::App& app, const CLI::ParseError& error, const std::string& program) {
  if (error.get_exit_code() == 0) return app.exit(error);
  std::cerr << usage_mistake(app, error, program) << "\n";
  return 2;
}

}  // namespace caseway
