#include "broker/host/config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <set>
#include <string_view>

#include "broker/flow/names.h"
#include "broker/host/descriptor.h"
#include "broker/host/keyring.h"
#include "broker/host/system.h"
#include "broker/wire/order.h"
#include "broker/wire/segment.h"
#include "broker/wire/settings_text.h"

namespace caseway::host {
namespace {

constexpr std::size_t genesis_bytes_max = 1 * core::limits::mib;

/// Takes keys out of one parsed file; what nobody asked for is a mistake in the end.
class Reader {
 public:
  Reader(std::string name, const toml::table& root, Mistakes& mistakes)
      : name_(std::move(name)), root_(root), mistakes_(mistakes) {}

  std::string text(std::string_view section, std::string_view key) {
    const toml::node* node = find(section, key, true);
    if (!node) return {};
    if (const auto value = node->value_exact<std::string>(); value && !value->empty()) return *value;
    wrong(*node, section, key, "a text that is not empty");
    return {};
  }

  std::int64_t number(std::string_view section, std::string_view key, std::int64_t otherwise, std::int64_t least,
                      std::int64_t most) {
    const toml::node* node = find(section, key, false);
    if (!node) return otherwise;
    if (const auto value = node->value_exact<std::int64_t>(); value && *value >= least && *value <= most) return *value;
    wrong(*node, section, key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return otherwise;
  }

  void wrong(std::string_view section, std::string_view key, const std::string& expected) {
    if (const toml::node* node = root_.at_path(std::string(section) + "." + std::string(key)).node()) {
      wrong(*node, section, key, expected);
    }
  }

  void refuse_unknown() {
    for (const auto& [section, node] : root_) {
      const toml::table* table = node.as_table();
      if (!table || !sections_.contains(std::string(section.str()))) {
        mistake(section.source(), "unknown section '" + std::string(section.str()) + "'");
        continue;
      }
      for (const auto& [key, value] : *table) {
        const std::string path = std::string(section.str()) + "." + std::string(key.str());
        if (!asked_.contains(path)) mistake(key.source(), "unknown key '" + path + "'");
      }
    }
  }

 private:
  const toml::node* find(std::string_view section, std::string_view key, bool required) {
    const std::string path = std::string(section) + "." + std::string(key);
    sections_.insert(std::string(section));
    asked_.insert(path);
    const toml::node* node = root_.at_path(path).node();
    if (!node && required) mistake(root_.source(), "'" + path + "' is missing");
    return node;
  }
  void wrong(const toml::node& node, std::string_view section, std::string_view key, const std::string& expected) {
    mistake(node.source(), "'" + std::string(section) + "." + std::string(key) + "' must be " + expected);
  }
  void mistake(const toml::source_region& source, const std::string& what) {
    mistakes_.push_back(name_ + ":" + std::to_string(source.begin.line) + ":" + std::to_string(source.begin.column) +
                        ": " + what);
  }

  std::string name_;
  const toml::table& root_;
  Mistakes& mistakes_;
  std::set<std::string> sections_;
  std::set<std::string> asked_;
};

bool is_origin(std::string_view text) {
  return text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

bool is_endpoint(std::string_view text) {
  if (!text.starts_with("tcp://")) return false;
  const std::size_t colon = text.rfind(':');
  if (colon <= 6) return false;
  unsigned port = 0;
  const std::string_view digits = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc() && end == digits.data() + digits.size() && port <= 65535;
}

void check_directory(const std::filesystem::path& path, Mistakes& mistakes) {
  if (!std::filesystem::is_directory(path)) {
    mistakes.push_back(path.string() + ": no such directory");
  } else if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    mistakes.push_back(path.string() + ": " + std::generic_category().message(errno));
  }
}

/// Runs `read`; a Fault becomes a mistake.
template <class Read>
void collect(Mistakes& mistakes, Read read) {
  try {
    read();
  } catch (const flow::Fault& fault) {
    mistakes.emplace_back(fault.what());
  }
}

}  // namespace

std::vector<std::uint8_t> read_whole(const std::filesystem::path& file, std::size_t bytes_max) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.get() < 0) throw_errno("open", file.string(), errno);
  struct ::stat status {};
  if (::fstat(descriptor.get(), &status) != 0) throw_errno("stat", file.string(), errno);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > bytes_max) throw flow::Fault(file.string() + ": longer than " + std::to_string(bytes_max) + " bytes");
  std::vector<std::uint8_t> bytes(size);
  const ssize_t length = ::read(descriptor.get(), bytes.data(), size);
  if (length != static_cast<ssize_t>(size)) throw_errno("read", file.string(), length < 0 ? errno : EIO);
  return bytes;
}

