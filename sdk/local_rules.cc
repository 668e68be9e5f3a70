#include "sdk/local_rules.h"

#include <algorithm>
#include <vector>

#include "broker/core/digest.h"
#include "broker/core/limits.h"
#include "broker/rules/compile.h"
#include "sdk/machine.h"

namespace caseway::sdk {
namespace {

namespace fs = std::filesystem;

constexpr int fetch_wait_ms = 10'000;

std::optional<fs::path> first_file(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ending) found.push_back(entry.path());
  }
  const auto first = std::min_element(found.begin(), found.end());
  return first == found.end() ? std::nullopt : std::optional(*first);
}

template <class Loaded, class Load>
std::optional<Loaded> load_file(const fs::path& folder, std::string_view ending, Load load) {
  const auto file = first_file(folder, ending);
  const auto bytes = file ? read_file(*file, core::limits::pack_bytes_max) : std::nullopt;
  if (!bytes) return std::nullopt;
  auto loaded = load(*bytes);
  if (!loaded.ok()) throw Fault(file->string() + ": " + loaded.refused().where + ": " + loaded.refused().what);
  return std::move(loaded).value();
}

/// `text`: which one, where it is not the one in force.
std::optional<Bytes> fetch(Client& client, wire::QueryKind kind, const core::Digest& digest, std::string text = {}) {
  wire::Query query;
  query.kind = kind;
  query.text = std::move(text);
  auto answer = client.ask(std::move(query), fetch_wait_ms);
  if (!answer || !answer->found || core::digest_of(answer->bytes) != digest) return std::nullopt;
  return std::move(answer->bytes);
}

/// The new file takes the place of every older one of its kind.
void keep(const fs::path& folder, const std::string& name, const Bytes& bytes) {
  const fs::path file = folder / name;
  write_file(file, bytes);
  for (auto old = first_file(folder, file.extension().string()); old && *old != file;
       old = first_file(folder, file.extension().string())) {
    fs::remove(*old);
  }
}

}  // namespace

LocalRules load_rules(const fs::path& packs) {
  return {load_file<rules::PackBundle>(packs, ".pack", rules::load_bundle),
          load_file<core::Calendar>(packs, ".calendar", rules::load_calendar)};
}

bool fetch_rules(Client& client, const fs::path& packs, LocalRules& rules, std::string& why) {
  if (!client.site()) {
    why = "never connected to the broker";
    return false;
  }
  const SiteSeen site = *client.site();
  if (site.pack.empty() || site.calendar.empty()) {
    why = site.pack.empty() ? "no pack is in force at this site" : "no calendar is in force at this site";
    return false;
  }
  if (!rules.bundle || rules.bundle->digest != site.pack) {
    const auto bytes = fetch(client, wire::QueryKind::pack, site.pack);
    auto loaded = bytes ? rules::load_bundle(*bytes) : core::Result<rules::PackBundle>(core::Refused{});
    if (!loaded.ok()) {
      why = bytes ? "the broker's pack cannot be read by this version: " + loaded.refused().what
                  : "the broker did not give its pack";
      return false;
    }
    rules.bundle = std::move(loaded).value();
    keep(packs, rules.bundle->id + ".pack", *bytes);
  }
  if (!rules.calendar || rules.calendar->digest != site.calendar) {
    const auto bytes = fetch(client, wire::QueryKind::calendar, site.calendar);
    auto loaded = bytes ? rules::load_calendar(*bytes) : core::Result<core::Calendar>(core::Refused{});
    if (!loaded.ok()) {
      why = "the broker did not give its calendar";
      return false;
    }
    rules.calendar = std::move(loaded).value();
    keep(packs, rules.bundle->id + ".calendar", *bytes);
  }
  return true;
}

core::Result<rules::PackBundle> fetch_version(Client& client, const core::Digest& digest) {
  const auto bytes = fetch(client, wire::QueryKind::pack, digest, core::hex(digest));
  if (bytes) return rules::load_bundle(*bytes);
  return core::Refused{core::Refusal::try_later, "pack", "the broker did not give this version"};
}

}  // namespace caseway::sdk
