#include "broker/rules/evaluate.h"

#include <algorithm>

#include "broker/rules/condition.h"
#include "broker/rules/form.h"
#include "broker/rules/items.h"
#include "broker/rules/looks_at.h"

namespace caseway::rules {
namespace {

constexpr std::string_view party_path = "party.";

core::PartNo part_that_holds(const core::Dossier& dossier, const core::DocumentType& type) {
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    if (dossier.documents[i].type == type) return dossier.document_parts[i];
  }
  return 0;
}

/// One finding per step that it keeps closed, or one that closes none.
void fail(const Requirement& requirement, const View& view, const Blame& blame, Judgement& judgement) {
  core::Finding finding;
  finding.code = requirement.id;
  finding.fault = requirement.fault;
  finding.cls = requirement.cls;
  finding.path = blame.path;
  finding.part = blame.part;
  if (finding.path.empty() && !requirement.document.empty()) finding.path = requirement.document.str();
  if (finding.part == 0 && !requirement.document.empty()) {
    finding.part = part_that_holds(*view.dossier, requirement.document);
  }
  finding.stops = requirement.stops;
  judgement.stopped = judgement.stopped || requirement.stops;
  if (requirement.bars.empty()) judgement.findings.push_back(finding);
  for (const auto& step : requirement.bars) {
    finding.bars = true;
    finding.barred_step = step;
    judgement.findings.push_back(finding);
  }
}

/// Not only requirements read facts: what is owed to others and counted is then told by what was read alone.
bool lacks_facts(const View& view) {
  return view.facts != nullptr &&
         std::any_of(view.facts->begin(), view.facts->end(), [](const core::Fact& fact) { return fact.unread; });
}

void say_in_part(Judgement& judgement) {
  core::Finding finding;
  finding.code = "judged_in_part";
  finding.fault = core::Fault::flag;
  finding.cls = core::FindingClass::procedure;
  judgement.findings.push_back(std::move(finding));
}

void judge_for(const Requirement& requirement, const View& view, const core::Party& party, Sight& sight,
               Judgement& judgement) {
  const PartyElement each(party);
  const auto path = path_of(party.no);
  sight.unread = false;
  const bool applies = test(sight, requirement.when, &each.element, nullptr);
  const bool met = applies && test(sight, requirement.must, &each.element, nullptr);
  const bool unseen = sight.exhausted() || sight.unread;
  const bool fails = unseen ? requirement.stops || !requirement.bars.empty() : applies && !met;
  if (fails) return fail(requirement, view, {path, 0, true}, judgement);
  if (met && !unseen) judgement.met_for.push_back({requirement.id, path});
}

}  // namespace

std::string path_of(core::PartyNo party) { return std::string(party_path) + std::to_string(party); }

core::PartyNo party_of(std::string_view path) {
  if (!path.starts_with(party_path)) return 0;
  path.remove_prefix(party_path.size());
  std::uint32_t no = 0;
  for (const char digit : path) {
    if (digit < '0' || digit > '9' || no > UINT16_MAX) return 0;
    no = no * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return no > UINT16_MAX ? core::PartyNo{0} : static_cast<core::PartyNo>(no);
}

bool is_met(const Judgement& judgement, std::string_view code, std::string_view path) {
  return std::find(judgement.met.begin(), judgement.met.end(), code) != judgement.met.end() ||
         std::any_of(judgement.met_for.begin(), judgement.met_for.end(),
                     [&](const MetFor& one) { return one.id == code && one.path == path; });
}

bool holds_for(const Condition& condition, const View& view, core::PartyNo party) {
  Sight sight{view};
  for (const auto& one : view.dossier->head.parties) {
    if (one.no != party) continue;
    const PartyElement each(one);
    return test(sight, condition, &each.element, nullptr);
  }
  return test(sight, condition, nullptr, nullptr);
}

Judgement evaluate(const View& view) {
  Judgement judgement;
  Sight sight{view};
  Sight blaming{view};  // what a finding names is looked for apart, so that it takes nothing from what is judged
  const auto of_items = requirements_of_items(*view.procedure);
  for (const auto& requirement : view.procedure->requirements) {
    if (!is_asked(requirement, view)) continue;
    if (std::find(of_items.begin(), of_items.end(), requirement.id) != of_items.end()) continue;
    if (requirement.per_party) {
      for (const auto& party : view.dossier->head.parties) judge_for(requirement, view, party, sight, judgement);
      continue;
    }
    sight.unread = false;
    const bool applies = test(sight, requirement.when, nullptr, nullptr);
    const bool met = applies && test(sight, requirement.must, nullptr, nullptr);
    if (sight.exhausted() ||
        sight.unread) {  // whatever was seen is not all: only what keeps a step closed is held to have failed
      if (requirement.stops || !requirement.bars.empty()) fail(requirement, view, {}, judgement);
      continue;
    }
    if (!applies) continue;
    if (met) {
      judgement.met.push_back(requirement.id);
      continue;
    }
    Blame blame;
    test(blaming, requirement.must, nullptr, &blame);
    fail(requirement, view, blame, judgement);
  }
  check_forms(sight, judgement.findings);
  if (sight.exhausted() || lacks_facts(view)) say_in_part(judgement);
  return judgement;
}

}  // namespace caseway::rules
