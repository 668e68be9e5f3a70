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

std::optional<Rules> load_rules(const std::string& pack) {
  std::vector<std::uint8_t> bundle;
  std::vector<std::uint8_t> calendar;
  if (fs::is_directory(pack)) {
    const auto sets = read_sets({pack});
    if (!sets) return std::nullopt;
    const auto built = build(sets->front());
    if (const auto errors = built.errors(); !errors.empty()) {
      print_errors(sets->front(), errors);
      return std::nullopt;
    }
    bundle = built.bundle.binary;
    if (built.calendar) calendar = built.calendar->binary;
  } else {
    const auto text = read_file(pack);
    if (!text) complain(pack + ": cannot be read");
    if (!text) return std::nullopt;
    bundle.assign(text->begin(), text->end());
    if (const auto beside = read_file(fs::path(pack).replace_extension(".calendar")))
      calendar.assign(beside->begin(), beside->end());
  }
  Rules rules;
  auto loaded = load_bundle(bundle);
  if (!loaded.ok()) {
    complain(pack + ": " + loaded.refused().where + ": " + loaded.refused().what);
    return std::nullopt;
  }
  rules.bundle = std::move(loaded).value();
  if (calendar.empty()) return rules;
  auto days = load_calendar(calendar);
  if (!days.ok()) {
    complain(pack + ": calendar: " + days.refused().what);
    return std::nullopt;
  }
  rules.calendar = std::move(days).value();
  return rules;
}

}  // namespace caseway::rules
