#include "broker/pack_set.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "broker/core/shown.h"

namespace caseway::rules {

namespace fs = std::filesystem;

namespace {

/// All *.capnp of a folder. Nothing when it cannot be read or holds none.
std::optional<PackSet> read_set(const fs::path& folder) {
  std::error_code error;
  PackSet set{folder, {}, {}};
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".capnp") continue;
    auto text = read_file(entry.path());
    if (!text) return std::nullopt;
    set.texts[entry.path().filename().string()] = std::move(*text);
  }
  if (error || set.texts.empty()) return std::nullopt;
  return set;
}

bool declares(const std::map<std::string, std::string>& texts, std::string_view constant) {
  return std::any_of(texts.begin(), texts.end(), [&](const auto& one) {
    return !one.first.ends_with("_test.capnp") && one.second.find(constant) != std::string::npos;
  });
}

}  // namespace

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

int complain(const std::string& what) {
  std::cerr << "caseway-rules: " << core::shown(what) << "\n";
  return exit_bad_input;
}

std::optional<std::vector<PackSet>> read_sets(const std::vector<std::string>& arguments) {
  std::vector<PackSet> sets;
  for (const auto& argument : arguments) {
    const fs::path path(argument);
    const bool folder = fs::is_directory(path);
    const auto parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (!folder && !fs::exists(path)) {
      complain(argument + ": no such file or folder");
      return std::nullopt;
    }
    const auto at = folder ? path : parent;
    auto found = std::find_if(sets.begin(), sets.end(), [&](const PackSet& one) { return one.folder == at; });
    if (found == sets.end()) {
      auto set = read_set(at);
      if (!set) {
        complain(at.string() + ": holds no readable pack files (*.capnp)");
        return std::nullopt;
      }
      sets.push_back(std::move(*set));
      found = std::prev(sets.end());
    }
    if (!folder) found->named.insert(path.filename().string());
  }
  return sets;
}

std::vector<PackError> errors_shown(const PackSet& set, const std::vector<PackError>& all) {
  std::vector<PackError> shown;
  for (const auto& error : all) {
    if (set.named.count(error.file) != 0) shown.push_back(error);
  }
  return shown.empty() ? all : shown;
}

void print_errors(const PackSet& set, const std::vector<PackError>& errors) {
  for (const auto& error : errors_shown(set, errors)) {
    const auto file = error.file.starts_with("/") ? error.file : (set.folder / error.file).string();
    std::cerr << core::shown(file) << ":" << error.line << ":" << error.column << ": error: " << core::shown(error.what)
              << "\n";
  }
}

Built build(const PackSet& set) {
  Built built{compile_bundle(set.texts), {}};
  if (declares(set.texts, "const calendar")) built.calendar = compile_calendar(set.texts);
  return built;
}

}  // namespace caseway::rules
