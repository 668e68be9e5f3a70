// The slow twin: lists that must agree, clocks that a message ends, and whole requirements.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "broker/core/digest.h"
#include "tests/rules/scene.h"
#include "tests/rules/twin.h"

namespace caseway::rules::tests {
namespace {

using core::FieldKind;
using core::Value;

/// The first value of the first field of that name; null where there is none.
const Value* first(const Value& group, std::string_view name) {
  if (group.kind != FieldKind::group) return nullptr;
  for (const auto& one : group.fields) {
    if (one.name == name) return one.values.empty() ? nullptr : &one.values[0];
  }
  return nullptr;
}

const Value* first(const Value& group, std::string_view name, std::string_view other) {
  if (group.kind == FieldKind::group) {
    for (const auto& one : group.fields) {
      if (one.name == name) return first(group, name);
    }
  }
  return first(group, other);
}

bool counts(const Value* value) {
  return value != nullptr &&
         (value->kind == FieldKind::integer || value->kind == FieldKind::date || value->kind == FieldKind::instant ||
          value->kind == FieldKind::boolean || (value->kind == FieldKind::amount && value->text.empty()));
}

using Items = std::map<std::int64_t, std::pair<std::int64_t, std::string>>;  // number -> quantity, unit

std::optional<Items> items_of(const Twin::All& all) {
  Items items;
  for (const auto& one : all) {
    const auto* no = first(one.value, "no", "itemNo");
    const auto* quantity = first(one.value, "quantity", "listed");
    const auto* unit = first(one.value, "unit");
    if (!counts(no) || !counts(quantity)) return std::nullopt;
    const auto made = std::pair{quantity->integer, unit == nullptr ? std::string() : unit->text};
    if (!items.emplace(no->integer, made).second) return std::nullopt;
  }
  return items;
}

/// What is left to be named by the lists of materials of one message, as "document 3", "evidence 0".
struct Materials {
  std::vector<bool> documents;
  std::vector<bool> evidence;
};

/// The part that `row` names, which is named by it then; nothing when it names none that is left.
std::optional<core::PartNo> named_by(const std::string& name, const core::Dossier& dossier, const DocumentType& lists,
                                     Materials& named) {
  const auto take = [&](std::size_t at) -> std::optional<core::PartNo> {
    if (named.documents[at] || dossier.documents[at].type == lists) return std::nullopt;
    named.documents[at] = true;
    return dossier.document_parts[at];
  };
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    if (dossier.documents[i].id == name) return take(i);
  }
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    if (dossier.documents[i].type.str() == name && !named.documents[i]) return take(i);
  }
  for (std::size_t i = 0; i < dossier.head.evidence.size(); ++i) {
    if (dossier.head.evidence[i].id != name) continue;
    if (named.evidence[i]) return std::nullopt;
    named.evidence[i] = true;
    return dossier.head.evidence[i].part;
  }
  return std::nullopt;
}

/// 00:00 of a date, an instant as it is.
core::Instant moment(const Value& value) {
  if (value.kind == FieldKind::instant) return {value.integer};
  return *core::parse_instant(core::print_date(core::Date{static_cast<std::int32_t>(value.integer)}) +
                              "T00:00:00+08:00");
}

std::string line_of(const Requirement& requirement, const std::string& at, const std::string& barred) {
  std::string line = requirement.id + " " + std::string(core::name_of(requirement.fault)) + " " +
                     std::string(core::name_of(requirement.cls));
  if (requirement.stops) line += " stops";
  if (!barred.empty()) line += " bars " + barred;
  if (!at.empty()) line += " at " + at;
  return line;
}

}  // namespace

bool Twin::lists_agree(const Condition& it, const Seen* element) const {
  const auto left = items_of(see(it.left.path, element));
  const auto right = items_of(see(it.right.path, element));
  return left && right && *left == *right;
}

bool Twin::material_list(const DocumentType& asked) const {
  const auto lists = asked.empty() ? *DocumentType::parse("D06") : asked;
  const auto& dossier = *view_.dossier;
  Materials named{std::vector<bool>(dossier.documents.size()), std::vector<bool>(dossier.head.evidence.size())};
  bool there = false;
  for (const auto& list : dossier.documents) {
    if (list.type != lists) continue;
    there = true;
    const auto fields = group(list.fields);
    std::vector<Value> rows;
    for (const auto& one : list.fields) {
      if (one.name != "rows") continue;
      rows = one.values;
      break;
    }
    const auto* total = first(fields, "total");
    if (total != nullptr && (!counts(total) || total->integer != static_cast<std::int64_t>(rows.size()))) return false;
    for (const auto& row : rows) {
      const auto* name = first(row, "document");
      const auto part = name == nullptr ? std::nullopt : named_by(name->text, dossier, lists, named);
      if (!part) return false;
      const auto* digest = first(row, "digest");
      const bool given = digest != nullptr && !digest->text.empty();
      if (*part == 0 ? given : !view_.part_digests->empty()) {
        if (*part == 0 || !given || digest->text != core::hex((*view_.part_digests)[*part])) return false;
      }
    }
  }
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    if (dossier.documents[i].type != lists && !named.documents[i]) return false;
  }
  for (std::size_t i = 0; i < dossier.head.evidence.size(); ++i) {
    if (dossier.head.evidence[i].part != 0 && !named.evidence[i]) return false;
  }
  return there;
}