Config read_config(const std::filesystem::path& file, Mistakes& mistakes) {
  std::vector<std::uint8_t> bytes;
  const std::size_t before = mistakes.size();
  collect(mistakes, [&] { bytes = read_whole(file, wire::settings_bytes_max); });
  if (mistakes.size() > before) return {};
  return parse_config({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file, mistakes);
}

Config parse_config(std::string_view text, const std::filesystem::path& file, Mistakes& mistakes) {
  Config config;
  config.directory = std::filesystem::absolute(file).parent_path();
  if (const auto mistake = wire::settings_mistake(text)) {
    mistakes.push_back(file.filename().string() + ":" + std::to_string(mistake->line) + ":" +
                       std::to_string(mistake->column) + ": " + mistake->what);
    return config;
  }
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {  // the library stops at the first
    const auto& place = error.source().begin;
    mistakes.push_back(file.filename().string() + ":" + std::to_string(place.line) + ":" +
                       std::to_string(place.column) + ": " + std::string(error.description()));
    return config;
  }
  Reader reader(file.filename().string(), root, mistakes);
  config.origin = reader.text("site", "origin");
  if (!is_origin(config.origin)) reader.wrong("site", "origin", "lower-case letters, digits, '.' and '-', at most 253");
  config.endpoint = reader.text("listen", "endpoint");
  if (!config.endpoint.empty() && !is_endpoint(config.endpoint)) {
    reader.wrong("listen", "endpoint", "tcp://ADDRESS:PORT");
  }
  config.genesis = config.directory / reader.text("site", "genesis");
  config.journal = config.directory / reader.text("directories", "journal");
  config.vault = config.directory / reader.text("directories", "vault");
  config.index = config.directory / reader.text("directories", "index");
  config.keys = config.directory / reader.text("directories", "keys");
  config.snapshot_segments = reader.number("limits", "snapshot_segments", config.snapshot_segments, 0, 1024);
  config.handshake_ms = reader.number("limits", "handshake_ms", config.handshake_ms, 100, 60'000);
  config.agency_sessions_max = reader.number("limits", "agency_sessions_max", config.agency_sessions_max, 1, 1024);
  reader.refuse_unknown();
  return config;
}

void check_site(const Config& config, Mistakes& mistakes) {
  std::optional<core::Genesis> genesis;
  collect(mistakes, [&] {
    auto decoded = wire::decode_genesis(read_whole(config.genesis, genesis_bytes_max));
    if (decoded.ok()) {
      genesis = std::move(decoded).value();
    } else {
      mistakes.push_back(config.genesis.string() + ": not a genesis: " + decoded.refused().where + ": " +
                         decoded.refused().what);
    }
  });
  if (genesis && genesis->origin != config.origin) {
    mistakes.push_back(config.genesis.string() + ": is of origin '" + genesis->origin + "', the configuration says '" +
                       config.origin + "'");
  }
  collect(mistakes, [&] {
    const LogSigner signer(config.keys / "log.key");
    if (genesis && signer.public_key() != genesis->log_key) {
      mistakes.push_back((config.keys / "log.key").string() + ": is not the log key that genesis.bin names");
    }
  });
  collect(mistakes, [&] { read_transport_key(config.keys / "transport.key"); });
  for (const auto& directory : {config.directory, config.journal, config.vault, config.index}) {
    check_directory(directory, mistakes);
  }
  if (!mistakes.empty()) return;
  if (std::filesystem::equivalent(config.journal, config.vault)) {
    mistakes.push_back(config.journal.string() + ": journal and vault must be two directories");
  }
}

std::string check_rolled_back(const Config& config) {
  const auto file = config.journal / flow::rolled_back_name;
  if (!std::filesystem::exists(file)) return "";
  const auto kept = wire::decode_head_file(read_whole(file, 64 * core::limits::kib));
  if (!kept.ok())
    return file.string() + ": " + kept.refused().what + ". Restore the newest copy of journal/ and vault/";
  return file.string() + ": an agency holds a signed checkpoint over " + std::to_string(kept.value().tree_size) +
         " records of epoch " + std::to_string(kept.value().epoch) +
         ", and this journal did not. Unless a newer copy was put in its place, the broker serves nobody";
}

}  // namespace caseway::host
