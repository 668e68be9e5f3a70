// Every step of the shipped packs, said in every state in which it is open: what is decided can be recorded and read
// back (Site holds each record against its bytes), and almost all of it takes effect.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "cn01.h"

namespace caseway::tests {

namespace {

std::vector<core::Code> states_of(const rules::Procedure& procedure, const rules::Step& step) {
  std::vector<core::Code> states = step.in_states;
  for (const auto& state : procedure.states) {
    if (step.in_any_state && (step.in_final_only ? state.final_ : !state.final_ || step.in_final_too)) {
      states.push_back(state.id);
    }
  }
  if (step.opens_transfer) states.emplace_back();
  return states;
}

Draft saying(const rules::Procedure& procedure, const rules::Step& step, const std::string& sender) {
  Draft draft;
  draft.sender = sender;
  draft.procedure = procedure.id.str();
  draft.step = step.id.str();
  if (step.opens_transfer) draft.head = cn01::two_suspects();
  if (!step.outcome.empty()) draft.head.outcomes = {{1, "213", step.outcome, "minor", "d1"}};
  if (step.id == "enter_from_paper") draft.head.paper = {true, "note", "no 1", {}};
  draft.head.note = "a reason";
  for (const auto& type : step.documents) draft.documents.push_back(document(type.str()));
  for (auto& made : draft.documents) {
    if (made.type.str() == "D55") made = cn01::approval();
    if (made.type.str() == "D09") made = cn01::counted_slip();
  }
  return draft;
}

const std::map<core::Role, std::string> members{{core::Role::administrative, amr},
                                                {core::Role::police, police},
                                                {core::Role::procuratorate, procuratorate},
                                                {core::Role::court, "changle-court"}};

std::string member_of(const std::vector<core::Role>& roles, const std::string& otherwise) {
  for (const auto role : roles) {
    if (members.contains(role)) return members.at(role);
  }
  return otherwise;
}

// Who opens a transfer of the kind: by its own step, else whoever the regulator's copies come from.
std::string opener_of(const rules::Procedure& procedure) {
  for (const auto& step : procedure.steps) {
    if (step.opens_transfer && step.say == rules::Say::message) return member_of(step.by[0].roles, amr);
  }
  return amr;
}

/// Says the step in `state` as each member, each of a transfer of its own (from number `no` on); true when one was let.
bool is_let(Site& site, const rules::Procedure& procedure, const rules::Step& step, const core::Code& state,
            std::uint8_t& no) {
  bool let = false;
  const auto opener = opener_of(procedure);
  for (const auto& [role, sender] : members) {
    ++no;
    const bool by_a_third = step.by[0].side == rules::Side::other;  // then the police are none of the two
    const auto recipient = by_a_third ? "lianjiang-police" : member_of(procedure.to, opener == police ? amr : police);
    const bool is_final = std::any_of(procedure.states.begin(), procedure.states.end(),
                                      [&](const auto& known) { return known.id == state && known.final_; });
    if (!state.empty()) {
      site.put({core::effect::TransferOpened{
                    transfer_id(no), case_id(no), procedure.id, opener, recipient, state, {}, site.state().pack},
                core::effect::StateChanged{transfer_id(no), state, is_final},
                core::effect::PairSet{transfer_id(no), 1, "213", false, {}}});
    }
    auto draft = saying(procedure, step, sender);
    draft.transfer = transfer_id(no);
    draft.case_id = case_id(no);
    for (const auto& known : procedure.states) {
      if (step.id.view() == "reopen" && !known.final_ && known.id.view() != "sent") draft.head.about = known.id;
    }
    if (state.empty() && recipient == sender)
      draft.recipient = "lianjiang-police";
    else if (state.empty())
      draft.recipient = !procedure.to.empty() ? recipient : sender == amr ? police : amr;
    let = site.say(draft).verdict != core::Verdict::returned || let;
  }
  return let;
}

}  // namespace

TEST_CASE("engine: steps: every step of the shipped packs is decided, recorded and read back in each of its states") {
  // Steps about what was said before: alone they are returned. And steps that ask for more than a document of
  // each type, for another transfer beside, or for a new receiver: the packs' own cases say them, and case-98 most.
  const std::set<std::string> answers{"confirm_paper", "extend", "recall", "waive", "suspend", "resume"};
  const std::set<std::string> more{"K02.designated",     "K12.jurisdiction_moved", "K08.penalised",

                                   "K08.no_penalty",     "K12.transfer",           "K12.suspect_added",
                                   "K15.appeal_decided", "K15.effective",          "K15.indict"};
  std::size_t said = 0;
  for (const auto& procedure : project_packs().procedures) {
    for (const auto& step : procedure.steps) {
      if (step.say != rules::Say::message) continue;
      Site site("2025-09-26 11:05");
      site.admit("lianjiang-police", {core::Role::police}, "350122", 15);
      site.admit("changle-court", {core::Role::court}, "350182", 16);
      std::uint8_t no = 0;
      for (const auto& state : states_of(procedure, step)) {
        const bool expected =
            !answers.contains(step.id.str()) && !more.contains(procedure.id.str() + "." + step.id.str());
        CHECK_MESSAGE(is_let(site, procedure, step, state, no) == expected,
                      procedure.id.view() << "." << step.id.view() << " in " << state.view());
        ++said;
      }
    }
  }
  CHECK(said > 150);
}

}  // namespace caseway::tests
