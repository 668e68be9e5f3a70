// caseway-rules: looks at packs without a broker. new, check, compile, list, test, explain, diff, docs.
// Exit codes: 0 ok, 1 a test failed or rows are unseen, 2 bad input or a finding of check.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "broker/core/version.h"
#include "broker/pack_diff.h"
#include "broker/pack_docs.h"
#include "broker/pack_explain.h"
#include "broker/pack_new.h"
#include "broker/pack_set.h"
#include "broker/rules/lint.h"
#include "broker/rules/trial.h"
#include "broker/usage.h"

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace caseway;

using rules::complain;
using rules::errors_shown;
using rules::exit_bad_input;
using rules::exit_ok;
using rules::exit_test_failed;
using rules::PackSet;
using rules::print_errors;

json::value error_json(const PackSet& set, const rules::PackError& error) {
  return {{"file", (set.folder / error.file).string()},
          {"line", error.line},
          {"column", error.column},
          {"error", error.what}};
}

struct Counts {
  std::size_t steps = 0;
  std::size_t requirements = 0;
  std::size_t clocks = 0;
  std::size_t documents = 0;
};

/// Documents: the types that its steps carry and its requirements ask for.
Counts counts_of(const rules::Procedure& procedure) {
  std::set<core::DocumentType> documents;
  for (const auto& step : procedure.steps) documents.insert(step.documents.begin(), step.documents.end());
  for (const auto& one : procedure.requirements) {
    if (!one.document.empty()) documents.insert(one.document);
  }
  return {procedure.steps.size(), procedure.requirements.size(), procedure.clocks.size(), documents.size()};
}

json::object kind_json(const rules::PackBundle& bundle, const rules::Procedure& procedure) {
  const auto counts = counts_of(procedure);
  return {{"id", procedure.id.str()},
          {"name", procedure.name},
          {"zh", procedure.label.zh},
          {"en", procedure.label.en},
          {"version", bundle.version},
          {"steps", counts.steps},
          {"requirements", counts.requirements},
          {"clocks", counts.clocks},
          {"documents", counts.documents}};
}

void print_kinds(const rules::PackBundle& bundle) {
  std::cout << bundle.id << " " << bundle.version << " (" << bundle.issuer << "): " << bundle.procedures.size()
            << " kinds, " << bundle.documents.size() << " documents, " << bundle.settings.size() << " settings, "
            << bundle.instruments.size() << " instruments\n";
  for (const auto& one : bundle.procedures) {
    const auto counts = counts_of(one);
    std::cout << "  " << one.id.view() << " " << one.name << " " << one.label.zh << " (" << one.label.en << ") version "
              << bundle.version << ": " << counts.steps << " steps, " << counts.requirements << " requirements, "
              << counts.clocks << " clocks, " << counts.documents << " documents\n";
  }
}

void print_absent(const rules::PackBundle& bundle) {
  for (const auto& one : bundle.absent) {
    std::cout << "  " << one.id.view() << " " << one.name << " " << one.label.zh << " (" << one.label.en
              << "): absent\n";
  }
}

json::array absent_json(const rules::PackBundle& bundle) {
  json::array all;
  for (const auto& one : bundle.absent) all.push_back(json::object{{"id", one.id.str()}, {"name", one.name}});
  return all;
}

int check(const std::vector<std::string>& arguments, bool as_json) {
  const auto sets = rules::read_sets(arguments);
  if (!sets) return exit_bad_input;
  json::array out;
  int result = exit_ok;
  std::map<std::string, std::vector<rules::PackBundle>> editions;
  for (const auto& set : *sets) {
    const auto built = rules::build(set);
    auto errors = built.errors();
    if (errors.empty()) errors = rules::lint(set.texts, rules::load_bundle(built.bundle.binary).value());
    json::object entry{{"folder", set.folder.string()}, {"errors", json::array()}};
    for (const auto& error : errors_shown(set, errors)) entry["errors"].as_array().push_back(error_json(set, error));
    if (!errors.empty()) {
      result = exit_bad_input;
      if (!as_json) print_errors(set, errors);
    } else {
      const auto bundle = rules::load_bundle(built.bundle.binary);
      MUST(bundle.ok());  // compiled means checked
      entry["absent"] = absent_json(bundle.value());
      entry["notes"] = json::value_from(rules::overlay_conflicts(bundle.value()));
      editions[bundle.value().id].push_back(bundle.value());
      if (!as_json) {
        print_kinds(bundle.value());
        print_absent(bundle.value());
        for (const auto& note : rules::overlay_conflicts(bundle.value())) std::cout << "  note: " << note << "\n";
        std::cout << set.folder.string() << ": ok\n";
      }
    }
    out.push_back(std::move(entry));
  }
  for (const auto& [id, all] : editions) {
    std::vector<const rules::PackBundle*> of;
    for (const auto& one : all) of.push_back(&one);
    for (const auto& what : rules::between_editions(of)) {
      result = complain(what);
      out.push_back(json::object{{"error", what}});
    }
  }
  if (as_json) std::cout << json::serialize(out) << "\n";
  return result;
}

