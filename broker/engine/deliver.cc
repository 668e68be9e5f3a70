// Deliveries: the whole message for the other side; for third agencies the parts or facts that the law owes them, and
// no more.
#include <algorithm>
#include <map>
#include <tuple>

#include "broker/core/digest.h"
#include "broker/engine/clocks.h"
#include "broker/engine/say.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

constexpr std::string_view sent = "sent";

// One entry of a mailbox while several copies of one step may still join it.
struct Owed {
  std::vector<core::PartNo> parts;
  std::vector<Code> facts;
  bool whole = false;
};

template <class T>
void add_once(std::vector<T>& values, const T& value) {
  auto place = std::lower_bound(values.begin(), values.end(), value);
  if (place == values.end() || !(*place == value)) values.insert(place, value);
}

// Parts of one message.
struct Parts {
  core::RecordIndex record = 0;  ///< as effect::Delivered has it
  std::vector<core::PartNo> parts;
};

bool is_among(const std::vector<core::DocumentType>& types, const core::DocumentType& type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

Parts parts_of(const Draft& draft, const Saying& saying, const rules::Copy& copy) {
  Parts found;
  const auto& dossier = *saying.dossier;
  if (saying.message == nullptr) return found;
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    if (is_among(copy.documents, dossier.documents[i].type)) add_once(found.parts, dossier.document_parts[i]);
  }
  if (!found.parts.empty() || saying.envelope->confirms.empty()) return found;
  // A word that carries no documents confirms those that the other side's carried.
  for (const auto& fact : draft.facts()) {
    if (fact.is_head || !is_among(copy.documents, fact.type) || !is_among(saying.step->documents, fact.type)) continue;
    if (found.record == 0) found.record = fact.ref.record;
    if (found.record == fact.ref.record) add_once(found.parts, fact.ref.part);
  }
  return found;
}

// Who is owed this copy; a role that nobody plays here is said, and nothing waits for it.
std::vector<AgencyId> targets(Draft& draft, const Saying& saying, const rules::Copy& copy) {
  const auto& transfer = *draft.transfer(saying.transfer);
  switch (copy.to) {
    case rules::CopyTo::sender: return {transfer.sender};
    case rules::CopyTo::receiver: return {transfer.recipient};
    case rules::CopyTo::first_sender: return {draft.graph(transfer.case_id)->first_sender};
    case rules::CopyTo::role: break;
    default: return {};  // kinds that version 1 does not evaluate
  }
  std::vector<AgencyId> found;
  for (const auto role : copy.roles) {
    auto target = counterpart_of(draft.state(), transfer.sender, role, draft.now());
    if (target.empty()) {
      draft.find(procedure_finding("no_counterpart", core::Fault::flag, "copy." + std::string(core::short_of(role))));
    } else {
      found.push_back(std::move(target));
    }
  }
  return found;
}

// The transfer of kind `under` by which `target` sees this case; the one that this transfer caused before any other.
const Transfer* seen_under(const Draft& draft, const Transfer& own, const Code& under, const AgencyId& target) {
  const Transfer* found = nullptr;
  for (const auto& id : draft.graph(own.case_id)->transfers) {
    const auto* other = draft.transfer(id);
    if (other == nullptr || !(other->procedure == under) || !(other->recipient == target)) continue;
    if (found == nullptr || other->cause == own.id) found = other;
  }
  return found;
}

// Opens a transfer in the bus's name: its own opening step decides its first state and clocks.
core::TransferId open_transfer(Draft& draft, const Saying& saying, const rules::Procedure& procedure,
                               const rules::Step& step, const AgencyId& sender, const AgencyId& recipient) {
  const auto& cause = *draft.transfer(saying.transfer);
  Saying opening = saying;
  opening.procedure = &procedure;
  opening.step = &step;
  // Whoever guesses the id, or opens twice what the pack lets it open twice, must not open into a transfer that is
  // there.
  for (std::uint64_t nth = 0; nth == 0 || draft.transfer(opening.transfer) != nullptr; ++nth) {
    opening.transfer = core::opened_id(draft.record(), cause.id, procedure.id, recipient, nth);
  }
  opening.by.clear();
  opening.message = nullptr;
  opening.decided.clear();
  draft.add(effect::TransferOpened{opening.transfer, cause.case_id, procedure.id, sender, recipient, step.state,
                                   cause.id, cause.pack});
  start_clocks(draft, opening, opening.at);
  return opening.transfer;
}

// An event tells the state out of its record, where it stands last before the event: what this step left as it was is
// said again there.
void restate(Draft& draft, const Transfer& own) {
  const auto& effects = draft.outcome().effects;
  const auto last = std::find_if(effects.rbegin(), effects.rend(), [](const core::Effect& each) {
    return std::holds_alternative<effect::StateChanged>(each);
  });
  const auto* changed = last == effects.rend() ? nullptr : std::get_if<effect::StateChanged>(&*last);
  if (changed != nullptr && changed->transfer == own.id && changed->state == own.state.value()) return;
  draft.add(effect::StateChanged{own.id, own.state, own.final_});
}

}  // namespace

