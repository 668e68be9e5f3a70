// The packs that simulated sites put into force, compiled once.
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "broker/core/must.h"
#include "broker/rules/compile.h"
#include "tests/simulation/pack_from.h"
#include "tests/simulation/world.h"
#include "tests/where.h"

namespace caseway::simulation {

namespace {

std::map<std::string, std::string> pack_texts() {
  std::map<std::string, std::string> texts;
  for (const auto& file :
       std::filesystem::directory_iterator(std::string(CASEWAY_SOURCE_DIR) + "/schemas/packs/cn-ip")) {
    if (file.path().extension() != ".capnp") continue;
    std::ifstream in(file.path());
    std::ostringstream text;
    text << in.rdbuf();
    texts[file.path().filename().string()] = text.str();
  }
  return texts;
}

flow::Bytes compiled(rules::Compiled result) {
  for (const auto& error : result.errors)
    throw std::runtime_error(error.file + ":" + std::to_string(error.line) + ": " + error.what);
  return std::move(result.binary);
}

}  // namespace

const flow::Bytes& shipped_pack() {
  static const flow::Bytes pack = compiled(rules::compile_bundle(pack_texts()));
  return pack;
}

flow::Bytes pack_from(const std::string& day, const std::string& last) {
  auto texts = pack_texts();
  auto& text = texts.at("laws.capnp");
  const auto replace = [&](const std::string& from, const std::string& to) {
    const auto place = text.find(from);
    if (place == std::string::npos) throw std::runtime_error("laws.capnp does not say " + from);
    text.replace(place, from.size(), to);
  };
  replace("version = \"2025-05-01.1\"", "version = \"" + day + ".1\"");
  const auto to = last.empty() ? std::string() : ", effectiveTo = \"" + last + "\"";
  replace("effectiveFrom = \"2025-05-01\"", "effectiveFrom = \"" + day + "\"" + to);
  return compiled(rules::compile_bundle(texts));
}

const flow::Bytes& edition(std::size_t no) {
  MUST(no < editions_max);
  static std::array<flow::Bytes, editions_max> made;
  if (no == 0) return shipped_pack();
  if (made[no].empty()) {
    auto texts = pack_texts();
    auto& laws = texts.at("laws.capnp");
    const std::string version = "version = \"2025-05-01.1\"";
    const auto place = laws.find(version);
    MUST(place != std::string::npos);
    laws.replace(place, version.size(), "version = \"2025-05-01." + std::to_string(no + 1) + "\"");
    made[no] = compiled(rules::compile_bundle(texts));
  }
  return made[no];
}

const flow::Bytes& shipped_calendar() {
  static const flow::Bytes calendar = compiled(rules::compile_calendar(pack_texts()));
  return calendar;
}

}  // namespace caseway::simulation
