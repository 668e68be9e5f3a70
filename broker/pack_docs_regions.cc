// What regions add, and the filing standards by version: rows that stand beside the kinds.
#include <algorithm>
#include <tuple>

#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

std::string days(const Book& book, const std::optional<core::Date>& from, const std::optional<core::Date>& to) {
  if (!from && !to) return {};
  return (from ? core::print_date(*from) : "…") + " – " + (to ? core::print_date(*to) : say(book, "今", "now"));
}

/// Fen as yuan; counted things as they are.
std::string figure(const Measure& one) {
  const auto& kind = one.kinds.front().view();
  const bool counted = kind == "copies" || kind == "clicks" || kind == "members";
  return std::to_string(counted ? one.at_least : one.at_least / 100);
}

/// Those that the standard as a whole does not name already.
std::string own_sources(const Book& book, const Limb& limb, const Standard& standard) {
  std::vector<Basis> own;
  for (const auto& one : limb.basis) {
    const bool named = std::any_of(standard.basis.begin(), standard.basis.end(), [&](const Basis& other) {
      return std::tie(one.instrument, one.article, one.confidence, one.percent) ==
             std::tie(other.instrument, other.article, other.confidence, other.percent);
    });
    if (!named) own.push_back(one);
  }
  return own.empty() ? std::string() : sources(book, own);
}

std::string limb_in_words(const Book& book, const Limb& limb, const Standard& standard) {
  std::vector<std::string> measures;
  for (const auto& one : limb.measures) {
    std::vector<std::string> kinds;
    for (const auto& kind : one.kinds) kinds.push_back(value_in_words(book, "amount_kind", kind));
    measures.push_back(joined(kinds, " + ") + " ≥ " + figure(one));
  }
  const auto when = limb.label.zh.empty() ? "" : " (" + both(book, limb.label) + ")";
  return joined(measures, say(book, "且", " and ")) + when + own_sources(book, limb, standard);
}

}  // namespace

std::string local_in_words(const Book& book, const Local& local) {
  if (local.region.empty()) return {};
  const auto* region = book.bundle.region(local.region);
  const auto name = region == nullptr ? std::string() : both(book, region->label) + " ";
  const auto when = days(book, local.from, local.to);
  return element("span", "note", name + html(local.region) + (when.empty() ? "" : ", " + html(when)));
}

std::string region_table(const Book& book) {
  std::string rows;
  for (const auto& one : book.bundle.regions) {
    rows += row(anchor("region", one.code), {html(one.code), both(book, one.label), sources(book, one.basis)});
  }
  return table("regions",
               {say(book, "区划代码", "Code begins"), say(book, "地区", "Region"), say(book, "依据", "Source")}, rows);
}

std::string standard_table(const Book& book) {
  std::string rows;
  for (const auto& one : book.bundle.standards) {
    std::vector<std::string> limbs;
    for (const auto& limb : one.limbs) limbs.push_back(limb_in_words(book, limb, one));
    rows += row("", {value_in_words(book, "offence", one.offence), html(one.version),
                     html(days(book, one.effective_from, one.effective_to)),
                     joined(limbs, say(book, "<br>或 ", "<br>or ")), sources(book, one.basis)});
  }
  return element(
             "p", "quiet",
             say(book,
                 "仅供参考:不作为校验发现,不影响任何环节。金额单位:元。行为终了时施行的版本适用,之后较宽的版本优先。",
                 "A hint only: no finding and no step depends on it. Amounts in yuan. The version in force when the "
                 "act ended governs, a later one where it is more lenient.")) +
         "\n" +
         table("standards",
               {say(book, "罪名", "Offence"), say(book, "版本", "Version"), say(book, "施行", "In force"),
                say(book, "达到其一", "One of these"), say(book, "依据", "Source")},
               rows);
}

}  // namespace caseway::rules
