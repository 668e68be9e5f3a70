// The shipped packs with the row `recall` of schemas/packs/next laid in: for tests that recall before those rows move
// in.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "broker/rules/compile.h"

namespace caseway::tests {

/// Bytes of the compiled bundle. Throws std::runtime_error where the rows no longer fit the packs.
inline std::vector<std::uint8_t> pack_with_recall() {
  std::map<std::string, std::string> texts;
  for (const auto& file : std::filesystem::directory_iterator(CASEWAY_SOURCE_DIR "/schemas/packs/cn-ip")) {
    if (file.path().extension() != ".capnp") continue;
    std::ifstream in(file.path());
    std::ostringstream text;
    text << in.rdbuf();
    texts[file.path().filename().string()] = text.str();
  }
  const auto put_before = [](std::string& text, const std::string& place, const std::string& more) {
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + more.size() + place.size()))
      text.insert(at, more);
  };
  auto& universal = texts["universal.capnp"];
  if (universal.find("id = \"recall\"") == std::string::npos) {
    for (auto& each : texts)
      if (!each.first.ends_with("_test.capnp")) put_before(each.second, "U.withdrawn", "U.recalled, ");
    put_before(
        universal, "const withdrawn :R.State",
        "const recalled :R.State = (id = \"recalled\", final = true, label = (zh = \"召回\", en = \"recalled\"));\n");
    put_before(universal, "\"withdraw\", \"note\"", "\"recall\", ");
    put_before(universal, "(id = \"note\"", R"((id = "recall", label = (zh = "召回", en = "recall"),
       by = [(side = both, officer = "发送方,接收方 sender, then receiver")], anyState = true, documents = ["D118"],
       leads = (firstThatHolds = [
         (when = (all = [(compare = (left = "held:D118.destroyed", right = (bool = true))),
                         (compare = (left = "held:D118.reason", right = (text = "wrong_member")))]),
          state = "recalled")]),
       basis = [L.design]),
      )");
  }
  auto compiled = rules::compile_bundle(texts);
  for (const auto& error : compiled.errors)
    throw std::runtime_error(error.file + ":" + std::to_string(error.line) + ": " + error.what);
  return std::move(compiled.binary);
}

}  // namespace caseway::tests
