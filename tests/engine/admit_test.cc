// What may be said at all: each "no" with its code, and nothing but the lane moved.
#include <doctest/doctest.h>

#include "cn01.h"

namespace caseway::tests {

using namespace cn01;
using core::ReturnCode;
using core::Verdict;

namespace {

/// Says it, expects it back with `code`, and that State differs by the lane and the record count alone.
core::Outcome refused(Site& site, const Draft& draft, ReturnCode code) {
  auto before = site.state();
  const auto outcome = site.say(draft);
  CHECK(outcome.verdict == Verdict::returned);
  CHECK(core::name_of(outcome.return_code) == core::name_of(code));
  CHECK(outcome.effects.size() == 1);
  REQUIRE(std::holds_alternative<core::effect::LaneAdvanced>(outcome.effects[0]));
  before.next_record = site.state().next_record;
  before.agencies[draft.sender].lanes = site.state().agencies.at(draft.sender).lanes;
  CHECK(engine::state_digest(before) == engine::state_digest(site.state()));
  return outcome;
}

}  // namespace

TEST_CASE("engine: admit: procedure, step and role") {
  Site site;
  auto draft = transfer();
  draft.procedure = "K99";
  refused(site, draft, ReturnCode::unknown_procedure);
  draft.procedure = "K10";  // declared absent
  refused(site, draft, ReturnCode::unknown_procedure);
  draft = transfer();
  draft.step = "hand_in";
  refused(site, draft, ReturnCode::unknown_step);
  draft.step = "presented";  // the bus's own
  refused(site, draft, ReturnCode::unknown_step);
  draft = transfer();
  draft.sender = police;
  refused(site, draft, ReturnCode::wrong_role);
  draft = said(police, "accepted", "");
  refused(site, draft, ReturnCode::unknown_transfer);
}

TEST_CASE("engine: admit: a wrong kind, step, role or recipient is answered with what is open, of others nothing") {
  Site site;
  const auto told = [&](const Draft& draft, ReturnCode code) {
    std::string steps = " ";
    for (const auto& step : refused(site, draft, code).open_steps) steps += step.str() + " ";
    return steps;
  };
  auto draft = transfer();
  draft.procedure = "K99";
  CHECK(told(draft, ReturnCode::unknown_procedure).starts_with(" K01.transfer K01b.late_penalty_copy K07."));
  draft = transfer();
  draft.step = "hand_in";
  CHECK(told(draft, ReturnCode::unknown_step) == " K01.transfer ");
  draft = transfer();
  draft.recipient = "nobody";
  CHECK(told(draft, ReturnCode::unknown_recipient) == " K01.transfer ");
  draft = transfer();
  draft.sender = police;
  const auto of_the_police = told(draft, ReturnCode::wrong_role);
  CHECK(of_the_police.find(" K01.") == std::string::npos);  // no police opens one; what else it opens is told
  CHECK(of_the_police.find(" K29.notify_off_bus ") != std::string::npos);

  play_to(site, 6);
  site.ack_all();
  draft = said(amr, "accepted", "");
  CHECK(told(draft, ReturnCode::wrong_role).find(" withdraw ") != std::string::npos);
  draft = said(police, "hand_in", "");
  CHECK(told(draft, ReturnCode::unknown_step).starts_with(" accepted "));
  // Who has no part in it hears the same of a transfer that is there and of one that is not.
  for (const auto& id : {transfer_id(1), transfer_id(9)}) {
    draft = said(other_amr, "hand_in", "");
    draft.transfer = id;
    CHECK(told(draft, ReturnCode::unknown_step) == " K01.transfer ");
  }
}

TEST_CASE("engine: admit: without a pack in force nothing is judged") {
  Site site;
  core::Order order;
  order.kind = core::OrderKind::activate_pack;
  order.digest.bytes.fill(9);
  CHECK(codes(site.order(order)) == "order.pack");
  auto state = site.state();
  state.pack = {};
  const auto event = site.wrap(site.message(transfer()));
  CHECK(engine::decide(site.library(), state, {}, event).return_code == ReturnCode::no_pack);
}

TEST_CASE("engine: admit: the recipient of a new transfer") {
  Site site;
  auto draft = transfer("2025-09-26 11:00");
  draft.recipient = "nobody";
  refused(site, draft, ReturnCode::unknown_recipient);
  draft.recipient = procuratorate;  // a member, and no police
  refused(site, draft, ReturnCode::unknown_recipient);
  draft.recipient.clear();
  draft.sender = other_amr;  // has no counterpart here
  refused(site, draft, ReturnCode::unknown_recipient);
  draft.sender = amr;
  CHECK(site.say(draft).verdict != Verdict::returned);
  CHECK(site.transfer().recipient == police);
  refused(site, draft, ReturnCode::transfer_exists);
}

TEST_CASE("engine: admit: a transfer is its parties' own, each on its side") {
  Site site;
  play_to(site, 6);
  site.ack_all();
  auto draft = said(other_amr, "note", "");
  refused(site, draft, ReturnCode::not_a_party);
  draft = said(procuratorate, "note", "");
  refused(site, draft, ReturnCode::not_a_party);
  draft = said(police, "accepted", "");
  draft.case_id = case_id(2);
  refused(site, draft, ReturnCode::unknown_transfer);
  draft = said(amr, "note", "");
  draft.recipient = procuratorate;
  refused(site, draft, ReturnCode::unknown_recipient);
  CHECK(site.say(said(amr, "note", "")).verdict == Verdict::proceeds);
}

TEST_CASE("engine: admit: what was forwarded is taken over by the other organ, never by who forwarded it") {
  Site site;
  site.admit("lianjiang-police", {core::Role::police}, "350122", 15);
  play_to(site, 6);
  site.ack_all();
  auto forward = said(police, "forward", "", {document("D08"), document("D52")});
  forward.procedure = "K02";
  forward.transfer = transfer_id(2);
  forward.recipient = police;
  refused(site, forward, ReturnCode::unknown_recipient);
  forward.recipient = "lianjiang-police";
  REQUIRE(site.say(forward).verdict != Verdict::returned);
  CHECK(site.state_of() == "forwarded");
  site.ack("lianjiang-police");
  auto taken = said(police, "taken_over", "", {document("D48"), document("D49")});
  taken.procedure = "K02";
  taken.transfer = transfer_id(2);
  refused(site, taken, ReturnCode::not_a_party);
  taken.sender = "lianjiang-police";
  CHECK(site.say(taken).verdict != Verdict::returned);
  CHECK(site.state_of() == "accepted");
  CHECK(site.transfer().recipient == "lianjiang-police");
}

TEST_CASE("engine: admit: a case is continued by those who are in it") {
  Site site;
  play_to(site, 6);
  auto draft = transfer();
  draft.sender = other_amr;
  draft.recipient = police;
  draft.transfer = transfer_id(2);
  refused(site, draft, ReturnCode::not_a_party);
  draft.sender = amr;
  site.say(draft);
  const auto& graph = *engine::find_case(site.state(), case_id(1));
  CHECK(graph.links.size() == 1);
  CHECK(graph.links[0].relation.view() == "follow_on");
}

TEST_CASE("engine: admit: every step in every state it is not for is returned with the steps that are open") {
  Site site;
  play_to(site, 6);
  const auto bundle = project_packs();
  const auto& k01 = *bundle.procedure("K01");
  int tried = 0;
  for (const auto* state : {"sent", "presented", "accepted", "cure_open", "decided"}) {
    if (std::string_view(state) == "presented") site.ack_all();
    if (std::string_view(state) == "accepted") site.say(said(police, "accepted", ""));
    if (std::string_view(state) == "cure_open") site.say(said(police, "cure_notice", ""));
    if (std::string_view(state) == "decided") {
      site.say(outcome("filed", 1, "", {document("D51")}));
      site.say(outcome("not_filed", 2, "", {document("D11")}));
    }
    REQUIRE(site.state_of() == state);
    for (const auto& step : k01.steps) {
      if (step.say != rules::Say::message || step.in_any_state || step.opens_transfer) continue;
      const bool for_this =
          std::find(step.in_states.begin(), step.in_states.end(), core::Code(state)) != step.in_states.end();
      const auto& sender = step.by[0].side == rules::Side::sender ? amr : police;
      if (for_this || step.by[0].side == rules::Side::other) continue;
      const auto outcome = refused(site, said(sender, step.id.str(), ""), ReturnCode::step_not_open);
      for (const auto& open : outcome.open_steps) {
        const auto& known = *rules::find_step(k01, open);
        CHECK((known.in_any_state ||
               std::find(known.in_states.begin(), known.in_states.end(), core::Code(state)) != known.in_states.end()));
      }
      CHECK_FALSE(outcome.open_steps.empty());
      ++tried;
    }
  }
  CHECK(tried > 40);
}

TEST_CASE("engine: admit: what stops at the sender opens nothing") {
  Site site;
  auto draft = transfer();
  draft.documents[5] = document("D55", {text("head", "黄某")});
  const auto outcome = refused(site, draft, ReturnCode::stopped_at_sender);
  CHECK(codes(outcome).find("K01.approval") != std::string::npos);
  CHECK(codes(outcome).find("K01.officers") != std::string::npos);
  CHECK(engine::find_case(site.state(), case_id(1)) == nullptr);
}

TEST_CASE("engine: lanes: next, repeat, reused, gap, older; a state secret is repeated by any body") {
  Site site;
  CHECK(engine::ask_lane(site.state(), amr, 0, 1, {}).says == engine::LaneSays::next);
  CHECK(engine::ask_lane(site.state(), amr, 0, 2, {}).says == engine::LaneSays::gap);
  site.say(transfer());
  const auto body = site.last_body();
  const auto record = site.state().next_record - 1;
  const auto repeat = engine::ask_lane(site.state(), amr, 0, 1, body);
  CHECK(repeat.says == engine::LaneSays::repeat);
  CHECK(repeat.record == record);
  CHECK(engine::ask_lane(site.state(), amr, 0, 1, {}).says == engine::LaneSays::reused);
  CHECK(engine::ask_lane(site.state(), amr, 0, 3, body).expected == 2);
  CHECK(engine::ask_lane(site.state(), "nobody", 0, 1, body).says == engine::LaneSays::next);

  auto secret = site.message(said(amr, "note", ""));
  secret.secret = true;
  secret.dossier = {};
  const auto outcome = site.event(site.wrap(secret));
  CHECK(outcome.return_code == ReturnCode::state_secret);
  CHECK(engine::ask_lane(site.state(), amr, 0, 2, body).says == engine::LaneSays::repeat);

  auto settled = site.message(said(amr, "void", ""));
  settled.message.envelope.settled = 2;
  CHECK(site.event(site.wrap(settled)).verdict == Verdict::proceeds);
  CHECK(engine::ask_lane(site.state(), amr, 0, 2, body).says == engine::LaneSays::older);
  CHECK(engine::ask_lane(site.state(), amr, 0, 3, settled.message.body).says == engine::LaneSays::repeat);
}

TEST_CASE("engine: acks: a delivery is taken once; an unknown one changes nothing") {
  Site site;
  play_to(site, 6);
  core::Event ack;
  ack.type = core::EventType::ack;
  ack.received_at = site.state().now;
  ack.agency = police;
  ack.body = core::AckEvent{1};
  CHECK_FALSE(site.event(ack).effects.empty());
  CHECK(site.state_of() == "presented");
  CHECK(site.event(ack).effects.empty());
  ack.body = core::AckEvent{77};
  CHECK(site.event(ack).effects.empty());
  ack.agency = procuratorate;
  ack.type = core::EventType::park;
  ack.body = core::ParkEvent{1, "no such case here"};
  site.event(ack);
  CHECK(site.state().agencies.at(procuratorate).mailbox.entries.at(1).parked);
  ack.type = core::EventType::unpark;
  ack.body = core::UnparkEvent{1};
  site.event(ack);
  CHECK_FALSE(site.state().agencies.at(procuratorate).mailbox.entries.at(1).parked);
}

}  // namespace caseway::tests
