// Lengths that a document names, extensions in another unit, clocks that end on a condition or for a person.
#include <doctest/doctest.h>

#include "by_hand.h"

namespace caseway::tests {
namespace {

/// X1.supply runs from the receipt of D66, as long as that names it: to `due`, else for `days`, else 3. X1.long is a
/// month that is extended by at most 15 days.
rules::PackBundle with_lengths() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  auto supply = days("X1.supply", 3);
  supply.anchor = rules::AnchorKind::received;
  supply.anchor_document = *core::DocumentType::parse("D66");
  supply.length_from = *rules::parse_path("D66.due");
  supply.length_or = *rules::parse_path("D66.days");
  supply.owner = rules::Side::sender;
  supply.extension = {true, {core::Role::police}, *core::DocumentType::parse("D66"), 0, {}};
  auto long_ = days("X1.long", 1);
  long_.unit = rules::Unit::months;
  long_.basis_of_days = rules::DayBasis::none;
  long_.extension = {true, {core::Role::police}, *core::DocumentType::parse("D64"), 15, {}, rules::Unit::days};
  x1.clocks.push_back(supply);
  x1.clocks.push_back(long_);
  auto asked = step("asked", {"accepted"}, rules::Side::receiver);
  asked.documents = {*core::DocumentType::parse("D66")};
  asked.starts = {{"X1.supply", false, true, {}}, {"X1.long", false, false, {}}};
  auto signed_ = step("receipt_signed", {"accepted"}, rules::Side::either);
  // Ends X1.supply once the letter says so, and X1.term of each party that has a name.
  auto answered = step("answered", {"accepted"}, rules::Side::sender);
  answered.ends = {{"X1.supply", false, is("head.note", "all")}};
  auto named = step("named", {"accepted"}, rules::Side::receiver);
  named.starts = {{"X1.term", true, false, present("element.name")}};
  // Leads on, and starts X1.here by the state in which it is said, X1.there by the one to which it leads.
  auto led = leading(step("led", {"accepted"}, rules::Side::receiver), "heavy");
  led.starts = {{"X1.here", false, false, is("transfer.state", "accepted")},
                {"X1.there", false, false, is("transfer.state", "heavy")}};
  for (const auto* id : {"X1.here", "X1.there"}) x1.clocks.push_back(days(id, 3));
  // Asks for something else with the paper that X1.supply runs from, and by which it is extended.
  auto also = step("also", {"accepted"}, rules::Side::receiver);
  also.documents = {*core::DocumentType::parse("D66")};
  for (auto& one : {asked, signed_, answered, named, led, also}) x1.steps.push_back(one);
  return bundle;
}

struct Supplying : Site {
  explicit Supplying(rules::PackBundle bundle = with_lengths()) : Site("2025-06-03 09:00", std::move(bundle)) {
    auto transfer = x1(amr, "transfer", {document("D01")});
    transfer.head.parties = {{}, {}};
    transfer.head.parties[0].no = 1;
    transfer.head.parties[1].no = 2;
    transfer.head.pairs = {{1, "213", false}, {2, "213", false}};
    say(transfer);
    ack_all();
    say(x1(police, "accepted"));
  }
  /// Asked with these fields, and the delivery taken on 4 June.
  void ask(std::vector<core::Field> fields) {
    say(x1(police, "asked", {document("D66", std::move(fields))}));
    move_to("2025-06-04 09:00");
    ack_all();
  }
  void sign() {
    auto word = x1(amr, "receipt_signed");
    word.head.about = "D66";
    say(word);
  }
  [[nodiscard]] std::string end() const { return clock("X1.supply").substr(clock("X1.supply").find('/') + 1); }
};

}  // namespace

TEST_CASE("engine: lengths: a named day is the end, a number counts from the receipt, neither leaves the row's own") {
  Supplying by_day;
  by_day.ask({date("due", "2025-06-11"), integer("days", 20)});
  CHECK(by_day.end() == " 2025-06-11 24:00");
  Supplying by_number;
  by_number.ask({integer("days", 6)});
  CHECK(by_number.end() == " 2025-06-10 24:00");
  Supplying by_row;
  by_row.ask({});
  CHECK(by_row.end() == " 2025-06-09 24:00");  // the 7th is a Saturday
  Supplying nonsense;
  nonsense.ask({integer("days", 0)});
  CHECK(nonsense.end() == " 2025-06-09 24:00");
}

TEST_CASE("engine: lengths: who signs for it later moves the beginning, and what the document named still counts") {
  Supplying by_day;
  by_day.ask({date("due", "2025-06-11")});
  by_day.move_to("2025-06-05 09:00");
  by_day.sign();
  CHECK(by_day.end() == " 2025-06-11 24:00");
  Supplying by_number;
  by_number.ask({integer("days", 6)});
  by_number.move_to("2025-06-05 09:00");
  by_number.sign();
  CHECK(by_number.end() == " 2025-06-11 24:00");
}

