#include "broker/engine/universal.h"

#include <algorithm>

#include "broker/engine/clocks.h"
#include "broker/engine/linking.h"
#include "broker/engine/open_requirements.h"
#include "broker/engine/recall.h"
#include "broker/engine/say.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

bool signed_off(const Transfer& transfer) {
  return !transfer.presented_at.empty() && transfer.state.view() != "presented" && transfer.state.view() != "sent";
}

// Only who holds the transfer opens it anew (steps.md b); who sent it to nobody holds it still. The holder names the
// state to which it returns: none that is final, nor the one it was sent in, which the delivery of the opening ends.
std::vector<core::Finding> bar_reopening(const Draft& draft, const Saying& saying) {
  const auto& transfer = *draft.transfer(saying.transfer);
  const bool holds = transfer.recipient == saying.by || (transfer.recipient.empty() && transfer.sender == saying.by);
  if (!holds) return {barring_finding("reopen.not_holder", saying.step->id, "head.about")};
  const auto& states = saying.procedure->states;
  const auto named = std::find_if(states.begin(), states.end(),
                                  [&](const auto& known) { return known.id == saying.dossier->head.about; });
  if (named != states.end() && !named->final_ && named->id.view() != "sent") return {};
  return {barring_finding("reopen.no_state", saying.step->id, "head.about")};
}

// Whether the step carries the document by which a clock of its kind, or of every kind, is extended. That document may
// be the one that starts the clock (a request for papers, and a new one): a step that starts it does not extend it, and
// another that carries it, a request for other papers, extends it only where it names the clock.
bool may_extend(const Saying& saying) {
  const auto& carried = saying.step->documents;
  const auto& starts = saying.step->starts;
  const auto by_it = [&](const rules::ClockRule& rule) {
    const bool named = rule.id == saying.dossier->head.about;
    return rule.extension.allowed &&
           std::find(carried.begin(), carried.end(), rule.extension.document) != carried.end() &&
           (named || !(rule.anchor_document == rule.extension.document)) &&
           std::none_of(starts.begin(), starts.end(), [&](const auto& start) { return start.clock == rule.id; });
  };
  const auto& own = saying.procedure->clocks;
  const auto& all = saying.bundle->universal_clocks;
  return std::any_of(own.begin(), own.end(), by_it) || std::any_of(all.begin(), all.end(), by_it);
}

}  // namespace

bool must_wait(const Draft& draft, const Request& request) {
  if (request.confirmed || request.from_paper() || request.opens) return false;
  const auto& transfer = *draft.transfer(request.envelope.transfer);
  return is_joint(*request.said) || (request.said->needs_consent && signed_off(transfer));
}

void wait(Draft& draft, const Saying& saying) {
  const auto pending = draft.transfer(saying.transfer)->pending;
  for (const auto& earlier : pending) {
    if (earlier.paper || !(earlier.step == saying.step->id) || !(earlier.said_by == saying.by)) continue;
    draft.add(effect::PendingCleared{saying.transfer, earlier.body});
  }
  draft.add(effect::PendingSet{saying.transfer, saying.step->id, saying.by, saying.message->message.body, false});
  take_documents(draft, saying);
  deliver_whole(draft, saying);
}

std::vector<core::Finding> bar_universal(const Draft& draft, const Saying& saying) {
  const auto step = saying.step->id.view();
  if (step == "extend") return bar_extension(draft, saying);
  if (step == "suspend" || step == "resume") return bar_suspension(draft, saying, step == "resume");
  if (step == "recall") return bar_recall(draft, saying);
  if (step == "reopen") return bar_reopening(draft, saying);
  if (step != "waive" || !waivable(draft, saying).empty()) return {};
  return {barring_finding("waive.nothing", saying.step->id, "head.about")};
}

void finish_universal(Draft& draft, const Saying& saying) {
  const auto step = saying.step->id.view();
  if (step == "link" || !saying.step->links.empty()) link(draft, saying);
  if (step == "receipt_signed") anchor_on_receipt(draft, saying);
  if (step == "waive") waive(draft, saying);
  if (step == "reopen") lead_to(draft, saying, saying.dossier->head.about);
  if (step == "recall") recall(draft, saying);
  if (step == "suspend" || step == "resume") suspend(draft, saying, step == "resume");
  if (!may_extend(saying)) return;
  // `extend` was barred by what it finds; a kind's own row stands, and says why it moved nothing.
  auto found = bar_extension(draft, saying);
  if (found.empty()) move_clock(draft, saying);
  for (auto& finding : found) draft.find(procedure_finding(finding.code, core::Fault::unmet, finding.path));
}

}  // namespace caseway::engine
