#include "broker/rules/describe_words.h"

#include "broker/core/instant.h"
#include "broker/rules/describe.h"

namespace caseway::rules {

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

namespace {

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

}  // namespace

std::string text_of(const Copy& copy) {
  auto text = std::string(text_of(copy.to));
  if (!copy.roles.empty()) text += " " + text_of(copy.roles);
  text += ": " + (copy.whole               ? std::string("all")
                  : copy.documents.empty() ? "facts " + text_of(copy.facts)
                                           : text_of(copy.documents));
  if (!copy.under.empty()) text += " under " + copy.under.str();
  if (!copy.setting.empty()) text += " by " + copy.setting.str();
  if (!copy.local.region.empty()) text += " in " + text_of(copy.local);
  const auto when = text_of(copy.when);
  return when.empty() ? text : text + " when " + when;
}

std::string text_of(const Opening& opening) {
  return opening.procedure.str() + " from " + std::string(text_of(opening.sender)) + " to " +
         std::string(text_of(opening.to));
}

std::string text_of(const Local& local) {
  if (local.region.empty()) return {};
  auto text = "region " + local.region;
  if (local.from) text += " from " + core::print_date(*local.from);
  if (local.to) text += " to " + core::print_date(*local.to);
  return text;
}

std::string text_of(const LocalLimit& limit) { return std::to_string(limit.length) + " in " + text_of(limit.local); }

std::string text_of(Transition transition) {
  switch (transition) {
    case Transition::keep: return {};
    case Transition::shorten_if_earlier_from_change_day: return "shortened from the change day where that is earlier";
    case Transition::restart_on_change_day: return "counted anew from the change day";
  }
  return {};
}

std::string text_of(const Limb& limb) {
  std::string text;
  for (const auto& one : limb.measures)
    text += (text.empty() ? "" : " and ") + text_of(one.kinds) + " " + std::to_string(one.at_least);
  const auto when = text_of(limb.when);
  return when.empty() ? text : text + " when " + when;
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

}  // namespace caseway::rules
