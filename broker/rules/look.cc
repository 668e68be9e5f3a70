#include "broker/rules/look.h"

#include <algorithm>
#include <array>
#include <optional>

namespace caseway::rules {
namespace {

using core::FieldKind;

bool means_text(FieldKind kind) {
  switch (kind) {
    case FieldKind::date:
    case FieldKind::instant:
    case FieldKind::amount:
    case FieldKind::integer:
    case FieldKind::boolean:
    case FieldKind::group: return false;
    default: return true;
  }
}

/// An empty text and a yes or no that is "not stated" are not there.
bool is_blank(const Thing& thing) {
  if (thing.kind == ThingKind::text) return thing.text.empty();
  return thing.kind == ThingKind::integer && thing.value_kind == FieldKind::boolean && thing.integer < 0;
}

/// Walks one path: `names` are still to be followed.
class Walk {
 public:
  Walk(Sight& sight, const Path& path, Visit visit) : sight_(sight), path_(path), visit_(visit) {}

  bool follow(const Thing& thing, const Place& place, std::size_t next) {
    if (--sight_.visits_left < 0) return false;
    if (next == path_.names.size()) return is_blank(thing) || visit_(thing, place);
    const auto name = path_.names[next].view();
    switch (thing.kind) {
      case ThingKind::document: return fields(thing.as<core::Document>().fields, place, name, next);
      case ThingKind::group: return fields(thing.as<std::vector<core::Field>>(), place, name, next);
      case ThingKind::party: return party(thing.as<core::Party>(), place, name, next);
      case ThingKind::pair: return pair(thing.as<core::Pair>(), place, name, next);
      case ThingKind::outcome: return outcome(thing.as<core::PairOutcome>(), place, name, next);
      case ThingKind::act: return act(thing.as<core::Act>(), place, name, next);
      case ThingKind::amount: return amount(thing.as<core::Amount>(), place, name, next);
      case ThingKind::right: return right(thing.as<core::Right>(), place, name, next);
      case ThingKind::evidence: return evidence(thing.as<core::EvidenceItem>(), place, name, next);
      case ThingKind::custody: return custody(thing.as<core::Custody>(), place, name, next);
      case ThingKind::text:
      case ThingKind::integer: return true;
    }
    return true;
  }

  template <class T>
  bool list(const std::vector<T>& values, ThingKind kind, std::string_view name, const Place* outer, std::size_t next) {
    int index = 0;
    for (const auto& value : values) {
      Thing thing;
      thing.kind = kind;
      thing.at = &value;
      if (!follow(thing, Place{outer, {}, name, index++, 0}, next)) return false;
    }
    return true;
  }

  bool document(const core::Document& document, core::PartNo part) {
    Thing thing;
    thing.kind = ThingKind::document;
    thing.at = &document;
    return follow(thing, Place{nullptr, document.type, {}, 0, part}, 0);
  }

  bool text(std::string_view value, const Place& outer, std::string_view name, std::size_t next, int index = 0,
            FieldKind kind = FieldKind::text) {
    return follow(Thing::of_text(value, kind), Place{&outer, {}, name, index, 0}, next + 1);
  }
  bool integer(std::int64_t value, FieldKind kind, const Place& outer, std::string_view name, std::size_t next) {
    return follow(Thing::of_integer(value, kind), Place{&outer, {}, name, 0, 0}, next + 1);
  }

 private:
  bool fields(const std::vector<core::Field>& all, const Place& place, std::string_view name, std::size_t next) {
    const auto* field = find_field(all, name);
    if (field == nullptr) return true;
    int index = 0;
    for (const auto& value : field->values) {
      if (!follow(Thing::of_value(value), Place{&place, {}, name, index++, 0}, next + 1)) return false;
    }
    return true;
  }

  bool texts(const std::vector<std::string>& values, const Place& place, std::string_view name, std::size_t next) {
    int index = 0;
    for (const auto& value : values) {
      if (!text(value, place, name, next, index++)) return false;
    }
    return true;
  }

