// The pack files of a folder, as caseway-rules reads, compiles and complains about them.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "broker/core/calendar.h"
#include "broker/rules/compile.h"

namespace caseway::rules {

// Exit codes of caseway-rules.
inline constexpr int exit_ok = 0;
inline constexpr int exit_test_failed = 1;
inline constexpr int exit_bad_input = 2;

/// The pack files of one folder, and which of them were named on the command line (empty: the folder was).
struct PackSet {
  std::filesystem::path folder;
  std::map<std::string, std::string> texts;
  std::set<std::string> named;
};

/// A set compiled: its bundle, its calendar where it declares one, and every error.
struct Built {
  Compiled bundle;
  std::optional<Compiled> calendar;
  [[nodiscard]] std::vector<PackError> errors() const {
    auto all = bundle.errors;
    if (calendar && all.empty()) all.insert(all.end(), calendar->errors.begin(), calendar->errors.end());
    return all;
  }
};

/// One set for each folder that the arguments name, or that holds a file they name: a set is a flat folder. Nothing,
/// with the reason on stderr, when one of them cannot be read or holds no pack files.
std::optional<std::vector<PackSet>> read_sets(const std::vector<std::string>& arguments);
Built build(const PackSet& set);

/// Errors of the files named; of all files when none was named, or when only others have errors.
std::vector<PackError> errors_shown(const PackSet& set, const std::vector<PackError>& all);
/// The same on stderr: "FILE:LINE:COLUMN: error: WHAT".
void print_errors(const PackSet& set, const std::vector<PackError>& errors);

/// A set ready to judge by.
struct Rules {
  PackBundle bundle;
  core::Calendar calendar;
};
/// From ID.pack and ID.calendar beside it, or from the texts of a folder. Nothing, with the reason on stderr.
std::optional<Rules> load_rules(const std::string& pack);

std::optional<std::string> read_file(const std::filesystem::path& path);
/// One line on stderr; returns exit_bad_input.
int complain(const std::string& what);

}  // namespace caseway::rules
