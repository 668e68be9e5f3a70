#include "broker/pack_new.h"

#include <fstream>
#include <iostream>

#include "broker/core/must.h"
#include "broker/core/shown.h"
#include "broker/pack_set.h"
#include "broker/rules/check.h"
#include "schemas/texts.h"

namespace caseway::rules {
namespace {

namespace fs = std::filesystem;

/// The text of a file, with the id that the set is to have.
std::string text_for(const schemas::Text& file, const std::string& id) {
  std::string text(file.text);
  if (file.name != "pack.capnp") return text;
  static constexpr std::string_view written = "\"my-pack\"";
  const auto at = text.find(written);
  MUST(at != std::string::npos);
  return text.replace(at, written.size(), "\"" + id + "\"");
}

/// "packs/mine/." is called mine, as "packs/mine" is.
std::string name_of(const fs::path& folder) {
  const auto whole = fs::absolute(folder).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

}  // namespace

int start_pack(const fs::path& folder, const std::string& id) {
  if (folder.empty()) return complain("DIR: names no folder");
  const auto called = id.empty() ? name_of(folder) : id;
  if (!is_set_id(called)) {
    const auto why = "\"" + called + "\" is no id of a pack (" + set_id_form + ")";
    return complain(id.empty() ? "DIR: " + why + "; name one: --id ID" : "--id: " + why);
  }
  if (fs::exists(folder) && !fs::is_directory(folder)) {
    return complain(folder.string() + ": is no folder; name a new one");
  }
  if (fs::exists(folder) && !fs::is_empty(folder)) {
    return complain(folder.string() + ": is there already and not empty; name a new folder");
  }
  std::error_code error;
  fs::create_directories(folder, error);
  for (const auto& file : schemas::new_pack()) {
    const auto path = folder / file.name;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text_for(file, called);
    out.close();
    if (!out.good()) return complain(path.string() + ": cannot be written");
    std::cout << core::shown(path.string()) << "\n";
  }
  const auto shown = core::shown(folder.string());
  std::cout << "next: caseway-rules check " << shown << "\n      caseway-rules test " << shown
            << "\n      docs/RULES.md changes this pack step by step\n";
  return exit_ok;
}

}  // namespace caseway::rules
