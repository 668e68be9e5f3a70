// Parts taken back: by the word of both sides, named part by part; erased by order, and only what was recalled.
#include <doctest/doctest.h>

#include "by_hand.h"

namespace caseway::tests {
namespace {

using core::ReturnCode;
namespace effect = core::effect;

/// by_hand() with `recall` as the universal row has it: said by both, with D118; for the wrong member all of it ends.
rules::PackBundle with_recall() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  x1.states.push_back({"recalled", {}, true});
  auto recall = step("recall", {}, rules::Side::both);
  recall.in_any_state = true;
  recall.documents = {*core::DocumentType::parse("D118")};
  recall.lead = rules::Lead::first_that_holds;
  recall.branches = {{is("held:D118.reason", "wrong_member"), "recalled"}};
  auto read = step("read", {"accepted"}, rules::Side::receiver);
  read.holds = present("held:D02");
  auto entered = step("enter_from_paper", {}, rules::Side::either);
  entered.in_any_state = true;
  x1.steps.push_back(entered);
  x1.steps.push_back(step("supply", {"accepted"}, rules::Side::sender));
  x1.steps.push_back(recall);
  x1.steps.push_back(read);
  return bundle;
}

std::vector<core::Field> said(const std::vector<std::string>& parts, int destroyed, const std::string& reason = "") {
  std::vector<core::Field> fields;
  core::Field list;
  list.name = "parts";
  for (const auto& part : parts) list.values.push_back({core::FieldKind::document, part, 0, {}});
  if (!parts.empty()) fields.push_back(list);
  if (destroyed >= 0) fields.push_back(yes("destroyed", destroyed == 1));
  if (!reason.empty()) fields.push_back(code("reason", reason));
  return fields;
}

/// The regulator's transfer is record `sent`: head 0, D01, D02.
struct Recalling : Site {
  Recalling() : Site("2025-06-03 09:00", with_recall()) {
    say(x1(amr, "transfer", {document("D01"), document("D02")}));
    sent = state().next_record - 1;
    ack_all();
    say(x1(police, "accepted"));
  }
  Draft word(const std::string& sender, std::vector<core::Field> fields, core::Digest confirms = {}) const {
    auto draft = x1(sender, "recall", {document("D118", std::move(fields))});
    draft.head.about = core::Code(std::to_string(sent));
    draft.confirms = confirms;
    return draft;
  }
  core::Outcome ask(std::vector<std::string> parts) { return say(word(amr, said(parts, -1))); }
  core::Outcome confirm(std::vector<std::string> parts, int destroyed = 1) {
    return say(word(police, said(parts, destroyed), transfer().pending.begin()->body));
  }
  [[nodiscard]] std::string taken() const {
    std::string all;
    for (const auto& each : transfer().taken_back)
      all += (all.empty() ? "" : " ") + std::to_string(each.part) + (each.erased ? "!" : "");
    return all;
  }
  core::Outcome erase(core::RecordIndex record, std::vector<core::PartNo> parts, core::TransferId of = transfer_id(1)) {
    core::Order order;
    order.kind = core::OrderKind::erase;
    order.transfer = of;
    order.record = record;
    order.parts = std::move(parts);
    return this->order(order);
  }
  core::RecordIndex sent = 0;
};

}  // namespace

TEST_CASE("engine: recall: parts are taken back by the word of both sides, and are no fact any more") {
  Recalling site;
  CHECK(codes(site.say(x1(police, "read"))).empty());
  CHECK(codes(site.ask({"2"})).empty());
  CHECK(site.taken().empty());
  CHECK(codes(site.say(x1(police, "read"))).empty());  // asked for is not taken back
  CHECK(codes(site.confirm({"2"})).empty());
  CHECK(site.taken() == "2");
  CHECK(site.transfer().pending.empty());
  CHECK(site.state_of() == "accepted");
  CHECK(codes(site.say(x1(police, "read"))) == "X1.read");
}

TEST_CASE(
    "engine: recall: a message without a part named is recalled whole, and for the wrong member the transfer ends") {
  Recalling site;
  site.say(site.word(amr, said({}, -1, "wrong_member")));
  site.say(site.word(police, said({}, 1, "wrong_member"), site.transfer().pending.begin()->body));
  CHECK(site.taken() == "0 1 2");
  CHECK(site.state_of() == "recalled");
  CHECK(site.transfer().clocks.empty());
  CHECK(site.ask({"1"}).return_code == ReturnCode::step_not_open);
}

TEST_CASE("engine: recall: while a part of the message is left the transfer goes on, for the wrong member too") {
  Recalling site;
  const auto take = [&](std::vector<std::string> parts) {
    site.say(site.word(amr, said(parts, -1, "wrong_member")));
    site.say(site.word(police, said({}, 1, "wrong_member"), site.transfer().pending.begin()->body));
  };
  take({"0", "1"});
  CHECK(site.taken() == "0 1");
  CHECK(site.state_of() == "accepted");
  take({"2"});
  CHECK(site.taken() == "0 1 2");
  CHECK(site.state_of() == "recalled");
}

TEST_CASE("engine: recall: a later message is taken back whole, and the transfer goes on, for the wrong member too") {
  Recalling site;
  site.say(x1(amr, "supply", {document("D02")}));
  site.sent = site.state().next_record - 1;
  site.say(site.word(amr, said({}, -1, "wrong_member")));
  site.say(site.word(police, said({}, 1, "wrong_member"), site.transfer().pending.begin()->body));
  CHECK(site.taken() == "0 1");
  CHECK(site.state_of() == "accepted");
}

