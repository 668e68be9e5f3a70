// Names of transfer, case, clock and agency paths are those of schemas/rules.capnp; one that is not told has no value.
#include "broker/engine/scene.h"

#include <algorithm>

#include "broker/engine/asked.h"
#include "broker/engine/persons.h"
#include "broker/rules/items.h"
#include "broker/rules/looks_at.h"

namespace caseway::engine {

Scene::Scene(const Draft& draft, const Saying& saying)
    : draft_(draft), saying_(saying), transfer_(*draft.transfer(saying.transfer)), envelope_(*saying.envelope) {
  if (envelope_.recipient.empty()) {
    envelope_.recipient = transfer_.sender == envelope_.sender ? transfer_.recipient.value() : transfer_.sender.value();
  }
  view_.bundle = saying.bundle;
  view_.procedure = saying.procedure;
  view_.step = saying.step;
  view_.envelope = &envelope_;
  view_.dossier = saying.dossier;
  static const std::vector<core::Digest> none;
  view_.part_digests = saying.message != nullptr ? &saying.message->message.part_digests : &none;
  view_.received_at = draft.now();
  view_.facts = &draft.facts();
  view_.calendar = &draft.calendar();
  view_.surroundings = &told_;
  view_.settings = &draft.settings();
  view_.in_custody = in_custody(draft, saying, 0);
  tell_documents();
}

bool Scene::holds(const rules::Condition& condition, std::string* path) {
  tell(condition);
  return rules::holds(condition, view_, path);
}

bool Scene::holds_for(const rules::Condition& condition, core::PartyNo party) {
  tell(condition);
  return party == 0 ? rules::holds(condition, view_, nullptr) : rules::holds_for(condition, view_, party);
}

// By the version in force when the step occurred, which may be another than the one by whose tables the transfer goes.
rules::Judgement Scene::evaluate() {
  if (saying_.law != nullptr) {
    view_.bundle = saying_.law;
    view_.procedure = saying_.law->procedure(saying_.procedure->id);
    view_.step = rules::find_step(*view_.procedure, saying_.step->id);
  }
  if (!view_.bundle->regions.empty()) {
    const auto* sayer = find_agency(draft_.state(), saying_.by.empty() ? transfer_.sender.value() : saying_.by);
    if (sayer != nullptr) text("step.region", sayer->agency.region);
  }
  for (const auto& requirement : view_.procedure->requirements) {
    if (!rules::looks_at(requirement, saying_.step->id)) continue;
    tell(requirement.when);
    tell(requirement.must);
  }
  return rules::evaluate(view_);
}

std::vector<std::uint32_t> Scene::items(const rules::AskedItems& list) {
  tell(list.when);
  return rules::numbers_of(list, view_);
}

std::optional<core::Instant> Scene::instant(const rules::Path& path) {
  tell(path);
  return rules::instant_at(path, view_);
}

const rules::View& Scene::view(const rules::ClockRule& rule) {
  tell(rule.anchor_path);
  if (rule.end_path) tell(*rule.end_path);
  if (rule.length_from) tell(*rule.length_from);
  if (rule.length_or) tell(*rule.length_or);
  return view_;
}

// What `held:` paths may see of the facts, and the outcomes of pairs so far.
void Scene::tell_documents() {
  if (!draft_.facts().empty()) {
    for (const auto& held : transfer_.documents) text("transfer.documents", held.type.str());
    if (transfer_.documents.empty()) text("transfer.documents", "none");  // or all facts would pass for its own
  }
  for (const auto& pair : transfer_.pairs) {
    if (pair.outcome.empty()) continue;
    text("pair." + std::to_string(pair.party) + "." + pair.offence.str() + ".outcome", pair.outcome.view());
  }
}

void Scene::tell(const rules::Condition& condition) {
  for (const auto* operand : {&condition.left, &condition.right, &condition.factor}) {
    if (operand->is_path) tell(operand->path);
  }
  if (condition.op == rules::Op::in_time) {
    rules::Path due;
    due.root = rules::Root::clock;
    due.text = "clock." + condition.clock.str() + ".due";
    due.names = {condition.clock, "due"};
    tell(due);
  }
  for (const auto& child : condition.children) tell(child);
}

void Scene::tell(const rules::Path& path) {
  if (path.root == rules::Root::pair) show_pairs();
  if (path.root < rules::Root::transfer) return;
  const auto is_told = [&](const rules::Surrounding& told) { return told.name == path.text; };
  if (std::any_of(told_.begin(), told_.end(), is_told)) return;
  switch (path.root) {
    case rules::Root::transfer: return tell_transfer(path);
    case rules::Root::case_graph: return tell_case(path);
    case rules::Root::clock: return tell_clock(path);
    case rules::Root::agency: return tell_agency(path);
    default: return;
  }
}

void Scene::show_pairs() {
  if (!view_.dossier->head.pairs.empty() || transfer_.pairs.empty()) return;
  dossier_ = *view_.dossier;
  for (const auto& pair : transfer_.pairs) dossier_.head.pairs.push_back({pair.party, pair.offence, pair.unit});
  view_.dossier = &dossier_;
}

void Scene::tell_transfer(const rules::Path& path) {
  const auto name = name_at(path, 0);
  const auto& open = transfer_.open;
  // A row speaks of the state in which it was said, also of clocks that it starts once it led to another.
  if (name == "state")
    return text(path.text, saying_.said_in.empty() ? transfer_.state.view() : saying_.said_in.view());
  if (name == "saidWith" && !saying_.with.empty()) {
    const auto* other = draft_.transfer(saying_.with);
    return text(path.text, other == nullptr ? std::string_view{} : other->state.view());
  }
  if (name == "sender") return text(path.text, transfer_.sender.view());
  if (name == "recipient") return text(path.text, transfer_.recipient.view());
  if (name == "openPairs") return integer(path.text, static_cast<std::int64_t>(open_pairs(transfer_)));
  if (name == "openFindings") {
    return integer(path.text, std::count_if(open.begin(), open.end(), [](const auto& it) { return !it.waived; }));
  }
  if (name == "pendingPaper") {
    const auto& pending = transfer_.pending;
    return integer(path.text, std::count_if(pending.begin(), pending.end(), [](const auto& it) { return it.paper; }));
  }
  if (name == "final") return integer(path.text, transfer_.final_ ? 1 : 0, core::FieldKind::boolean);
  if (name == "asked") return integer(path.text, asked(transfer_));
  if (name == "unanswered") return integer(path.text, unanswered(transfer_));
  if (name == "presentedAt" && !transfer_.presented_at.empty()) {
    return integer(path.text, transfer_.presented_at.ms, core::FieldKind::instant);
  }
  if (name == "signedOffAt" && !transfer_.signed_off_at.empty()) {
    return integer(path.text, transfer_.signed_off_at.ms, core::FieldKind::instant);
  }
  if (name == "documents" && draft_.facts().empty()) {
    for (const auto& held : transfer_.documents) text(path.text, held.type.str());
  }
}

void Scene::tell_agency(const rules::Path& path) {
  const bool of_sender = name_at(path, 0) == "sender";
  const auto name = name_at(path, 1);
  const AgencyId& sender = transfer_.sender;
  const AgencyId& recipient = transfer_.recipient;
  if (name == "isCounterpart") {
    const auto& to = saying_.procedure->to;
    const bool is = std::any_of(to.begin(), to.end(), [&](core::Role role) {
      return counterpart_of(draft_.state(), sender, role, draft_.now()) == recipient;
    });
    return integer(path.text, is && !recipient.empty() ? 1 : 0, core::FieldKind::boolean);
  }
  const auto* member = find_agency(draft_.state(), of_sender ? sender : recipient);
  if (member == nullptr) return;
  if (name == "level") return integer(path.text, member->agency.level);
  if (name == "region") return text(path.text, member->agency.region);
  if (name == "id") return text(path.text, member->agency.id);
  if (name != "roles") return;
  for (const auto role : member->agency.roles) text(path.text, core::name_of(role));
}

void Scene::text(const std::string& name, std::string_view value) {
  told_.push_back({name, {core::FieldKind::code, std::string(value), 0, {}}});
}

void Scene::integer(const std::string& name, std::int64_t value, core::FieldKind kind) {
  told_.push_back({name, {kind, {}, value, {}}});
}

}  // namespace caseway::engine
