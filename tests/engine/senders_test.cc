// Who is told of a case beyond its parties: earlier senders, and the counterparts of the receiver.
#include <doctest/doctest.h>

#include "by_hand.h"

namespace caseway::tests {
namespace {

namespace effect = core::effect;
using rules::CopyTo;
using rules::Side;

/// by_hand() with X3: POL -> PROC. `told` of X1 and of X3 opens an X2 of the receiver's to each earlier sender; `shown`
/// of X1 tells them, and the receiver's procuratorate, the state.
rules::PackBundle with_senders() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  auto told = step("told", {"presented", "accepted", "sent"}, Side::receiver);
  told.opens = {{"X2", "back", Side::receiver, CopyTo::earlier_senders}};
  auto shown = step("shown", {"accepted"}, Side::receiver);
  rules::Copy copy;
  copy.to = CopyTo::earlier_senders;
  copy.facts = {"state"};
  rules::Copy overseer;
  overseer.roles = {core::Role::procuratorate};
  overseer.of = Side::receiver;
  overseer.facts = {"received_at"};
  shown.copies = {copy, overseer};
  x1.steps.push_back(told);
  x1.steps.push_back(shown);
  rules::Procedure x3;
  x3.id = "X3";
  x3.from = {core::Role::police};
  x3.to = {core::Role::procuratorate};
  x3.states.push_back({"sent", {}, false});
  auto sent = leading(step("sent_on", {}, Side::opener), "sent");
  sent.opens_transfer = true;
  x3.steps = {sent, told};
  bundle.procedures.push_back(x3);
  return bundle;
}

/// Case 1: amr sent it to police (1), and police sent it on to the procuratorate (2). Case 2: other_amr sent it to
/// police (3).
struct Chain : Site {
  Chain() : Site("2025-09-26 11:00", with_senders()) {
    say(x1(amr, "transfer", {document("D01")}));
    ack_all();
    say(x1(police, "accepted"));
    auto on = x1(police, "sent_on");
    on.procedure = "X3";
    on.transfer = transfer_id(2);
    say(on);
    auto other = x1(other_amr, "transfer", {document("D01")});
    other.transfer = transfer_id(3);
    other.case_id = case_id(2);
    other.recipient = police;
    say(other);
    ack_all();
    REQUIRE(state().transfers.size() == 3);
  }
  /// The procuratorate says what opens its notices.
  core::Outcome told() {
    auto word = x1(procuratorate, "told");
    word.procedure = "X3";
    word.transfer = transfer_id(2);
    return say(word);
  }
};

/// "amr-id police-id": who receives the transfers that it opened, each sent by `sender`.
std::string opened(const core::Outcome& outcome, const std::string& sender) {
  std::string line;
  for (const auto& each : outcome.effects) {
    const auto* one = std::get_if<effect::TransferOpened>(&each);
    if (one == nullptr) continue;
    CHECK(one->sender == sender);
    line += (line.empty() ? "" : " ") + one->recipient;
  }
  return line;
}

}  // namespace

TEST_CASE("engine: senders: each earlier sender is told by a transfer of its own, once, and who tells is not") {
  Chain site;
  const auto told = site.told();
  CHECK(codes(told).empty());
  CHECK(opened(told, procuratorate) == amr + " " + police);
  // What the bus opened for the procuratorate does not make it an earlier sender.
  CHECK(opened(site.say(x1(police, "told")), police) == amr);
  auto alone = x1(police, "told");
  alone.transfer = transfer_id(3);
  alone.case_id = case_id(2);
  CHECK(opened(site.say(alone), police) == other_amr);
}

TEST_CASE("engine: senders: nobody sent it earlier than who tells: nothing is opened, and nothing is amiss") {
  Site site("2025-09-26 11:00", with_senders());
  auto on = x1(police, "sent_on");
  on.procedure = "X3";
  site.say(on);
  site.ack_all();
  auto word = x1(procuratorate, "told");
  word.procedure = "X3";
  CHECK(opened(site.say(word), procuratorate) == police);
  auto own = with_senders();
  own.procedures[2].steps[1].opens[0].sender = Side::sender;
  Site other("2025-09-26 11:00", own);
  other.say(on);
  other.ack_all();
  const auto told = other.say(word);
  CHECK(opened(told, police).empty());
  CHECK(told.verdict == core::Verdict::proceeds);
}

