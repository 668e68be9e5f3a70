#include "sdk/agency.h"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>

#include "broker/core/limits.h"
#include "broker/wire/settings_text.h"
#include "sdk/machine.h"

namespace caseway::sdk {
namespace {

namespace fs = std::filesystem;

/// Takes texts out of agency.toml; what nobody asked for is a mistake in the end.
class Config {
 public:
  Config(const toml::table& root, fs::path file, Mistakes& mistakes)
      : root_(root), file_(std::move(file)), mistakes_(mistakes) {}

  std::string text(std::string_view path, bool needed = true) {
    asked_.emplace_back(path);
    const toml::node* node = root_.at_path(path).node();
    if (node == nullptr) {
      if (needed) wrong(root_, path, "missing");
      return {};
    }
    const auto value = node->value_exact<std::string>();
    if (value && !value->empty()) return *value;
    wrong(*node, path, "expected a text that is not empty");
    return {};
  }
  core::PublicKey key(std::string_view path) {
    const std::string hex = text(path);
    const auto key = core::from_hex<core::PublicKey>(hex);
    if (!key && !hex.empty()) wrong(path, "expected 64 hexadecimal digits");
    return key.value_or(core::PublicKey{});
  }
  fs::path file(std::string_view path) { return (file_.parent_path() / text(path)).lexically_normal(); }
  void wrong(std::string_view path, std::string what) {
    if (const toml::node* node = root_.at_path(path).node()) wrong(*node, path, std::move(what));
  }
  void done() { unknown(root_, ""); }

 private:
  void unknown(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      const std::string path = prefix + std::string(key.str());
      if (const toml::table* inner = node.as_table(); inner != nullptr && prefix.empty()) {
        unknown(*inner, path + ".");
      } else if (std::find(asked_.begin(), asked_.end(), path) == asked_.end()) {
        wrong(node, path, "unknown");
      }
    }
  }
  void wrong(const toml::node& node, std::string_view path, std::string what) {
    const auto& at = node.source().begin;
    mistakes_.push_back(
        {file_.string(), static_cast<int>(at.line), static_cast<int>(at.column), std::string(path), std::move(what)});
  }

  const toml::table& root_;
  fs::path file_;
  Mistakes& mistakes_;
  std::vector<std::string> asked_;
};

}  // namespace

bool is_agency_id(std::string_view text) {
  return !text.empty() && text.size() <= core::limits::agency_bytes_max &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

bool is_endpoint(std::string_view text) {
  constexpr std::string_view scheme = "tcp://";
  const std::size_t colon = text.rfind(':');
  if (!text.starts_with(scheme) || colon <= scheme.size() || colon == std::string_view::npos) return false;
  const std::string_view digits = text.substr(colon + 1);
  unsigned port = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return read.ec == std::errc() && read.ptr == digits.data() + digits.size() && port >= 1 && port <= 65535;
}

Agency read_agency(const fs::path& directory, Mistakes& mistakes) {
  const fs::path file = fs::absolute(directory / "agency.toml").lexically_normal();
  const auto bytes = read_file(file, wire::settings_bytes_max);
  if (!bytes) {
    mistakes.push_back({file.string(), 0, 0, "", "no such file; `caseway agency new` makes one"});
    return {};
  }
  return parse_agency({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file, mistakes);
}

Agency parse_agency(std::string_view text, const fs::path& file, Mistakes& mistakes) {
  Agency agency;
  if (auto mistake = wire::settings_mistake(text)) {
    mistakes.push_back({file.string(), mistake->line, mistake->column, "", std::move(mistake->what)});
    return agency;
  }
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {  // the library stops at the first
    const auto& at = error.source().begin;
    mistakes.push_back(
        {file.string(), static_cast<int>(at.line), static_cast<int>(at.column), "", std::string(error.description())});
    return agency;
  }
  Config config(root, file, mistakes);
  agency.id = config.text("id");
  if (!agency.id.empty() && !is_agency_id(agency.id)) config.wrong("id", "expected a-z 0-9 . -, at most 47");
  agency.origin = config.text("broker.origin");
  agency.endpoint = config.text("broker.endpoint", false);
  const std::string endpoint_file = config.text("broker.endpoint_file", false);
  if (!endpoint_file.empty()) agency.endpoint_file = (file.parent_path() / endpoint_file).lexically_normal();
  if (agency.endpoint.empty() && endpoint_file.empty()) (void)config.text("broker.endpoint");
  if (!agency.endpoint.empty() && !is_endpoint(agency.endpoint))
    config.wrong("broker.endpoint", "expected \"tcp://HOST:PORT\"");
  agency.broker_key = config.key("broker.key");
  agency.log_key = config.key("broker.log_key");
  agency.signing_key = config.file("keys.signing");
  agency.transport_key = config.file("keys.transport");
  agency.lane = config.file("directories.lane");
  agency.in = config.file("directories.in");
  agency.out = config.file("directories.out");
  agency.packs = config.file("directories.packs");
  config.done();
  return agency;
}

std::string endpoint_of(const Agency& agency) {
  if (!agency.endpoint_file.empty()) {
    if (const auto bytes = read_file(agency.endpoint_file, 1024)) {
      std::string text = text_of(*bytes);
      text.erase(std::min(text.find('\n'), text.size()));
      if (!text.empty()) return text;
    }
  }
  return agency.endpoint;
}

}  // namespace caseway::sdk
