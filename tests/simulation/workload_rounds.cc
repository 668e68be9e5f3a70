// What follows on a file of the police: its return for investigation (K13), and files that are joined.
#include <algorithm>

#include "tests/simulation/handover.h"
#include "tests/simulation/workload.h"

namespace caseway::simulation {

// What `agency` opens beside a transfer that it has; mostly nothing.
std::optional<Wording> Workload::next_kind(const Agency& agency, const engine::Transfer& known) {
  const bool is_file = known.procedure.view() == "K12" && known.recipient == agency.id;
  if (is_file && known.state.view() == "registered" && fate_.one_in(3)) return round(known);
  return std::nullopt;
}

// Of most of those in the file; at times of none, of somebody else, or beside another file.
Wording Workload::round(const engine::Transfer& file) {
  Wording wording;
  auto& said = wording.said;
  said.procedure = "K13";
  said.step = "return";
  said.case_id = fate_.one_in(12) ? world_.random_id<core::CaseId>() : file.case_id;
  said.transfer = world_.random_id<core::TransferId>();
  said.recipient = file.sender.value();
  said.documents = {document_of("D28"), document_of("D25")};
  if (!fate_.one_in(12)) said.documents.push_back(document_of("D27"));
  for (const auto& pair : file.pairs)
    if (!fate_.one_in(5)) said.head.pairs.push_back({pair.party, pair.offence.value(), pair.unit});
  if (fate_.one_in(15)) said.head.pairs.push_back({9, "213", false});
  if (fate_.one_in(20)) said.head.pairs.clear();
  for (const auto& pair : said.head.pairs) {
    if (!fate_.one_in(3)) continue;
    core::Party party;
    party.no = pair.party;
    party.kind = "person";
    party.name = "person " + std::to_string(pair.party);
    party.id_type = "none";
    party.roles = {"suspect"};
    party.present = true;
    party.measure = fate_.one_in(2) ? "arrest" : "bail";
    said.head.parties.push_back(std::move(party));
  }
  if (fate_.one_in(5)) name_links(file, said);
  if (fate_.one_in(15)) enter_from_paper(said);
  return wording;
}

// At times without what the step is let by; where an outcome is made, of some.
void Workload::fill_round(const engine::Transfer& known, const Step& step, Said& said) {
  if (!step.needs.empty() && fate_.one_in(8))
    std::erase_if(said.documents, [&](const core::Document& document) {
      return std::find(step.needs.begin(), step.needs.end(), document.type.str()) != step.needs.end();
    });
  if (!step.links.empty()) {
    name_links(known, said);
    if (!fate_.one_in(4))
      said.head.link_relation = fate_.one_in(2) ? core::Code() : core::Code(std::string(step.links));
  }
  if (step.procedure == "K13" && !step.outcome.empty() && !fate_.one_in(6))
    decide_some(known, core::Code(std::string(step.outcome)), said);
}

}  // namespace caseway::simulation