TEST_CASE("engine: lengths: an extension is bounded in its own unit: 15 days on a clock of a month, and not 16") {
  for (const auto* to : {"2025-07-18", "2025-07-19"}) {
    Supplying site;
    site.ask({});
    CHECK(site.clock("X1.long").ends_with("2025-07-03 24:00"));
    auto extended = x1(police, "extend", {document("D64", {date("to", to)})});
    extended.head.about = "X1.long";
    const auto said = site.say(extended);
    CHECK(codes(said) == (std::string(to) == "2025-07-18" ? "" : "extend.too_long"));
  }
}

TEST_CASE("engine: lengths: an extension moves the pairs that it names, and all when it names none") {
  for (const bool names : {true, false}) {
    Supplying site;
    const auto before = site.clock("X1.term", 2);
    auto extended = x1(police, "extend", {document("D64", {date("to", "2025-06-10")})});
    extended.head.about = "X1.term";
    if (names) extended.head.pairs = {{1, "213", false}};
    CHECK(codes(site.say(extended)).empty());
    CHECK(site.clock("X1.term", 1).ends_with("2025-06-10 24:00"));
    CHECK((site.clock("X1.term", 2) == before) == names);
  }
}

TEST_CASE("engine: lengths: a step ends a clock only if its condition holds") {
  Supplying site;
  site.ask({});
  auto answered = x1(amr, "answered");
  answered.head.note = "some";
  CHECK(how_ended(site.say(answered), "X1.supply").empty());
  CHECK_FALSE(site.clock("X1.supply").empty());
  answered.head.note = "all";
  CHECK(how_ended(site.say(answered), "X1.supply") == "in_time");
}

TEST_CASE("engine: lengths: a clock of each person begins for whom its condition holds, and for nobody else") {
  Supplying site;
  const auto before = site.clock("X1.term", 1);
  site.move_to("2025-06-05 10:00");
  auto named = x1(police, "named");
  named.head.parties = {{}, {}};
  named.head.parties[0].no = 1;
  named.head.parties[1].no = 2;
  named.head.parties[1].name = "B";
  site.say(named);
  CHECK(site.clock("X1.term", 1) == before);
  CHECK(site.clock("X1.term", 2) != before);
  CHECK(site.clock("X1.term").empty());
  named.head.parties.clear();  // nobody is there to have a name
  site.move_to("2025-06-06 10:00");
  const auto second = site.clock("X1.term", 2);
  site.say(named);
  CHECK(site.clock("X1.term", 2) == second);
}

TEST_CASE("engine: lengths: a clock of each person begins for whom a condition names, also when all are decided") {
  Supplying site;
  site.put({core::effect::PairSet{transfer_id(1), 1, "213", false, "charged"},
            core::effect::PairSet{transfer_id(1), 2, "213", false, "charged"}});
  const auto first = site.clock("X1.term", 1);
  const auto second = site.clock("X1.term", 2);
  site.move_to("2025-06-05 10:00");
  auto named = x1(police, "named");
  named.head.parties = {{}};
  named.head.parties[0].no = 2;
  named.head.parties[0].name = "B";
  site.say(named);
  CHECK(site.clock("X1.term", 1) == first);
  CHECK(site.clock("X1.term", 2) != second);
}

TEST_CASE("engine: lengths: where the row takes no acknowledgement for a receipt, only a signature begins the count") {
  for (const bool on_ack : {true, false}) {
    auto bundle = with_lengths();
    bundle.procedures[0].clocks[1].on_ack = on_ack;
    Supplying site(bundle);
    site.ask({});
    CHECK(site.clock("X1.supply") == (on_ack ? "- / 2025-06-09 24:00" : "armed"));
    site.move_to("2025-06-05 09:00");
    site.sign();
    CHECK(site.clock("X1.supply") == "- / 2025-06-09 24:00");
  }
}

TEST_CASE(
    "engine: lengths: a row starts its clocks by the state in which it is said, not by the one to which it leads") {
  Supplying site;
  site.say(x1(police, "led"));
  CHECK(site.state_of() == "heavy");
  CHECK_FALSE(site.clock("X1.here").empty());
  CHECK(site.clock("X1.there").empty());
}

TEST_CASE(
    "engine: lengths: a paper that starts a clock and extends it does so only where the message names the clock") {
  Supplying site;
  site.ask({});
  const auto before = site.clock("X1.supply");
  auto also = x1(police, "also", {document("D66", {date("to", "2025-06-20")})});
  CHECK(codes(site.say(also)).empty());
  CHECK(site.clock("X1.supply") == before);
  also.head.about = "X1.supply";
  CHECK(codes(site.say(also)).empty());
  CHECK(site.clock("X1.supply").ends_with("2025-06-20 24:00"));
}

}  // namespace caseway::tests
