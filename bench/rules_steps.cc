#include "bench/rules_steps.h"

#include <algorithm>

#include "broker/core/must.h"

namespace caseway::bench {
namespace {

using core::FieldKind;

constexpr core::Instant at{1758855900000};  // 2025-09-26 11:05 law time

const rules::Step& step_of(const rules::Procedure& procedure, const core::Code& id) {
  const auto* step = rules::find_step(procedure, id);
  MUST(step != nullptr);
  return *step;
}

std::vector<core::Field> fields_of(const std::vector<rules::FieldType>& types, std::size_t count);

core::Value value_of(const rules::FieldType& type, std::size_t index, std::size_t count) {
  const auto no = static_cast<std::int64_t>(index) + 1;
  switch (type.kind) {
    case FieldKind::date: return {type.kind, {}, core::law_date_of(at).days, {}};
    case FieldKind::instant: return {type.kind, {}, at.ms, {}};
    case FieldKind::amount:
    case FieldKind::integer: return {type.kind, {}, no, {}};
    case FieldKind::boolean: return {type.kind, {}, 1, {}};
    case FieldKind::number: return {type.kind, "罗市监移字〔2025〕1号", 0, {}};
    case FieldKind::code: return {type.kind, type.codes.empty() ? "other" : type.codes.front(), 0, {}};
    case FieldKind::group: return {type.kind, {}, 0, fields_of(type.fields, count)};
    default: return {type.kind, "某某", 0, {}};
  }
}

std::vector<core::Field> fields_of(const std::vector<rules::FieldType>& types, std::size_t count) {
  std::vector<core::Field> fields;
  for (const auto& type : types) {
    core::Field field{type.name.str(), {}};
    const auto least = static_cast<std::size_t>(std::max<std::int64_t>(type.least, 0));
    const auto values = type.list ? std::max(least, count) : 1;
    for (std::size_t i = 0; i < values; ++i) field.values.push_back(value_of(type, i, count));
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace

Said::Said(const rules::PackBundle& pack, const rules::Procedure& kind, const core::Code& step_id,
           const core::Calendar& days)
    : bundle(pack), procedure(kind), step(step_of(kind, step_id)), calendar(days) {
  envelope.sender = "adm";
  envelope.recipient = "pol";
  envelope.procedure = procedure.id;
  envelope.step = step.id;
  envelope.occurred_at = envelope.signed_at = at;
  core::Party party;
  party.no = 1;
  party.kind = "person";
  dossier.head.parties = {party};
  dossier.head.pairs = {{1, "213", false}};
}

void Said::fill(std::size_t count) {
  for (const auto& type : step.documents) {
    core::Document document;
    document.id = "d" + std::to_string(dossier.documents.size());
    document.type = type;
    document.stamp = core::Stamp::valid;
    if (const auto* rule = bundle.document(type)) document.fields = fields_of(rule->fields, count);
    dossier.documents.push_back(std::move(document));
    dossier.document_parts.push_back(static_cast<core::PartNo>(dossier.documents.size()));
  }
}

rules::View Said::view() const {
  rules::View it;
  it.bundle = &bundle;
  it.procedure = &procedure;
  it.step = &step;
  it.envelope = &envelope;
  it.dossier = &dossier;
  it.part_digests = &part_digests;
  it.received_at = at;
  it.facts = &facts;
  it.calendar = &calendar;
  it.surroundings = &told;
  it.settings = &settings;
  return it;
}

}  // namespace caseway::bench
