#include "tests/rules/twin.h"

#include <algorithm>
#include <map>
#include <set>

#include "tests/rules/scene.h"

namespace caseway::rules::tests {
namespace {

using core::FieldKind;
using core::Value;

bool is_integer(const Value& value) {
  switch (value.kind) {
    case FieldKind::date:
    case FieldKind::instant:
    case FieldKind::integer:
    case FieldKind::boolean: return true;
    case FieldKind::amount: return value.text.empty();  // with words it is no amount, and counts as its words
    default: return false;
  }
}

bool is_group(const Value& value) { return value.kind == FieldKind::group; }

/// An empty text and a yes-or-no that is "not stated" are not there.
bool says_something(const Value& value) {
  if (value.kind == FieldKind::boolean) return value.integer >= 0;
  return is_group(value) || is_integer(value) || !value.text.empty();
}

/// The values of the first field of that name.
std::vector<Value> under(const Value& from, const std::string& name) {
  if (!is_group(from)) return {};
  for (const auto& one : from.fields) {
    if (one.name == name) return one.values;
  }
  return {};
}

/// A document number without what may be written in more than one way.
std::string plain(std::string number) {
  static const std::pair<std::string, std::string> alike[] = {
      {"〔", "("}, {"〕", ")"}, {"[", "("}, {"]", ")"}, {"【", "("}, {"】", ")"}, {"（", "("}, {"）", ")"}, {" ", ""}};
  for (const auto& [written, meant] : alike) {
    for (auto at = number.find(written); at != std::string::npos; at = number.find(written)) {
      number.replace(at, written.size(), meant);
    }
  }
  return number;
}

bool fits(Compare how, int order) {
  switch (how) {
    case Compare::equal: return order == 0;
    case Compare::not_equal: return order != 0;
    case Compare::less: return order < 0;
    case Compare::at_most: return order <= 0;
    case Compare::more: return order > 0;
    case Compare::at_least: return order >= 0;
  }
  return false;
}

template <class T>
int order_of(const T& left, const T& right) {
  return left < right ? -1 : right < left ? 1 : 0;
}

bool is_number(const Value& value) { return value.kind == FieldKind::number || value.kind == FieldKind::document; }

bool compares(Compare how, Value left, Value right) {
  if (is_group(left) || is_group(right) || is_integer(left) != is_integer(right)) return how == Compare::not_equal;
  if (is_integer(left)) {
    const auto as_date = [](Value& value, const Value& beside) {
      if (value.kind != FieldKind::instant || beside.kind != FieldKind::date) return;
      value = date(core::print_instant(core::Instant{value.integer}).substr(0, 10).c_str());
    };
    as_date(left, right);
    as_date(right, left);
    return fits(how, order_of(left.integer, right.integer));
  }
  const bool same = (is_number(left) || is_number(right)) && plain(left.text) == plain(right.text);
  return fits(how, same ? 0 : order_of(left.text, right.text));
}

using Keys = std::multiset<std::pair<std::string, std::int64_t>>;

Keys keys(const Twin::All& all) {
  Keys made;
  for (const auto& [value, is_document, stamp, carrier] : all) {
    const bool number = is_integer(value);
    made.insert({is_group(value) || number ? "" : value.text, number ? value.integer : 0});
  }
  return made;
}

/// Nothing when there is no value, one is no integer, or the sum does not fit on the way.
std::optional<std::int64_t> sum(const Twin::All& all) {
  if (all.empty()) return std::nullopt;
  __extension__ __int128 total = 0;
  for (const auto& one : all) {
    if (!is_integer(one.value)) return std::nullopt;
    total += one.value.integer;
    if (total < INT64_MIN || total > INT64_MAX) return std::nullopt;
  }
  return static_cast<std::int64_t>(total);
}

Value flag(bool value) { return integer(value ? 1 : 0, FieldKind::boolean); }

std::vector<Value> texts(const std::vector<std::string>& all) {
  std::vector<Value> made;
  for (const auto& one : all) made.push_back(text(one));
  return made;
}

std::vector<Value> date_unless_none(core::Date date) {
  if (date.days == 0) return {};
  return {integer(date.days, FieldKind::date)};
}

Value party_value(const core::Party& it) {
  return group({field("no", integer(it.no)), field("kind", text(it.kind)), field("name", text(it.name)),
                field("aliases", texts(it.aliases)), field("idType", text(it.id_type)),
                field("id", text(it.id, FieldKind::person)), field("org", text(it.org, FieldKind::organisation)),
                field("roles", texts(it.roles)), field("present", flag(it.present)), field("measure", text(it.measure)),
                field("inCustody", flag(it.measure == "detention" || it.measure == "arrest"))});
}

Value evidence_value(const core::EvidenceItem& it) {
  std::vector<Value> custody;
  for (const auto& one : it.custody) {
    custody.push_back(group({field("holder", text(one.holder, FieldKind::agency)),
                             field("since", integer(one.since.ms, FieldKind::instant)), field("place", text(one.place)),
                             field("seal", text(one.seal))}));
  }
  static constexpr const char* letters[] = {"E", "S", "P", "M"};
  return group({field("id", text(it.id)), field("class", text(it.evidence_class)), field("title", text(it.title)),
                field("maker", text(it.maker)), field("made", date_unless_none(it.made)),
                field("carrier", text(letters[static_cast<int>(it.carrier) - 1])),
                field("language", text(it.language.empty() ? "zh" : it.language)), field("abroad", flag(it.abroad)),
                field("secrecy", text(it.secrecy)), field("fileName", text(it.file_name)),
                field("hasPart", flag(it.part != 0)), field("custody", custody)});
}

/// The head as a group of groups. `outcome_of` tells what is known of a pair so far.
template <class OutcomeOf>
Value head_value(const core::DossierHead& it, OutcomeOf outcome_of) {
  std::map<std::string, std::vector<Value>> lists;
  for (const auto& one : it.parties) lists["parties"].push_back(party_value(one));
  for (const auto& one : it.pairs) {
    lists["pairs"].push_back(group({field("party", integer(one.party)), field("offence", text(one.offence.str())),
                                    field("unit", flag(one.unit)), field("outcome", outcome_of(one))}));
  }
  for (const auto& one : it.outcomes) {
    lists["outcomes"].push_back(
        group({field("party", integer(one.party)), field("offence", text(one.offence.str())),
               field("outcome", text(one.outcome.str())), field("ground", text(one.ground.str())),
               field("document", text(one.document, FieldKind::document))}));
  }
  for (const auto& one : it.acts) {
    lists["acts"].push_back(group({field("offence", text(one.offence.str())), field("from", date_unless_none(one.from)),
                                   field("to", date_unless_none(one.to)), field("place", text(one.place))}));
  }
  for (const auto& one : it.amounts) {
    lists["amounts"].push_back(
        group({field("kind", text(one.kind.str())), field("fen", integer(one.fen, FieldKind::amount)),
               field("asWritten", text(one.as_written))}));
  }
  for (const auto& one : it.rights) {
    lists["rights"].push_back(
        group({field("type", text(one.type.str())), field("number", text(one.number)), field("name", text(one.name))}));
  }
  for (const auto& one : it.evidence) lists["evidence"].push_back(evidence_value(one));
  std::vector<core::Field> fields{
      field("title", text(it.title)),       field("ownCaseNumber", text(it.own_case_number, FieldKind::number)),
      field("secrecy", text(it.secrecy)),   field("note", text(it.note)),
      field("about", text(it.about.str())), field("linkRelation", text(it.link_relation.str()))};
  if (!it.links.empty()) fields.push_back(field("links", integer(static_cast<std::int64_t>(it.links.size()))));
  if (it.paper.entered) {
    fields.push_back(field("paper", group({field("entered", flag(true)), field("step", text(it.paper.step.str())),
                                           field("paperNumber", text(it.paper.paper_number, FieldKind::number)),
                                           field("postmark", date_unless_none(it.paper.postmark))})));
  }
  for (auto& [name, values] : lists) fields.push_back(field(name, std::move(values)));
  return group(std::move(fields));
}

Value step_value(const View& view) {
  const auto& it = *view.envelope;
  const auto at = [](core::Instant instant) { return integer(instant.ms, FieldKind::instant); };
  const auto documents = static_cast<std::int64_t>(view.dossier->documents.size());
  std::vector<core::Field> fields{field("occurredAt", at(it.occurred_at)),
                                  field("signedAt", at(it.signed_at)),
                                  field("receivedAt", at(view.received_at)),
                                  field("documents", integer(documents)),
                                  field("sender", text(it.sender, FieldKind::agency)),
                                  field("recipient", text(it.recipient, FieldKind::agency)),
                                  field("procedure", text(it.procedure.str())),
                                  field("step", text(it.step.str())),
                                  field("fromPaper", flag(view.dossier->head.paper.entered))};
  if (!it.confirms.empty()) fields.push_back(field("confirms", flag(true)));
  return group(std::move(fields));
}

const char* list_of_root(Root root) {
  switch (root) {
    case Root::party: return "parties";
    case Root::pair: return "pairs";
    case Root::outcome: return "outcomes";
    case Root::act: return "acts";
    case Root::amount: return "amounts";
    case Root::right: return "rights";
    case Root::evidence: return "evidence";
    default: return "";
  }
}

}  // namespace

Twin::Twin(const View& view, const caseway::tests::DayByDay& days) : view_(view), days_(days) {
  head_ = head_value(view.dossier->head, [&](const core::Pair& pair) {
    std::vector<Value> values;
    for (const auto& one : told("pair." + std::to_string(pair.party) + "." + pair.offence.str() + ".outcome")) {
      values.push_back(one.value);
    }
    return values;
  });
  step_ = step_value(view);
}

Twin::All Twin::told(const std::string& name) const {
  All all;
  for (const auto& one : *view_.surroundings) {
    if (one.name == name) all.push_back({one.value});
  }
  return all;
}

Twin::All Twin::documents(const Path& path) const {
  All all;
  const auto take = [&](const core::Document& it) { all.push_back({group(it.fields), true, it.stamp, it.carrier}); };
  if (path.scope != Scope::earlier) {
    for (const auto& one : view_.dossier->documents) {
      if (one.type == path.document) take(one);
    }
  }
  if (!all.empty() || path.scope == Scope::message) return all;
  if (path.scope == Scope::transfer) {
    bool held = false;
    for (const auto& one : told("transfer.documents")) held = held || one.value.text == path.document.str();
    if (!held) return all;
  }
  for (const auto& fact : *view_.facts) {
    if (fact.is_head || fact.is_message || fact.type != path.document) continue;
    core::Document erased;
    take(fact.absent ? erased : fact.document);
    return all;  // the first of a type counts
  }
  return all;
}

Twin::All Twin::see(const Path& path, const Seen* element) const {
  All found;
  switch (path.root) {
    case Root::transfer:
    case Root::case_graph:
    case Root::clock:
    case Root::agency: return told(path.text);
    case Root::document: found = documents(path); break;
    case Root::element:
      if (element != nullptr) found = {*element};
      break;
    case Root::head:
    case Root::step:
      if (path.names.empty()) return {};
      found = {Seen{path.root == Root::head ? head_ : step_}};
      break;
    default:
      for (auto& value : under(head_, list_of_root(path.root))) found.push_back({value});
  }
  for (const auto& name : path.names) {
    All next;
    for (const auto& one : found) {
      for (auto& value : under(one.value, name.str())) next.push_back({value});
    }
    found = std::move(next);
  }
  std::erase_if(found, [](const Seen& one) { return !says_something(one.value); });
  return found;
}

Twin::All Twin::see(const Operand& operand, const Seen* element) const {
  All found = operand.is_path ? see(operand.path, element) : All{Seen{operand.constant}};
  if (operand.plus == 0) return found;
  All shifted;
  for (auto one : found) {
    if (!is_integer(one.value) || __builtin_add_overflow(one.value.integer, operand.plus, &one.value.integer)) continue;
    shifted.push_back(std::move(one));
  }
  return shifted;
}

std::int64_t Twin::how_many(const Condition& it, const Seen* element) const {
  const auto all = see(it.left.path, element);
  return std::count_if(all.begin(), all.end(),
                       [&](const Seen& one) { return it.children.empty() || test(it.children[0], &one); });
}

bool Twin::compare(const Condition& it, const Seen* element) const {
  bool held = false;
  for (const auto& left : see(it.left, element)) {
    for (const auto& right : see(it.right, element)) held = held || compares(it.compare, left.value, right.value);
  }
  return held;
}

bool Twin::on_documents(const Condition& it, const Seen* element) const {
  static constexpr const char* letters[] = {"E", "S", "P", "M"};
  const auto all = see(it.left.path, element);
  const auto asked = [&](const std::string& word) {
    return std::count(it.constants.begin(), it.constants.end(), word) != 0;
  };
  return !all.empty() && std::all_of(all.begin(), all.end(), [&](const Seen& one) {
    if (!one.is_document) return false;
    return asked(it.op == Op::stamp_is ? std::string(core::name_of(one.stamp))
                                       : letters[static_cast<int>(one.carrier) - 1]);
  });
}

bool Twin::test(const Condition& it, const Seen* element) const {
  const auto left = see(it.left, element);
  const auto held = std::count_if(it.children.begin(), it.children.end(),
                                  [&](const Condition& child) { return test(child, element); });
  const auto children = static_cast<std::int64_t>(it.children.size());
  switch (it.op) {
    case Op::always: return true;
    case Op::all: return held == children;
    case Op::any: return held > 0;
    case Op::not_: return held == 0;
    case Op::at_least: return held >= it.number;
    case Op::for_all: return how_many(it, element) == static_cast<std::int64_t>(left.size());
    case Op::exists: return how_many(it, element) > 0;
    case Op::count: return fits(it.compare, order_of(how_many(it, element), it.number));
    case Op::present: return !left.empty();
    case Op::compare: return compare(it, element);
    case Op::in:
      return std::any_of(left.begin(), left.end(), [&](const Seen& one) {
        if (is_group(one.value)) return false;
        const auto word = is_integer(one.value) ? std::to_string(one.value.integer) : one.value.text;
        return std::count(it.constants.begin(), it.constants.end(), word) != 0;
      });
    case Op::sum_equals: return sum(left) && sum(left) == sum(see(it.right, element));
    case Op::product_equals: {
      const auto a = sum(left);
      const auto b = sum(see(it.factor, element));
      const auto whole = sum(see(it.right, element));
      return a && b && whole && __extension__ __int128{*a} * *b == *whole;
    }
    case Op::distinct: {
      const auto all = keys(left);
      return std::set(all.begin(), all.end()).size() == all.size() && static_cast<int64_t>(all.size()) >= it.number;
    }
    case Op::different: {
      const auto all = keys(left);
      return static_cast<std::int64_t>(std::set(all.begin(), all.end()).size()) >= it.number;
    }
    case Op::covers: {
      const auto whole = keys(see(it.right, element));
      const auto part = keys(left);
      return std::all_of(part.begin(), part.end(), [&](const auto& one) { return whole.count(one) > 0; });
    }
    case Op::stamp_is:
    case Op::carrier_is: return on_documents(it, element);
    case Op::lists_agree: return lists_agree(it, element);
    case Op::material_list: return material_list(it.left.path.document);
    case Op::in_time: return in_time(it.clock);
    case Op::well_formed: break;
  }
  FAIL("the twin does not know forms");
  return false;
}

}  // namespace caseway::rules::tests
