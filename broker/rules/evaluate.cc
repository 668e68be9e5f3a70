#include "broker/rules/evaluate.h"

#include <algorithm>

#include "broker/rules/condition.h"
#include "broker/rules/form.h"

namespace caseway::rules {
namespace {

bool looks_at(const Requirement& requirement, const Code& step) {
  return requirement.steps.empty() ||
         std::find(requirement.steps.begin(), requirement.steps.end(), step) != requirement.steps.end();
}

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

}  // namespace

Judgement evaluate(const View& view) {
  Judgement judgement;
  Sight sight{view};
  for (const auto& requirement : view.procedure->requirements) {
    if (!looks_at(requirement, view.step->id) || !test(sight, requirement.when, nullptr, nullptr)) continue;
    if (test(sight, requirement.must, nullptr, nullptr)) {
      judgement.met.push_back(requirement.id);
      continue;
    }
    Blame blame;
    Sight again{view};
    test(again, requirement.must, nullptr, &blame);
    fail(requirement, view, blame, judgement);
  }
  check_forms(sight, judgement.findings);
  return judgement;
}

}  // namespace caseway::rules
