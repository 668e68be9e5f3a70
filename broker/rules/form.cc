#include "broker/rules/form.h"

#include <algorithm>
#include <array>

#include "broker/rules/condition.h"
#include "broker/rules/identity.h"
#include "broker/rules/number.h"

namespace caseway::rules {
namespace {

using core::Fault;
using core::Field;
using core::FieldKind;

constexpr std::size_t text_characters_max = 20000;
constexpr std::size_t name_characters_max = 120;
constexpr core::Date first_date{-7397};  // 1949-10-01

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<std::uint8_t>(c) & 0xc0) != 0x80; }));
}

bool text_fits(std::string_view text, std::size_t most) { return text.size() <= most || characters(text) <= most; }

/// 30 years after the law date of `received_at`.
core::Date last_date(core::Instant received_at) {
  auto civil = core::civil_from(core::law_date_of(received_at));
  civil.year += 30;
  if (civil.month == 2 && civil.day == 29) civil.day = 28;
  return core::date_from(civil);
}

bool date_fits(std::int64_t days, core::Date last) { return days >= first_date.days && days <= last.days; }

bool instant_fits(std::int64_t ms, core::Date last) {
  const std::int64_t day = ms / core::day_ms;  // bounds first: no instant may overflow a date
  return day > -100000 && day < 100000 && date_fits(core::law_date_of(core::Instant{ms}).days, last);
}

/// `text` and `integer` as core::Value has them; an amount with text is none.
bool kind_fits(FieldKind kind, std::string_view text, std::int64_t integer, core::Date last) {
  switch (kind) {
    case FieldKind::date: return date_fits(integer, last);
    case FieldKind::instant: return instant_fits(integer, last);
    case FieldKind::amount: return text.empty() && integer >= 0;
    case FieldKind::integer: return integer >= 0;
    case FieldKind::boolean: return integer == 0 || integer == 1;
    case FieldKind::number: return is_document_number(text);
    case FieldKind::organisation: return organisation_fits(text);
    case FieldKind::person: return person_fits(text, {});
    case FieldKind::group: return true;
    default: return text_fits(text, text_characters_max);
  }
}

/// What a value is worth. A required value that says nothing (empty text, "not stated") is absent.
enum class Worth : std::uint8_t { blank, fits, defective, mismatch };

/// Checks one message.
class Check {
 public:
  Check(Sight& sight, std::vector<core::Finding>& findings)
      : sight_(sight), findings_(findings), last_(last_date(sight.view.received_at)) {}

  void document(const core::Document& it, core::PartNo part) {
    part_ = part;
    first_of_part_ = findings_.size();
    often_.clear();
    const Place root{nullptr, it.type, {}, 0, part};
    const auto* rule = sight_.view.bundle->document(it.type);
    if (rule == nullptr) return found(root, {}, Fault::flag);
    Thing thing;
    thing.kind = ThingKind::document;
    thing.at = &it;
    fields(rule->fields, it.fields, Element{thing, &root});
    if (rule->stamp_needed) stamp(it, root);
    if (!rule->carriers.empty() &&
        std::find(rule->carriers.begin(), rule->carriers.end(), it.carrier) == rule->carriers.end()) {
      found(root, "carrier", Fault::defective);
    }
    for (const auto& file : it.files) {
      if (!evidence_known(file)) found(root, "files", Fault::mismatch);
    }
  }

  void head(const core::DossierHead& it) {
    part_ = 0;
    first_of_part_ = findings_.size();
    const auto& bundle = *sight_.view.bundle;
    const CodeList* offences = bundle.code_list("offence");
    int index = 0;
    for (const auto& party : it.parties) {
      const Place place{nullptr, {}, "parties", index++, 0};
      in_list(bundle.code_list("person_kind"), party.kind, place, "kind");
      in_list(bundle.code_list("id_type"), party.id_type, place, "idType");
      for (const auto& role : party.roles) in_list(bundle.code_list("party_role"), role, place, "roles");
      if (!party.id.empty() && !person_fits(party.id, party.id_type)) found(place, "id", Fault::defective);
      if (!party.org.empty() && !organisation_fits(party.org)) found(place, "org", Fault::defective);
    }
    index = 0;
    for (const auto& pair : it.pairs) {
      in_list(offences, pair.offence.view(), Place{nullptr, {}, "pairs", index++, 0}, "offence");
    }
    index = 0;
    for (const auto& act : it.acts) {
      const Place place{nullptr, {}, "acts", index++, 0};
      in_list(offences, act.offence.view(), place, "offence");
      if (act.from.days != 0 && act.to.days != 0 && act.to < act.from) found(place, "to", Fault::mismatch);
    }
    index = 0;
    for (const auto& amount : it.amounts) {
      const Place place{nullptr, {}, "amounts", index++, 0};
      in_list(bundle.code_list("amount_kind"), amount.kind.view(), place, "kind");
      if (amount.fen < 0 || !amount.as_written.empty()) found(place, "fen", Fault::defective);
    }
    index = 0;
    for (const auto& right : it.rights) {
      in_list(bundle.code_list("ip_right"), right.type.view(), Place{nullptr, {}, "rights", index++, 0}, "type");
    }
    index = 0;
    for (const auto& item : it.evidence) {
      in_list(bundle.code_list("evidence"), item.evidence_class, Place{nullptr, {}, "evidence", index++, 0}, "class");
    }
  }

