#include <algorithm>
#include <array>

#include "broker/rules/check.h"

namespace caseway::rules {
namespace {

using core::FieldKind;

/// A name under a root that is no document, the kind of its value and, for a code, its list.
struct Known {
  Root root;
  std::string_view name;
  FieldKind kind;
  std::string_view codes;
};

constexpr std::array<Known, 61> known_names{{
    {Root::party, "no", FieldKind::integer, ""},
    {Root::party, "kind", FieldKind::code, "person_kind"},
    {Root::party, "name", FieldKind::text, ""},
    {Root::party, "aliases", FieldKind::text, ""},
    {Root::party, "idType", FieldKind::code, "id_type"},
    {Root::party, "id", FieldKind::person, ""},
    {Root::party, "org", FieldKind::organisation, ""},
    {Root::party, "roles", FieldKind::code, "party_role"},
    {Root::party, "present", FieldKind::boolean, ""},
    {Root::party, "measure", FieldKind::code, "crim_measure"},
    {Root::party, "inCustody", FieldKind::boolean, ""},
    {Root::pair, "party", FieldKind::integer, ""},
    {Root::pair, "offence", FieldKind::code, "offence"},
    {Root::pair, "unit", FieldKind::boolean, ""},
    {Root::pair, "outcome", FieldKind::code, "outcome"},
    {Root::outcome, "party", FieldKind::integer, ""},
    {Root::outcome, "offence", FieldKind::code, "offence"},
    {Root::outcome, "outcome", FieldKind::code, "outcome"},
    {Root::outcome, "ground", FieldKind::text, ""},
    {Root::outcome, "document", FieldKind::document, ""},
    {Root::act, "offence", FieldKind::code, "offence"},
    {Root::act, "from", FieldKind::date, ""},
    {Root::act, "to", FieldKind::date, ""},
    {Root::act, "place", FieldKind::text, ""},
    {Root::amount, "kind", FieldKind::code, "amount_kind"},
    {Root::amount, "fen", FieldKind::amount, ""},
    {Root::amount, "asWritten", FieldKind::text, ""},
    {Root::right, "type", FieldKind::code, "ip_right"},
    {Root::right, "number", FieldKind::text, ""},
    {Root::right, "name", FieldKind::text, ""},
    {Root::evidence, "id", FieldKind::text, ""},
    {Root::evidence, "class", FieldKind::code, "evidence"},
    {Root::evidence, "title", FieldKind::text, ""},
    {Root::evidence, "maker", FieldKind::text, ""},
    {Root::evidence, "made", FieldKind::date, ""},
    {Root::evidence, "carrier", FieldKind::code, "carrier"},
    {Root::evidence, "language", FieldKind::text, ""},
    {Root::evidence, "abroad", FieldKind::boolean, ""},
    {Root::evidence, "secrecy", FieldKind::code, "secrecy"},
    {Root::evidence, "fileName", FieldKind::text, ""},
    {Root::evidence, "hasPart", FieldKind::boolean, ""},
    {Root::evidence, "custody", FieldKind::group, ""},
    {Root::head, "title", FieldKind::text, ""},
    {Root::head, "ownCaseNumber", FieldKind::number, ""},
    {Root::head, "secrecy", FieldKind::code, "secrecy"},
    {Root::head, "note", FieldKind::text, ""},
    {Root::head, "about", FieldKind::text, ""},
    {Root::head, "linkRelation", FieldKind::code, "link"},
    {Root::head, "links", FieldKind::integer, ""},
    {Root::head, "paper", FieldKind::group, ""},
    {Root::step, "occurredAt", FieldKind::instant, ""},
    {Root::step, "signedAt", FieldKind::instant, ""},
    {Root::step, "receivedAt", FieldKind::instant, ""},
    {Root::step, "documents", FieldKind::integer, ""},
    {Root::step, "sender", FieldKind::agency, ""},
    {Root::step, "recipient", FieldKind::agency, ""},
    {Root::step, "procedure", FieldKind::text, ""},
    {Root::step, "step", FieldKind::text, ""},
    {Root::step, "confirms", FieldKind::boolean, ""},
    {Root::step, "fromPaper", FieldKind::boolean, ""},
    {Root::element, "", FieldKind::text, ""},
}};

constexpr std::array<std::string_view, 4> names_of_custody{"holder", "since", "place", "seal"};
constexpr std::array<std::string_view, 4> names_of_paper{"entered", "step", "paperNumber", "postmark"};
constexpr std::array<std::string_view, 13> names_of_transfer{
    "state",     "sender", "recipient",  "openPairs", "openFindings", "pendingPaper", "presentedAt",
    "documents", "asked",  "unanswered", "final",     "signedOffAt",  "saidWith"};
constexpr std::array<std::string_view, 3> names_of_clock{"running", "past", "due"};
constexpr std::array<std::string_view, 4> names_of_case{"counter", "item", "link", "transfer"};
constexpr std::array<std::string_view, 5> names_of_agency{"level", "region", "roles", "isCounterpart", "id"};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& names, const Code& name) {
  return std::find(names.begin(), names.end(), name.view()) != names.end();
}

/// What a path leads to: fields under it, or a value with its kind and codes. `known` is false where only the engine
/// knows.
struct Target {
  bool known = false;
  Root root = Root::document;                      ///< of elements that are no group: party, evidence ...
  const FieldType* field = nullptr;                ///< of a document, the last that the path names
  const std::vector<FieldType>* fields = nullptr;  ///< of a document or group
  bool is_value = false;
  FieldKind kind = FieldKind::text;
  const std::vector<std::string>* codes = nullptr;
  const CodeList* list = nullptr;
};

class Check {
 public:
  Check(const PackBundle& bundle, Mistakes& mistakes) : bundle_(bundle), mistakes_(mistakes) {}

