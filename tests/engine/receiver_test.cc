// Transfers that another organ goes on with: who it may be, what it is sent, and what becomes of the one before.
#include <doctest/doctest.h>

#include "by_hand.h"

namespace caseway::tests {
namespace {

namespace effect = core::effect;
using core::ReturnCode;
using rules::CopyTo;
using rules::NewReceiver;
using rules::Side;

const std::string other_police = "lianjiang-police";

/// by_hand() with three ways on: `moved_on` names the next police, `designated` is the procuratorate's and names it,
/// `taken_over` is said by it. `agreed` is joint.
rules::PackBundle with_receivers() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  x1.to = {core::Role::police, core::Role::administrative};
  auto moved_on = step("moved_on", {"accepted"}, Side::receiver);
  moved_on.documents = {*core::DocumentType::parse("D08")};
  moved_on.receiver = NewReceiver::named;
  moved_on.starts = {{"X1.term", false, false, {}}};
  auto designated = leading(step("designated", {"accepted"}, Side::other), "heavy");
  designated.by[0].roles = {core::Role::procuratorate};
  designated.receiver = NewReceiver::named;
  rules::Copy decision;
  decision.to = CopyTo::receiver;
  decision.documents = {*core::DocumentType::parse("D60")};
  rules::Copy overseer;
  overseer.roles = {core::Role::administrative};
  overseer.of = Side::receiver;
  overseer.facts = {"state"};
  designated.copies = {decision, overseer};
  auto taken_over = step("taken_over", {"accepted"}, Side::other);
  taken_over.by[0].roles = {core::Role::police};
  taken_over.receiver = NewReceiver::sayer;
  taken_over.starts = {{"X1.term", false, false, {}}};
  auto agreed = step("agreed", {"accepted", "heavy"}, Side::both);
  agreed.documents = {*core::DocumentType::parse("D132")};
  auto paper = step("enter_from_paper", {"accepted"}, Side::either);
  for (auto& one : {moved_on, designated, taken_over, agreed, paper}) x1.steps.push_back(one);
  return bundle;
}

/// An accepted X1 from amr to police: record `first` carried D01 and D02 as parts 1 and 2, `second` D02 anew as part 1.
struct Held : Site {
  core::RecordIndex first = 0;
  core::RecordIndex second = 0;
  Held() : Site("2025-10-09 10:00", with_receivers()) {
    admit(other_police, {core::Role::police}, "350122", 21);
    core::Order order;
    order.kind = core::OrderKind::set_counterparts;
    order.counterparts = {{police, core::Role::police, other_police},
                          {police, core::Role::administrative, other_amr},
                          {other_police, core::Role::administrative, amr}};
    REQUIRE(this->order(order).verdict == core::Verdict::proceeds);
    first = state().next_record;
    say(x1(amr, "transfer", {document("D01"), document("D02")}));
    ack_all();
    say(x1(police, "accepted"));
    second = state().next_record;
    say(x1(amr, "supplied", {document("D02")}));
    ack_all();
    REQUIRE(state_of() == "accepted");
  }
  core::Outcome move(const std::string& sender, const std::string& step, const std::string& to,
                     std::vector<core::Document> documents = {}) {
    auto word = x1(sender, step, std::move(documents));
    word.recipient = to;
    return say(word);
  }
};

/// "3 5": of which earlier messages `mailbox` is sent the whole.
std::string earlier(const core::Outcome& outcome, const std::string& mailbox) {
  std::string line;
  for (const auto& each : outcome.effects) {
    const auto* delivered = std::get_if<effect::Delivered>(&each);
    if (delivered == nullptr || delivered->mailbox != mailbox || delivered->record == 0) continue;
    CHECK(delivered->whole);
    CHECK_FALSE(delivered->presents);
    line += (line.empty() ? "" : " ") + std::to_string(delivered->record);
  }
  return line;
}

}  // namespace

TEST_CASE("engine: receiver: whom a message names goes on with the transfer, and is sent what it holds") {
  Held site;
  const auto moved = site.move(police, "moved_on", other_police, {document("D08")});
  CHECK(codes(moved).empty());
  CHECK(site.transfer().recipient == other_police);
  CHECK(earlier(moved, other_police) == std::to_string(site.first) + " " + std::to_string(site.second));
  const auto whole = other_police + ": whole, ";
  CHECK(deliveries(moved) == whole + whole + whole + amr + ": whole");
  CHECK(site.transfer().clocks[0].owner == other_police);
  REQUIRE(site.transfer().former.size() == 1);
  CHECK(engine::was_receiver(site.transfer(), police, site.second));

  CHECK(site.say(x1(police, "weighed")).return_code == ReturnCode::not_a_party);
  const auto supplied = site.say(x1(amr, "supplied", {document("D01")}));
  CHECK(deliveries(supplied) == other_police + ": whole");  // who receives it no more is sent nothing
  CHECK(site.say(x1(other_police, "weighed")).verdict == core::Verdict::proceeds);
}

TEST_CASE("engine: receiver: who comes back is sent what came since too; a message wholly replaced is not sent") {
  Held site;
  site.move(police, "moved_on", other_police);
  const auto third = site.state().next_record;
  site.say(x1(amr, "supplied", {document("D02"), document("D03")}));  // nothing is left of the second
  const auto back = site.move(other_police, "moved_on", police);
  CHECK(earlier(back, police) == std::to_string(site.first) + " " + std::to_string(third));
  REQUIRE(site.transfer().former.size() == 1);
  CHECK(site.transfer().former[0].agency == other_police);
}

