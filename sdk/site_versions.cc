#include "sdk/site_versions.h"

#include <algorithm>

#include "sdk/json_text.h"

namespace caseway::sdk {
namespace {

bool read_date(const Json& from, const char* name, std::optional<core::Date>& to) {
  const auto text = from.text_of(name);
  to = core::parse_date(text);
  return text.empty() || to.has_value();
}

void keep_set_in_force(std::vector<SiteVersion>& versions, std::vector<rules::Days>& dates) {
  const auto in_force = std::find_if(versions.begin(), versions.end(), [](const auto& one) { return one.in_force; });
  if (in_force == versions.end()) return;
  const auto set = in_force->id;
  for (auto i = versions.size(); i-- > 0;) {
    if (versions[i].id == set) continue;
    versions.erase(versions.begin() + static_cast<std::ptrdiff_t>(i));
    dates.erase(dates.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace

std::optional<SiteVersions> read_versions(std::string_view status) {
  Mistakes mistakes;
  const auto json = parse_json(status, "status", mistakes);
  const auto time = json ? core::parse_instant(json->text_of("time")) : std::nullopt;
  if (!time || json->find("packs") == nullptr) return std::nullopt;
  SiteVersions read{core::law_date_of(*time), {}};
  std::vector<rules::Days> dates;
  for (const Json& one : json->list_of("packs")) {
    const auto digest = core::from_hex<core::Digest>(one.text_of("digest"));
    rules::Days days;
    if (!digest || !read_date(one, "from", days.from) || !read_date(one, "to", days.to)) return std::nullopt;
    read.soon.push_back({*digest, one.text_of("id"), one.text_of("version"), one.boolean_of("inForce")});
    dates.push_back(days);
  }
  keep_set_in_force(read.soon, dates);
  for (const auto& reign : rules::reigns(dates, read.day)) read.soon[reign.edition].counts.push_back(reign.days);
  std::erase_if(read.soon, [](const SiteVersion& one) { return !one.in_force && one.counts.empty(); });
  const auto first_day = [](const SiteVersion& one) { return one.counts.empty() ? std::nullopt : one.counts[0].from; };
  std::stable_sort(read.soon.begin(), read.soon.end(),
                   [&](const SiteVersion& a, const SiteVersion& b) { return first_day(a) < first_day(b); });
  return read;
}

}  // namespace caseway::sdk
