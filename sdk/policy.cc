// What the rules ask for in a step, from the pack: before anybody has written a word.
#include <algorithm>

#include "broker/rules/looks_at.h"
#include "sdk/told.h"

namespace caseway::sdk {
namespace {

std::vector<std::string> names_of(const std::vector<core::Role>& roles) {
  std::vector<std::string> all;
  for (const auto role : roles) all.emplace_back(core::name_of(role));
  return all;
}

Requirement tell(const rules::Requirement& rule, const rules::PackBundle& bundle) {
  Requirement told;
  told.code = rule.id;
  told.zh = rule.label.zh;
  told.en = rule.label.en;
  told.document = rule.document.str();
  told.kind = core::name_of(rule.cls);
  told.conditional = rule.when.op != rules::Op::always;
  told.stops = rule.stops;
  for (const auto& step : rule.bars) told.bars.push_back(step.str());
  told.supplied_by = names_of(rule.supplied_by);
  told.waived_by = names_of(rule.waived_by);
  for (const auto& basis : rule.basis) {
    told.basis_zh.push_back(rules::cite(bundle, basis, Language::zh));
    told.basis_en.push_back(rules::cite(bundle, basis, Language::en));
  }
  return told;
}

template <class List, class Name>
std::string joined(const List& list, Name name) {
  std::string text;
  for (const auto& one : list) text += (text.empty() ? "" : ", ") + name(one);
  return text;
}

}  // namespace

Policy tell_step(const rules::PackBundle& bundle, const rules::Procedure& kind, const rules::Step& step,
                 const std::vector<const rules::Requirement*>& asked) {
  Policy policy;
  policy.procedure = kind.id.str();
  policy.step = step.id.str();
  policy.zh = step.label.zh;
  policy.en = step.label.en;
  for (const auto& actor : step.by) {
    for (auto& role : names_of(actor.roles)) policy.said_by.push_back(std::move(role));
  }
  for (const auto& state : step.in_states) policy.in_states.push_back(state.str());
  policy.opens_transfer = step.opens_transfer;
  for (const auto& type : step.documents) policy.documents.push_back(type.str());
  for (const auto* rule : asked) policy.requirements.push_back(tell(*rule, bundle));
  for (const auto& start : step.starts) policy.starts.push_back(start.clock.str());
  for (const auto& end : step.ends) policy.ends.push_back(end.clock.str());
  return policy;
}

Policy tell_policy(const rules::PackBundle& bundle, const std::string& procedure, const std::string& step) {
  const auto kind = core::Code::make(procedure);
  const auto* rules_of = kind ? bundle.procedure(*kind) : nullptr;
  if (rules_of == nullptr) {
    throw Error(Failure::not_found, procedure, "no such procedure in pack " + bundle.id + " " + bundle.version,
                "there are " + joined(bundle.procedures, [](const auto& one) { return one.id.str(); }));
  }
  const auto code = core::Code::make(step);
  const auto* row = code ? rules::find_step(*rules_of, *code) : nullptr;
  if (row == nullptr) {
    throw Error(Failure::not_found, procedure + "." + step, "no such step",
                procedure + " has " + joined(rules_of->steps, [](const auto& one) { return one.id.str(); }));
  }
  std::vector<const rules::Requirement*> asked;
  for (const auto& rule : rules_of->requirements) {
    if (rules::looks_at(rule, row->id)) asked.push_back(&rule);
  }
  return tell_step(bundle, *rules_of, *row, asked);
}

}  // namespace caseway::sdk
