#include "broker/engine/admit.h"

#include <algorithm>

#include "broker/engine/versions.h"

namespace caseway::engine {

namespace {

using core::ReturnCode;
using rules::Side;

constexpr std::string_view enter_from_paper = "enter_from_paper";
constexpr std::string_view confirm_paper = "confirm_paper";

bool on_side(const State& state, core::Instant at, const rules::Actor& actor, const Transfer& transfer,
             const AgencyId& agency) {
  switch (actor.side) {
    case Side::sender:
    case Side::opener: return transfer.sender == agency;
    case Side::receiver: return transfer.recipient == agency;
    case Side::either:
    case Side::both: return is_party(transfer, agency);
    case Side::other:
      // An agency named by its role alone is the one that plays it for a party, not any in the country; and no party.
      return !is_party(transfer, agency) && std::any_of(actor.roles.begin(), actor.roles.end(), [&](core::Role role) {
        return counterpart_of(state, transfer.sender, role, at) == agency ||
               counterpart_of(state, transfer.recipient, role, at) == agency;
      });
    case Side::system: return false;
  }
  return false;
}

// A member whom the kind lets receive it; no message goes to its sender, unless it tells of what was said on paper.
bool may_receive(const Draft& draft, const Request& request, const AgencyId& agency) {
  const auto* member = find_agency(draft.state(), agency);
  if (member == nullptr || !is_member(*member, draft.now())) return false;
  if (agency == request.envelope.sender && !request.from_paper()) return false;
  return request.procedure->to.empty() || has_one_of(member->agency, request.procedure->to);
}

// The recipient of a new transfer: the one named, else whom the directory gives.
ReturnCode find_recipient(const Draft& draft, Request& request) {
  const auto& state = draft.state();
  const auto& to = request.procedure->to;
  request.recipient = request.envelope.recipient;
  for (const auto role : to) {
    if (request.recipient.empty())
      request.recipient = counterpart_of(state, request.envelope.sender, role, draft.now());
  }
  if (request.recipient.empty() && to.empty()) {
    const auto* graph = draft.graph(request.envelope.case_id);
    if (graph != nullptr) request.recipient = graph->first_sender;
  }
  const bool is_own = request.recipient == request.envelope.sender;
  return !is_own && may_receive(draft, request, request.recipient) ? ReturnCode::none : ReturnCode::unknown_recipient;
}

// The recipient that a message to a transfer names: another party, or none; who receives the transfer from now on,
// where the step says so.
bool is_recipient(const Draft& draft, const Transfer& transfer, const Request& request) {
  const auto& named = request.envelope.recipient;
  if (request.step->receiver == rules::NewReceiver::named) return may_receive(draft, request, named);
  return named.empty() || (!(named == request.envelope.sender) && is_party(transfer, named));
}

ReturnCode admit_opening(const Draft& draft, const core::Agency& sender, Request& request) {
  // A paper entry may be made by either side; only he who opens may enter an opening.
  const auto& by = request.step->by;
  const bool opener = std::any_of(by.begin(), by.end(),
                                  [&](const rules::Actor& actor) { return plays(actor, *request.procedure, sender); });
  if (!opener) return ReturnCode::wrong_role;
  const auto* graph = draft.graph(request.envelope.case_id);
  if (graph != nullptr) {
    // A case is continued by those who are in it; its id is no key to it.
    const auto is_in = [&](const core::TransferId& id) {
      const auto* transfer = draft.transfer(id);
      return transfer != nullptr && is_party(*transfer, request.envelope.sender);
    };
    if (std::none_of(graph->transfers.begin(), graph->transfers.end(), is_in)) return ReturnCode::not_a_party;
  }
  request.opens = true;
  return find_recipient(draft, request);
}

// Nothing to confirm is nothing wrong; a confirmation must name what the other side said and what still waits.
ReturnCode find_confirmed(const Transfer& transfer, Request& request) {
  const bool of_paper = request.said->id.view() == confirm_paper;
  const auto& confirms = request.envelope.confirms;
  if (confirms.empty()) return of_paper ? ReturnCode::wrong_confirmation : ReturnCode::none;
  for (const auto& pending : transfer.pending) {
    const bool fits = of_paper ? pending.paper : !pending.paper && pending.step == request.said->id;
    if (pending.body == confirms && fits && !(pending.said_by == request.envelope.sender)) request.confirmed = pending;
  }
  return request.confirmed ? ReturnCode::none : ReturnCode::wrong_confirmation;
}

ReturnCode admit_to(const Draft& draft, const Transfer& transfer, Request& request) {
  const auto& envelope = request.envelope;
  if (!(transfer.case_id == envelope.case_id) || !(transfer.procedure == envelope.procedure)) {
    return ReturnCode::unknown_transfer;
  }
  const auto confirmation = find_confirmed(transfer, request);
  const bool consents = request.confirmed && request.said->needs_consent && is_party(transfer, envelope.sender);
  if (!consents && !may_say(draft.state(), draft.now(), *request.procedure, *request.said, transfer, envelope.sender)) {
    return ReturnCode::not_a_party;
  }
  const auto& step = *request.step;
  if (step.opens_transfer && step.in_states.empty() && !step.in_any_state) return ReturnCode::transfer_exists;
  if (!is_recipient(draft, transfer, request)) return ReturnCode::unknown_recipient;
  return is_open(step, transfer) ? confirmation : ReturnCode::step_not_open;
}

}  // namespace

bool plays(const rules::Actor& actor, const rules::Procedure& procedure, const core::Agency& agency) {
  if (!actor.roles.empty()) return has_one_of(agency, actor.roles);
  return actor.side != Side::opener || procedure.from.empty() || has_one_of(agency, procedure.from);
}

bool is_open(const rules::Step& step, const Transfer& transfer) {
  if (step.in_any_state && step.in_final_only) return transfer.final_;
  if (step.in_any_state && (!transfer.final_ || step.in_final_too)) return true;
  return std::find(step.in_states.begin(), step.in_states.end(), transfer.state.value()) != step.in_states.end();
}

bool may_say(const State& state, core::Instant at, const rules::Procedure& procedure, const rules::Step& step,
             const Transfer& transfer, const AgencyId& agency) {
  const auto* member = find_agency(state, agency);
  if (member == nullptr || step.say != rules::Say::message) return false;
  return std::any_of(step.by.begin(), step.by.end(), [&](const rules::Actor& actor) {
    return plays(actor, procedure, member->agency) && on_side(state, at, actor, transfer, agency);
  });
}

bool is_joint(const rules::Step& step) {
  return std::any_of(step.by.begin(), step.by.end(), [](const auto& actor) { return actor.side == Side::both; });
}

core::ReturnCode admit(const Draft& draft, Request& request) {
  const auto& envelope = request.envelope;
  const auto* transfer = draft.transfer(envelope.transfer);
  request.pack = transfer != nullptr ? transfer->pack.value() : draft.state().pack;
  request.bundle = draft.bundle(request.pack);
  if (request.bundle == nullptr) return ReturnCode::no_pack;
  request.procedure = request.bundle->procedure(envelope.procedure);
  if (request.procedure == nullptr) return ReturnCode::unknown_procedure;
  request.said = rules::find_step(*request.procedure, envelope.step);
  request.step = request.said;
  if (request.said != nullptr && request.said->id.view() == enter_from_paper) {
    request.step = rules::find_step(*request.procedure, request.message.dossier.head.paper.step);
    if (request.step == request.said) request.step = nullptr;
  }
  if (request.step == nullptr || request.said->say != rules::Say::message || request.step->say != rules::Say::message) {
    return ReturnCode::unknown_step;
  }
  request.law = law_for(draft, *request.procedure, *request.step, std::min(envelope.occurred_at, draft.now()));
  const auto* member = find_agency(draft.state(), envelope.sender);
  const bool plays_one = member != nullptr && is_member(*member, draft.now()) &&
                         std::any_of(request.said->by.begin(), request.said->by.end(), [&](const auto& actor) {
                           return plays(actor, *request.procedure, member->agency);
                         });
  const bool consents = request.said != nullptr && request.said->needs_consent && !envelope.confirms.empty();
  if (!plays_one && !consents) return ReturnCode::wrong_role;
  if (transfer != nullptr) return admit_to(draft, *transfer, request);
  return request.step->opens_transfer ? admit_opening(draft, member->agency, request) : ReturnCode::unknown_transfer;
}

}  // namespace caseway::engine