TEST_CASE("engine: recall: not destroyed, nothing is taken back; destroyed in part, that part alone") {
  Recalling site;
  site.ask({"1", "2"});
  CHECK(codes(site.confirm({}, 0)).empty());
  CHECK(site.taken().empty());
  site.ask({"1", "2"});
  site.confirm({"2"});
  CHECK(site.taken() == "2");
  CHECK(codes(site.ask({"2"})) == "recall.taken_back");
  CHECK(codes(site.ask({"2", "1"})) == "recall.taken_back");
  CHECK(codes(site.ask({})).empty());  // whole: what is left of it
  site.confirm({});
  CHECK(site.taken() == "0 1 2");
  CHECK(codes(site.ask({})) == "recall.taken_back");
}

TEST_CASE("engine: recall: only a message of this transfer that its sender said, and parts that it has") {
  Recalling site;
  CHECK(codes(site.ask({"2"})).empty());
  CHECK(codes(site.ask({"3"})) == "recall.no_part");
  CHECK(codes(site.ask({"-1"})) == "recall.no_part");
  CHECK(codes(site.ask({"d01"})) == "recall.no_part");
  const auto last = site.state().next_record;
  for (const auto* about : {"", "x", "00", "0", "18446744073709551615", "99999"}) {
    auto word = site.word(amr, said({"1"}, -1));
    word.head.about = core::Code(about);
    CHECK(codes(site.say(word)) == "recall.no_message");
  }
  CHECK(site.state().next_record == last + 6);
  auto without = x1(amr, "recall");
  without.head.about = core::Code(std::to_string(site.sent));
  CHECK(codes(site.say(without)) == "recall.no_notice");
  auto on_paper = site.word(police, said({"1"}, 1));  // it would take effect at once, by one side's word
  on_paper.step = "enter_from_paper";
  on_paper.head.paper.entered = true;
  on_paper.head.paper.step = "recall";
  CHECK(codes(site.say(on_paper)) == "recall.from_paper");
  CHECK(site.transfer().pending.size() == 1);
}

TEST_CASE("engine: recall: the receiver confirms what was asked for, says whether it was destroyed, and no more") {
  Recalling site;
  site.ask({"1", "2"});
  CHECK(codes(site.confirm({"0"})) == "recall.not_asked");
  CHECK(codes(site.confirm({"0", "1"})) == "recall.not_asked");
  CHECK(codes(site.confirm({"1"}, -1)) == "recall.not_said");
  auto other = site.word(police, said({}, 1), site.transfer().pending.begin()->body);
  other.head.about = core::Code(std::to_string(site.state().next_record - 1));
  CHECK(site.say(other).return_code == ReturnCode::step_barred);
  auto silent = x1(police, "recall");
  silent.head.about = core::Code(std::to_string(site.sent));
  silent.confirms = site.transfer().pending.begin()->body;
  CHECK(codes(site.say(silent)) == "recall.no_notice");
  CHECK(site.taken().empty());
  CHECK(codes(site.confirm({})).empty());
  CHECK(site.taken() == "1 2");
}

TEST_CASE("engine: recall: the sender of the transfer alone asks, and for what it said itself") {
  Recalling site;
  CHECK(codes(site.say(site.word(police, said({"1"}, -1)))) == "recall.not_sender");
  site.say(x1(police, "weighed", {document("D03")}));
  site.sent = site.state().next_record - 1;
  CHECK(codes(site.say(site.word(police, said({"1"}, -1)))) == "recall.not_sender");
  CHECK(codes(site.ask({"1"})) == "recall.no_message");
  CHECK(site.transfer().pending.empty());
}

TEST_CASE("engine: recall: a transfer has room for 4096 parts taken back, and the next is barred by its name") {
  Recalling site;
  std::vector<core::PartNo> many(core::limits::parts_max);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<core::PartNo>(i);
  for (core::RecordIndex record = 100; record < 103; ++record)
    site.put({effect::PartsRecalled{transfer_id(1), record, many}});
  many.resize(many.size() - 1);
  site.put({effect::PartsRecalled{transfer_id(1), 103, many}});
  CHECK(codes(site.ask({"1", "2"})) == "recall.too_many");
  CHECK(codes(site.ask({"1"})).empty());
  CHECK(codes(site.confirm({"1"})).empty());
  CHECK(site.transfer().taken_back.size() == engine::taken_back_max);
}

TEST_CASE("engine: erase: two officers erase what was recalled, once; nothing else, and nowhere else") {
  Recalling site;
  CHECK(codes(site.erase(site.sent, {1})) == "order.parts");  // nobody recalled it
  site.ask({"1", "2"});
  CHECK(codes(site.erase(site.sent, {1})) == "order.parts");  // asked for only
  site.confirm({});
  CHECK(codes(site.erase(site.sent, {})) == "order.parts");
  CHECK(codes(site.erase(site.sent, {0, 1, 2})) == "order.parts");
  CHECK(codes(site.erase(site.sent, {2, 1})) == "order.parts");
  CHECK(codes(site.erase(site.sent, {1, 1})) == "order.parts");
  CHECK(codes(site.erase(site.sent + 1, {1})) == "order.parts");
  CHECK(codes(site.erase(site.sent, {1}, transfer_id(9))) == "order.transfer");
  CHECK(codes(site.erase(site.sent, {1})).empty());
  CHECK(site.taken() == "1! 2");
  CHECK(codes(site.erase(site.sent, {1, 2})) == "order.parts");  // one is gone already
  CHECK(codes(site.erase(site.sent, {2})).empty());
  CHECK(site.taken() == "1! 2!");
}

}  // namespace caseway::tests
