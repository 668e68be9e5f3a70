// A handover of exhibits (K07): its count is a joint step, whose second word may come without documents. Then the copy
// that the procuratorate is owed carries the slip of the first word: a delivery of an earlier record.
#pragma once

#include <optional>
#include <utility>

#include "tests/simulation/world.h"

namespace caseway::simulation {

inline core::Document document_of(const char* type, std::vector<core::Field> fields = {}) {
  core::Document document;
  document.id = type;
  document.type = *core::DocumentType::parse(type);
  document.stamp = core::Stamp::valid;
  document.fields = std::move(fields);
  return document;
}

inline core::Value value_of(core::FieldKind kind, std::string text, std::int64_t integer = 0) {
  core::Value value;
  value.kind = kind;
  value.text = std::move(text);
  value.integer = integer;
  return value;
}

/// One row of a list of exhibits.
inline core::Value exhibit(std::vector<std::pair<const char*, std::int64_t>> numbers, const char* result = nullptr) {
  core::Value row;
  row.kind = core::FieldKind::group;
  for (const auto& [name, number] : numbers)
    row.fields.push_back({name, {value_of(core::FieldKind::integer, "", number)}});
  row.fields.push_back({"unit", {value_of(core::FieldKind::code, "双")}});
  if (result != nullptr) row.fields.push_back({"result", {value_of(core::FieldKind::code, result)}});
  return row;
}

/// A count that finds two of ten missing, signed by a counter of each side.
inline core::Document slip(const core::AgencyId& from, const core::AgencyId& to) {
  core::Field counters{"counters", {}};
  for (const auto& agency : {from, to}) {
    core::Value counter;
    counter.kind = core::FieldKind::group;
    counter.fields = {{"agency", {value_of(core::FieldKind::text, agency)}}};
    counters.values.push_back(std::move(counter));
  }
  return document_of(
      "D09", {{"lines", {exhibit({{"itemNo", 1}, {"listed", 10}, {"counted", 8}}, "short")}}, std::move(counters)});
}

/// What is due next in the handover `transfer` of a case, as State has it, and who says it; nothing when it waits for
/// a delivery or is counted. `recipient` receives the exhibits.
inline std::optional<std::pair<core::AgencyId, Said>> next_of_handover(const World& world, const core::CaseId& case_id,
                                                                       const core::TransferId& transfer,
                                                                       const core::AgencyId& sender,
                                                                       const core::AgencyId& recipient) {
  Said said;
  said.procedure = "K07";
  said.case_id = case_id;
  said.transfer = transfer;
  const auto& transfers = world.broker->state().transfers;
  const auto known = transfers.find(transfer);
  const auto say = [&](const core::AgencyId& by, const char* step, std::vector<core::Document> documents) {
    said.step = step;
    said.documents = std::move(documents);
    return std::pair{by, said};
  };
  if (known == transfers.end()) {
    said.recipient = recipient;
    return say(sender, "filing_notice_received", {document_of("D48")});
  }
  const core::Code state = known->second.state;
  const core::Field items{"items", {exhibit({{"no", 1}, {"quantity", 10}})}};
  if (state == core::Code("due"))
    return say(sender, "offer", {document_of("D03", {items}), document_of("D16", {items})});
  if (state == core::Code("presented")) return say(recipient, "appointed", {document_of("D48")});
  if (state != core::Code("appointed")) return std::nullopt;
  if (known->second.pending.empty()) return say(sender, "counted", {slip(sender, recipient)});
  said.confirms = known->second.pending.front().body;
  return say(recipient, "counted", {});
}

}  // namespace caseway::simulation
