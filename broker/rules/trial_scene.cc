#include "broker/rules/trial_scene.h"

#include <algorithm>

#include "broker/core/digest.h"

namespace caseway::rules {
namespace {

using core::FieldKind;

Code code_of(capnp::Text::Reader from) {
  return Code::make(std::string_view(from.begin(), from.size())).value_or(Code());
}

core::Carrier carrier_of(const std::string& letter) {
  const auto at = std::string_view("ESPM").find(letter);
  return at == std::string_view::npos ? core::Carrier::electronic : static_cast<core::Carrier>(at + 1);
}

core::Stamp stamp_of(const std::string& word) {
  static constexpr std::pair<std::string_view, core::Stamp> stamps[] = {
      {"none", core::Stamp::none},
      {"digestBroken", core::Stamp::digest_broken},
      {"untrusted", core::Stamp::untrusted},
      {"presentUnchecked", core::Stamp::present_unchecked},
      {"paperOriginal", core::Stamp::paper_original}};
  const auto at =
      std::find_if(std::begin(stamps), std::end(stamps), [&](const auto& one) { return one.first == word; });
  return at == std::end(stamps) ? core::Stamp::valid : at->second;
}

core::Value text_value(std::string text, FieldKind kind) {
  core::Value value;
  value.kind = kind;
  value.text = std::move(text);
  return value;
}

core::Value integer_value(std::int64_t integer, FieldKind kind) {
  core::Value value;
  value.kind = kind;
  value.integer = integer;
  return value;
}

core::Field field(std::string name, core::Value value) { return core::Field{std::move(name), {std::move(value)}}; }

}  // namespace

std::string text_of(capnp::Text::Reader from) { return {from.begin(), from.size()}; }

std::optional<core::Instant> instant_written(std::string_view text) {
  if (const auto date = core::parse_date(text)) return core::start_of(*date);
  return core::parse_instant(text);
}

TrialScene::TrialScene(const PackBundle& bundle, const core::Calendar& calendar, const Procedure& procedure,
                       const Step& step, schema::TestCase::Reader from)
    : bundle_(bundle) {
  envelope_.sender = text_of(from.getSender().getId());
  envelope_.recipient = text_of(from.getRecipient().getId());
  envelope_.procedure = procedure.id;
  envelope_.step = step.id;
  envelope_.occurred_at = core::parse_instant(text_of(from.getOccurredAt())).value_or(core::Instant());
  envelope_.signed_at = envelope_.occurred_at;
  view_.procedure = &procedure;
  add_head(from);
  add_documents(from);
  add_rows();
  tell(from);
  for (const auto one : from.getSettings()) {
    settings_.emplace_back(code_of(one.getName()), text_of(one.getValue().getText()));
  }
  view_.bundle = &bundle;
  view_.step = &step;
  view_.in_custody = anybody_in_custody();
  view_.envelope = &envelope_;
  view_.dossier = &dossier_;
  view_.part_digests = &part_digests_;
  view_.received_at = core::parse_instant(text_of(from.getReceivedAt())).value_or(envelope_.occurred_at);
  view_.facts = &facts_;
  view_.calendar = &calendar;
  view_.surroundings = &told_;
  view_.settings = &settings_;
}

void TrialScene::add_head(schema::TestCase::Reader from) {
  auto& head = dossier_.head;
  for (const auto one : from.getParties()) {
    core::Party party;
    party.no = one.getNo();
    party.kind = text_of(one.getKind());
    party.name = text_of(one.getName());
    for (const auto role : one.getRoles()) party.roles.push_back(text_of(role));
    party.id = text_of(one.getId());
    party.id_type = text_of(one.getIdType());
    party.measure = text_of(one.getMeasure());
    party.present = one.getPresent();
    head.parties.push_back(std::move(party));
  }
  for (const auto one : from.getPairs()) {
    head.pairs.push_back(core::Pair{one.getParty(), code_of(one.getOffence()), false});
    if (one.getCustody()) in_custody_before_.push_back(one.getParty());
    if (one.getOutcome().size() == 0) continue;
    const auto key = std::to_string(one.getParty()) + "." + text_of(one.getOffence());
    tell_text("pair." + key + ".outcome", text_of(one.getOutcome()));
    if (!is_stage(code_of(one.getOutcome()))) decided_before_.push_back(key);
  }
  for (const auto one : from.getOutcomes()) {
    head.outcomes.push_back(core::PairOutcome{
        one.getParty(), code_of(one.getOffence()), code_of(one.getOutcome()), code_of(one.getGround()), {}});
  }
  for (const auto one : from.getEvidence()) {
    core::EvidenceItem item;
    item.id = text_of(one.getId());
    item.evidence_class = text_of(one.getClass());
    item.language = text_of(one.getLanguage());
    item.abroad = one.getAbroad();
    head.evidence.push_back(std::move(item));
  }
  head.link_relation = code_of(from.getLinkRelation());
  head.links.resize(from.getLinks());
  head.note = text_of(from.getNote());
  head.about = code_of(from.getAbout());
  head.paper.step = code_of(from.getPaperStep());
  head.paper.entered = !head.paper.step.empty();
}

core::Value TrialScene::value_of(schema::TestValue::Reader from, const FieldType* type) {
  const auto kind_or = [&](FieldKind kind) { return type != nullptr ? type->kind : kind; };
  switch (from.which()) {
    case schema::TestValue::TEXT: return text_value(text_of(from.getText()), kind_or(FieldKind::text));
    case schema::TestValue::INT: return integer_value(from.getInt(), kind_or(FieldKind::integer));
    case schema::TestValue::BOOL: return integer_value(from.getBool() ? 1 : 0, FieldKind::boolean);
    case schema::TestValue::DATE: {
      const auto date = core::parse_date(text_of(from.getDate()));
      return integer_value(date ? date->days : 0, FieldKind::date);
    }
    case schema::TestValue::INSTANT: {
      const auto instant = core::parse_instant(text_of(from.getInstant()));
      return integer_value(instant ? instant->ms : 0, FieldKind::instant);
    }
    case schema::TestValue::GROUP: {
      core::Value value;
      value.kind = FieldKind::group;
      value.fields = fields_of(from.getGroup(), type != nullptr ? &type->fields : nullptr);
      return value;
    }
    default: return {};  // lists are taken apart by field_of
  }
}

core::Field TrialScene::field_of(schema::TestField::Reader from, const std::vector<FieldType>* types) {
  core::Field to{text_of(from.getName()), {}};
  const FieldType* type = nullptr;
  for (std::size_t i = 0; types != nullptr && i < types->size(); ++i) {
    if ((*types)[i].name.view() == to.name) type = &(*types)[i];
  }
  const auto value = from.getValue();
  if (value.which() == schema::TestValue::LIST) {
    for (const auto one : value.getList()) to.values.push_back(value_of(one, type));
  } else if (value.which() == schema::TestValue::GROUPS) {
    for (const auto one : value.getGroups()) {
      core::Value group;
      group.kind = FieldKind::group;
      group.fields = fields_of(one, type != nullptr ? &type->fields : nullptr);
      to.values.push_back(std::move(group));
    }
  } else {
    to.values.push_back(value_of(value, type));
  }
  return to;
}

std::vector<core::Field> TrialScene::fields_of(capnp::List<schema::TestField>::Reader from,
                                               const std::vector<FieldType>* types) {
  std::vector<core::Field> fields;
  for (const auto one : from) fields.push_back(field_of(one, types));
  return fields;
}

core::Document TrialScene::document_of(schema::TestDocument::Reader from) {
  core::Document to;
  to.type = DocumentType::parse(text_of(from.getType())).value_or(DocumentType());
  to.id = text_of(from.getId());
  if (to.id.empty()) {
    to.id = to.type.str();
    to.id[0] = 'd';
  }
  to.carrier = carrier_of(text_of(from.getCarrier()));
  to.stamp = stamp_of(text_of(from.getStamp()));
  const auto* rule = bundle_.document(to.type);
  to.fields = fields_of(from.getFields(), rule != nullptr ? &rule->fields : nullptr);
  return to;
}

/// The base list, less `without`, then `add`: the first of a type that `add` names is replaced.
void TrialScene::add_documents(schema::TestCase::Reader from) {
  auto& documents = dossier_.documents;
  for (const auto one : from.getDocuments()) documents.push_back(document_of(one));
  for (const auto one : from.getWithout()) {
    const auto type = DocumentType::parse(text_of(one)).value_or(DocumentType());
    documents.erase(
        std::remove_if(documents.begin(), documents.end(), [&](const core::Document& it) { return it.type == type; }),
        documents.end());
  }
  for (const auto one : from.getAdd()) {
    auto document = document_of(one);
    const auto at = std::find_if(documents.begin(), documents.end(),
                                 [&](const core::Document& it) { return it.type == document.type; });
    if (at == documents.end()) {
      documents.push_back(std::move(document));
    } else {
      *at = std::move(document);
    }
  }
  for (const auto one : from.getHeld()) {
    core::Fact fact;
    fact.document = document_of(one);
    fact.type = fact.document.type;
    tell_text("transfer.documents", fact.type.str());
    facts_.push_back(std::move(fact));
  }
}

/// Parts in order with a digest each; a D06 without rows gets them.
void TrialScene::add_rows() {
  core::PartNo part = 0;
  const auto next_digest = [&] {
    const std::uint8_t bytes[] = {static_cast<std::uint8_t>(part), static_cast<std::uint8_t>(part >> 8)};
    part_digests_.push_back(core::digest_of(bytes));
    return part++;
  };
  next_digest();  // the head
  for (std::size_t i = 0; i < dossier_.documents.size(); ++i) dossier_.document_parts.push_back(next_digest());
  for (auto& item : dossier_.head.evidence) item.part = next_digest();
  const core::DocumentType lists{6, {}};
  core::Field rows{"rows", {}};
  const auto add = [&](const std::string& what, core::PartNo of) {
    core::Value row;
    row.kind = FieldKind::group;
    row.fields = {field("no", integer_value(static_cast<std::int64_t>(rows.values.size()) + 1, FieldKind::integer)),
                  field("document", text_value(what, FieldKind::document)),
                  field("digest", text_value(core::hex(part_digests_[of]), FieldKind::text))};
    rows.values.push_back(std::move(row));
  };
  for (std::size_t i = 0; i < dossier_.documents.size(); ++i) {
    if (dossier_.documents[i].type != lists) add(dossier_.documents[i].id, dossier_.document_parts[i]);
  }
  for (const auto& item : dossier_.head.evidence) add(item.id, item.part);
  for (auto& document : dossier_.documents) {
    const bool has = std::any_of(document.fields.begin(), document.fields.end(),
                                 [](const core::Field& one) { return one.name == "rows"; });
    if (document.type != lists || has) continue;
    document.fields.push_back(
        field("total", integer_value(static_cast<std::int64_t>(rows.values.size()), FieldKind::integer)));
    document.fields.push_back(std::move(rows));
    rows = core::Field{"rows", {}};
  }
}

void TrialScene::tell_text(std::string name, std::string text) {
  told_.push_back(Surrounding{std::move(name), text_value(std::move(text), FieldKind::text)});
}

/// `side`: sender or recipient of the transfer.
void TrialScene::tell_agency(const std::string& side, schema::TestAgency::Reader from) {
  const std::string base = "agency." + side + ".";
  told_.push_back(Surrounding{base + "level", integer_value(from.getLevel(), FieldKind::integer)});
  tell_text(base + "region", text_of(from.getRegion()));
  for (const auto role : from.getRoles()) {
    tell_text(base + "roles", std::string(name_of(static_cast<core::Role>(static_cast<int>(role) + 1))));
  }
  tell_text("transfer." + side, text_of(from.getId()));
}

/// What a case says itself stands before what follows from it.
void TrialScene::tell(schema::TestCase::Reader from) {
  for (const auto one : from.getSurroundings()) {
    const auto value = one.getValue();
    const auto name = text_of(one.getName());
    if (value.which() == schema::TestValue::LIST) {
      for (const auto each : value.getList()) told_.push_back(Surrounding{name, value_of(each, nullptr)});
    } else {
      told_.push_back(Surrounding{name, value_of(value, nullptr)});
    }
  }
  const auto is_told = [&](std::string_view name) {
    return std::any_of(told_.begin(), told_.end(), [&](const Surrounding& one) { return one.name == name; });
  };
  tell_agency("sender", from.getBySender() ? from.getSender() : from.getRecipient());
  tell_agency("recipient", from.getBySender() ? from.getRecipient() : from.getSender());
  if (!is_told("agency.recipient.isCounterpart")) {
    told_.push_back(Surrounding{"agency.recipient.isCounterpart",
                                integer_value(from.getIsCounterpart() ? 1 : 0, FieldKind::boolean)});
  }
  if (from.getState().size() > 0) tell_text("transfer.state", text_of(from.getState()));
  if (!is_told("transfer.openPairs")) {
    const auto open = static_cast<std::int64_t>(dossier_.head.pairs.size() - decided_before_.size());
    told_.push_back(Surrounding{"transfer.openPairs", integer_value(open, FieldKind::integer)});
  }
}

std::size_t TrialScene::open_pairs() const {
  const auto& head = dossier_.head;
  return static_cast<std::size_t>(std::count_if(head.pairs.begin(), head.pairs.end(), [&](const core::Pair& pair) {
    const auto key = std::to_string(pair.party) + "." + pair.offence.str();
    return std::find(decided_before_.begin(), decided_before_.end(), key) == decided_before_.end() &&
           std::none_of(head.outcomes.begin(), head.outcomes.end(), [&](const core::PairOutcome& one) {
             return one.party == pair.party && one.offence == pair.offence && !is_stage(one.outcome);
           });
  }));
}

bool TrialScene::is_stage(const Code& outcome) const {
  const auto& stages = view_.procedure->stages;
  return std::find(stages.begin(), stages.end(), outcome) != stages.end();
}

bool TrialScene::anybody_in_custody() const {
  return std::any_of(dossier_.head.pairs.begin(), dossier_.head.pairs.end(), [&](const core::Pair& pair) {
    const auto key = std::to_string(pair.party) + "." + pair.offence.str();
    const bool open = std::find(decided_before_.begin(), decided_before_.end(), key) == decided_before_.end();
    return open && in_custody(pair.party);
  });
}

bool TrialScene::in_custody(core::PartyNo party) const {
  for (const auto& one : dossier_.head.parties) {
    if (one.no == party && !one.measure.empty()) return one.measure == "detention" || one.measure == "arrest";
  }
  return std::find(in_custody_before_.begin(), in_custody_before_.end(), party) != in_custody_before_.end();
}

}  // namespace caseway::rules