/// The earliest date or instant; a date from year 1696 to 2243 counts.
std::optional<Value> Twin::earliest(const Path& path) const {
  std::optional<Value> found;
  for (const auto& one : see(path, nullptr)) {
    const auto& value = one.value;
    const bool dated = value.kind == FieldKind::date && value.integer >= -100000 && value.integer <= 100000;
    if (!dated && value.kind != FieldKind::instant) continue;
    if (!found || moment(value) < moment(*found)) found = value;
  }
  return found;
}

NamedLength Twin::named_length(const ClockRule& rule) const {
  for (const auto* path : {&rule.length_from, &rule.length_or}) {
    if (!*path) continue;
    if (const auto end = earliest(**path)) {
      const auto day = end->kind == FieldKind::date ? core::day_ms : 0;
      return {core::Instant{moment(*end).ms + day}, 0};
    }
    for (const auto& one : see(**path, nullptr)) {
      if (one.value.kind != FieldKind::integer || one.value.integer <= 0 || one.value.integer > 36'600) continue;
      return {std::nullopt, static_cast<std::int32_t>(one.value.integer)};
    }
  }
  return {};
}

bool Twin::in_time(const Code& clock) const {
  std::vector<const ClockRule*> rules;
  for (const auto& one : view_.bundle->universal_clocks) rules.push_back(&one);
  for (const auto& procedure : view_.bundle->procedures) {
    for (const auto& one : procedure.clocks) rules.push_back(&one);
  }
  for (const auto* rule : rules) {
    if (rule->id != clock) continue;
    const auto told_end = rule->end_path ? earliest(*rule->end_path) : std::nullopt;
    const auto ended = told_end ? moment(*told_end) : view_.envelope->occurred_at;
    if (rule->anchor == AnchorKind::asserted) {
      const auto anchor = earliest(rule->anchor_path);
      if (!anchor) return true;  // nobody can judge it
      const auto reading =
          twin_reading(*rule, moment(*anchor), view_.in_custody, days_, *view_.settings, named_length(*rule));
      return ended <= reading.later.due;
    }
    for (const auto& due : told("clock." + clock.str() + ".due")) {
      if (counts(&due.value) && ended.ms > due.value.integer) return false;
    }
    return true;
  }
  return true;
}

void Twin::judge_one(const Requirement& requirement, const Seen* element, const std::string& at,
                     TwinJudgement& to) const {
  if (!test(requirement.when, element)) return;
  if (test(requirement.must, element)) {
    to.met.push_back(at.empty() ? requirement.id : requirement.id + " at " + at);
    return;
  }
  if (requirement.bars.empty()) to.findings.push_back(line_of(requirement, at, {}));
  for (const auto& step : requirement.bars) to.findings.push_back(line_of(requirement, at, step.str()));
  to.stopped = to.stopped || requirement.stops;
}

TwinJudgement Twin::judge() const {
  std::set<std::string> of_items;  // those that ask item by item are the engine's
  for (const auto& step : view_.procedure->steps) of_items.insert(step.asks.requirement);
  TwinJudgement judged;
  for (const auto& requirement : view_.procedure->requirements) {
    const auto& steps = requirement.steps;
    const bool looks = steps.empty() || std::count(steps.begin(), steps.end(), view_.step->id) != 0;
    if (!looks || of_items.count(requirement.id) != 0) continue;
    if (!requirement.per_party) {
      judge_one(requirement, nullptr, {}, judged);
      continue;
    }
    for (const auto& party : see(path("party"), nullptr)) {
      judge_one(requirement, &party, "party." + std::to_string(first(party.value, "no")->integer), judged);
    }
  }
  std::stable_partition(judged.met.begin(), judged.met.end(),
                        [](const std::string& line) { return line.find(" at ") == std::string::npos; });
  return judged;
}

TwinJudgement lines_of(const View& view, const Judgement& judgement) {
  TwinJudgement lines;
  lines.stopped = judgement.stopped;
  lines.met = judgement.met;
  for (const auto& one : judgement.met_for) lines.met.push_back(one.id + " at " + one.path);
  std::set<std::string> per_party;
  for (const auto& one : view.procedure->requirements) {
    if (one.per_party) per_party.insert(one.id);
  }
  for (const auto& one : judgement.findings) {
    if (one.code.starts_with("form.")) continue;
    Requirement said;
    said.id = one.code;
    said.fault = one.fault;
    said.cls = one.cls;
    said.stops = one.stops;
    const auto at = per_party.count(one.code) != 0 ? one.path : std::string();
    lines.findings.push_back(line_of(said, at, one.bars ? one.barred_step.str() : std::string()));
  }
  return lines;
}

}  // namespace caseway::rules::tests
