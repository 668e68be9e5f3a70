#include "broker/rules/describe.h"

#include <cstdlib>

#include "broker/core/instant.h"
#include "broker/rules/explain.h"

namespace caseway::rules {
namespace {

template <class T>
std::string text_of(const std::vector<T>& all);  // below all that it may call

std::string text_of(const std::string& text) { return text; }
std::string text_of(const Code& code) { return code.str(); }
std::string text_of(const DocumentType& type) { return type.empty() ? std::string() : type.str(); }
std::string text_of(core::Role role) { return std::string(core::name_of(role)); }
std::string text_of(core::Carrier carrier) { return std::string(core::name_of(carrier)); }
std::string text_of(const std::optional<Path>& path) { return path ? path->text : std::string(); }
std::string text_of(const std::optional<core::Date>& date) { return date ? core::print_date(*date) : std::string(); }
std::string text_of(const Label& label) {
  return label.zh.empty() && label.en.empty() ? std::string() : label.zh + " (" + label.en + ")";
}
std::string text_of(const Condition& condition) {
  return condition.op == Op::always ? std::string() : print_condition(condition);
}
std::string text_of(const CodeValue& value) { return value.code + " " + text_of(value.label); }

std::string_view text_of(Side side) {
  switch (side) {
    case Side::sender: return "sender";
    case Side::receiver: return "receiver";
    case Side::either: return "either side";
    case Side::both: return "both sides";
    case Side::system: return "the bus";
    case Side::opener: return "opener";
    case Side::other: return "a third";
  }
  return {};
}

std::string text_of(const Actor& actor) {
  auto text = std::string(text_of(actor.side));
  if (!actor.roles.empty()) text += " (" + text_of(actor.roles) + ")";
  return text;
}

std::string text_of(const ClockStart& start) {
  auto text = start.clock.str();
  if (start.per_pair) text += " for each person";
  if (start.on_receipt) text += " on receipt";
  if (start.warn_from) text += " warning from " + start.warn_from->text;
  const auto when = text_of(start.when);
  return when.empty() ? text : text + " when " + when;
}

std::string text_of(const ClockStop& stop) {
  auto text = stop.clock.str();
  if (stop.per_pair) text += " of those decided";
  const auto when = text_of(stop.when);
  return when.empty() ? text : text + " when " + when;
}

std::string_view text_of(CopyTo to) {
  switch (to) {
    case CopyTo::role: return "counterparts";
    case CopyTo::sender: return "sender";
    case CopyTo::receiver: return "receiver";
    case CopyTo::first_sender: return "first sender";
    case CopyTo::earlier_senders: return "earlier senders";
    case CopyTo::holders: return "holders";
    case CopyTo::region_members: return "members of the region";
  }
  return {};
}

std::string text_of(const Copy& copy) {
  auto text = std::string(text_of(copy.to));
  if (!copy.roles.empty()) text += " " + text_of(copy.roles);
  text += ": " + (copy.whole               ? std::string("all")
                  : copy.documents.empty() ? "facts " + text_of(copy.facts)
                                           : text_of(copy.documents));
  if (!copy.under.empty()) text += " under " + copy.under.str();
  if (!copy.setting.empty()) text += " by " + copy.setting.str();
  const auto when = text_of(copy.when);
  return when.empty() ? text : text + " when " + when;
}

std::string text_of(const Opening& opening) {
  return opening.procedure.str() + " from " + std::string(text_of(opening.sender)) + " to " +
         std::string(text_of(opening.to));
}

template <class T>
std::string text_of(const std::vector<T>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ", ") + text_of(one);
  return text;
}

std::string lead_of(const Step& step) {
  switch (step.lead) {
    case Lead::same: return {};
    case Lead::state: return step.state.str();
    case Lead::decided_when_no_pair_open:
      return step.state.str() + " once nobody is open" +
             (step.otherwise.empty() ? std::string() : ", else " + step.otherwise.str());
    case Lead::first_that_holds: {
      std::string text;
      for (const auto& branch : step.branches)
        text += (text.empty() ? "" : "; ") + branch.state.str() + " when " + print_condition(branch.when);
      return text;
    }
  }
  return {};
}

std::string states_of(const Step& step) {
  if (step.opens_transfer) return "opens";
  if (step.in_any_state)
    return step.in_final_only ? "any final" : step.in_final_too ? "any, final too" : "any but final";
  return text_of(step.in_states);
}

std::string length_of(const ClockRule& rule) {
  const auto unit = rule.unit == Unit::hours ? " hours" : rule.unit == Unit::months ? " months" : " days";
  auto text = rule.length == 0 ? std::string() : std::to_string(rule.length) + unit;
  if (rule.second_length != 0) text += " and " + std::to_string(rule.second_length) + unit;
  switch (rule.basis_of_days) {
    case DayBasis::none: break;
    case DayBasis::calendar: text += " (calendar)"; break;
    case DayBasis::working: text += " (working)"; break;
    case DayBasis::disputed: text += " (disputed)"; break;
  }
  return text;
}

std::string anchor_of(const ClockRule& rule) {
  if (rule.anchor == AnchorKind::received) return "receipt of " + text_of(rule.anchor_document);
  return rule.anchor == AnchorKind::asserted ? rule.anchor_path.text : "the step that starts it";
}

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
  return row.article(bundle, asked.basis).done();
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
  for (const auto& kind : bundle.procedures) {
    Says row("kind", kind.id.str(), kind.label);
    row.of("from", kind.from).of("to", kind.to).of("outcomes", kind.outcomes).of("counters", kind.counters);
    for (const auto& state : kind.states)
      row.of(("state " + state.id.str()).c_str(), text_of(state.label) + (state.final_ ? ", final" : ""));
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
  return rows;
}

}  // namespace caseway::rules
