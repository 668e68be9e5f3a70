// Deliveries: the whole message for the other side; for third agencies the parts or facts that the law owes them, and
// no more.
#include <algorithm>
#include <map>
#include <tuple>

#include "broker/engine/linking.h"
#include "broker/engine/opening.h"
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
// The receiver is who was it when the step was said: another that it names has the message itself.
std::vector<AgencyId> targets(Draft& draft, const Saying& saying, const rules::Copy& copy) {
  const auto& transfer = *draft.transfer(saying.transfer);
  const AgencyId receiver = saying.former.empty() ? transfer.recipient.value() : saying.former;
  switch (copy.to) {
    case rules::CopyTo::sender: return {transfer.sender};
    case rules::CopyTo::receiver: return {receiver};
    case rules::CopyTo::first_sender: return {draft.graph(transfer.case_id)->first_sender};
    case rules::CopyTo::earlier_senders: return earlier_senders(draft, transfer.case_id);
    case rules::CopyTo::role: break;
    default: return {};  // kinds that version 1 does not evaluate
  }
  const AgencyId& of = copy.of == rules::Side::receiver ? receiver : transfer.sender.value();
  std::vector<AgencyId> found;
  for (const auto role : copy.roles) {
    auto target = counterpart_of(draft.state(), of, role, draft.now());
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
  const auto& told = saying.with.empty() ? own : *draft.transfer(saying.with);
  const auto parties = std::pair<AgencyId, AgencyId>(told.sender, told.recipient);
  // By receiver, then by the kind under which it sees the case, then by message.
  std::map<std::tuple<AgencyId, Code, core::RecordIndex>, Owed> owed;
  const auto* sayer = find_agency(draft.state(), saying.by.empty() ? own.sender.value() : saying.by);
  const auto region = sayer == nullptr ? std::string_view() : std::string_view(sayer->agency.region);
  for (const auto& copy : saying.step->copies) {
    if (!draft.setting_on(*saying.bundle, copy.setting)) continue;
    if (!copy.local.counts(region, core::law_date_of(saying.at))) continue;
    if (asks(copy.when) && !Scene(draft, saying).holds(copy.when)) continue;
    const auto [record, parts] = parts_of(draft, saying, copy);
    const bool whole = copy.whole && saying.message != nullptr;
    if (!whole && parts.empty() && copy.facts.empty()) continue;
    for (const auto& target : targets(draft, saying, copy)) {
      // The parties have the message itself.
      const bool has_it = saying.message != nullptr && (target == parties.first || target == parties.second);
      if (target == saying.by || has_it) continue;
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
      seen = opens ? open_as_bus(draft, saying, *procedure, *step, own.sender, target) : known->id;
    }
    if (!entry.parts.empty()) entry.facts.clear();  // a message that carries parts tells its own facts
    if (std::find(entry.facts.begin(), entry.facts.end(), Code("state")) != entry.facts.end()) restate(draft, own);
    draft.add(effect::Delivered{target, draft.next_delivery(target), own.case_id, seen, entry.whole,
                                std::move(entry.parts), std::move(entry.facts), opens, record});
  }
}

}  // namespace caseway::engine
