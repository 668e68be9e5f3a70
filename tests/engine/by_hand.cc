#include "by_hand.h"

namespace caseway::tests {

rules::Condition present(std::string_view path) {
  rules::Condition condition;
  condition.op = rules::Op::present;
  condition.left.is_path = true;
  condition.left.path = *rules::parse_path(path);
  return condition;
}

rules::Condition is(std::string_view path, std::string value) {
  rules::Condition condition = present(path);
  condition.op = rules::Op::compare;
  condition.right.constant = {core::FieldKind::code, std::move(value), 0, {}};
  return condition;
}

rules::Step step(std::string_view id, std::vector<core::Code> in_states, rules::Side side) {
  rules::Step made;
  made.id = core::Code(id);
  made.in_states = std::move(in_states);
  rules::Actor actor;
  actor.side = side;
  made.by = {actor};
  return made;
}

rules::Step leading(rules::Step made, std::string_view state) {
  made.lead = rules::Lead::state;
  made.state = core::Code(state);
  return made;
}

rules::ClockRule days(std::string_view id, std::int32_t length) {
  rules::ClockRule rule;
  rule.id = core::Code(id);
  rule.length = length;
  rule.basis_of_days = rules::DayBasis::calendar;
  rule.rolls = true;
  return rule;
}

rules::PackBundle by_hand() {
  using rules::Side;
  rules::PackBundle bundle;
  bundle.id = "by-hand";
  bundle.digest.bytes.fill(0x42);
  bundle.code_lists = {{"link", {{"joined", {}}, {"split", {}}, {"follow_on", {}}}}};
  rules::Procedure x1;
  x1.id = "X1";
  x1.from = {core::Role::administrative};
  x1.to = {core::Role::police};
  for (const auto* state : {"sent", "presented", "accepted", "heavy", "light"}) x1.states.push_back({state, {}, false});
  x1.states.push_back({"closed", {}, true});

  auto transfer = leading(step("transfer", {}, Side::opener), "sent");
  transfer.opens_transfer = true;
  auto presented = leading(step("presented", {"sent"}, Side::system), "presented");
  presented.say = rules::Say::with;
  auto accepted = leading(step("accepted", {"presented"}, Side::receiver), "accepted");
  accepted.starts = {{"X1.term", true, false, {}}};
  auto supplied = step("supplied", {"sent", "presented", "accepted"}, Side::sender);
  auto moved = step("moved", {"accepted"}, Side::receiver);
  moved.opens = {{"X2", "back", Side::receiver, rules::CopyTo::sender}};
  moved.counters = {"moves"};
  auto weighed = step("weighed", {"accepted"}, Side::receiver);
  weighed.lead = rules::Lead::first_that_holds;
  weighed.branches = {{is("head.note", "heavy"), "heavy"}, {{}, "light"}};
  auto judged = leading(step("judged", {"heavy"}, Side::other), "closed");
  judged.by[0].roles = {core::Role::procuratorate};
  auto extend = step("extend", {"accepted"}, Side::receiver);
  extend.documents = {*core::DocumentType::parse("D64")};
  auto reopen = step("reopen", {"closed"}, Side::receiver);
  auto link = step("link", {"accepted"}, Side::either);
  auto waive = step("waive", {"sent", "presented"}, Side::receiver);
  x1.steps = {transfer, presented, accepted, supplied, moved, weighed, judged, extend, reopen, link, waive};

  rules::Requirement letter;
  letter.id = "X1.letter";
  letter.steps = {"transfer", "supplied"};
  letter.document = *core::DocumentType::parse("D01");
  letter.must = present("held:D01");
  letter.bars = {"accepted"};
  letter.until_waived = true;
  letter.waived_by = {core::Role::police};
  x1.requirements = {letter};

  auto term = days("X1.term", 3);
  term.custody_no_roll = true;
  term.extension = {true, {core::Role::police}, *core::DocumentType::parse("D64"), 5, {}};
  term.pre_warning_ms = core::day_ms;
  term.late_finding = "late_term";
  x1.clocks = {term};

  rules::Procedure x2;
  x2.id = "X2";
  x2.from = {core::Role::police};
  x2.to = {core::Role::administrative};
  x2.states.push_back({"owed", {}, false});
  auto back = leading(step("back", {}, Side::system), "owed");
  back.say = rules::Say::with;
  back.opens_transfer = true;
  back.starts = {{"X2.answer", false, false, {}}};
  x2.steps = {back};
  x2.clocks = {days("X2.answer", 2)};
  bundle.procedures = {x1, x2};
  return bundle;
}

core::TransferId numbered(std::size_t no) {
  core::TransferId id;
  id.bytes[0] = 1;
  id.bytes[1] = static_cast<std::uint8_t>(no >> 8);
  id.bytes[2] = static_cast<std::uint8_t>(no);
  return id;
}

Draft x1(std::string sender, std::string step, std::vector<core::Document> documents) {
  Draft draft;
  draft.sender = std::move(sender);
  draft.procedure = "X1";
  draft.step = std::move(step);
  draft.documents = std::move(documents);
  return draft;
}

}  // namespace caseway::tests
