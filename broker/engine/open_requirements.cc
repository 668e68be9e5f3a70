#include "broker/engine/open_requirements.h"

#include <algorithm>
#include <tuple>

#include "broker/engine/scene.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;
using core::FindingClass;

}  // namespace

void change(Transfer& transfer, Names& names, const Stamp&, const effect::RequirementSet& effect) {
  auto& open = transfer.open;
  if (!effect.open) {  // met: whatever it barred
    open.erase_if([&](const auto& known) { return known.code == effect.code && known.path == effect.path; });
    return;
  }
  auto key = [](const auto& it, const Code& step) {
    const std::string& code = it.code;
    const std::string& path = it.path;
    return std::tie(code, path, step);
  };
  auto place = std::lower_bound(open.begin(), open.end(), effect, [&](const OpenRequirement& a, const auto& b) {
    return key(a, a.barred_step) < key(b, b.barred_step);
  });
  if (place == open.end() || key(*place, place->barred_step) != key(effect, effect.barred_step)) {
    place = open.insert(place, OpenRequirement{});
  }
  *place = {names.keep(effect.code), names.keep(effect.path), names.keep(effect.barred_step), effect.waived,
            effect.bars};
}

bool fits(const Transfer& transfer, const effect::ItemsAsked& effect) {
  std::uint64_t others = 0;
  std::uint32_t before = 0;
  std::size_t lists = 1;
  for (const auto& known : transfer.asked) {
    const bool same = known.requirement == effect.requirement;
    if (same) before = known.items;
    if (!same) others += known.items;
    if (!same) ++lists;
  }
  return !effect.requirement.empty() && effect.items > before && lists <= asked_lists_max &&
         others + effect.items <= asked_items_max;
}

void change(Transfer& transfer, Names& names, const Stamp&, const effect::ItemsAsked& effect) {
  auto& asked = transfer.asked;
  auto place = std::lower_bound(
      asked.begin(), asked.end(), effect.requirement,
      [](const Asked& known, const std::string& wanted) { return known.requirement.value() < wanted; });
  if (place == asked.end() || !(place->requirement == effect.requirement)) {
    place = asked.insert(place, Asked{names.keep(effect.requirement), 0});
  }
  place->items = effect.items;
}

bool concerns(const Saying& saying, std::string_view path) {
  const auto party = rules::party_of(path);
  const auto& said = saying.dossier->head.outcomes;
  return party == 0 || said.empty() ||
         std::any_of(said.begin(), said.end(), [&](const core::PairOutcome& one) { return one.party == party; });
}

bool bars_now(const Draft& draft, const Saying& saying, const rules::Requirement& rule) {
  return !asks(rule.bars_while) || Scene(draft, saying).holds(rule.bars_while);
}

std::vector<core::Finding> still_barring(const Draft& draft, const Saying& saying, const rules::Judgement& judgement) {
  std::vector<core::Finding> found;
  if (saying.lawless) return found;
  for (const auto& open : draft.transfer(saying.transfer)->open) {
    if (!open.bars || open.waived || !(open.barred_step == saying.step->id)) continue;
    if (is_met(judgement, open.code.value(), open.path.value()) || !concerns(saying, open.path.value())) continue;
    // What the version by whose tables the transfer goes asks no more, or bars no more with, bars nothing.
    const auto* rule = rules::find_requirement(*saying.bundle, open.code);
    const bool bars =
        rule != nullptr && std::find(rule->bars.begin(), rule->bars.end(), saying.step->id) != rule->bars.end();
    if (!bars || !bars_now(draft, saying, *rule)) continue;
    auto& finding = found.emplace_back(barring_finding(open.code, saying.step->id, open.path));
    finding.fault = rule->fault;
    finding.cls = rule->cls;
  }
  return found;
}

bool is_waived(const Transfer& transfer, const core::Finding& finding) {
  return std::any_of(transfer.open.begin(), transfer.open.end(), [&](const OpenRequirement& open) {
    return open.waived && open.code == finding.code && open.barred_step == finding.barred_step &&
           rules::party_of(open.path.value()) == rules::party_of(finding.path);
  });
}

void remember(Draft& draft, const Saying& saying, const rules::Judgement& judgement) {
  const auto known = draft.transfer(saying.transfer)->open;
  for (const auto& open : known) {
    if (!is_met(judgement, open.code.value(), open.path.value())) continue;
    draft.add(effect::RequirementSet{saying.transfer, open.code, open.path, false, false, open.bars, open.barred_step});
  }
  for (const auto& finding : judgement.findings) {
    const bool gap = finding.cls == FindingClass::required || finding.cls == FindingClass::conditional ||
                     finding.cls == FindingClass::local;
    const bool curable = finding.fault == core::Fault::absent || finding.fault == core::Fault::defective ||
                         finding.fault == core::Fault::mismatch || finding.fault == core::Fault::unmet;
    if (!finding.bars && !(gap && curable)) continue;
    const bool asked_no_more =
        saying.law != nullptr && rules::find_requirement(*saying.bundle, finding.code) == nullptr;
    if (asked_no_more) continue;
    if (is_waived(*draft.transfer(saying.transfer), finding)) continue;
    draft.add(effect::RequirementSet{saying.transfer, finding.code, finding.path, true, false, finding.bars,
                                     finding.barred_step});
  }
}

std::string code_of_row(const Saying& saying, const rules::Step& row) {
  return saying.procedure->id.str() + "." + row.id.str();
}

bool is_row_waived(const Draft& draft, const Saying& saying, const rules::Step& row) {
  const auto code = code_of_row(saying, row);
  const auto& open = draft.transfer(saying.transfer)->open;
  return std::any_of(open.begin(), open.end(), [&](const OpenRequirement& one) {
    return one.waived && one.code == code && one.barred_step == row.id;
  });
}

void use_waiver(Draft& draft, const Saying& saying) {
  if (!is_row_waived(draft, saying, *saying.step)) return;
  draft.add(effect::RequirementSet{saying.transfer, code_of_row(saying, *saying.step), "", false, false, true,
                                   saying.step->id});
}

std::vector<effect::RequirementSet> waivable(const Draft& draft, const Saying& saying) {
  std::vector<effect::RequirementSet> found;
  const auto& about = saying.dossier->head.about;
  for (const auto& open : draft.transfer(saying.transfer)->open) {
    const auto* requirement = rules::find_requirement(*saying.bundle, open.code);
    if (requirement == nullptr || !open.bars || open.waived || !requirement->until_waived) continue;
    if (!about.empty() && !(open.barred_step == about)) continue;
    if (!has_one_of(draft.state(), saying.by, requirement->waived_by)) continue;
    found.push_back({saying.transfer, open.code, open.path, true, true, open.bars, open.barred_step});
  }
  const auto* row = about.empty() ? nullptr : rules::find_step(*saying.procedure, about);
  if (row != nullptr && has_one_of(draft.state(), saying.by, row->waived_by) && !is_row_waived(draft, saying, *row)) {
    found.push_back({saying.transfer, code_of_row(saying, *row), "", true, true, true, row->id});
  }
  return found;
}

void waive(Draft& draft, const Saying& saying) {
  for (auto& waived : waivable(draft, saying)) draft.add(std::move(waived));
}

}  // namespace caseway::engine