  bool party(const core::Party& it, const Place& place, std::string_view name, std::size_t next) {
    if (name == "no") return integer(it.no, FieldKind::integer, place, name, next);
    if (name == "kind") return text(it.kind, place, name, next);
    if (name == "name") return text(it.name, place, name, next);
    if (name == "aliases") return texts(it.aliases, place, name, next);
    if (name == "idType") return text(it.id_type, place, name, next);
    if (name == "id") return text(it.id, place, name, next, 0, FieldKind::person);
    if (name == "org") return text(it.org, place, name, next, 0, FieldKind::organisation);
    if (name == "roles") return texts(it.roles, place, name, next);
    if (name == "present") return integer(it.present ? 1 : 0, FieldKind::boolean, place, name, next);
    if (name == "measure") return text(it.measure, place, name, next);
    if (name == "inCustody") {
      const bool held = it.measure == "detention" || it.measure == "arrest";
      return integer(held ? 1 : 0, FieldKind::boolean, place, name, next);
    }
    return true;
  }

  bool pair(const core::Pair& it, const Place& place, std::string_view name, std::size_t next) {
    if (name == "party") return integer(it.party, FieldKind::integer, place, name, next);
    if (name == "offence") return text(it.offence.view(), place, name, next);
    if (name == "unit") return integer(it.unit ? 1 : 0, FieldKind::boolean, place, name, next);
    if (name != "outcome") return true;
    const std::string told = "pair." + std::to_string(it.party) + "." + it.offence.str() + ".outcome";
    auto onward = [&](const Thing& thing, const Place&) {
      return follow(thing, Place{&place, {}, "outcome", 0, 0}, next + 1);
    };
    return look_around(sight_, told, onward);
  }

  bool outcome(const core::PairOutcome& it, const Place& place, std::string_view name, std::size_t next) {
    if (name == "party") return integer(it.party, FieldKind::integer, place, name, next);
    if (name == "offence") return text(it.offence.view(), place, name, next);
    if (name == "outcome") return text(it.outcome.view(), place, name, next);
    if (name == "ground") return text(it.ground.view(), place, name, next);
    if (name == "document") return text(it.document, place, name, next, 0, FieldKind::document);
    return true;
  }

  bool act(const core::Act& it, const Place& place, std::string_view name, std::size_t next) {
    if (name == "offence") return text(it.offence.view(), place, name, next);
    if (name == "from") return date(it.from, place, name, next);
    if (name == "to") return date(it.to, place, name, next);
    if (name == "place") return text(it.place, place, name, next);
    return true;
  }

  bool amount(const core::Amount& it, const Place& place, std::string_view name, std::size_t next) {
    if (name == "kind") return text(it.kind.view(), place, name, next);
    if (name == "fen") return integer(it.fen, FieldKind::amount, place, name, next);
    if (name == "asWritten") return text(it.as_written, place, name, next);
    return true;
  }

  bool right(const core::Right& it, const Place& place, std::string_view name, std::size_t next) {
    if (name == "type") return text(it.type.view(), place, name, next);
    if (name == "number") return text(it.number, place, name, next);
    if (name == "name") return text(it.name, place, name, next);
    return true;
  }

  bool evidence(const core::EvidenceItem& it, const Place& place, std::string_view name, std::size_t next) {
    if (name == "id") return text(it.id, place, name, next);
    if (name == "class") return text(it.evidence_class, place, name, next);
    if (name == "title") return text(it.title, place, name, next);
    if (name == "maker") return text(it.maker, place, name, next);
    if (name == "made") return date(it.made, place, name, next);
    if (name == "carrier") return text(letter_of(it.carrier), place, name, next);
    if (name == "language") return text(it.language.empty() ? "zh" : it.language, place, name, next);
    if (name == "abroad") return integer(it.abroad ? 1 : 0, FieldKind::boolean, place, name, next);
    if (name == "secrecy") return text(it.secrecy, place, name, next);
    if (name == "fileName") return text(it.file_name, place, name, next);
    if (name == "hasPart") return integer(it.part != 0 ? 1 : 0, FieldKind::boolean, place, name, next);
    if (name == "custody") return list(it.custody, ThingKind::custody, name, &place, next + 1);
    return true;
  }

