#include <filesystem>
#include <fstream>
#include <iterator>

#include "broker/rules/compile.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "sdk/compose.h"
#include "sdk/json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/where.h"

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

/// Never zero: a salt of zeros is no salt, and nothing would be composed.
class Ones final : public sdk::Random {
 public:
  void fill(std::span<std::uint8_t> into) override { std::fill(into.begin(), into.end(), std::uint8_t{1}); }
};

std::optional<sdk::Bytes> read_no_file(const std::string& path, std::string& why) {
  if (path.starts_with("evidence/")) return sdk::Bytes(path.begin(), path.end());
  why = "there is no such file";
  return std::nullopt;
}

/// Whether it is a message. What compose() gives is what the broker decodes, and says the same again as JSON.
bool check_message(std::string_view text) {
  sdk::Mistakes mistakes;
  auto draft = sdk::read_message(text, "m.json", packs(), read_no_file, mistakes);
  MUST(draft.has_value() == mistakes.empty());
  if (!draft) return false;
  Ones ones;
  const auto composed = sdk::compose(std::move(*draft), ones, "m.json", mistakes);
  MUST(composed.has_value() == mistakes.empty());
  if (!composed) return false;
  const auto parts = wire::decode_content(composed->content);
  MUST(parts.ok() && wire::decode_dossier(parts.value()).ok());
  std::vector<std::string> files;
  for (const auto& item : composed->dossier.head.evidence) {
    files.push_back(item.part == 0 ? "" : "evidence/" + item.file_name);
  }
  (void)sdk::message_json(composed->envelope, composed->dossier.head, composed->dossier.documents, files, &packs());
  return true;
}

}  // namespace

// A message as JSON. Its law is the real pack of the checkout.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  sdk::Mistakes mistakes;
  const auto json = sdk::parse_json(text, "m.json", mistakes);
  MUST(json.has_value() == mistakes.empty());
  if (!json) return false;
  const std::string printed = sdk::print_json(*json);
  if (printed.size() <= sdk::json_bytes_max) {
    const auto again = sdk::parse_json(printed, "m.json", mistakes);
    MUST(again.has_value() && sdk::print_json(*again) == printed);
  }
  return check_message(text);
}