const rules::Step* copy_step(const rules::Procedure& procedure) {
  for (const auto& step : procedure.steps) {
    if (step.say == rules::Say::with && step.lead == rules::Lead::state &&
        (step.opens_transfer || step.in_states.empty())) {
      return &step;
    }
  }
  return nullptr;
}

void deliver_whole(Draft& draft, const Saying& saying) {
  const auto& transfer = *draft.transfer(saying.transfer);
  const auto before = find_transfer(draft.state(), saying.transfer);
  const bool presents = transfer.state.view() == sent && (before == nullptr || before->state.view() != sent);
  for (const AgencyId& party : {transfer.recipient.value(), transfer.sender.value()}) {
    if (party == saying.by || party.empty()) continue;
    draft.add(effect::Delivered{party,
                                draft.next_delivery(party),
                                transfer.case_id,
                                transfer.id,
                                true,
                                {},
                                {},
                                presents && party == transfer.recipient.value()});
  }
}

void deliver_copies(Draft& draft, const Saying& saying) {
  const auto own = *draft.transfer(saying.transfer);
  // By receiver, then by the kind under which it sees the case, then by message.
  std::map<std::tuple<AgencyId, Code, core::RecordIndex>, Owed> owed;
  for (const auto& copy : saying.step->copies) {
    if (!draft.setting_on(*saying.bundle, copy.setting)) continue;
    if (asks(copy.when) && !Scene(draft, saying).holds(copy.when)) continue;
    const auto [record, parts] = parts_of(draft, saying, copy);
    const bool whole = copy.whole && saying.message != nullptr;
    if (!whole && parts.empty() && copy.facts.empty()) continue;
    for (const auto& target : targets(draft, saying, copy)) {
      // The parties have the message itself.
      if (target == saying.by || (saying.message != nullptr && is_party(own, target))) continue;
      auto& entry = owed[{target, copy.under, record}];
      entry.whole = entry.whole || whole;
      for (const auto part : parts) add_once(entry.parts, part);
      if (parts.empty()) {
        for (const auto& fact : copy.facts) add_once(entry.facts, fact);
      }
    }
  }
  for (auto& [where, entry] : owed) {
    const auto& [target, under, record] = where;
    auto seen = saying.transfer;
    bool opens = false;
    const auto* procedure = under.empty() ? nullptr : saying.bundle->procedure(under);
    const auto* step = procedure == nullptr ? nullptr : copy_step(*procedure);
    if (step != nullptr) {
      const auto* known = seen_under(draft, own, under, target);
      opens = known == nullptr;
      seen = opens ? open_transfer(draft, saying, *procedure, *step, own.sender, target) : known->id;
    }
    if (!entry.parts.empty()) entry.facts.clear();  // a message that carries parts tells its own facts
    if (std::find(entry.facts.begin(), entry.facts.end(), Code("state")) != entry.facts.end()) restate(draft, own);
    draft.add(effect::Delivered{target, draft.next_delivery(target), own.case_id, seen, entry.whole,
                                std::move(entry.parts), std::move(entry.facts), opens, record});
  }
}

bool is_full(const Draft& draft, const core::CaseId& case_id) {
  const auto* graph = draft.graph(case_id);
  if (graph == nullptr) return false;
  std::size_t pairs = 0;
  for (const auto& id : graph->transfers) {
    if (const auto* transfer = draft.transfer(id)) pairs += transfer->pairs.size();
  }
  return graph->transfers.size() >= core::limits::transfers_of_case_max || pairs >= core::limits::pairs_of_case_max;
}

void open_others(Draft& draft, const Saying& saying) {
  for (const auto& opening : saying.step->opens) {
    if (is_full(draft, draft.transfer(saying.transfer)->case_id)) {
      draft.find(procedure_finding("case.too_many", core::Fault::flag, "opens." + opening.procedure.str()));
      continue;
    }
    const auto* procedure = saying.bundle->procedure(opening.procedure);
    const auto* step = procedure == nullptr ? nullptr : rules::find_step(*procedure, opening.step);
    if (step == nullptr) continue;
    const auto own = *draft.transfer(saying.transfer);
    const AgencyId sender = opening.sender == rules::Side::receiver ? own.recipient : own.sender;
    AgencyId recipient;
    if (opening.to == rules::CopyTo::sender) recipient = own.sender;
    if (opening.to == rules::CopyTo::receiver) recipient = own.recipient;
    if (opening.to == rules::CopyTo::first_sender) recipient = draft.graph(own.case_id)->first_sender;
    for (const auto role : procedure->to) {
      if (recipient.empty()) recipient = counterpart_of(draft.state(), sender, role, draft.now());
    }
    if (recipient.empty()) {
      draft.find(procedure_finding("no_counterpart", core::Fault::flag, "opens." + opening.procedure.str()));
      continue;
    }
    const auto opened = open_transfer(draft, saying, *procedure, *step, sender, recipient);
    for (const auto& [party, offence] : saying.decided) {
      draft.add(effect::PairSet{opened, party, offence, false, {}});
    }
  }
}

}  // namespace caseway::engine
