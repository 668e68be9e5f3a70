// Which agency the settings name, and where its things lie.
#include <filesystem>

#include "broker/core/limits.h"
#include "sdk/service.h"
#include "sdk/told.h"

namespace caseway::sdk {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void bad(const std::string& where, const std::string& what, const std::string& to_do) {
  throw Error(Failure::bad_settings, where, what, to_do);
}

core::PublicKey key_of(const std::string& hex, const char* where) {
  const auto key = core::from_hex<core::PublicKey>(hex);
  if (!key) bad(where, "expected 64 hexadecimal digits", "take it from the site's operator, or from agency.toml");
  return *key;
}

/// What a directory without agency.toml holds.
Agency plain_agency(const fs::path& directory) {
  Agency agency;
  agency.signing_key = directory / "keys/signing.key";
  agency.transport_key = directory / "keys/transport.key";
  agency.lane = directory / "lane";
  agency.packs = directory / "packs";
  return agency;
}

Agency written_agency(const fs::path& directory) {
  if (!fs::exists(directory / "agency.toml")) return plain_agency(directory);
  Mistakes mistakes;
  Agency agency = read_agency(directory, mistakes);
  if (mistakes.empty()) return agency;
  Error error(Failure::bad_settings, (directory / "agency.toml").string(), print_mistake(mistakes.front()),
              "mend every one of `mistakes`");
  error.mistakes = tell(mistakes);
  throw error;
}

void check_numbers(const Settings& settings) {
  if (settings.lane >= core::limits::lanes_max) bad("Settings::lane", "lanes are numbered 0 to 15", "choose one");
  if (settings.deliveries_ahead < 1 || settings.deliveries_ahead > core::limits::credit_messages)
    bad("Settings::deliveries_ahead", "expected 1 to 256", "64 suits most");
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) bad(folder.string(), error.message(), "make it, writable for this program");
}

}  // namespace

Agency agency_of(const Settings& settings) {
  check_numbers(settings);
  std::error_code error;
  const fs::path directory = fs::absolute(settings.directory, error);
  if (settings.directory.empty() || !fs::is_directory(directory, error)) {
    bad(settings.directory.empty() ? "Settings::directory" : settings.directory, "no such directory",
        "name the agency's directory; `caseway agency new` makes one");
  }
  Agency agency = written_agency(directory);
  if (!settings.agency.empty()) agency.id = settings.agency;
  if (!settings.origin.empty()) agency.origin = settings.origin;
  if (!settings.server_key.empty()) agency.broker_key = key_of(settings.server_key, "Settings::server_key");
  if (!settings.log_key.empty()) agency.log_key = key_of(settings.log_key, "Settings::log_key");
  if (!settings.endpoint.empty()) {
    agency.endpoint = settings.endpoint;
    agency.endpoint_file.clear();
  }
  const auto said = [&](bool is, const char* where, const char* what) {
    if (!is) bad(where, what, "say it here, or in " + (directory / "agency.toml").string());
  };
  said(is_agency_id(agency.id), "Settings::agency", "expected an id of a-z 0-9 . -, at most 47");
  said(!agency.origin.empty(), "Settings::origin", "missing: the broker's name");
  said(!agency.endpoint.empty() || !agency.endpoint_file.empty(), "Settings::endpoint", "missing: \"tcp://host:port\"");
  said(agency.endpoint.empty() || is_endpoint(agency.endpoint), "Settings::endpoint", "expected \"tcp://host:port\"");
  said(!agency.broker_key.empty(), "Settings::server_key", "missing: the broker's CURVE key");
  said(!agency.log_key.empty(), "Settings::log_key", "missing: the key under which receipts are checked");
  make_folder(agency.lane);
  make_folder(agency.packs);
  return agency;
}

}  // namespace caseway::sdk