  Target follow(const Path& path, const Target* around) {
    switch (path.root) {
      case Root::document: {
        const auto* rule = bundle_.document(path.document);
        if (rule == nullptr) return wrong(path, path.document.str() + " is no document of the dictionary");
        return along(path, 0, &rule->fields);
      }
      case Root::element:
        if (around == nullptr)
          return wrong(path, "`element` stands inside forAll, exists, count or the `when` of a field");
        if (path.names.empty() || !around->known) return *around;
        if (around->fields != nullptr) return along(path, 0, around->fields);
        return around->is_value ? wrong(path, "a value has no names under it") : under(path, around->root);
      case Root::transfer: return transfer(path);
      case Root::case_graph: return told(path, path.names.size() >= 2 && is_in(names_of_case, path.names[0]));
      case Root::agency:
        return told(path, path.names.size() == 2 && (path.names[0] == "sender" || path.names[0] == "recipient") &&
                              is_in(names_of_agency, path.names[1]));
      case Root::clock: return clock(path);
      default: return under(path, path.root);
    }
  }

  void condition(const Condition& it, const Target* around) {
    const Target left = it.left.is_path ? follow(it.left.path, around) : Target();
    const Target right = it.right.is_path ? follow(it.right.path, around) : Target();
    if (it.factor.is_path) follow(it.factor.path, around);
    const bool over = it.op == Op::for_all || it.op == Op::exists || it.op == Op::count;
    for (const auto& child : it.children) condition(child, over ? &left : around);
    if (it.op == Op::compare && !it.right.is_path) constant(left, it.right.constant);
    if (it.op == Op::in) {
      if (it.constants.empty()) mistakes_.add(it.left.path.text, "needs values to be one of");
      for (const auto& one : it.constants) code(left, one);
    }
    if (it.op == Op::stamp_is || it.op == Op::carrier_is) facts_of_documents(it);
    if (it.op == Op::lists_agree) {
      items(it.left.path, left);
      items(it.right.path, right);
    }
    if (it.op == Op::in_time && bundle_.clock(it.clock) == nullptr && !of_absent_kind(it.clock.view())) {
      mistakes_.add(it.clock.str(), "no clock of the set");
    }
  }

