#include "broker/rules/describe.h"

#include "broker/rules/describe_words.h"
#include "broker/rules/explain.h"

namespace caseway::rules {
namespace {

/// Collects what a row says; what says nothing is left out.
class Says {
 public:
  Says(std::string what, std::string id, Label label) : row_{std::move(what), std::move(id), std::move(label), {}} {}
  template <class T>
  Says& of(const char* aspect, const T& value) {
    auto text = std::string(text_of(value));
    if (!text.empty()) row_.aspects.emplace_back(aspect, std::move(text));
    return *this;
  }
  Says& if_so(const char* aspect, bool value) { return of(aspect, std::string(value ? "yes" : "")); }
  Says& article(const PackBundle& bundle, const std::vector<Basis>& all) {
    std::string text;
    for (const auto& basis : all) text += (text.empty() ? "" : "; ") + cite(bundle, basis, Language::en);
    return of("article", text);
  }
  Row done() { return std::move(row_); }

 private:
  Row row_;
};

Row row_of(const PackBundle& bundle, const Procedure& kind, const Step& step) {
  Says row("step", kind.id.str() + "." + step.id.str(), step.label);
  row.of("said by", step.by).of("in states", states_of(step)).of("said with", step.with_steps);
  row.of("only when", step.holds).of("may be opened by", step.waived_by).of("documents", step.documents);
  row.of("starts", step.starts).of("ends", step.ends).of("pauses", step.pauses).of("resumes", step.resumes);
  row.of("copies", step.copies).of("opens", step.opens).of("leads to", lead_of(step)).of("outcome", step.outcome);
  row.of("counts", step.counters).if_so("adds persons", step.pairs_added).of("links", step.links);
  row.of("asks for", step.asks.requirement).of("answers", step.answers.requirement);
  row.if_so("needs consent after sign-off", step.needs_consent);
  return row.article(bundle, step.basis).done();
}

Row row_of(const PackBundle& bundle, const Requirement& asked) {
  Says row("requirement", asked.id, asked.label);
  row.of("sentence", asked.missing).of("steps", asked.steps).of("document", asked.document);
  row.of("applies when", asked.when).of("asks", asked.must).if_so("for each person", asked.per_party);
  row.if_so("stops the message", asked.stops).of("bars", asked.bars).of("bars while", asked.bars_while);
  row.of("supplied by", asked.supplied_by).of("waived by", asked.waived_by).of("setting", asked.setting);
  row.of("class", std::string(core::name_of(asked.cls))).of("fault", std::string(core::name_of(asked.fault)));
  return row.of("in", asked.local).article(bundle, asked.basis).done();
}

Row row_of(const PackBundle& bundle, const ClockRule& rule) {
  Says row("clock", rule.id.str(), rule.label);
  row.of("length", length_of(rule)).of("anchor", anchor_of(rule)).of("length from", rule.length_from);
  row.of("or from", rule.length_or).of("ended at", rule.end_path).if_so("rolls to a working day", rule.rolls);
  row.if_so("no roll in custody", rule.custody_no_roll).of("owner", std::string(text_of(rule.owner)));
  if (rule.extension.allowed)
    row.of("extended by", rule.extension.approvers.empty() ? std::string("whom its document names")
                                                           : text_of(rule.extension.approvers));
  if (rule.pre_warning_ms > 0) row.of("warns before", std::to_string(rule.pre_warning_ms / core::hour_ms) + " hours");
  row.if_so("may be suspended", rule.suspends).of("raises", rule.raises).of("late finding", rule.late_finding);
  row.of("line to", rule.line_to).if_so("may pass", rule.may_pass).of("setting", rule.setting);
  row.of("earlier limits", rule.local).of("when a version changes", rule.transition);
  return row.of("consequence", rule.consequence).article(bundle, rule.basis).done();
}

void add_fields(Says& row, const std::vector<FieldType>& fields, const std::string& before) {
  for (const auto& field : fields) {
    const auto name = before + field.name.str();
    auto text = text_of(field.label) + ", " + std::string(core::name_of(field.kind));
    if (field.list) text += ", list";
    text += field.need == Need::required   ? ", required"
            : field.need == Need::optional ? ""
                                           : ", when " + print_condition(field.when);
    if (!field.code_list.empty()) text += ", of " + field.code_list.str();
    row.of(("field " + name).c_str(), text);
    add_fields(row, field.fields, name + ".");
  }
}

}  // namespace

std::vector<Row> describe(const PackBundle& bundle) {
  std::vector<Row> rows;
  Says set("set", bundle.id, {});
  set.of("issued by", bundle.issuer).of("agreement", bundle.agreement).of("in force from", bundle.effective_from);
  rows.push_back(set.of("until", bundle.effective_to).of("sources read", bundle.checked_as_of).done());
  for (const auto& kind : bundle.procedures) {
    Says row("kind", kind.id.str(), kind.label);
    row.of("from", kind.from).of("to", kind.to).of("outcomes", kind.outcomes).of("counters", kind.counters);
    for (const auto& state : kind.states)
      row.of(("state " + state.id.str()).c_str(), text_of(state.label) + (state.final_ ? ", final" : "") +
                                                      (state.was.empty() ? "" : ", was " + text_of(state.was)));
    rows.push_back(row.article(bundle, kind.basis).done());
    for (const auto& step : kind.steps) rows.push_back(row_of(bundle, kind, step));
    for (const auto& asked : kind.requirements) rows.push_back(row_of(bundle, asked));
    for (const auto& rule : kind.clocks) rows.push_back(row_of(bundle, rule));
  }
  for (const auto& rule : bundle.universal_clocks) rows.push_back(row_of(bundle, rule));
  for (const auto& document : bundle.documents) {
    Says row("document", document.type.str(), document.label);
    row.of("issued by", document.issuers)
        .of("carriers", document.carriers)
        .if_so("stamp needed", document.stamp_needed);
    add_fields(row, document.fields, "");
    rows.push_back(row.article(bundle, document.basis).done());
  }
  for (const auto& setting : bundle.settings) {
    Says row("setting", setting.id.str(), setting.title);
    rows.push_back(row.of("default", setting.default_value).of("or", setting.alternatives).done());
  }
  for (const auto& list : bundle.code_lists)
    rows.push_back(Says("code list", list.name.str(), {}).of("values", list.values).done());
  for (const auto& law : bundle.instruments) {
    Says row("instrument", law.key.str(), law.title);
    row.of("number", law.number).of("in force from", law.effective_from).of("until", law.effective_to);
    rows.push_back(row.of("read", law.checked_as_of).done());
  }
  for (const auto& one : bundle.standards) {
    Says row("filing standard", one.offence.str() + " " + one.version, {});
    row.of("in force from", one.effective_from).of("until", one.effective_to).of("met by", one.limbs);
    rows.push_back(row.article(bundle, one.basis).done());
  }
  return rows;
}

}  // namespace caseway::rules