  void close() {
    if (!more_) return;
    core::Finding finding;
    finding.code = "form.more";
    finding.fault = Fault::flag;
    finding.cls = core::FindingClass::form;
    findings_.push_back(std::move(finding));
  }

 private:
  void fields(const std::vector<FieldType>& types, const std::vector<Field>& values, const Element& around) {
    std::size_t known = 0;
    std::size_t reached = 0;  // behind the last field that is known
    for (const auto& type : types) {
      // Fields mostly stand in the order of the dictionary: then all before `reached` are known, and not asked again.
      const auto from = values.begin() + static_cast<std::ptrdiff_t>(known == reached ? reached : 0);
      const auto field =
          std::find_if(from, values.end(), [&](const Field& one) { return one.name == type.name.view(); });
      if (field == values.end()) {
        if (is_needed(type, around)) found(*around.place, type.name.view(), Fault::absent, &type);
        continue;
      }
      ++known;
      reached = std::max(reached, static_cast<std::size_t>(field - values.begin()) + 1);
      field_values(type, *field, values, around);
    }
    if (known != values.size()) unknown(types, values, *around.place);
  }

  bool is_needed(const FieldType& type, const Element& around) {
    if (type.need == Need::required) return true;
    return type.need == Need::when && test(sight_, type.when, &around, nullptr);
  }

  void field_values(const FieldType& type, const Field& field, const std::vector<Field>& beside,
                    const Element& around) {
    std::int64_t said = 0;
    for (const auto& value : field.values) {
      if (--sight_.visits_left < 0) return;
      const auto worth = worth_of(type, value, beside);
      if (worth == Worth::blank) continue;
      ++said;
      const bool group = type.kind == FieldKind::group && worth == Worth::fits;
      if (worth == Worth::fits && !group) continue;
      const auto index = static_cast<int>(&value - field.values.data());
      const Place place{around.place, {}, type.name.view(), index, 0};
      if (group) {
        fields(type.fields, value.fields, Element{Thing::of_value(value), &place});
      } else {
        found(place, {}, worth == Worth::mismatch ? Fault::mismatch : Fault::defective, &type);
      }
    }
    if (!type.list && said > 1) found(*around.place, type.name.view(), Fault::defective, &type);
    const std::int64_t least = type.list ? std::max<std::int64_t>(type.least, 1) : 1;
    if (said < least && is_needed(type, around)) found(*around.place, type.name.view(), Fault::absent, &type);
  }

  Worth worth_of(const FieldType& type, const core::Value& value, const std::vector<Field>& beside) {
    const auto worth = [](bool fits) { return fits ? Worth::fits : Worth::defective; };
    switch (value.kind) {
      case FieldKind::boolean:
        if (value.integer < 0) return Worth::blank;
        break;
      case FieldKind::date:
      case FieldKind::instant:
      case FieldKind::amount:
      case FieldKind::integer:
      case FieldKind::group: break;
      default:
        if (value.text.empty()) return Worth::blank;
    }
    if (value.kind != type.kind) return Worth::defective;
    switch (type.kind) {
      case FieldKind::group: return Worth::fits;
      case FieldKind::text:
        return worth(text_fits(value.text, type.name.view() == "name" ? name_characters_max : text_characters_max));
      case FieldKind::code:
        return worth(type.codes.empty() ||
                     std::find(type.codes.begin(), type.codes.end(), value.text) != type.codes.end());
      case FieldKind::person: {
        const auto* id_type = find_field(beside, "idType");
        const bool told = id_type != nullptr && !id_type->values.empty();
        return worth(person_fits(value.text, told ? std::string_view(id_type->values[0].text) : std::string_view()));
      }
      case FieldKind::document:
      case FieldKind::evidence:
        if (!resolves(type, value)) return Worth::mismatch;
        break;
      default: break;
    }
    return worth(kind_fits(value.kind, value.text, value.integer, last_));
  }

  /// A local id must be in this message; a document number is taken as written.
  bool resolves(const FieldType& type, const core::Value& value) {
    if (type.kind == FieldKind::evidence) return evidence_known(value.text);
    if (type.kind != FieldKind::document || type.documents.empty()) return true;
    for (const auto& document : sight_.view.dossier->documents) {
      if (document.id != value.text) continue;
      return std::find(type.documents.begin(), type.documents.end(), document.type) != type.documents.end();
    }
    return true;
  }