 private:
  Target wrong(const Path& path, std::string what) {
    mistakes_.add(path.text, std::move(what));
    return {};
  }

  Target told(const Path& path, bool holds) {
    return holds ? Target() : wrong(path, "no name that the engine tells; see schemas/rules.capnp");
  }

  Target transfer(const Path& path) {
    return told(path, path.names.size() == 1 && is_in(names_of_transfer, path.names[0]));
  }

  bool of_absent_kind(std::string_view id) {
    const auto kind = Code::make(id.substr(0, id.find('.')));
    return kind && bundle_.is_absent(*kind);
  }

  /// clock.K01.send24.past: kind, name, question.
  Target clock(const Path& path) {
    if (path.names.size() != 3 || !is_in(names_of_clock, path.names[2])) {
      return wrong(path, "a clock path is clock.KIND.NAME.running, .past or .due");
    }
    const auto id = Code::make(path.names[0].str() + "." + path.names[1].str());
    if (!id || (bundle_.clock(*id) == nullptr && !of_absent_kind(id->view())))
      return wrong(path, "no clock of the set");
    return {};
  }

  Target along(const Path& path, std::size_t next, const std::vector<FieldType>* fields) {
    Target target;
    target.known = true;
    target.fields = fields;
    for (; next < path.names.size(); ++next) {
      if (target.fields == nullptr) return wrong(path, path.names[next - 1].str() + " has no fields under it");
      const auto at = std::find_if(target.fields->begin(), target.fields->end(),
                                   [&](const FieldType& one) { return one.name == path.names[next]; });
      if (at == target.fields->end()) return wrong(path, "no field " + path.names[next].str() + " there");
      target.field = &*at;
      target.is_value = at->kind != FieldKind::group;
      target.kind = at->kind;
      target.fields = target.is_value ? nullptr : &at->fields;
      target.codes = at->kind == FieldKind::code ? &at->codes : nullptr;
    }
    return target;
  }

  Target under(const Path& path, Root root) {
    Target target;
    target.known = true;
    target.root = root;
    if (path.names.empty()) {
      return root == Root::head || root == Root::step ? wrong(path, "needs a name under it") : target;
    }
    const auto at = std::find_if(known_names.begin(), known_names.end(), [&](const Known& one) {
      return one.root == root && one.name == path.names[0].view();
    });
    if (at == known_names.end()) return wrong(path, "no name " + path.names[0].str() + " there");
    const bool group = at->kind == FieldKind::group;
    if (group && path.names.size() == 2) {
      const bool there =
          root == Root::head ? is_in(names_of_paper, path.names[1]) : is_in(names_of_custody, path.names[1]);
      return there ? Target() : wrong(path, "no name " + path.names[1].str() + " there");
    }
    if (path.names.size() != 1) return wrong(path, path.names[0].str() + " has no names under it");
    target.is_value = !group;
    target.known = !group;
    target.kind = at->kind;
    target.list = at->codes.empty() ? nullptr : bundle_.code_list(Code(at->codes));
    return target;
  }

  void code(const Target& target, const std::string& text) {
    const bool in_codes = target.codes == nullptr || target.codes->empty() ||
                          std::find(target.codes->begin(), target.codes->end(), text) != target.codes->end();
    const bool in_list = target.list == nullptr || std::any_of(target.list->values.begin(), target.list->values.end(),
                                                               [&](const CodeValue& one) { return one.code == text; });
    if (!in_codes || !in_list) mistakes_.add(text, "no value of the field's code list");
  }

