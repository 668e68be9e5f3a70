// Printing: values to the JSON form that json.cc reads.
#include "sdk/json.h"
#include "sdk/json_taker.h"

namespace caseway::sdk {
namespace {

using core::FieldKind;

void put_text(Json& json, std::string_view name, std::string_view value) {
  if (!value.empty()) json.with(name, Json::of(value));
}
void put_yes(Json& json, std::string_view name, bool value) {
  if (value) json.with(name, Json::of(true));
}
void put_date(Json& json, std::string_view name, core::Date value) {
  if (value.days != 0) json.with(name, Json::of(core::print_date(value)));
}

Json texts(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const auto& value : values) list.list.push_back(Json::of(value));
  return list;
}
void put_texts(Json& json, std::string_view name, const std::vector<std::string>& values) {
  if (!values.empty()) json.with(name, texts(values));
}

template <class Values, class Print>
void put_each(Json& json, std::string_view name, const Values& values, Print print) {
  if (values.empty()) return;
  Json list = Json::array();
  for (const auto& value : values) list.list.push_back(print(value));
  json.with(name, std::move(list));
}

std::string_view letter_of(core::Carrier carrier) {
  switch (carrier) {
    case core::Carrier::electronic: return "E";
    case core::Carrier::scan: return "S";
    case core::Carrier::paper: return "P";
    case core::Carrier::medium: return "M";
  }
  return "E";
}
void put_carrier(Json& json, core::Carrier carrier) { json.with("carrier", Json::of(letter_of(carrier))); }

Json party_json(const core::Party& party) {
  Json json = Json::object();
  json.with("no", Json::of(std::int64_t{party.no}));
  put_text(json, "kind", party.kind);
  put_text(json, "name", party.name);
  put_texts(json, "aliases", party.aliases);
  put_text(json, "idType", party.id_type);
  put_text(json, "id", party.id);
  put_text(json, "org", party.org);
  put_texts(json, "roles", party.roles);
  json.with("present", Json::of(party.present));
  put_text(json, "measure", party.measure);
  return json;
}

Json pair_json(const core::Pair& pair) {
  Json json = Json::object();
  json.with("party", Json::of(std::int64_t{pair.party})).with("offence", Json::of(pair.offence.view()));
  put_yes(json, "unit", pair.unit);
  return json;
}

Json outcome_json(const core::PairOutcome& outcome) {
  Json json = Json::object();
  json.with("party", Json::of(std::int64_t{outcome.party})).with("offence", Json::of(outcome.offence.view()));
  json.with("outcome", Json::of(outcome.outcome.view()));
  put_text(json, "ground", outcome.ground.view());
  put_text(json, "document", outcome.document);
  return json;
}

Json act_json(const core::Act& act) {
  Json json = Json::object();
  put_text(json, "offence", act.offence.view());
  put_date(json, "from", act.from);
  put_date(json, "to", act.to);
  put_text(json, "place", act.place);
  return json;
}

Json amount_json(const core::Amount& amount) {
  Json json = Json::object();
  json.with("kind", Json::of(amount.kind.view())).with("fen", Json::of(amount.fen));
  put_text(json, "asWritten", amount.as_written);
  return json;
}

Json right_json(const core::Right& right) {
  Json json = Json::object();
  json.with("type", Json::of(right.type.view()));
  put_text(json, "number", right.number);
  put_text(json, "name", right.name);
  return json;
}

Json custody_json(const core::Custody& custody) {
  Json json = Json::object();
  put_text(json, "holder", custody.holder);
  if (!custody.since.empty()) json.with("since", Json::of(core::print_instant(custody.since)));
  put_text(json, "place", custody.place);
  put_text(json, "seal", custody.seal);
  return json;
}

Json evidence_json(const core::EvidenceItem& item, const std::string& file) {
  Json json = Json::object();
  put_text(json, "id", item.id);
  put_text(json, "class", item.evidence_class);
  put_text(json, "title", item.title);
  put_text(json, "maker", item.maker);
  put_date(json, "made", item.made);
  put_carrier(json, item.carrier);
  put_text(json, "language", item.language);
  put_yes(json, "abroad", item.abroad);
  put_text(json, "secrecy", item.secrecy);
  put_text(json, "fileName", item.file_name);
  put_text(json, "file", file);
  put_each(json, "custody", item.custody, custody_json);
  return json;
}

Json paper_json(const core::PaperEntry& paper) {
  Json json = Json::object();
  json.with("entered", Json::of(paper.entered));
  put_text(json, "step", paper.step.view());
  put_text(json, "paperNumber", paper.paper_number);
  put_date(json, "postmark", paper.postmark);
  return json;
}

// ---- Fields ---------------------------------------------------------------------------------------------------------

const rules::FieldType* type_of(const std::vector<rules::FieldType>* types, std::string_view name) {
  if (types == nullptr) return nullptr;
  for (const auto& type : *types) {
    if (type.name.view() == name) return &type;
  }
  return nullptr;
}

Json fields_json(const std::vector<core::Field>& fields, const std::vector<rules::FieldType>* types);

Json value_json(const core::Value& value, const rules::FieldType* type) {
  switch (value.kind) {
    case FieldKind::date: return Json::of(core::print_date({static_cast<std::int32_t>(value.integer)}));
    case FieldKind::instant: return Json::of(core::print_instant({value.integer}));
    case FieldKind::amount: return value.text.empty() ? Json::of(value.integer) : Json::of(value.text);
    case FieldKind::integer: return Json::of(value.integer);
    case FieldKind::boolean: return value.integer < 0 ? Json() : Json::of(value.integer != 0);
    case FieldKind::group: return fields_json(value.fields, type != nullptr ? &type->fields : nullptr);
    default: return Json::of(value.text);
  }
}

Json fields_json(const std::vector<core::Field>& fields, const std::vector<rules::FieldType>* types) {
  Json json = Json::object();
  for (const auto& field : fields) {
    const auto* type = type_of(types, field.name);
    const bool list = type != nullptr ? type->list : field.values.size() != 1;
    if (!list && field.values.size() == 1) {
      json.with(field.name, value_json(field.values.front(), type));
      continue;
    }
    Json values = Json::array();
    for (const auto& value : field.values) values.list.push_back(value_json(value, type));
    json.with(field.name, std::move(values));
  }
  return json;
}

}  // namespace