bool write_file(const fs::path& path, const std::vector<std::uint8_t>& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return out.good();
}

int compile(const std::string& folder, const fs::path& out, bool as_json) {
  const auto sets = rules::read_sets({folder});
  if (!sets) return exit_bad_input;
  const auto& set = sets->front();
  const auto built = rules::build(set);
  if (const auto errors = built.errors(); !errors.empty()) {
    print_errors(set, errors);
    return exit_bad_input;
  }
  const auto bundle = rules::load_bundle(built.bundle.binary);
  MUST(bundle.ok());
  std::error_code error;
  fs::create_directories(out, error);
  json::array written;
  const auto write = [&](const std::string& suffix, const std::vector<std::uint8_t>& binary,
                         const core::Digest& digest) {
    const auto path = out / (bundle.value().id + suffix);
    if (!write_file(path, binary)) return false;
    written.push_back(json::object{{"file", path.string()}, {"bytes", binary.size()}, {"digest", core::hex(digest)}});
    if (!as_json) std::cout << path.string() << ": " << binary.size() << " bytes, digest " << core::hex(digest) << "\n";
    return true;
  };
  bool done = write(".pack", built.bundle.binary, bundle.value().digest);
  if (done && built.calendar) {
    const auto calendar = rules::load_calendar(built.calendar->binary);
    MUST(calendar.ok());
    done = write(".calendar", built.calendar->binary, calendar.value().digest);
  }
  if (!done) return complain(out.string() + ": cannot be written");
  if (as_json) std::cout << json::serialize(written) << "\n";
  return exit_ok;
}

/// Folders below `root` that hold pack files; `root` itself when it does.
std::vector<std::string> folders_of(const fs::path& root) {
  std::set<std::string> folders;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(root, error)) {
    if (entry.path().extension() == ".capnp") folders.insert(entry.path().parent_path().string());
  }
  return {folders.begin(), folders.end()};
}

int list(const std::vector<std::string>& arguments, bool as_json) {
  std::vector<std::string> folders;
  for (const auto& argument : arguments.empty() ? std::vector<std::string>{"schemas/packs"} : arguments) {
    if (!fs::exists(argument)) {
      return complain(argument + (arguments.empty() ? ": no such folder here; run it in the checkout, or name one: "
                                                      "caseway-rules list FOLDER"
                                                    : ": no such folder"));
    }
    const auto below = folders_of(argument);
    if (below.empty()) return complain(argument + ": holds no pack files (*.capnp)");
    folders.insert(folders.end(), below.begin(), below.end());
  }
  const auto sets = rules::read_sets(folders);
  if (!sets) return exit_bad_input;
  json::array out;
  for (const auto& set : *sets) {
    const auto built = rules::build(set);
    if (const auto errors = built.errors(); !errors.empty()) {
      print_errors(set, errors);
      return exit_bad_input;
    }
    const auto loaded = rules::load_bundle(built.bundle.binary);
    MUST(loaded.ok());
    const auto& bundle = loaded.value();
    json::object entry{{"id", bundle.id}, {"version", bundle.version}, {"kinds", json::array()}};
    for (const auto& one : bundle.procedures) entry["kinds"].as_array().push_back(kind_json(bundle, one));
    entry["absent"] = absent_json(bundle);
    out.push_back(std::move(entry));
    if (as_json) continue;
    print_kinds(bundle);
    print_absent(bundle);
  }
  if (as_json) std::cout << json::serialize(out) << "\n";
  return exit_ok;
}

template <class Map, class Is>
std::size_t count_of(const Map& map, Is is) {
  return static_cast<std::size_t>(
      std::count_if(map.begin(), map.end(), [&](const auto& one) { return is(one.second); }));
}