  void constant(const Target& target, const core::Value& value) {
    if (!target.known) return;
    if (!target.is_value) return mistakes_.add({}, "a group of fields, where a field is to be compared");
    const auto is = [&](std::initializer_list<FieldKind> kinds) {
      return std::find(kinds.begin(), kinds.end(), target.kind) != kinds.end();
    };
    bool fits = true;
    switch (value.kind) {
      case FieldKind::integer: fits = is({FieldKind::integer, FieldKind::amount}); break;
      case FieldKind::boolean: fits = is({FieldKind::boolean}); break;
      case FieldKind::date:
      case FieldKind::instant: fits = is({FieldKind::date, FieldKind::instant}); break;
      default:
        fits = !is({FieldKind::integer, FieldKind::amount, FieldKind::boolean, FieldKind::date, FieldKind::instant});
        code(target, value.text);
        break;
    }
    if (!fits)
      mistakes_.add(value.text, "a constant that is not of the field's kind, " + std::string(name_of(target.kind)));
  }

  void items(const Path& path, const Target& target) {
    if (!target.known) return;
    const auto has = [&](std::string_view name) {
      return target.fields != nullptr && std::any_of(target.fields->begin(), target.fields->end(),
                                                     [&](const FieldType& one) { return one.name.view() == name; });
    };
    if ((!has("no") && !has("itemNo")) || (!has("quantity") && !has("listed")) || !has("unit")) {
      mistakes_.add(path.text, "no list of items with number, quantity and unit");
    }
  }

  void facts_of_documents(const Condition& it) {
    static constexpr std::array<std::string_view, 6> stamps{
        "none", "valid", "digest_broken", "untrusted", "present_unchecked", "paper_original"};
    static constexpr std::array<std::string_view, 4> carriers{"E", "S", "P", "M"};
    if (!it.left.path.names.empty()) mistakes_.add(it.left.path.text, "more than the document alone");
    for (const auto& one : it.constants) {
      const bool known = it.op == Op::stamp_is ? std::find(stamps.begin(), stamps.end(), one) != stamps.end()
                                               : std::find(carriers.begin(), carriers.end(), one) != carriers.end();
      if (!known) mistakes_.add(one, it.op == Op::stamp_is ? "no state of a stamp" : "no carrier; there are E S P M");
    }
  }

  const PackBundle& bundle_;
  Mistakes& mistakes_;
};

}  // namespace

void check_condition(const PackBundle& bundle, const Condition& condition, const std::vector<FieldType>* around,
                     Mistakes& mistakes) {
  Target target;
  target.known = true;
  target.fields = around;
  Check(bundle, mistakes).condition(condition, around == nullptr ? nullptr : &target);
}

const FieldType* field_at(const PackBundle& bundle, const Path& path) {
  Mistakes passed_over;  // check_path tells them
  return Check(bundle, passed_over).follow(path, nullptr).field;
}

std::optional<FieldKind> kind_at(const PackBundle& bundle, const Path& path) {
  Mistakes passed_over;  // check_path tells them
  const auto target = Check(bundle, passed_over).follow(path, nullptr);
  if (target.known && target.is_value) return target.kind;
  const bool told = path.text == "transfer.presentedAt" || path.text == "transfer.signedOffAt" ||
                    (path.root == Root::clock && path.names.size() == 3 && path.names[2] == "due");
  return told ? std::optional(FieldKind::instant) : std::nullopt;
}

void check_path(const PackBundle& bundle, const Path& path, Mistakes& mistakes) {
  Check(bundle, mistakes).follow(path, nullptr);
}

void check_time(const PackBundle& bundle, const Path& path, bool or_integer, Mistakes& mistakes) {
  const auto before = mistakes.all().size();
  check_path(bundle, path, mistakes);
  if (mistakes.all().size() != before) return;  // it leads nowhere
  const auto kind = kind_at(bundle, path);
  const bool is_time = kind == FieldKind::date || kind == FieldKind::instant;
  if (is_time || (or_integer && kind == FieldKind::integer)) return;
  mistakes.add(path.text, or_integer ? "leads to no date, instant or integer" : "leads to no date or instant");
}

}  // namespace caseway::rules
