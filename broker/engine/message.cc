#include "broker/engine/message.h"

#include <algorithm>

#include "broker/engine/admit.h"
#include "broker/engine/asked.h"
#include "broker/engine/clocks.h"
#include "broker/engine/closing.h"
#include "broker/engine/instead.h"
#include "broker/engine/open_requirements.h"
#include "broker/engine/opening.h"
#include "broker/engine/persons.h"
#include "broker/engine/receiver.h"
#include "broker/engine/said_with.h"
#include "broker/engine/say.h"
#include "broker/engine/universal.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;
using core::ReturnCode;

Saying saying_of(const Request& request, const rules::Step* step, core::Instant at) {
  Saying saying;
  saying.bundle = request.bundle;
  saying.procedure = request.procedure;
  saying.step = step;
  if (step == request.step) {
    saying.law = request.law == request.bundle ? nullptr : request.law;
    saying.lawless = request.law == nullptr;
  }
  saying.transfer = request.envelope.transfer;
  saying.by = request.envelope.sender;
  saying.at = at;
  saying.message = &request.message;
  saying.envelope = &request.envelope;
  saying.dossier = &request.message.dossier;
  return saying;
}

std::string_view kind_of_finding(std::string_view code) { return code.substr(0, code.find('.')); }

// The condition of the step's own row.
std::vector<core::Finding> unmet_row(const Draft& draft, const Saying& saying) {
  const auto& step = *saying.step;
  std::string path;
  if (!asks(step.holds) || Scene(draft, saying).holds(step.holds, &path)) return {};
  if (is_row_waived(draft, saying, step)) return {};
  return {barring_finding(code_of_row(saying, step), step.id, path)};
}

// No version covers the day: what is asked of every message of every kind (that it is not entered late, nor of days to
// come) is asked still, and nothing else.
void ask_as_everywhere(Draft& draft, rules::Judgement& judgement) {
  draft.find(procedure_finding("no_rule_version", core::Fault::flag, "step.occurredAt"));
  const auto of_a_kind = [](const std::string& code) { return kind_of_finding(code) != "ALL"; };
  std::erase_if(judgement.findings, [&](const core::Finding& one) { return of_a_kind(one.code); });
  std::erase_if(judgement.met, of_a_kind);
  judgement.met_for.clear();
  judgement.stopped = std::any_of(judgement.findings.begin(), judgement.findings.end(),
                                  [](const core::Finding& one) { return one.stops; });
}

// Judges what the message carries; false when it goes back to its sender. Findings stand in the outcome either way.
bool judge(Draft& draft, const Request& request, const Saying& saying, rules::Judgement& judgement) {
  judgement = Scene(draft, saying).evaluate();
  if (saying.lawless) ask_as_everywhere(draft, judgement);
  std::vector<core::Finding> barring = unmet_row(draft, saying);
  if (request.from_paper()) {
    const auto entry = saying_of(request, request.said, saying.at);
    auto of_entry = Scene(draft, entry).evaluate();
    judgement.findings.insert(judgement.findings.end(), of_entry.findings.begin(), of_entry.findings.end());
    judgement.met.insert(judgement.met.end(), of_entry.met.begin(), of_entry.met.end());
    judgement.met_for.insert(judgement.met_for.end(), of_entry.met_for.begin(), of_entry.met_for.end());
    judgement.stopped = judgement.stopped || of_entry.stopped;
  }
  for (const auto& more :
       {still_barring(draft, saying, judgement), bar_universal(draft, saying), bar_added(draft, saying),
        bar_asked(draft, saying), bar_receiver(draft, saying), bar_said_with(draft, saying)}) {
    barring.insert(barring.end(), more.begin(), more.end());
  }
  const auto& transfer = *draft.transfer(saying.transfer);
  if (transfer.pending.size() >= pending_max && (request.from_paper() || must_wait(draft, request))) {
    barring.push_back(barring_finding("pending.too_many", saying.step->id));
  }
  for (const auto& finding : judgement.findings) {
    const bool own = finding.bars && finding.barred_step == saying.step->id && !is_waived(transfer, finding);
    if (!own || !concerns(saying, finding.path)) continue;
    const auto* rule = rules::find_requirement(saying.law != nullptr ? *saying.law : *saying.bundle, finding.code);
    if (rule == nullptr || bars_now(draft, saying, *rule)) barring.push_back(finding);
  }
  if (!barring.empty()) {
    for (auto& finding : barring) draft.find(std::move(finding));
    draft.refuse(ReturnCode::step_barred);
    return false;
  }
  for (const auto& finding : judgement.findings) draft.find(finding);
  if (judgement.stopped) draft.refuse(ReturnCode::stopped_at_sender);
  return !judgement.stopped;
}

