// What a message is judged by beyond itself: documents that the transfer or its case holds, where a rule of the step
// reads them.
#include <algorithm>
#include <set>

#include "broker/engine/admit.h"
#include "broker/engine/clocks.h"
#include "broker/engine/recall.h"
#include "broker/engine/scene.h"

namespace caseway::engine {

namespace {

struct Wanted {
  std::set<core::DocumentType> confirmed;  ///< said with the word that this one confirms; of the transfer
  std::set<core::DocumentType> transfer;   ///< of the transfer first, else of the case
  std::set<core::DocumentType> case_;
};

bool carries(const core::Dossier& dossier, const core::DocumentType& type) {
  return std::any_of(dossier.documents.begin(), dossier.documents.end(),
                     [&](const core::Document& document) { return document.type == type; });
}

void want(const rules::Path& path, const core::Dossier& dossier, Wanted& wanted) {
  if (path.root != rules::Root::document || path.scope == rules::Scope::message) return;
  // "This message first": what it carries need not be fetched.
  if (path.scope != rules::Scope::earlier && carries(dossier, path.document)) return;
  (path.scope == rules::Scope::transfer ? wanted.transfer : wanted.case_).insert(path.document);
}

void want(const rules::Condition& condition, const core::Dossier& dossier, Wanted& wanted) {
  each_path(condition, [&](const rules::Path& path) { want(path, dossier, wanted); });
}

void want_of_step(const rules::Procedure& procedure, const rules::Step& step, const core::MessageEvent& message,
                  Wanted& wanted) {
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
    if (start.warn_from) want(*start.warn_from, dossier, wanted);
  }
  for (const auto& end : step.ends) want(end.when, dossier, wanted);
  want(step.asks.when, dossier, wanted);
  want(step.answers.when, dossier, wanted);
  // A word that confirms what the other side said takes effect with the documents that were said first.
  if (message.message.envelope.confirms.empty() || !is_joint(step)) return;
  for (const auto& type : step.documents) {
    if (!carries(dossier, type)) wanted.confirmed.insert(type);
  }
}

// A clock that runs from the receipt of a document, and whose length that document names.
void want_received(const Draft& draft, const Request& request, const Transfer& own, Wanted& wanted) {
  const auto about = core::DocumentType::parse(request.message.dossier.head.about.view());
  if (!about || carries(request.message.dossier, *about)) return;
  for (const auto& run : own.clocks) {
    const auto* rule = own_rule(draft, run);
    if (rule != nullptr && rule->length_from && rule->anchor_document == *about) wanted.transfer.insert(*about);
  }
}

core::Fact wanted(const core::PartRef& ref) {
  core::Fact fact;
  fact.ref = ref;
  fact.unread = true;
  return fact;
}

// The message that a recall names; and of the word that it confirms the head, which names it too, and the notice.
void want_recalled(const Request& request, const State& state, const Transfer& own, Wanted& asked, core::Facts& facts) {
  const auto record = recalled_record(request.message.dossier.head);
  if (!record || *record < own.opened || *record >= state.next_record) return;
  facts.push_back(wanted({*record, 0, {}}));
  facts.back().is_message = true;
  if (!request.confirmed) return;
  const auto asked_at = request.confirmed->record;
  if (!is_taken_back(own, asked_at, 0)) {
    facts.push_back(wanted({asked_at, 0, {}}));
    facts.back().is_head = true;
  }
  asked.confirmed.insert(request.step->documents.begin(), request.step->documents.end());
}

// The latest of each type; of what `said_at` carried alone, if that is not 0.
void collect(const Transfer& transfer, const std::set<core::DocumentType>& types, std::set<core::DocumentType>& found,
             core::Facts& facts, core::RecordIndex said_at = 0) {
  for (const auto& held : transfer.documents) {
    if (!types.contains(held.type) || found.contains(held.type) || (said_at != 0 && held.record != said_at)) continue;
    facts.push_back(wanted({held.record, held.part, {}}));
    facts.back().type = held.type;
    found.insert(held.type);
  }
}

}  // namespace

core::Facts needs(const Library& library, const State& state, const core::Event& event) {
  core::Facts facts;
  const auto* message = std::get_if<core::MessageEvent>(&event.body);
  if (message == nullptr || message->secret) return facts;
  const core::Facts no_facts;
  const Draft draft(library, state, no_facts, event);
  Request request(*message);
  if (admit(draft, request) != core::ReturnCode::none) return facts;

  Wanted asked;
  want_of_step(*request.procedure, *request.step, *message, asked);
  if (request.law != nullptr && request.law != request.bundle) {  // it may ask for others
    const auto& kind = *request.law->procedure(request.procedure->id);
    want_of_step(kind, *rules::find_step(kind, request.step->id), *message, asked);
  }
  if (request.from_paper()) want_of_step(*request.procedure, *request.said, *message, asked);
  const auto* own = find_transfer(state, request.envelope.transfer);
  if (own != nullptr && request.step->id.view() == "receipt_signed") want_received(draft, request, *own, asked);
  if (own != nullptr && request.step->id.view() == "recall") want_recalled(request, state, *own, asked, facts);
  std::set<core::DocumentType> found;
  if (own != nullptr) {
    // They take effect now, and are read whatever else there is: together they were one message, which is shorter than
    // what is read.
    collect(*own, asked.confirmed, found, facts, request.confirmed ? request.confirmed->record : 0);
    auto types = asked.transfer;
    types.insert(asked.case_.begin(), asked.case_.end());
    collect(*own, types, found, facts);
  }
  const auto* graph = find_case(state, request.envelope.case_id);
  if (graph == nullptr || asked.case_.empty()) return facts;
  // Of the rest of the case the latest counts: transfers in the order in which they were last concerned.
  std::vector<const Transfer*> others;
  for (const auto& id : graph->transfers) {
    const auto* other = find_transfer(state, id);
    if (other != nullptr && other != own) others.push_back(other);
  }
  std::stable_sort(others.begin(), others.end(), [](auto* a, auto* b) { return a->touched > b->touched; });
  for (const auto* other : others) collect(*other, asked.case_, found, facts);
  return facts;
}

}  // namespace caseway::engine