  bool evidence_known(std::string_view id) {
    const auto& items = sight_.view.dossier->head.evidence;
    if (evidence_.size() != items.size()) {  // once per message, when the first item is asked for
      for (const auto& item : items) evidence_.push_back(item.id);
      std::sort(evidence_.begin(), evidence_.end());
    }
    return std::binary_search(evidence_.begin(), evidence_.end(), id);
  }

  /// Names that the dictionary does not know, and names that stand twice.
  void unknown(const std::vector<FieldType>& types, const std::vector<Field>& values, const Place& place) {
    std::vector<std::pair<std::string_view, const Field*>> names;
    for (const auto& field : values) names.emplace_back(field.name, &field);
    std::sort(names.begin(), names.end());  // of one name the first comes first: they lie in one vector
    sight_.visits_left -= static_cast<std::int64_t>(values.size());
    for (const auto& field : values) {
      if ((sight_.visits_left -= static_cast<std::int64_t>(types.size())) < 0) return;
      const bool known = std::any_of(types.begin(), types.end(),
                                     [&](const FieldType& type) { return type.name.view() == field.name; });
      const auto first = std::lower_bound(names.begin(), names.end(),
                                          std::pair{std::string_view(field.name), static_cast<const Field*>(nullptr)});
      if (!known || first->second != &field) found(place, field.name, Fault::flag);
    }
  }

  void stamp(const core::Document& it, const Place& root) {
    switch (it.stamp) {
      case core::Stamp::none: return found(root, "stamp", Fault::absent);
      case core::Stamp::digest_broken:
      case core::Stamp::untrusted: return found(root, "stamp", Fault::defective);
      default: return;
    }
  }

  void in_list(const CodeList* list, std::string_view code, const Place& place, std::string_view name) {
    if (list == nullptr || code.empty()) return;
    const bool known = std::any_of(list->values.begin(), list->values.end(),
                                   [&](const CodeValue& value) { return value.code == code; });
    if (!known) found(place, name, Fault::defective);
  }

  /// `name` (may be empty) is a field under `place`; `type` is its entry in the dictionary, where it has one.
  void found(const Place& place, std::string_view name, Fault fault, const FieldType* type = nullptr) {
    const std::pair kind(type, fault);  // an entry has one path
    const bool often = type != nullptr && std::find(often_.begin(), often_.end(), kind) != often_.end();
    if (often || said_ >= form_findings_max) {  // before any text is made of it
      more_ = true;
      return;
    }
    const Place inner{&place, {}, name, 0, 0};
    const Place& at = name.empty() ? place : inner;
    std::string code = "form." + code_of(at);
    int same = 0;
    for (std::size_t i = first_of_part_; i < findings_.size(); ++i) {
      same += findings_[i].code == code && findings_[i].fault == fault ? 1 : 0;
    }
    if (same >= form_places_max) {
      more_ = true;
      if (type != nullptr) often_.push_back(kind);
      return;
    }
    ++said_;
    core::Finding finding;
    finding.code = std::move(code);
    finding.fault = fault;
    finding.cls = core::FindingClass::form;
    finding.path = name.empty() ? print_place(*sight_.view.bundle, place)
                                : print_place(*sight_.view.bundle, place) + "." + std::string(name);
    finding.part = part_;
    findings_.push_back(std::move(finding));
  }

  /// The path without its indexes: one code for all places of one field.
  static std::string code_of(const Place& place) {
    if (place.outer != nullptr) return code_of(*place.outer) + "." + std::string(place.name);
    return place.document.empty() ? "head." + std::string(place.name) : place.document.str();
  }

  Sight& sight_;
  std::vector<core::Finding>& findings_;
  core::Date last_;
  core::PartNo part_ = 0;
  std::size_t first_of_part_ = 0;
  int said_ = 0;
  bool more_ = false;
  std::vector<std::pair<const FieldType*, Fault>> often_;  ///< what was found in this part in form_places_max places
  std::vector<std::string_view> evidence_;  ///< ids of the evidence items, sorted; filled when first asked for
};

}  // namespace

bool value_fits(const Thing& thing, core::Instant received_at) {
  return kind_fits(thing.value_kind, thing.text, thing.integer, last_date(received_at));
}

void check_forms(Sight& sight, std::vector<core::Finding>& findings) {
  Check check(sight, findings);
  const auto& dossier = *sight.view.dossier;
  check.head(dossier.head);
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    check.document(dossier.documents[i], dossier.document_parts[i]);
  }
  check.close();
}

}  // namespace caseway::rules