void print_coverage(const rules::Trial& trial) {
  for (const auto& [id, seen] : trial.requirements) {
    if (rules::is_covered(seen)) continue;
    std::cout << "not covered: requirement " << id << " (met " << (seen.met ? "yes" : "no") << ", failed "
              << (seen.failed ? "yes" : "no") << ", not applicable " << (seen.not_applicable ? "yes" : "no") << ")\n";
  }
  const auto rest = [](const char* what, const std::map<std::string, bool>& all) {
    for (const auto& [id, seen] : all) {
      if (!seen) std::cout << "not covered: " << what << " " << id << "\n";
    }
  };
  rest("step", trial.steps);
  rest("clock", trial.clocks);
  rest("outcome", trial.outcomes);
  for (const auto& id : trial.outcomes_not_made) {
    std::cout << "not counted: outcome " << id << " (listed, and no step makes it)\n";
  }
  const auto count = [](const std::map<std::string, bool>& all) {
    return count_of(all, [](bool seen) { return seen; });
  };
  const auto met = count_of(trial.requirements, [](const rules::Seen& seen) { return seen.met; });
  const auto failed = count_of(trial.requirements, [](const rules::Seen& seen) { return seen.failed; });
  const auto other = count_of(trial.requirements, [](const rules::Seen& seen) { return seen.not_applicable; });
  std::cout << trial.cases << " cases, " << trial.failures.size() << " failed; requirements seen met " << met
            << ", failed " << failed << ", not applicable " << other << " of " << trial.requirements.size()
            << "; steps " << count(trial.steps) << " of " << trial.steps.size() << "; clocks " << count(trial.clocks)
            << " of " << trial.clocks.size() << "; outcomes " << count(trial.outcomes) << " of "
            << trial.outcomes.size() << "\n";
  std::cout << "test: " << rules::coverage_of(trial).percent() << " % of " << trial.requirements.size()
            << " requirements, " << trial.steps.size() << " steps, " << trial.clocks.size() << " clocks, "
            << trial.outcomes.size() << " outcomes\n";
}

json::object trial_json(const rules::Trial& trial) {
  json::object out{{"cases", trial.cases}, {"failures", json::array()}, {"requirements", json::object()}};
  for (const auto& one : trial.failures) {
    out["failures"].as_array().push_back(json::object{{"file", one.file}, {"test", one.test}, {"what", one.what}});
  }
  for (const auto& [id, seen] : trial.requirements) {
    out["requirements"].as_object()[id] =
        json::object{{"met", seen.met}, {"failed", seen.failed}, {"notApplicable", seen.not_applicable}};
  }
  const auto add = [&](const char* what, const std::map<std::string, bool>& all) {
    json::object seen;
    for (const auto& [id, is] : all) seen[id] = is;
    out[what] = std::move(seen);
  };
  add("steps", trial.steps);
  add("clocks", trial.clocks);
  add("outcomes", trial.outcomes);
  return out;
}

/// Runs the tests of one set: 1 when a case fails, or when the folder was named and a row of it was seen by no case.
/// Test files named alone cannot see all. A set without a calendar is counted with weekends only.
int test_set(const PackSet& set, bool as_json, json::array& out) {
  const auto built = rules::build(set);
  if (const auto errors = built.errors(); !errors.empty()) {
    print_errors(set, errors);
    return exit_bad_input;
  }
  const auto bundle = rules::load_bundle(built.bundle.binary);
  MUST(bundle.ok());
  core::Calendar calendar;
  if (built.calendar) calendar = rules::load_calendar(built.calendar->binary).value();
  auto texts = set.texts;
  if (!set.named.empty()) {  // only the test files named run; the others stay to be imported from
    std::erase_if(
        texts, [&](const auto& one) { return one.first.ends_with("_test.capnp") && set.named.count(one.first) == 0; });
  }
  const bool whole = set.named.empty();
  const auto trial =
      rules::run_trial(texts, bundle.value(), calendar, whole ? rules::Extent::whole : rules::Extent::named);
  if (!trial.errors.empty()) {
    print_errors(set, trial.errors);
    return exit_bad_input;
  }
  if (trial.cases == 0) return complain(set.folder.string() + ": holds no test case (*_test.capnp)");
  if (as_json) {
    out.push_back(trial_json(trial));
  } else {
    for (const auto& one : trial.failures) {
      std::cout << (set.folder / one.file).string() << ": " << one.test << ": " << one.what << "\n";
    }
    print_coverage(trial);
  }
  const bool covered = !whole || rules::coverage_of(trial).is_whole();
  return trial.failures.empty() && covered ? exit_ok : exit_test_failed;
}

