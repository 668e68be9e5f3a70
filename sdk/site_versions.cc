#include "sdk/site_versions.h"

#include <algorithm>
#include <map>

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

/// A version takes the tables on its first day, if steps of that day are judged by it, and gives them to the next alone
/// (docs/adr/0028).
void give_tables(std::vector<SiteVersion>& versions, const std::vector<rules::Days>& dates, core::Date today) {
  std::map<core::Date, SiteVersion*> takers;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const auto& from = dates[i].from;
    const auto& counts = versions[i].counts;
    const bool begins =
        std::any_of(counts.begin(), counts.end(), [&](const rules::Days& one) { return one.from == from; });
    if (versions[i].in_force) takers[today] = &versions[i];
    if (!versions[i].in_force && begins && from && today < *from) takers[*from] = &versions[i];
  }
  for (auto taker = takers.begin(); taker != takers.end(); ++taker) {
    const auto next = std::next(taker);
    const auto last = next == takers.end() ? std::nullopt : std::optional(core::Date{next->first.days - 1});
    taker->second->tables = {{taker->first, last}};
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
  give_tables(read.soon, dates, read.day);
  std::erase_if(read.soon, [](const SiteVersion& one) { return !one.in_force && one.counts.empty(); });
  const auto first_day = [](const SiteVersion& one) { return one.counts.empty() ? std::nullopt : one.counts[0].from; };
  std::stable_sort(read.soon.begin(), read.soon.end(),
                   [&](const SiteVersion& a, const SiteVersion& b) { return first_day(a) < first_day(b); });
  return read;
}

}  // namespace caseway::sdk
