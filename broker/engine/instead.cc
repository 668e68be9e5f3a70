#include "broker/engine/instead.h"

#include <algorithm>

#include "broker/engine/decide.h"

namespace caseway::engine {

namespace {

using core::ReturnCode;

std::vector<Code> of_the_transfer(const Draft& draft, const Request& request) {
  const auto& envelope = request.envelope;
  const auto* transfer = find_transfer(draft.state(), envelope.transfer);
  if (transfer == nullptr || !(transfer->case_id == envelope.case_id) || request.bundle == nullptr) return {};
  return open_steps(*request.bundle, draft.state(), *transfer, envelope.sender, draft.now());
}

void add_openings(std::vector<Code>& to, const rules::Procedure& procedure, const core::Agency& sender) {
  for (const auto& step : procedure.steps) {
    const bool says = std::ranges::any_of(step.by, [&](const auto& actor) { return plays(actor, procedure, sender); });
    if (!step.opens_transfer || step.say != rules::Say::message || !says) continue;
    if (const auto named = Code::make(procedure.id.str() + "." + step.id.str())) to.push_back(*named);
  }
}

// By the pack in force, whatever transfer was named: one of others is not to be told by it.
std::vector<Code> openings(const Draft& draft, const Request& request) {
  const auto* bundle = draft.bundle(draft.state().pack);
  const auto* member = find_agency(draft.state(), request.envelope.sender);
  std::vector<Code> open;
  if (bundle == nullptr || member == nullptr) return open;
  const auto* named = bundle->procedure(request.envelope.procedure);
  if (named != nullptr) add_openings(open, *named, member->agency);
  if (!open.empty()) return open;
  for (const auto& procedure : bundle->procedures) add_openings(open, procedure, member->agency);
  return open;
}

}  // namespace

std::vector<Code> steps_instead(const Draft& draft, const Request& request, ReturnCode code) {
  switch (code) {
    case ReturnCode::step_not_open:
    case ReturnCode::step_barred:
    case ReturnCode::stopped_at_sender: return of_the_transfer(draft, request);
    case ReturnCode::unknown_procedure:
    case ReturnCode::unknown_step:
    case ReturnCode::wrong_role:
    case ReturnCode::unknown_recipient: {
      auto open = of_the_transfer(draft, request);
      return open.empty() ? openings(draft, request) : open;
    }
    default: return {};
  }
}

}  // namespace caseway::engine
