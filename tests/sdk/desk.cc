#include "desk.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "broker/rules/compile.h"
#include "sdk/machine.h"
#include "tests/where.h"

namespace caseway::tests {
namespace {

std::map<std::string, std::string> pack_texts() {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(CASEWAY_SOURCE_DIR "/schemas/packs/cn-ip")) {
    if (entry.path().extension() == ".capnp") texts[entry.path().filename().string()] = read_text(entry.path());
  }
  return texts;
}

}  // namespace

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const rules::PackBundle& packs() {
  static const auto bundle = [] {
    auto loaded = rules::load_bundle(rules::compile_bundle(pack_texts()).binary);
    REQUIRE(loaded.ok());
    return std::move(loaded).value();
  }();
  return bundle;
}

const core::Calendar& calendar() {
  static const auto loaded = [] {
    auto found = rules::load_calendar(rules::compile_calendar(pack_texts()).binary);
    REQUIRE(found.ok());
    return std::move(found).value();
  }();
  return loaded;
}

void write_packs(const std::filesystem::path& folder) {
  sdk::write_file(folder / "cn-ip.pack", rules::compile_bundle(pack_texts()).binary);
  sdk::write_file(folder / "cn-ip.calendar", rules::compile_calendar(pack_texts()).binary);
}

std::filesystem::path case_file(const std::string& name) {
  return std::filesystem::path(CASEWAY_SOURCE_DIR) / "deploy/cases/cn-01" / name;
}

sdk::ReadFile beside_case() {
  return [](const std::string& path, std::string& why) {
    auto bytes = sdk::read_file(case_file(path), 1 << 20);
    if (!bytes) why = "there is no file " + path;
    return bytes;
  };
}

sdk::Composed composed(const std::string& name) {
  std::string text = read_text(case_file(name));
  if (const auto at = text.find("\"@"); at != text.npos) {  // the body of an earlier message stands there
    text.replace(at + 1, text.find('"', at + 1) - at - 1, std::string(64, '7'));
  }
  sdk::Mistakes mistakes;
  auto draft = sdk::read_message(text, name, packs(), beside_case(), mistakes);
  for (const auto& mistake : mistakes) MESSAGE(sdk::print_mistake(mistake));
  REQUIRE(draft.has_value());
  Dice dice;
  auto made = sdk::compose(std::move(*draft), dice, name, mistakes);
  for (const auto& mistake : mistakes) MESSAGE(sdk::print_mistake(mistake));
  REQUIRE(made.has_value());
  return std::move(*made);
}

}  // namespace caseway::tests
