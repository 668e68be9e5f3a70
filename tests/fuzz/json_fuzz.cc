#include <filesystem>
#include <fstream>
#include <iterator>

#include "broker/rules/compile.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "sdk/compose.h"
#include "sdk/json.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

namespace {

const rules::PackBundle& packs() {
  static const auto bundle = [] {
    std::map<std::string, std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(CASEWAY_SOURCE_DIR "/schemas/packs/cn-ip")) {
      std::ifstream in(entry.path(), std::ios::binary);
      texts[entry.path().filename().string()] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    return rules::load_bundle(rules::compile_bundle(texts).binary).value();
  }();
  return bundle;
}

class Zeros final : public sdk::Random {
 public:
  void fill(std::span<std::uint8_t> into) override { std::fill(into.begin(), into.end(), std::uint8_t{}); }
};

std::optional<sdk::Bytes> read_no_file(const std::string& path, std::string& why) {
  if (path.starts_with("evidence/")) return sdk::Bytes(path.begin(), path.end());
  why = "there is no such file";
  return std::nullopt;
}

/// What compose() gives is what the broker decodes, and says the same again as JSON.
void check_message(std::string_view text) {
  sdk::Mistakes mistakes;
  auto draft = sdk::read_message(text, "m.json", packs(), read_no_file, mistakes);
  MUST(draft.has_value() == mistakes.empty());
  if (!draft) return;
  Zeros zeros;
  const auto composed = sdk::compose(std::move(*draft), zeros, "m.json", mistakes);
  MUST(composed.has_value() == mistakes.empty());
  if (!composed) return;
  const auto parts = wire::decode_content(composed->content);
  MUST(parts.ok() && wire::decode_dossier(parts.value()).ok());
  std::vector<std::string> files;
  for (const auto& item : composed->dossier.head.evidence) {
    files.push_back(item.part == 0 ? "" : "evidence/" + item.file_name);
  }
  (void)sdk::message_json(composed->envelope, composed->dossier.head, composed->dossier.documents, files, &packs());
}

}  // namespace

// A message as JSON. Its law is the real pack of the checkout.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  sdk::Mistakes mistakes;
  const auto json = sdk::parse_json(text, "m.json", mistakes);
  MUST(json.has_value() == mistakes.empty());
  if (!json) return 0;
  const std::string printed = sdk::print_json(*json);
  if (printed.size() <= sdk::json_bytes_max) {
    const auto again = sdk::parse_json(printed, "m.json", mistakes);
    MUST(again.has_value() && sdk::print_json(*again) == printed);
  }
  check_message(text);
  return 0;
}
