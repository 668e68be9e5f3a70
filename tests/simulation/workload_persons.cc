// What police and procuratorates say of the persons in a file (K12).
#include <algorithm>

#include "tests/simulation/handover.h"
#include "tests/simulation/workload.h"

namespace caseway::simulation {

namespace {

constexpr core::PartyNo parties_most = 4;

core::Value yes_or_no(bool yes) { return value_of(core::FieldKind::boolean, "", yes ? 1 : 0); }

core::Value group(std::vector<core::Field> fields) {
  auto value = value_of(core::FieldKind::group, "");
  value.fields = std::move(fields);
  return value;
}

std::string name_of(core::PartyNo no) { return "person " + std::to_string(no); }

// One volume with its list of contents.
core::Document file_of_the_case() {
  return document_of("D25", {{"volumes",
                              {group({{"no", {value_of(core::FieldKind::integer, "", 1)}},
                                      {"manifest", {value_of(core::FieldKind::evidence, "ev1")}}})}},
                             {"innerFileExcluded", {yes_or_no(true)}}});
}

}  // namespace

// Names everybody that a file may have; without its approval it stops at the sender.
core::Document Workload::opinion(bool approved) {
  core::Field persons{"persons", {}};
  for (core::PartyNo no = 1; no <= parties_most; ++no)
    persons.values.push_back(group({{"name", {value_of(core::FieldKind::text, name_of(no))}}}));
  const bool pleads = fate_.one_in(2);
  auto document = document_of("D24", {std::move(persons),
                                      {"guiltyPlea", {yes_or_no(pleads)}},
                                      {"fastTrack", {yes_or_no(fate_.one_in(2))}},
                                      {"legalityReviewed", {yes_or_no(true)}}});
  if (!approved) return document;
  document.fields.push_back({"approver", {value_of(core::FieldKind::text, "head")}});
  document.fields.push_back(
      {"approvedAt", {value_of(core::FieldKind::date, "", core::law_date_of({world_.time.wall_ms}).days)}});
  return document;
}

// Mostly at hand, and under a measure that is told; some are held.
void Workload::name_persons(Said& said, core::PartyNo first, core::PartyNo last) {
  constexpr const char* measures[] = {"bail", "detention", "arrest"};
  for (auto no = first; no <= last; ++no) {
    core::Party party;
    party.no = no;
    party.kind = "person";
    party.name = name_of(no);
    party.id_type = "none";
    party.roles = {"suspect"};
    party.present = !fate_.one_in(8);
    if (!fate_.one_in(10)) party.measure = measures[fate_.pick(std::size(measures))];
    said.head.parties.push_back(std::move(party));
    said.head.pairs.push_back({no, "213", false});
    if (fate_.one_in(4)) said.head.pairs.push_back({no, "214", false});
  }
}

core::AgencyId Workload::some_procuratorate() {
  auto found = std::next(world_.agencies.begin(), static_cast<long>(fate_.pick(world_.agencies.size())));
  while (found->first.find("-procuratorate") == std::string::npos)
    if (++found == world_.agencies.end()) found = world_.agencies.begin();
  return found->first;
}

// Of a case of its own, or of one that it filed.
Wording Workload::prosecution(const Agency& police) {
  Wording wording;
  auto& said = wording.said;
  said.procedure = "K12";
  said.step = "transfer";
  said.case_id = world_.random_id<core::CaseId>();
  for (int tries = 0; tries < 4; ++tries) {
    const auto* known = some_transfer();
    if (known == nullptr || fate_.one_in(3)) break;
    const bool is_filed = known->recipient == police.id && known->procedure.view() == "K01";
    if (is_filed && (known->state.view() == "decided" || known->state.view() == "closed"))
      said.case_id = known->case_id;
  }
  said.transfer = world_.random_id<core::TransferId>();
  name_persons(said, 1, static_cast<core::PartyNo>(1 + fate_.pick(3)));
  wording.stops = fate_.one_in(15);
  said.documents = {opinion(!wording.stops), document_of("D112"), document_of("D06")};
  if (!fate_.one_in(6)) said.documents.push_back(file_of_the_case());
  if (!fate_.one_in(12))
    said.documents.push_back(document_of("D26", {{"copies", {value_of(core::FieldKind::integer, "", 2)}}}));
  if (fate_.one_in(6)) said.recipient = some_procuratorate();
  if (fate_.one_in(15)) enter_from_paper(said);
  return wording;
}

// Some of those that are open; at times one that is not, or nobody by name.
void Workload::decide_some(const engine::Transfer& known, const core::Code& outcome, Said& said) {
  for (const auto& pair : known.pairs)
    if ((pair.open() && !fate_.one_in(4)) || fate_.one_in(20))
      said.head.outcomes.push_back({pair.party, pair.offence.value(), outcome, "", ""});
}

void Workload::fill_prosecution(const engine::Transfer& known, const Step& step, Said& said) {
  if (step.id == "supplemented" && !fate_.one_in(4)) {
    said.documents.push_back(file_of_the_case());
    said.documents.push_back(document_of("D26", {{"copies", {value_of(core::FieldKind::integer, "", 2)}}}));
    core::PartyNo last = 0;
    for (const auto& pair : known.pairs) last = std::max(last, pair.party);
    if (last != 0 && !fate_.one_in(3)) name_persons(said, 1, last);
  }
  if (step.id == "suspect_added") {
    const auto next = static_cast<core::PartyNo>(known.pairs.size() % parties_most + 1);
    name_persons(said, next, next);
    said.documents = {opinion(true), file_of_the_case(), document_of("D112")};
  }
  if (step.moves) said.recipient = some_procuratorate();
  if (!step.outcome.empty() && !fate_.one_in(6)) decide_some(known, core::Code(std::string(step.outcome)), said);
  if (step.id == "registered" && fate_.one_in(3)) said.head.outcomes.clear();
}

}  // namespace caseway::simulation