void take_effect(Draft& draft, const Request& request, Saying& saying) {
  if (request.confirmed) draft.add(effect::PendingCleared{saying.transfer, request.confirmed->body});
  auto with = said_with(draft, saying);
  use_waiver(draft, saying);
  say(draft, saying);
  say_with(draft, with);
  if (request.from_paper()) {
    // The entry itself happened when it was recorded: its clocks count from there.
    auto envelope = request.envelope;
    envelope.occurred_at = draft.now();
    auto entry = saying_of(request, request.said, draft.now());
    entry.envelope = &envelope;
    end_clocks(draft, entry);
    start_clocks(draft, entry, draft.now());
    draft.add(effect::PendingSet{saying.transfer, saying.step->id, saying.by, request.message.message.body, true});
  }
  finish_universal(draft, saying);
}

// Its sender tells under which number it keeps the case, by a word that waits too. A number that finds no room any more
// is in the index alone.
void note_number(Draft& draft, const Request& request) {
  if (request.message.dossier.head.own_case_number.empty()) return;
  const effect::NumberHeld held{request.envelope.transfer, request.envelope.sender};
  if (fits(*draft.transfer(held.transfer), held)) draft.add(held);
}

void set_verdict(Draft& draft) {
  auto& outcome = draft.outcome();
  if (draft.bars()) {
    outcome.verdict = core::Verdict::next_step_barred;
  } else if (!outcome.findings.empty()) {
    outcome.verdict = core::Verdict::proceeds_with_findings;
  }
}

void tell_open_steps(Draft& draft, const Request& request) {
  draft.outcome().open_steps = steps_instead(draft, request, draft.outcome().return_code);
}

}  // namespace

void decide_message(Draft& draft, const core::MessageEvent& message) {
  const auto& envelope = message.message.envelope;
  draft.add(effect::LaneAdvanced{envelope.sender, envelope.lane, envelope.number,
                                 message.secret ? core::Digest{} : message.message.body, envelope.settled});
  if (message.secret) return draft.refuse(ReturnCode::state_secret);
  if (envelope.step.view() == "void") return;
  Request request(message);
  const auto code = admit(draft, request);
  if (request.bundle != nullptr) draft.outcome().pack = request.law != nullptr ? request.law->digest : request.pack;
  if (code != ReturnCode::none) {
    draft.refuse(code);
    return tell_open_steps(draft, request);
  }
  const bool full = (request.opens || !request.step->opens.empty()) && is_full(draft, envelope.case_id);
  if (request.opens) open_by_message(draft, request);
  auto saying = saying_of(request, request.step, envelope.occurred_at);
  if (full) {
    draft.find(barring_finding("case.too_many", request.step->id));
    return draft.refuse(ReturnCode::step_barred);
  }
  rules::Judgement judgement;
  if (!judge(draft, request, saying, judgement)) return tell_open_steps(draft, request);
  note_number(draft, request);
  if (must_wait(draft, request)) {
    wait(draft, saying);
  } else {
    remember(draft, saying, judgement);
    take_effect(draft, request, saying);
    say_what_follows(draft, saying.at);
  }
  set_verdict(draft);
}

std::vector<Code> open_steps(const rules::PackBundle& bundle, const State& state, const Transfer& transfer,
                             const AgencyId& agency, core::Instant at) {
  std::vector<Code> open;
  const auto* procedure = bundle.procedure(transfer.procedure);
  if (procedure == nullptr) return open;
  for (const auto& step : procedure->steps) {
    if (step.id.view() == "void" || !is_open(step, transfer)) continue;
    if (may_say(state, at, *procedure, step, transfer, agency)) open.push_back(step.id);
  }
  return open;
}

}  // namespace caseway::engine
