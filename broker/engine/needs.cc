// What a message is judged by beyond itself: documents that the transfer or its case holds, where a rule of the step
// reads them, and the head of the opening message, where custody or parties count.
#include <algorithm>
#include <set>

#include "broker/engine/admit.h"
#include "broker/engine/scene.h"

namespace caseway::engine {

namespace {

struct Wanted {
  std::set<core::DocumentType> transfer;  ///< of the transfer first, else of the case
  std::set<core::DocumentType> case_;
  bool head = false;
};

bool carries(const core::Dossier& dossier, const core::DocumentType& type) {
  return std::any_of(dossier.documents.begin(), dossier.documents.end(),
                     [&](const core::Document& document) { return document.type == type; });
}

void want(const rules::Condition& condition, const core::Dossier& dossier, Wanted& wanted) {
  each_path(condition, [&](const rules::Path& path) {
    if (path.root != rules::Root::document || path.scope == rules::Scope::message) return;
    // "This message first": what it carries need not be fetched.
    if (path.scope != rules::Scope::earlier && carries(dossier, path.document)) return;
    (path.scope == rules::Scope::transfer ? wanted.transfer : wanted.case_).insert(path.document);
  });
}

void want_of_step(const rules::PackBundle& bundle, const rules::Procedure& procedure, const rules::Step& step,
                  const core::MessageEvent& message, Wanted& wanted) {
  const auto& dossier = message.dossier;
  for (const auto& requirement : procedure.requirements) {
    const auto& steps = requirement.steps;
    if (!steps.empty() && std::find(steps.begin(), steps.end(), step.id) == steps.end()) continue;
    want(requirement.when, dossier, wanted);
    want(requirement.must, dossier, wanted);
    for (const auto& type : requirement.reads) {
      if (!carries(dossier, type)) wanted.case_.insert(type);
    }
  }
  want(step.holds, dossier, wanted);
  for (const auto& branch : step.branches) want(branch.when, dossier, wanted);
  for (const auto& copy : step.copies) want(copy.when, dossier, wanted);
  for (const auto& start : step.starts) {
    want(start.when, dossier, wanted);
    const auto* rule = bundle.clock(start.clock);
    wanted.head = wanted.head || (rule != nullptr && rule->custody_no_roll && start.per_pair);
  }
  // A word that confirms what the other side said takes effect with the documents that were said first.
  if (message.message.envelope.confirms.empty() || !is_joint(step)) return;
  for (const auto& type : step.documents) {
    if (!carries(dossier, type)) wanted.transfer.insert(type);
  }
}

void collect(const Transfer& transfer, const std::set<core::DocumentType>& types, std::set<core::DocumentType>& found,
             std::vector<core::PartRef>& parts) {
  std::set<core::DocumentType> here;
  for (const auto& held : transfer.documents) {
    if (!types.contains(held.type) || found.contains(held.type)) continue;
    parts.push_back({held.record, held.part, {}});
    here.insert(held.type);
  }
  found.insert(here.begin(), here.end());
}

}  // namespace

std::vector<core::PartRef> needs(const Library& library, const State& state, const core::Event& event) {
  std::vector<core::PartRef> parts;
  const auto* message = std::get_if<core::MessageEvent>(&event.body);
  if (message == nullptr || message->secret) return parts;
  const core::Facts no_facts;
  const Draft draft(library, state, no_facts, event);
  Request request(*message);
  if (admit(draft, request) != core::ReturnCode::none) return parts;

  Wanted wanted;
  want_of_step(*request.bundle, *request.procedure, *request.step, *message, wanted);
  if (request.from_paper()) want_of_step(*request.bundle, *request.procedure, *request.said, *message, wanted);
  const auto* own = find_transfer(state, request.envelope.transfer);
  std::set<core::DocumentType> found;
  if (own != nullptr) {
    if (wanted.head) parts.push_back({own->opened, 0, {}});
    auto types = wanted.transfer;
    types.insert(wanted.case_.begin(), wanted.case_.end());
    collect(*own, types, found, parts);
  }
  const auto* graph = find_case(state, request.envelope.case_id);
  if (graph == nullptr || wanted.case_.empty()) return parts;
  // Of the rest of the case the latest counts: transfers in the order in which they were last concerned.
  std::vector<const Transfer*> others;
  for (const auto& id : graph->transfers) {
    const auto* other = find_transfer(state, id);
    if (other != nullptr && other != own) others.push_back(other);
  }
  std::stable_sort(others.begin(), others.end(), [](auto* a, auto* b) { return a->touched > b->touched; });
  for (const auto* other : others) collect(*other, wanted.case_, found, parts);
  return parts;
}

}  // namespace caseway::engine