int test(const std::vector<std::string>& arguments, bool as_json) {
  const auto sets = rules::read_sets(arguments);
  if (!sets) return exit_bad_input;
  json::array out;
  int result = exit_ok;
  for (const auto& set : *sets) result = std::max(result, test_set(set, as_json, out));
  if (as_json && result != exit_bad_input) std::cout << json::serialize(out) << "\n";
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("caseway-rules: rule packs, looked at without a broker");
  app.require_subcommand(1);
  app.set_version_flag("--version", core::version_line("caseway-rules"));
  bool as_json = false;
  std::vector<std::string> packs;
  std::string out;

  auto* new_command = app.add_subcommand("new", "starts a pack: a folder that passes check and test as it is");
  std::string start, id;
  new_command->add_option("DIR", start, "the folder to make; one that is there must be empty")->required();
  new_command->add_option("--id", id, "what the pack is called; default: as DIR");
  auto* check_command = app.add_subcommand("check", "checks pack files: every mistake with file, line and column");
  check_command->add_option("PACK", packs, "files, or the folder of a set")->required();
  auto* compile_command =
      app.add_subcommand("compile", "writes DIR/ID.pack and DIR/ID.calendar from the folder of a set");
  std::string folder;
  compile_command->add_option("FOLDER", folder, "the folder of a set")->required();
  compile_command->add_option("--out", out, "where to write")->required();
  auto* list_command = app.add_subcommand("list", "every kind with its version and counts, and the absent ones");
  list_command->add_option("FOLDER", packs, "default: schemas/packs");
  auto* test_command = app.add_subcommand("test", "runs the tests of a set (*_test.capnp) and says what they cover");
  test_command->add_option("PACK", packs, "files, or the folder of a set")->required();
  for (auto* command : {check_command, compile_command, list_command, test_command}) {
    command->add_flag("--json", as_json, "print data as JSON");
  }
  auto* explain_command = app.add_subcommand("explain", "judges a message file and says why, sentence by sentence");
  rules::ExplainOptions explain;
  explain_command->add_option("--pack", explain.pack, "ID.pack, or the folder of a set")->required();
  explain_command->add_option("--procedure", explain.procedure, "default: the one that the message names");
  explain_command->add_option("--step", explain.step, "default: the one that the message names");
  explain_command->add_option("--dossier", explain.dossier, "the message as JSON")->required();
  explain_command->add_option("--lang", explain.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  explain_command->add_option("--at", explain.at, "when it is received; default: when it occurred");
  explain_command->add_flag("--trace", explain.trace, "the tree of each requirement, with what was seen");
  explain_command->add_flag("--json", explain.as_json, "print data as JSON");
  auto* diff_command = app.add_subcommand("diff", "what a new edition of a set changes, row by row");
  std::string before, after;
  diff_command->add_option("OLD", before, "ID.pack, or the folder of a set")->required();
  diff_command->add_option("NEW", after, "the same")->required();
  diff_command->add_flag("--json", as_json, "print data as JSON");
  auto* docs_command =
      app.add_subcommand("docs", "writes a handbook in HTML, Chinese and English, from the folder of a set");
  std::string pack;
  docs_command->add_option("PACK", pack, "the folder of a set")->required();
  docs_command->add_option("--out", out, "where to write")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return leave_with_usage(app, error, "caseway-rules");
  }
  try {
    if (new_command->parsed()) return rules::start_pack(start, id);
    if (check_command->parsed()) return check(packs, as_json);
    if (compile_command->parsed()) return compile(folder, out, as_json);
    if (test_command->parsed()) return test(packs, as_json);
    if (diff_command->parsed()) return rules::diff_packs(before, after, as_json);
    if (docs_command->parsed()) return rules::write_handbook(pack, out);
    if (explain_command->parsed()) return rules::explain_message(explain);
    return list(packs, as_json);
  } catch (const std::exception& error) {  // a folder that cannot be read, no memory
    return complain(error.what());
  }
}
