// Items asked for and answered one by one, requirements that bar only while something holds, steps of final states
// alone.
#include <doctest/doctest.h>

#include "by_hand.h"

namespace caseway::tests {
namespace {

using core::ReturnCode;

rules::Condition more_than_none(std::string_view path) {
  auto condition = present(path);
  condition.op = rules::Op::compare;
  condition.compare = rules::Compare::more;
  condition.right.constant = {core::FieldKind::integer, {}, 0, {}};
  return condition;
}

/// by_hand() where police ask for the items of a D66 and the regulator answers those of a D67 that it supplied. `taken`
/// is closed while an item is open, and by X1.file until something was asked for; `again` is of final states alone.
rules::PackBundle with_items() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  rules::Requirement items;
  items.id = "X1.items";
  items.fault = core::Fault::unmet;
  items.steps = {"asked"};
  rules::Requirement file;
  file.id = "X1.file";
  file.steps = {"transfer"};
  file.must = present("D02");
  file.bars = {"taken"};
  file.bars_while.op = rules::Op::not_;
  file.bars_while.children = {more_than_none("transfer.asked")};
  x1.requirements.push_back(items);
  x1.requirements.push_back(file);
  auto asked = step("asked", {"accepted"}, rules::Side::receiver);
  asked.asks = {"X1.items", *rules::parse_path("D66.items"), {}};
  auto answered = step("answered", {"accepted"}, rules::Side::sender);
  answered.answers = {"X1.items", *rules::parse_path("D67.items"), present("element.supplied")};
  auto taken = leading(step("taken", {"accepted"}, rules::Side::receiver), "closed");
  taken.holds.op = rules::Op::not_;
  taken.holds.children = {more_than_none("transfer.unanswered")};
  auto again = step("again", {}, rules::Side::receiver);
  again.in_any_state = true;
  again.in_final_only = true;
  for (auto& one : {asked, answered, taken, again}) x1.steps.push_back(one);
  return bundle;
}

std::vector<core::Field> item(std::int64_t no, bool supplied = false) {
  std::vector<core::Field> fields;
  if (no != 0) fields.push_back(integer("no", no));
  if (supplied) fields.push_back(yes("supplied", true));
  return fields;
}

struct Asking : Site {
  explicit Asking(bool with_file = true) : Site("2025-06-03 09:00", with_items()) {
    std::vector<core::Document> papers{document("D01")};
    if (with_file) papers.push_back(document("D02"));
    say(x1(amr, "transfer", papers));
    ack_all();
    say(x1(police, "accepted"));
  }
  core::Outcome ask(std::vector<std::vector<core::Field>> items) {
    return say(x1(police, "asked", {document("D66", {rows("items", std::move(items))})}));
  }
  core::Outcome answer(std::vector<std::vector<core::Field>> items) {
    return say(x1(amr, "answered", {document("D67", {rows("items", std::move(items))})}));
  }
  [[nodiscard]] std::string open() const {
    std::string all;
    for (const auto& one : transfer().open) all += (all.empty() ? "" : " ") + one.path.value();
    return all;
  }
};

}  // namespace

TEST_CASE("engine: asked: items are open by number, else by place, until each is answered") {
  Asking site;
  CHECK(codes(site.ask({item(3), item(0), item(0)})).empty());
  CHECK(site.open() == "item.2 item.3");  // the third has the number that the first says
  CHECK(site.say(x1(police, "taken")).return_code == ReturnCode::step_barred);
  CHECK(codes(site.answer({item(2, true), item(3)})) == "X1.items");  // what is not supplied is not answered
  CHECK(site.open() == "item.3");
  CHECK(site.say(x1(police, "taken")).return_code == ReturnCode::step_barred);
  CHECK(codes(site.answer({item(7, true), item(3, true)})).empty());  // nobody asked for the seventh
  CHECK(site.open().empty());
  CHECK(codes(site.say(x1(police, "taken"))).empty());
  CHECK(site.state_of() == "closed");
}

TEST_CASE("engine: asked: a second list counts on, and opens again what it names again") {
  Asking site;
  site.ask({item(1), item(2)});
  site.answer({item(1, true), item(2, true)});
  site.ask({item(2)});
  CHECK(site.open() == "item.2");
  REQUIRE(site.transfer().asked.size() == 1);
  CHECK(site.transfer().asked[0].items == 3);
  site.ask({});  // nothing is asked for
  CHECK(site.transfer().asked[0].items == 3);
}

TEST_CASE("engine: asked: a transfer holds 256 items, and one more is barred whole") {
  Asking site;
  std::vector<std::vector<core::Field>> many(engine::asked_items_max, item(0));
  CHECK(codes(site.ask(many)).empty());
  CHECK(site.transfer().open.size() == engine::asked_items_max);
  const auto refused = site.ask({item(1)});
  CHECK(refused.return_code == ReturnCode::step_barred);
  CHECK(codes(refused) == "items.too_many");
  CHECK(site.transfer().asked[0].items == engine::asked_items_max);
}

TEST_CASE("engine: asked: a requirement bars only while its condition holds when the barred step is said") {
  Asking site(false);
  CHECK(codes(site.say(x1(police, "taken"))) == "X1.file");  // nothing was asked for
  site.ask({item(1)});
  site.answer({item(1, true)});
  CHECK(codes(site.say(x1(police, "taken"))).empty());
  CHECK(site.state_of() == "closed");
}

TEST_CASE("engine: asked: a step of final states alone is open in those, and in no other") {
  Asking site;
  CHECK(site.say(x1(police, "again")).return_code == ReturnCode::step_not_open);
  site.say(x1(police, "taken"));
  CHECK(codes(site.say(x1(police, "again"))).empty());
}

}  // namespace caseway::tests
