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

}  // namespace

std::optional<SiteVersions> read_versions(std::string_view status) {
  Mistakes mistakes;
  const auto json = parse_json(status, "status", mistakes);
  const auto time = json ? core::parse_instant(json->text_of("time")) : std::nullopt;
  if (!time) return std::nullopt;
  SiteVersions read{core::law_date_of(*time), {}};
  std::vector<rules::Days> dates;
  for (const Json& one : json->list_of("packs")) {
    const auto digest = core::from_hex<core::Digest>(one.text_of("digest"));
    rules::Days days;
    if (!digest || !read_date(one, "from", days.from) || !read_date(one, "to", days.to)) return std::nullopt;
    read.soon.push_back({*digest, one.text_of("id"), one.text_of("version"), one.boolean_of("inForce")});
    dates.push_back(days);
  }
  for (const auto& reign : rules::reigns(dates, read.day)) read.soon[reign.edition].counts.push_back(reign.days);
  std::erase_if(read.soon, [](const SiteVersion& one) { return !one.in_force && one.counts.empty(); });
  const auto first_day = [](const SiteVersion& one) { return one.counts.empty() ? std::nullopt : one.counts[0].from; };
  std::stable_sort(read.soon.begin(), read.soon.end(),
                   [&](const SiteVersion& a, const SiteVersion& b) { return first_day(a) < first_day(b); });
  return read;
}

}  // namespace caseway::sdk