TEST_CASE("engine: receiver: a third agency names it; copies to the receiver go to the one before") {
  Held site;
  auto word = x1(procuratorate, "designated", {document("D60")});
  word.recipient = other_police;
  const auto named = site.say(word);
  CHECK(codes(named).empty());
  CHECK(site.transfer().recipient == other_police);
  const auto whole = other_police + ": whole, ";
  CHECK(deliveries(named) == whole + whole + whole + amr + ": whole, " + other_amr + ": state, " + police + ": 1");

  Held same;  // named again, who has it goes on with it
  word.recipient = police;
  const auto again = same.say(word);
  CHECK(codes(again).empty());
  CHECK(same.state_of() == "heavy");
  CHECK(same.transfer().former.empty());
  CHECK(deliveries(again) == police + ": whole, " + amr + ": whole, " + other_amr + ": state");
}

TEST_CASE("engine: receiver: a message names a member in one of the kind's roles, another than who says it") {
  Held site;
  for (const std::string to : {"", "nobody", "operator", procuratorate.c_str(), police.c_str()}) {
    const auto refused = site.move(police, "moved_on", to);
    CHECK_MESSAGE(refused.return_code == ReturnCode::unknown_recipient, to);
  }
  core::Order retire;
  retire.kind = core::OrderKind::retire_agency;
  retire.agency.id = other_police;
  REQUIRE(site.order(retire).verdict == core::Verdict::proceeds);
  CHECK(site.move(police, "moved_on", other_police).return_code == ReturnCode::unknown_recipient);
  CHECK(site.transfer().recipient == police);
  // A step that names nobody new goes to a party, as ever.
  CHECK(site.move(police, "weighed", other_amr).return_code == ReturnCode::unknown_recipient);
  CHECK(site.move(police, "weighed", amr).verdict == core::Verdict::proceeds);
}

TEST_CASE("engine: receiver: the sender of a transfer never receives it: the step is barred, with the reason") {
  Held site;
  const auto own = site.move(police, "moved_on", amr);
  CHECK(own.return_code == ReturnCode::step_barred);
  REQUIRE(codes(own) == "receiver.is_sender");
  CHECK(own.findings[0].path == "step.recipient");
  CHECK(site.transfer().recipient == police);
}

TEST_CASE("engine: receiver: a transfer has 16 receivers before the last; the 17th change is barred") {
  Held site;
  for (std::size_t i = 0; i + 1 < engine::former_max; ++i) {
    site.put({effect::ReceiverChanged{transfer_id(1), "police-" + std::to_string(i)}});
  }
  site.put({effect::ReceiverChanged{transfer_id(1), police}});  // who comes back is former no more
  CHECK(site.transfer().former.size() == engine::former_max - 1);
  CHECK(site.move(police, "moved_on", other_police).verdict == core::Verdict::proceeds);
  CHECK(site.transfer().former.size() == engine::former_max);
  CHECK(codes(site.move(other_police, "moved_on", other_amr)) == "receiver.too_many");
  CHECK(site.move(other_police, "moved_on", police).verdict == core::Verdict::proceeds);
}

TEST_CASE("engine: receiver: who says that it takes over receives it from then on, and its clocks are its own") {
  Held site;
  const auto over = site.say(x1(other_police, "taken_over"));
  CHECK(over.verdict == core::Verdict::proceeds);
  CHECK(site.transfer().recipient == other_police);
  CHECK(earlier(over, other_police) == std::to_string(site.first) + " " + std::to_string(site.second));
  CHECK(site.transfer().clocks[0].owner == other_police);
  CHECK(site.say(x1(police, "agreed")).return_code == ReturnCode::not_a_party);
}

TEST_CASE("engine: receiver: what the former one said and waits is cleared; what the sender said, the next confirms") {
  Held site;
  site.say(x1(police, "agreed"));
  CHECK(site.transfer().pending.size() == 1);
  const auto said = site.state().next_record;
  site.say(x1(amr, "agreed", {document("D132")}));
  auto confirmation = x1(other_police, "agreed");
  confirmation.confirms = site.last_body();
  CHECK(site.transfer().pending.size() == 2);
  const auto moved = site.move(police, "moved_on", other_police);
  REQUIRE(site.transfer().pending.size() == 1);
  CHECK(site.transfer().pending[0].said_by == amr);
  CHECK(earlier(moved, other_police).ends_with(" " + std::to_string(said)));
  CHECK(site.say(confirmation).verdict == core::Verdict::proceeds);
  CHECK(site.transfer().pending.empty());
}

TEST_CASE("engine: receiver: entered from paper, the message may name who enters it, and only then") {
  auto entry = x1(police, "enter_from_paper", {document("D119")});
  entry.head.paper.entered = true;
  entry.head.paper.step = "moved_on";
  Held site;
  entry.recipient = other_police;
  CHECK(site.say(entry).return_code == ReturnCode::none);
  CHECK(site.transfer().recipient == other_police);
  Held same;
  entry.recipient = police;
  CHECK(same.say(entry).return_code == ReturnCode::none);
  CHECK(same.transfer().former.empty());
}

}  // namespace caseway::tests