  bool custody(const core::Custody& it, const Place& place, std::string_view name, std::size_t next) {
    if (name == "holder") return text(it.holder, place, name, next, 0, FieldKind::agency);
    if (name == "since") return integer(it.since.ms, FieldKind::instant, place, name, next);
    if (name == "place") return text(it.place, place, name, next);
    if (name == "seal") return text(it.seal, place, name, next);
    return true;
  }

  /// Days 0 is "none" in a dossier.
  bool date(core::Date value, const Place& place, std::string_view name, std::size_t next) {
    return value.days == 0 || integer(value.days, FieldKind::date, place, name, next);
  }

  Sight& sight_;
  const Path& path_;
  Visit visit_;
};

/// Facts do not say whose they are: the engine tells what the transfer holds.
bool held_by_transfer(Sight& sight, const core::DocumentType& type) {
  const auto wanted = type.str();
  auto other = [&](const Thing& thing, const Place&) { return thing.text != wanted; };
  return !look_around(sight, "transfer.documents", other);
}

bool documents(Sight& sight, const Path& path, Walk& walk) {
  const auto& dossier = *sight.view.dossier;
  bool carried = false;
  for (std::size_t i = 0; path.scope != Scope::earlier && i < dossier.documents.size(); ++i) {
    if (dossier.documents[i].type != path.document) continue;
    carried = true;
    if (!walk.document(dossier.documents[i], dossier.document_parts[i])) return false;
  }
  if (carried || path.scope == Scope::message || sight.view.facts == nullptr) return true;
  if (path.scope == Scope::transfer && !held_by_transfer(sight, path.document)) return true;
  for (const auto& fact : *sight.view.facts) {  // the transfer's own facts stand before those of the rest of the case
    if (fact.is_head || fact.type != path.document) continue;
    if (fact.unread) {
      sight.unread = true;
      return true;
    }
    if (!fact.absent) return walk.document(fact.document, 0);
    core::Document erased;  // it was there: its presence counts, its fields are gone
    erased.type = fact.type;
    return walk.document(erased, 0);
  }
  return true;
}

bool head(Sight& sight, const Path& path, Walk& walk) {
  const auto& it = sight.view.dossier->head;
  const Place root{nullptr, {}, "head", 0, 0};
  if (path.names.empty()) return true;
  const auto name = path.names[0].view();
  if (name == "title") return walk.text(it.title, root, name, 0);
  if (name == "ownCaseNumber") return walk.text(it.own_case_number, root, name, 0, 0, FieldKind::number);
  if (name == "secrecy") return walk.text(it.secrecy, root, name, 0);
  if (name == "note") return walk.text(it.note, root, name, 0);
  if (name == "about") return walk.text(it.about.view(), root, name, 0);
  if (name == "linkRelation") return walk.text(it.link_relation.view(), root, name, 0);
  if (name == "links")
    return it.links.empty() ||
           walk.integer(static_cast<std::int64_t>(it.links.size()), FieldKind::integer, root, name, 0);
  if (name != "paper" || path.names.size() < 2 || !it.paper.entered) return true;
  const Place paper{&root, {}, "paper", 0, 0};
  const auto of_paper = path.names[1].view();
  if (of_paper == "entered") return walk.integer(1, FieldKind::boolean, paper, of_paper, 1);
  if (of_paper == "step") return walk.text(it.paper.step.view(), paper, of_paper, 1);
  if (of_paper == "paperNumber") return walk.text(it.paper.paper_number, paper, of_paper, 1, 0, FieldKind::number);
  if (of_paper == "postmark" && it.paper.postmark.days != 0) {
    return walk.integer(it.paper.postmark.days, FieldKind::date, paper, of_paper, 1);
  }
  return true;
}

bool step(Sight& sight, const Path& path, Walk& walk) {
  const auto& it = *sight.view.envelope;
  const Place root{nullptr, {}, "step", 0, 0};
  if (path.names.empty()) return true;
  const auto name = path.names[0].view();
  if (name == "occurredAt") return walk.integer(it.occurred_at.ms, FieldKind::instant, root, name, 0);
  if (name == "signedAt") return walk.integer(it.signed_at.ms, FieldKind::instant, root, name, 0);
  if (name == "receivedAt") return walk.integer(sight.view.received_at.ms, FieldKind::instant, root, name, 0);
  if (name == "documents")
    return walk.integer(static_cast<std::int64_t>(sight.view.dossier->documents.size()), FieldKind::integer, root, name,
                        0);
  if (name == "sender") return walk.text(it.sender, root, name, 0, 0, FieldKind::agency);
  if (name == "recipient") return walk.text(it.recipient, root, name, 0, 0, FieldKind::agency);
  if (name == "procedure") return walk.text(it.procedure.view(), root, name, 0);
  if (name == "step") return walk.text(it.step.view(), root, name, 0);
  if (name == "confirms") return it.confirms.empty() || walk.integer(1, FieldKind::boolean, root, name, 0);
  if (name == "fromPaper") {
    return walk.integer(sight.view.dossier->head.paper.entered ? 1 : 0, FieldKind::boolean, root, name, 0);
  }
  return true;
}

/// Names that hold lists in the head of a dossier.
bool is_list_of_head(std::string_view name) {
  static constexpr std::array<std::string_view, 10> lists{"parties", "pairs",    "outcomes", "acts",  "amounts",
                                                          "rights",  "evidence", "aliases",  "roles", "custody"};
  return std::find(lists.begin(), lists.end(), name) != lists.end();
}

/// Prints `place` and returns the fields that the dictionary knows under it; null where it knows none.
const std::vector<FieldType>* print(const PackBundle& bundle, const Place& place, std::string& text) {
  if (place.outer == nullptr) {
    if (!place.document.empty()) {
      text = place.document.str();
      const auto* rule = bundle.document(place.document);
      return rule == nullptr ? nullptr : &rule->fields;
    }
    if (is_list_of_head(place.name)) {
      text = "head." + std::string(place.name) + "[" + std::to_string(place.index) + "]";
    } else {
      text = place.name;
    }
    return nullptr;
  }
  const auto* fields = print(bundle, *place.outer, text);
  text += '.';
  text += place.name;
  const FieldType* type = nullptr;
  if (fields != nullptr) {
    for (const auto& one : *fields) {
      if (one.name.view() == place.name) type = &one;
    }
  }
  const bool list = type != nullptr ? type->list : is_list_of_head(place.name) || place.index > 0;
  if (list) text += "[" + std::to_string(place.index) + "]";
  return type == nullptr ? nullptr : &type->fields;
}

}  // namespace

std::string print_place(const PackBundle& bundle, const Place& place) {
  std::string text;
  print(bundle, place, text);
  return text;
}

core::PartNo part_of(const Place& place) { return place.outer == nullptr ? place.part : part_of(*place.outer); }

std::string_view letter_of(core::Carrier carrier) {
  switch (carrier) {
    case core::Carrier::electronic: return "E";
    case core::Carrier::scan: return "S";
    case core::Carrier::paper: return "P";
    case core::Carrier::medium: return "M";
  }
  return {};
}

Thing Thing::of_text(std::string_view text, FieldKind kind) {
  Thing thing;
  thing.value_kind = kind;
  thing.text = text;
  return thing;
}

Thing Thing::of_integer(std::int64_t integer, FieldKind kind) {
  Thing thing;
  thing.kind = ThingKind::integer;
  thing.value_kind = kind;
  thing.integer = integer;
  return thing;
}

Thing Thing::of_value(const core::Value& value) {
  if (value.kind == FieldKind::group) {
    Thing thing;
    thing.kind = ThingKind::group;
    thing.value_kind = FieldKind::group;
    thing.at = &value.fields;
    return thing;
  }
  // An amount that is no plain number keeps its words: it is seen, and never counted.
  if (means_text(value.kind) || (value.kind == FieldKind::amount && !value.text.empty())) {
    return of_text(value.text, value.kind);
  }
  return of_integer(value.integer, value.kind);
}

const core::Field* find_field(const std::vector<core::Field>& fields, std::string_view name) {
  for (const auto& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool look_around(Sight& sight, std::string_view name, Visit visit) {
  if (sight.view.surroundings == nullptr) return true;
  int index = 0;
  for (const auto& told : *sight.view.surroundings) {
    if (--sight.visits_left < 0) return false;
    if (told.name != name) continue;
    if (!visit(Thing::of_value(told.value), Place{nullptr, {}, name, index++, 0})) return false;
  }
  return true;
}

bool look(Sight& sight, const Path& path, const Element* element, Visit visit) {
  Walk walk(sight, path, visit);
  const auto& head_ = sight.view.dossier->head;
  switch (path.root) {
    case Root::document: return documents(sight, path, walk);
    case Root::head: return head(sight, path, walk);
    case Root::party: return walk.list(head_.parties, ThingKind::party, "parties", nullptr, 0);
    case Root::pair: return walk.list(head_.pairs, ThingKind::pair, "pairs", nullptr, 0);
    case Root::outcome: return walk.list(head_.outcomes, ThingKind::outcome, "outcomes", nullptr, 0);
    case Root::act: return walk.list(head_.acts, ThingKind::act, "acts", nullptr, 0);
    case Root::amount: return walk.list(head_.amounts, ThingKind::amount, "amounts", nullptr, 0);
    case Root::right: return walk.list(head_.rights, ThingKind::right, "rights", nullptr, 0);
    case Root::evidence: return walk.list(head_.evidence, ThingKind::evidence, "evidence", nullptr, 0);
    case Root::element: return element == nullptr || walk.follow(element->thing, *element->place, 0);
    case Root::step: return step(sight, path, walk);
    case Root::transfer:
    case Root::case_graph:
    case Root::clock:
    case Root::agency: return look_around(sight, path.text, visit);
  }
  return true;
}

std::optional<Path> parse_path(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, Scope>, 3> scopes{
      {{"held:", Scope::transfer}, {"case:", Scope::case_}, {"earlier:", Scope::earlier}}};
  static constexpr std::array<std::pair<std::string_view, Root>, 14> roots{{{"head", Root::head},
                                                                            {"party", Root::party},
                                                                            {"pair", Root::pair},
                                                                            {"outcome", Root::outcome},
                                                                            {"act", Root::act},
                                                                            {"amount", Root::amount},
                                                                            {"right", Root::right},
                                                                            {"evidence", Root::evidence},
                                                                            {"element", Root::element},
                                                                            {"step", Root::step},
                                                                            {"transfer", Root::transfer},
                                                                            {"case", Root::case_graph},
                                                                            {"clock", Root::clock},
                                                                            {"agency", Root::agency}}};
  Path path;
  path.text = text;
  for (const auto& [prefix, scope] : scopes) {
    if (!text.starts_with(prefix)) continue;
    path.scope = scope;
    text.remove_prefix(prefix.size());
  }
  const auto root = text.substr(0, text.find('.'));
  std::string type(root);  // a part of a document is written with a slash, for dots part the names of a path
  std::replace(type.begin(), type.end(), '/', '.');
  if (const auto document = core::DocumentType::parse(type)) {
    path.document = *document;
  } else {
    const auto at = std::find_if(roots.begin(), roots.end(), [&](const auto& one) { return one.first == root; });
    if (at == roots.end() || path.scope != Scope::message) return std::nullopt;
    path.root = at->second;
  }
  text.remove_prefix(root.size());
  while (!text.empty()) {
    text.remove_prefix(1);
    const auto name = core::Code::make(text.substr(0, text.find('.')));
    if (!name || name->empty()) return std::nullopt;
    path.names.push_back(*name);
    text.remove_prefix(name->view().size());
  }
  return path;
}

}  // namespace caseway::rules
