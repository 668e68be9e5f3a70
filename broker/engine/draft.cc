#include "broker/engine/draft.h"

#include <algorithm>
#include <variant>

namespace caseway::engine {

namespace effect = core::effect;

const core::Envelope& no_envelope() {
  static const core::Envelope none;
  return none;
}

const core::Dossier& no_dossier() {
  static const core::Dossier none;
  return none;
}

core::Finding procedure_finding(std::string code, core::Fault fault, std::string path) {
  core::Finding finding;
  finding.code = std::move(code);
  finding.fault = fault;
  finding.cls = core::FindingClass::procedure;
  finding.path = std::move(path);
  return finding;
}

core::Finding barring_finding(std::string code, const Code& step, std::string path) {
  auto finding = procedure_finding(std::move(code), core::Fault::unmet, std::move(path));
  finding.bars = true;
  finding.barred_step = step;
  return finding;
}

Draft::Draft(const Library& library, const State& state, const core::Facts& facts, const core::Event& event)
    : library_(library), state_(state), facts_(facts), event_(event) {
  outcome_.engine_version = state.engine_version;
  for (const auto& [id, value] : state.settings) settings_.emplace_back(id, value);
}

// What an effect shows of itself in the draft. Those of mailboxes, lanes, directory and time show nothing: no rule
// reads them.
struct Draft::Note {
  Draft& draft;
  Stamp stamp;

  void operator()(const effect::TransferOpened& effect) const {
    draft.transfers_.insert_or_assign(effect.transfer, opened(draft.names_, stamp, effect));
    auto* graph = draft.touch(effect.case_id);
    if (graph == nullptr) {
      graph = &draft.cases_[effect.case_id];
      graph->id = effect.case_id;
      graph->first_sender = draft.names_.keep(effect.sender);
    }
    graph->transfers.push_back(effect.transfer);
  }
  template <class Effect>
  requires requires(Transfer& t, Names& n, const Stamp& s, const Effect& e) { change(t, n, s, e); }
  void operator()(const Effect& effect) const {
    auto* transfer = draft.touch(transfer_of(effect));
    if (transfer == nullptr) return;
    MUST(fits(*transfer, effect));
    change(*transfer, draft.names_, stamp, effect);
  }
  template <class Effect>
  requires requires(Case& c, Names& n, const Effect& e) { change(c, n, e); }
  void operator()(const Effect& effect) const {
    auto* graph = draft.touch(effect.case_id);
    if (graph != nullptr) change(*graph, draft.names_, effect);
  }
  void operator()(const effect::LaneAdvanced&) const {}
  void operator()(const effect::Delivered&) const {}
  void operator()(const effect::DeliveryDone&) const {}
  void operator()(const effect::DeliveryParked&) const {}
  void operator()(const effect::DirectoryChanged&) const {}
  void operator()(const effect::PackActivated&) const {}
  void operator()(const effect::ChangeCarried&) const {}
  void operator()(const effect::TimeSet&) const {}
  void operator()(const effect::SettingSet&) const {}
  void operator()(const effect::Dropped&) const {}

 private:
  template <class Effect>
  static const core::TransferId& transfer_of(const Effect& effect) {
    if constexpr (requires { effect.key; }) {
      return effect.key.transfer;
    } else {
      return effect.transfer;
    }
  }
};

void Draft::add(core::Effect effect) {
  std::visit(Note{*this, {record(), now()}}, effect);
  outcome_.effects.push_back(std::move(effect));
}

void Draft::find(core::Finding finding) {
  auto& findings = outcome_.findings;
  bars_ = bars_ || finding.bars;
  if (findings.size() >= core::limits::findings_max) return;
  if (std::find(findings.begin(), findings.end(), finding) != findings.end()) return;
  const bool last = findings.size() + 1 == core::limits::findings_max;
  findings.push_back(last ? procedure_finding("findings.more", core::Fault::flag) : std::move(finding));
}

void Draft::refuse(core::ReturnCode code) {
  outcome_.verdict = core::Verdict::returned;
  outcome_.return_code = code;
  std::erase_if(outcome_.effects,
                [](const core::Effect& effect) { return !std::holds_alternative<effect::LaneAdvanced>(effect); });
  transfers_.clear();
  cases_.clear();
  deliveries_.clear();
}

const Transfer* Draft::known(const core::TransferId& id) const {
  for (const auto& [each, transfer] : known_)
    if (each == id) return transfer;
  known_.emplace_back(id, find_transfer(state_, id));
  return known_.back().second;
}

const Case* Draft::known(const core::CaseId& id) const {
  for (const auto& [each, graph] : known_cases_)
    if (each == id) return graph;
  known_cases_.emplace_back(id, find_case(state_, id));
  return known_cases_.back().second;
}

const Transfer* Draft::transfer(const core::TransferId& id) const {
  auto found = transfers_.find(id);
  return found != transfers_.end() ? &found->second : known(id);
}

const Case* Draft::graph(const core::CaseId& id) const {
  auto found = cases_.find(id);
  return found != cases_.end() ? &found->second : known(id);
}

Transfer* Draft::touch(const core::TransferId& id) {
  auto found = transfers_.find(id);
  if (found != transfers_.end()) return &found->second;
  const auto* held = known(id);
  return held == nullptr ? nullptr : &transfers_.emplace(id, *held).first->second;
}

Case* Draft::touch(const core::CaseId& id) {
  auto found = cases_.find(id);
  if (found != cases_.end()) return &found->second;
  const auto* held = known(id);
  return held == nullptr ? nullptr : &cases_.emplace(id, *held).first->second;
}

const rules::PackBundle* Draft::bundle(const core::Digest& pack) const {
  auto found = library_.bundles.find(pack);
  return found == library_.bundles.end() ? nullptr : found->second.get();
}

const core::Calendar& Draft::calendar() const { return calendar(state_.calendar); }

const core::Calendar& Draft::calendar(const core::Digest& calendar) const {
  auto found = library_.calendars.find(calendar);
  return found == library_.calendars.end() ? without_data_ : *found->second;
}

std::string Draft::setting(const rules::PackBundle& bundle, const Code& id) const {
  if (auto found = state_.settings.find(id); found != state_.settings.end()) return found->second;
  const auto* known = bundle.setting(id);
  return known == nullptr ? std::string() : known->default_value;
}

bool Draft::setting_on(const rules::PackBundle& bundle, const Code& id) const {
  return id.empty() || setting(bundle, id).substr(0, 2) == "on";
}

std::vector<core::TransferId> Draft::touched() const {
  std::vector<core::TransferId> ids;
  for (const auto& [id, transfer] : transfers_) ids.push_back(id);
  return ids;
}

std::uint64_t Draft::next_delivery(const AgencyId& mailbox) {
  auto [place, first] = deliveries_.try_emplace(mailbox, 0);
  if (first) {
    const auto* member = find_agency(state_, mailbox);
    place->second = member == nullptr ? 1 : member->mailbox.next;
  }
  return place->second++;
}

}  // namespace caseway::engine