Json head_json(const core::DossierHead& head, const std::vector<std::string>& files) {
  Json json = Json::object();
  put_text(json, "title", head.title);
  put_text(json, "ownCaseNumber", head.own_case_number);
  put_each(json, "parties", head.parties, party_json);
  put_each(json, "pairs", head.pairs, pair_json);
  put_each(json, "outcomes", head.outcomes, outcome_json);
  put_each(json, "acts", head.acts, act_json);
  put_each(json, "amounts", head.amounts, amount_json);
  put_each(json, "rights", head.rights, right_json);
  if (!head.evidence.empty()) {
    Json list = Json::array();
    for (std::size_t i = 0; i < head.evidence.size(); ++i) {
      list.list.push_back(evidence_json(head.evidence[i], i < files.size() ? files[i] : std::string()));
    }
    json.with("evidence", std::move(list));
  }
  put_text(json, "secrecy", head.secrecy);
  const auto& paper = head.paper;
  if (paper.entered || !paper.step.empty() || !paper.paper_number.empty() || paper.postmark.days != 0) {
    json.with("paper", paper_json(paper));
  }
  put_text(json, "note", head.note);
  put_each(json, "links", head.links, [](const core::TransferId& id) { return Json::of(core::hex(id)); });
  put_text(json, "linkRelation", head.link_relation.view());
  put_text(json, "about", head.about.view());
  return json;
}

Json document_json(const core::Document& document, const rules::PackBundle* bundle) {
  const auto* rule = bundle != nullptr ? bundle->document(document.type) : nullptr;
  Json json = Json::object();
  put_text(json, "id", document.id);
  json.with("type", Json::of(document.type.str()));
  put_carrier(json, document.carrier);
  json.with("stamp", Json::of(core::name_of(document.stamp)));
  put_text(json, "secrecy", document.secrecy);
  json.with("fields", fields_json(document.fields, rule != nullptr ? &rule->fields : nullptr));
  put_texts(json, "files", document.files);
  return json;
}

Json message_json(const core::Envelope& envelope, const core::DossierHead& head,
                  const std::vector<core::Document>& documents, const std::vector<std::string>& files,
                  const rules::PackBundle* bundle) {
  Json json = Json::object();
  json.with("procedure", Json::of(envelope.procedure.view())).with("step", Json::of(envelope.step.view()));
  put_text(json, "recipient", envelope.recipient);
  json.with("case", Json::of(core::hex(envelope.case_id))).with("transfer", Json::of(core::hex(envelope.transfer)));
  json.with("occurredAt", Json::of(core::print_instant(envelope.occurred_at)));
  if (!envelope.confirms.empty()) json.with("confirms", Json::of(core::hex(envelope.confirms)));
  json.with("head", head_json(head, files));
  put_each(json, "documents", documents, [&](const core::Document& one) { return document_json(one, bundle); });
  return json;
}

}  // namespace caseway::sdk
