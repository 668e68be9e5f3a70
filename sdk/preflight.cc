#include "sdk/preflight.h"

#include <algorithm>

#include "broker/flow/secrecy.h"
#include "broker/rules/edition.h"
#include "broker/rules/evaluate.h"
#include "broker/rules/looks_at.h"
#include "broker/wire/content.h"

namespace caseway::sdk {
namespace {

using rules::Condition;
using rules::Path;
using rules::Root;
using rules::Scope;

/// What is known without the broker.
struct Known {
  const core::Dossier& dossier;
  const rules::PackBundle& bundle;
  const core::Calendar* calendar;
  bool opens;  ///< a transfer that this message opens holds nothing yet

  [[nodiscard]] bool carries(const core::DocumentType& type) const {
    return std::any_of(dossier.documents.begin(), dossier.documents.end(),
                       [&](const auto& one) { return one.type == type; });
  }
};

bool needs_broker(const Path& path, const Known& known) {
  switch (path.root) {
    case Root::transfer:
    case Root::case_graph:
    case Root::clock:
    case Root::agency: return true;
    case Root::pair: return !known.opens;  // pairs and their outcomes so far are the transfer's
    case Root::document:
      if (path.scope == Scope::message) return false;
      if (path.scope == Scope::earlier) return true;
      if (known.carries(path.document)) return false;  // the message's own comes first
      return !(known.opens && path.scope == Scope::transfer);
    default: return false;
  }
}

bool needs_broker(const Condition& condition, const Known& known) {
  for (const auto* operand : {&condition.left, &condition.right, &condition.factor}) {
    if (operand->is_path && needs_broker(operand->path, known)) return true;
  }
  if (condition.op == rules::Op::in_time) {
    const auto* clock = known.bundle.clock(condition.clock);
    const bool asserted = clock != nullptr && clock->anchor == rules::AnchorKind::asserted;
    if (!asserted || known.calendar == nullptr || needs_broker(clock->anchor_path, known)) return true;
  }
  return std::any_of(condition.children.begin(), condition.children.end(),
                     [&](const Condition& child) { return needs_broker(child, known); });
}

/// Evaluates one step, and leaves out what needs the broker.
void judge_step(const rules::View& view, const Known& known, Preflight& result) {
  const rules::Judgement judgement = rules::evaluate(view);
  std::vector<std::string> open;
  for (const auto& requirement : view.procedure->requirements) {
    if (!rules::looks_at(requirement, view.step->id)) continue;
    // Whether a region's rows count, the directory says.
    const bool alone = requirement.local.region.empty() && !needs_broker(requirement.when, known);
    if (alone && !needs_broker(requirement.must, known)) continue;
    open.push_back(requirement.id);
    result.not_judged.push_back({requirement.id, requirement.label});
  }
  for (const auto& finding : judgement.findings) {
    const bool left_out = std::find(open.begin(), open.end(), finding.code) != open.end();
    const bool told = std::find(result.findings.begin(), result.findings.end(), finding) != result.findings.end();
    if (!left_out && !told) result.findings.push_back(finding);
  }
  if (view.step->holds.op != rules::Op::always) {
    result.not_judged.push_back({view.procedure->id.str() + "." + view.step->id.str(), view.step->barred});
  }
}

std::vector<std::string> marked_places(const Composed& message) {
  std::vector<std::string> places;
  const auto marked = [&](BytesView bytes, std::string place) {
    if (flow::holds_printed_mark(bytes)) places.push_back(std::move(place));
  };
  const core::Dossier& dossier = message.dossier;
  core::Dossier head_alone;  // one thing at a time, so that the place can be named
  head_alone.head = dossier.head;
  if (flow::holds_secrecy_field(head_alone)) places.emplace_back("head");
  marked(wire::unpacked_part({core::PartType::dossier, {}, wire::encode_head(dossier.head)}), "head");
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    core::Dossier alone;
    alone.documents.push_back(dossier.documents[i]);
    const std::string place = "documents[" + std::to_string(i) + "]";
    if (flow::holds_secrecy_field(alone)) places.push_back(place);
    marked(wire::unpacked_part({core::PartType::document, {}, wire::encode_document(dossier.documents[i])}), place);
  }
  const auto parts = wire::decode_content(message.content);
  for (std::size_t i = 0; parts.ok() && i < dossier.head.evidence.size(); ++i) {
    const core::PartNo part = dossier.head.evidence[i].part;
    if (part != 0) marked(parts.value()[part].bytes, "head.evidence[" + std::to_string(i) + "].file");
  }
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

void returned(Preflight& result, core::ReturnCode code) {
  result.verdict = core::Verdict::returned;
  result.code = code;
}

}  // namespace

Preflight preflight(const Composed& message, const core::AgencyId& sender, const rules::PackBundle& bundle,
                    const core::Calendar* calendar, core::Instant now) {
  Preflight result;
  result.secret = marked_places(message);
  if (!result.secret.empty()) {
    returned(result, core::ReturnCode::state_secret);
    return result;
  }
  core::Envelope envelope = message.envelope;
  envelope.sender = sender;
  envelope.signed_at = now;
  const auto* procedure = bundle.procedure(envelope.procedure);
  const auto* said = procedure != nullptr ? rules::find_step(*procedure, envelope.step) : nullptr;
  const auto* step = said;
  if (said != nullptr && envelope.step.view() == "enter_from_paper") {
    step = rules::find_step(*procedure, message.dossier.head.paper.step);
  }
  if (step == nullptr) {
    returned(result, procedure == nullptr ? core::ReturnCode::unknown_procedure : core::ReturnCode::unknown_step);
    return result;
  }
  const core::Facts no_facts;
  const std::vector<rules::Surrounding> nothing_told;
  const std::vector<std::pair<core::Code, std::string>> default_settings;
  const core::Calendar no_calendar;
  rules::View view;
  view.bundle = &bundle;
  view.procedure = procedure;
  view.step = step;
  view.envelope = &envelope;
  view.dossier = &message.dossier;
  view.part_digests = &message.part_digests;
  view.received_at = now;
  view.facts = &no_facts;
  view.calendar = calendar != nullptr ? calendar : &no_calendar;
  view.surroundings = &nothing_told;
  view.settings = &default_settings;

  const Known known{message.dossier, bundle, calendar, step->opens_transfer};
  if (rules::covers(bundle, core::law_date_of(envelope.occurred_at))) {
    judge_step(view, known, result);
  } else {
    result.not_judged.push_back({"version",
                                 {"环节发生之日不在本规则版本的有效期内:由当日有效的版本审查,没有则为 no_rule_version",
                                  "it occurred on a day on which this version is not in force: the version of that day "
                                  "judges it, or, where there "
                                  "is none, it is delivered as no_rule_version"}});
  }
  if (said != step) {
    view.step = said;
    judge_step(view, known, result);
  }
  result.not_judged.push_back({"role", {"本单位的角色可否提出该环节", "whether this agency's role may say this step"}});
  if (!step->opens_transfer) {
    result.not_judged.push_back(
        {"state", {"该环节在移送的当前状态下是否可用", "whether this step is open in the transfer's state"}});
  }
  const auto any = [&](auto holds) { return std::any_of(result.findings.begin(), result.findings.end(), holds); };
  if (any([](const core::Finding& one) { return one.stops; })) {
    returned(result, core::ReturnCode::stopped_at_sender);
  } else if (any([&](const core::Finding& one) { return one.bars && one.barred_step == step->id; })) {
    returned(result, core::ReturnCode::step_barred);
  } else if (any([](const core::Finding& one) { return one.bars; })) {
    result.verdict = core::Verdict::next_step_barred;
  } else if (!result.findings.empty()) {
    result.verdict = core::Verdict::proceeds_with_findings;
  }
  return result;
}

}  // namespace caseway::sdk
