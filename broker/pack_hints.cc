#include "broker/pack_hints.h"

#include <iostream>

#include "broker/core/shown.h"

namespace caseway::rules {
namespace {

namespace json = boost::json;

std::string words_of(Hint hint, bool zh) {
  switch (hint) {
    case Hint::meets: return zh ? "达到" : "reached";
    case Hint::just_below: return zh ? "接近(不低于五分之四)" : "just below (four fifths or more)";
    case Hint::below: return zh ? "未达到" : "not reached";
    case Hint::no_amount: return zh ? "材料未写明可比对的数额" : "no amount is named that it measures";
  }
  return {};
}

std::string source_of(const VersionHint& one, const PackBundle& bundle, Language language) {
  const auto& bases = one.limb != nullptr && !one.limb->basis.empty() ? one.limb->basis : one.standard->basis;
  std::string text;
  for (const auto& basis : bases) text += (text.empty() ? "" : "; ") + cite(bundle, basis, language);
  return text;
}

std::string days_of(const Standard& one) {
  return core::print_date(*one.effective_from) + ".." + (one.effective_to ? core::print_date(*one.effective_to) : "");
}

}  // namespace

void print_hints(const std::vector<OffenceHint>& all, const PackBundle& bundle, Language language) {
  const bool zh = language == Language::zh;
  if (all.size() > 1) {
    std::cout
        << (zh ? "注意:材料未按罪名区分数额,以下各罪均以全部数额比对"
               : "note: the message does not say which offence an amount belongs to; each is measured by all of them")
        << "\n";
  }
  for (const auto& one : all) {
    std::cout << (zh ? "立案标准(仅供参考,不影响移送):第" : "filing standard (a hint, no finding): art. ")
              << one.offence.view() << (zh ? "条,行为终了日 " : ", act ended on ") << core::print_date(one.ended);
    if (one.across_change)
      std::cout << (zh ? "(跨版本的连续行为,以终了日为准)" : " (across versions: that day governs)");
    std::cout << "\n";
    for (std::size_t i = 0; i < one.versions.size(); ++i) {
      const auto& version = one.versions[i];
      std::cout << (i == one.governing ? "  * " : "    ") << version.standard->version << " "
                << days_of(*version.standard) << ": " << words_of(version.hint, zh) << "; "
                << core::shown(source_of(version, bundle, language)) << "\n";
    }
  }
}

json::array hints_json(const std::vector<OffenceHint>& all, const PackBundle& bundle, Language language) {
  json::array out;
  for (const auto& one : all) {
    json::array versions;
    for (const auto& version : one.versions) {
      versions.push_back(json::object{{"version", version.standard->version},
                                      {"hint", name_of(version.hint)},
                                      {"source", source_of(version, bundle, language)}});
    }
    out.push_back(json::object{{"offence", one.offence.view()},
                               {"actEnded", core::print_date(one.ended)},
                               {"acrossChange", one.across_change},
                               {"governing", one.versions[one.governing].standard->version},
                               {"versions", std::move(versions)}});
  }
  return out;
}

}  // namespace caseway::rules