TEST_CASE("engine: senders: those of joined cases are told too, of however many; those of linked ones are not") {
  Chain site;
  site.put({effect::Linked{case_id(1), transfer_id(2), transfer_id(3), "follow_on"}});
  CHECK(opened(site.told(), procuratorate) == amr + " " + police);
  site.admit("third-amr", {core::Role::administrative}, "350124", 15);
  auto third = x1("third-amr", "transfer", {document("D01")});
  third.transfer = transfer_id(4);
  third.case_id = case_id(3);
  third.recipient = police;
  site.say(third);
  // Case 3 hangs together with case 2 alone; both graphs of a link are told of it.
  for (const std::uint8_t no : {std::uint8_t{2}, std::uint8_t{3}}) {
    site.put({effect::Linked{case_id(no), transfer_id(4), transfer_id(3), "joined"}});
  }
  CHECK(opened(site.told(), procuratorate) == amr + " " + police);
  for (const std::uint8_t no : {std::uint8_t{1}, std::uint8_t{2}}) {
    site.put({effect::Linked{case_id(no), transfer_id(1), transfer_id(3), "joined"}});
  }
  CHECK(opened(site.told(), procuratorate) == amr + " " + police + " " + other_amr + " third-amr");
}

TEST_CASE("engine: senders: a case with room for one transfer opens one, and says that it is full (256)") {
  Chain site;
  for (std::size_t no = 2; no < core::limits::transfers_of_case_max - 1; ++no) {
    auto id = transfer_id(9);
    id.bytes[13] = 9;
    id.bytes[14] = static_cast<std::uint8_t>(no);
    site.put({effect::TransferOpened{id, case_id(1), "X2", police, amr, "owed", transfer_id(1),
                                     site.transfer().pack.value()}});
  }
  const auto told = site.told();
  CHECK(codes(told) == "case.too_many");
  CHECK(told.verdict == core::Verdict::proceeds_with_findings);
  CHECK(opened(told, procuratorate) == amr);
  CHECK(site.told().return_code == core::ReturnCode::step_barred);
}

TEST_CASE("engine: senders: copies go to earlier senders that are no parties, and to whom the receiver's role names") {
  Chain site;
  CHECK(deliveries(site.say(x1(police, "shown"))) == amr + ": whole, " + procuratorate + ": received_at");
  for (const std::uint8_t no : {std::uint8_t{1}, std::uint8_t{2}}) {
    site.put({effect::Linked{case_id(no), transfer_id(1), transfer_id(3), "joined"}});
  }
  site.admit("other-procuratorate", {core::Role::procuratorate}, "350124", 16);
  core::Order order;
  order.kind = core::OrderKind::set_counterparts;
  order.counterparts = {{police, core::Role::procuratorate, "other-procuratorate"}};
  REQUIRE(site.order(order).verdict == core::Verdict::proceeds);
  CHECK(deliveries(site.say(x1(police, "shown"))) ==
        amr + ": whole, " + other_amr + ": state, other-procuratorate: received_at");
}

TEST_CASE("engine: senders: a role that nobody plays for the receiver is said, though it is played for the sender") {
  Chain site;
  auto other = x1(police, "accepted");
  other.transfer = transfer_id(3);
  other.case_id = case_id(2);
  REQUIRE(site.say(other).verdict == core::Verdict::proceeds);
  site.admit("other-procuratorate", {core::Role::procuratorate}, "350122", 16);
  core::Order order;
  order.kind = core::OrderKind::set_counterparts;
  order.counterparts = {{other_amr, core::Role::procuratorate, "other-procuratorate"}};
  REQUIRE(site.order(order).verdict == core::Verdict::proceeds);
  order.kind = core::OrderKind::retire_agency;
  order.counterparts.clear();
  order.agency.id = procuratorate;
  REQUIRE(site.order(order).verdict == core::Verdict::proceeds);
  auto shown = other;
  shown.step = "shown";
  CHECK(codes(site.say(shown)) == "no_counterpart");
}

}  // namespace caseway::tests
