// Two versions of the rules at one site: which judges a step, what clocks that run do, and how transfers go on. And a
// calendar that comes after clocks were counted without it.
#include "broker/engine/versions.h"

#include <doctest/doctest.h>

#include "by_hand.h"
#include "cn01.h"

namespace caseway::tests {
namespace {

using core::Verdict;
namespace effect = core::effect;

core::Date day(std::string_view written) { return *core::parse_date(written); }

/// by_hand() in force from the start of 2025: `accepted` starts X1.wait of ten days for the transfer as a whole.
rules::PackBundle first_version() {
  auto bundle = by_hand();
  bundle.version = "2025-01-01.1";
  bundle.effective_from = day("2025-01-01");
  auto& x1 = bundle.procedures[0];
  for (auto& one : x1.steps) {
    if (one.id.view() == "accepted") one.starts = {{"X1.wait", false, false, {}}};
  }
  auto done = step("done", {"accepted"}, rules::Side::receiver);
  done.ends = {{"X1.wait", false}};
  x1.steps.push_back(done);
  auto wait = days("X1.wait", 10);
  wait.late_finding = "late_wait";
  x1.clocks.push_back(wait);
  return bundle;
}

/// From 1 July 2025 on `transfer` and `supplied` are asked for D02 too, X1.wait is of five days, and what was
/// `accepted` is `taken`, which is what `accepted` leads to.
rules::PackBundle second_version(rules::Transition transition = rules::Transition::keep) {
  auto bundle = first_version();
  bundle.version = "2025-07-01.1";
  bundle.digest.bytes.fill(0x43);
  bundle.effective_from = day("2025-07-01");
  auto& x1 = bundle.procedures[0];
  for (auto& one : x1.states) {
    if (one.id.view() == "accepted") one = {"taken", {}, false, {"accepted"}};
  }
  for (auto& one : x1.steps) {
    for (auto& state : one.in_states) state = state.view() == "accepted" ? core::Code("taken") : state;
    if (one.state.view() == "accepted") one.state = "taken";
  }
  rules::Requirement more;
  more.id = "X1.more";
  more.steps = {"transfer", "supplied"};
  more.document = *core::DocumentType::parse("D02");
  more.must = present("held:D02");
  x1.requirements.push_back(more);
  auto& wait = x1.clocks.back();
  wait.length = 5;
  wait.late_finding = "late_wait_of_the_second";
  wait.transition = transition;
  return bundle;
}

/// The site of the first version, at `now`, with one transfer accepted at noon of 24 June 2025.
struct Versions : Site {
  explicit Versions(std::string_view now = "2025-06-24 12:00") : Site(now, first_version()) {}
  void accept() {
    say(x1(amr, "transfer", {document("D01")}));
    ack_all();
    say(x1(police, "accepted"));
  }
  core::Outcome say_at(const std::string& step, std::string_view occurred, std::uint8_t transfer = 1) {
    auto word = x1(step == "transfer" || step == "supplied" ? amr : police, step, {document("D01")});
    word.occurred = occurred;
    word.transfer = transfer_id(transfer);
    word.case_id = tests::case_id(transfer);
    return say(word);
  }
};

}  // namespace

TEST_CASE(
    "engine: versions: a step is judged by the version in force on the day it occurred, whenever it is recorded") {
  Versions site;
  REQUIRE(site.activate(second_version()).verdict == Verdict::proceeds);
  site.move_to("2025-07-02 09:00");
  const auto before = site.say_at("transfer", "2025-06-30 23:59", 1);
  CHECK(codes(before).empty());
  CHECK(before.pack == first_version().digest);
  const auto after = site.say_at("transfer", "2025-07-01 00:00", 2);
  CHECK(codes(after) == "X1.more");
  CHECK(after.pack == second_version().digest);
}

TEST_CASE("engine: versions: a version that is activated before its day judges nothing until then") {
  Versions site;
  REQUIRE(site.activate(second_version()).verdict == Verdict::proceeds);
  CHECK(site.state().pack == first_version().digest);
  site.accept();
  CHECK(site.state_of() == "accepted");
  site.move_to("2025-06-30 24:00");
  CHECK(site.state().pack == second_version().digest);
  CHECK(site.state().changes.empty());
  CHECK(site.state_of() == "taken");
  CHECK(site.transfer().pack.value() == second_version().digest);
}

TEST_CASE("engine: versions: a clock that runs keeps the version under which it started") {
  Versions site;
  site.accept();
  REQUIRE(site.activate(second_version()).verdict == Verdict::proceeds);
  const auto counted = site.clock("X1.wait");
  CHECK(counted == "- / 2025-07-04 24:00");
  site.move_to("2025-07-02 09:00");
  CHECK(site.clock("X1.wait") == counted);
  site.move_to("2025-07-05 09:00");
  CHECK(site.clock("X1.wait") == counted + "!");
  CHECK(codes(site.say_at("done", "2025-07-05 09:00")) == "late_wait");
}

TEST_CASE(
    "engine: versions: a step of days before the change that is recorded after it starts its clock by the old "
    "version") {
  Versions site;
  site.say(x1(amr, "transfer", {document("D01")}));
  site.ack_all();
  REQUIRE(site.activate(second_version()).verdict == Verdict::proceeds);
  site.move_to("2025-07-02 09:00");
  CHECK(codes(site.say_at("accepted", "2025-06-30 10:00")).empty());
  CHECK(site.state_of() == "taken");
  CHECK(site.clock("X1.wait") == "- / 2025-07-10 24:00");  // ten days
}

TEST_CASE("engine: versions: a transition rule counts a running clock from the change day") {
  Versions shortened;
  shortened.accept();
  shortened.activate(second_version(rules::Transition::shorten_if_earlier_from_change_day));
  shortened.move_to("2025-07-01 00:00");
  CHECK(shortened.clock("X1.wait") ==
        "- / 2025-07-04 24:00");  // five days from 1 July end on the 7th (6 July is a Sunday): later
  Versions later("2025-06-29 12:00");
  later.accept();  // ten days: 9 July
  later.activate(second_version(rules::Transition::shorten_if_earlier_from_change_day));
  later.move_to("2025-07-01 00:00");
  CHECK(later.clock("X1.wait") == "- / 2025-07-07 24:00");
  Versions restarted;
  restarted.accept();
  restarted.activate(second_version(rules::Transition::restart_on_change_day));
  restarted.move_to("2025-07-01 00:00");
  CHECK(restarted.clock("X1.wait") == "- / 2025-07-07 24:00");
  restarted.move_to("2025-07-08 09:00");
  CHECK(codes(restarted.say_at("done", "2025-07-08 09:00")) == "late_wait_of_the_second");
}

TEST_CASE("engine: versions: one that is ordered after its first day changes clocks from the day of the order on") {
  Versions site("2025-08-20 12:00");
  site.accept();  // ten days: 1 September, rolled from Saturday the 30th
  CHECK(site.clock("X1.wait") == "- / 2025-09-01 24:00");
  site.activate(second_version(rules::Transition::shorten_if_earlier_from_change_day));
  site.tick();
  CHECK(site.clock("X1.wait") == "- / 2025-08-25 24:00");  // five days from 20 August, not from 1 July
}

TEST_CASE("engine: versions: a version that leaves a state behind is refused, and the last one stays in force") {
  Versions site;
  site.accept();
  auto lost = second_version();
  for (auto& one : lost.procedures[0].states) one.was.clear();
  const auto refused = site.activate(lost);
  CHECK(refused.verdict == Verdict::returned);
  CHECK(codes(refused) == "order.pack_states");
  CHECK(refused.findings.at(0).path == "X1.accepted");
  CHECK(site.state().packs.size() == 1);
  auto removed = first_version();
  removed.digest.bytes.fill(0x44);
  removed.procedures.erase(removed.procedures.begin() + 1);
  CHECK(site.activate(removed).findings.at(0).path == "X2.owed");
  removed.absent = {{"X2", "gone", {}}};
  CHECK(site.activate(removed).verdict == Verdict::proceeds);
  // A site without transfers may begin anew; not before the day, for the version of now opens transfers until then.
  CHECK(Versions("2025-07-01 00:00").activate(lost).verdict == Verdict::proceeds);
  CHECK(codes(Versions("2025-06-30 23:59").activate(lost)) == "order.pack_states");
}

TEST_CASE("engine: versions: where no version covers the day it is delivered, flagged, and starts no clock") {
  Versions site("2025-01-02 09:00");
  const auto sent = site.say_at("transfer", "2024-12-31 23:59");
  CHECK(sent.verdict == Verdict::proceeds_with_findings);
  CHECK(codes(sent) == "no_rule_version");
  CHECK(deliveries(sent).find(police) != std::string::npos);
  site.ack_all();
  auto early = x1(police, "accepted");
  early.occurred = "2024-12-31 23:59";
  CHECK(codes(site.say(early)) == "no_rule_version");
  CHECK(site.state_of() == "accepted");
  CHECK(site.clock("X1.wait").empty());

  Versions covered("2025-01-02 09:00");
  CHECK(codes(covered.say_at("transfer", "2025-01-01 00:00")).empty());
}

TEST_CASE("engine: versions: one that is over covers its last day, and no later one") {
  auto ended = first_version();
  ended.effective_to = day("2025-06-30");
  Site site("2025-06-30 12:00", ended);
  CHECK(codes(site.say(x1(amr, "transfer", {document("D01")}))).empty());
  site.move_to("2025-07-01 00:00");
  auto word = x1(amr, "supplied", {document("D01")});
  CHECK(codes(site.say(word)) == "no_rule_version");
}

TEST_CASE("engine: versions: one of earlier days is looked up for those days, and moves no transfer") {
  Site site("2025-07-02 09:00", second_version());
  site.say(x1(amr, "transfer", {document("D01"), document("D02")}));
  CHECK(codes(site.activate(first_version())) == "order.pack_overtaken");
  while (engine::next_clock(site.state()) && *engine::next_clock(site.state()) <= site.state().now) site.tick();
  CHECK(site.state().changes.empty());
  CHECK(site.state().pack == second_version().digest);
  CHECK(site.transfer().pack.value() == second_version().digest);
  auto old = x1(amr, "supplied", {document("D01")});
  old.occurred = "2025-06-30 12:00";
  CHECK(site.say(old).pack == first_version().digest);
}

TEST_CASE("engine: versions: what a version asks no more bars nothing any more") {
  Versions site;
  site.say(x1(amr, "transfer"));  // without D01, which bars `accepted`
  site.ack_all();
  CHECK(codes(site.say(x1(police, "accepted"))) == "X1.letter");
  auto easier = second_version();
  auto& asked = easier.procedures[0].requirements;
  asked.erase(asked.begin());
  REQUIRE(site.activate(easier).verdict == Verdict::proceeds);
  site.move_to("2025-07-01 09:00");
  CHECK(site.transfer().open.empty());
  CHECK(site.say(x1(police, "accepted")).verdict == Verdict::proceeds);
}

TEST_CASE(
    "engine: versions: what the old law asked of a step that is recorded after the change bars nothing of the new "
    "one") {
  Versions site;
  auto easier = second_version();
  auto& asked = easier.procedures[0].requirements;
  asked.erase(asked.begin());
  REQUIRE(site.activate(easier).verdict == Verdict::proceeds);
  site.move_to("2025-07-01 09:00");
  auto late = x1(amr, "transfer");  // without D01, which barred `accepted`
  late.occurred = "2025-06-30 12:00";
  CHECK(codes(site.say(late)) == "X1.letter");
  site.ack_all();
  CHECK(site.say(x1(police, "accepted")).verdict == Verdict::proceeds);
}

TEST_CASE("engine: versions: a requirement that bars no more in the new version bars nothing") {
  Versions site;
  site.say(x1(amr, "transfer"));
  site.ack_all();
  auto telling = second_version();
  telling.procedures[0].requirements[0].bars.clear();
  REQUIRE(site.activate(telling).verdict == Verdict::proceeds);
  CHECK(codes(site.say(x1(police, "accepted"))) == "X1.letter");
  site.move_to("2025-07-01 09:00");
  CHECK(site.say(x1(police, "accepted")).verdict == Verdict::proceeds);
}

TEST_CASE("engine: versions: a first version that is ordered before its day takes over on it, whatever came between") {
  Site site("2025-06-24 12:00", second_version());
  CHECK(site.activate(first_version()).verdict == Verdict::proceeds);
  CHECK(site.state().pack == first_version().digest);
  site.say(x1(amr, "transfer", {document("D01")}));
  site.move_to("2025-07-01 00:00");
  CHECK(site.state().pack == second_version().digest);
  CHECK(site.transfer().pack.value() == second_version().digest);
}

TEST_CASE(
    "engine: versions: each version must go on in the one that comes next, also one that is ordered between them") {
  Versions site;
  site.accept();
  REQUIRE(site.activate(second_version()).verdict == Verdict::proceeds);
  auto between = first_version();
  between.digest.bytes.fill(0x45);
  between.effective_from = day("2025-06-24");
  between.procedures[0].states.push_back({"heard", {}, false});
  const auto refused = site.activate(between);
  CHECK(codes(refused) == "order.pack_states");
  CHECK(refused.findings.at(0).path == "X1.heard");
  between.procedures[0].states.pop_back();
  CHECK(site.activate(between).verdict == Verdict::proceeds);  // and needs not know what only comes after it
}

TEST_CASE(
    "engine: versions: a clock that the new version does not know ends with the old one, an extended one is not "
    "shortened") {
  Versions site;
  site.accept();
  auto without = second_version();
  auto& x1 = without.procedures[0];
  x1.clocks.pop_back();
  for (auto& one : x1.steps) {
    std::erase_if(one.starts, [](const auto& start) { return start.clock.view() == "X1.wait"; });
    std::erase_if(one.ends, [](const auto& end) { return end.clock.view() == "X1.wait"; });
  }
  site.activate(without);
  site.move_to("2025-07-01 00:00");
  CHECK(site.clock("X1.wait").empty());

  Versions extended;
  extended.accept();
  effect::ClockMoved moved;
  moved.key = {transfer_id(1), "X1.wait", 0, {}};
  moved.due_first = moved.due = moved.nominal = at("2025-07-20 24:00");
  extended.put({moved});
  extended.activate(second_version(rules::Transition::shorten_if_earlier_from_change_day));
  extended.move_to("2025-07-01 00:00");
  CHECK(extended.clock("X1.wait") == "- / 2025-07-20 24:00");
}

TEST_CASE("engine: versions: on a day that none covers, what is asked of every message is asked still") {
  Site site("2025-09-26 11:05");
  const auto entered_late = codes(site.say(cn01::transfer("2025-04-30 09:00")));
  CHECK(entered_late.find("no_rule_version") != std::string::npos);
  CHECK(entered_late.find("ALL.") != std::string::npos);
  CHECK(entered_late.find("K01.") == std::string::npos);
  // One of days to come is judged by the law of now, and returned as ever.
  auto to_come = cn01::transfer("2035-04-30 09:00");
  to_come.transfer = transfer_id(2);
  to_come.case_id = tests::case_id(2);
  CHECK(site.say(to_come).return_code == core::ReturnCode::stopped_at_sender);
}

TEST_CASE("engine: versions: transfers follow in portions, each in a record of its own, and none is left") {
  Versions site;
  std::vector<core::Effect> many;
  for (std::size_t no = 1; no <= engine::carried_max + 1; ++no) {
    effect::TransferOpened opened;
    opened.transfer = numbered(no);
    opened.case_id = tests::case_id(1);
    opened.procedure = "X1";
    opened.sender = amr;
    opened.recipient = police;
    opened.state = "accepted";
    opened.pack = first_version().digest;
    many.push_back(opened);
  }
  site.put(many);
  site.activate(second_version());
  const auto ticks = site.move_to("2025-07-01 00:00");
  CHECK(ticks.size() == 2);
  for (const auto& [id, transfer] : site.state().transfers) CHECK(transfer.state.view() == "taken");
}

TEST_CASE("engine: versions: a calendar that comes recounts what was counted without it, and nothing else") {
  auto without = project_calendar();
  std::erase_if(without.years, [](const auto& year) { return year.year == 2025; });
  without.digest.bytes.fill(0x51);
  Versions site("2025-04-25 12:00");
  site.activate(without);
  site.accept();
  CHECK(site.clock("X1.wait") == "- / 2025-05-05 24:00");  // the tenth day is a Monday; without data no holiday
  CHECK(site.transfer().clocks.front().provisional);
  site.activate(project_calendar());
  site.tick();
  CHECK(site.clock("X1.wait") == "- / 2025-05-06 24:00");  // 1 to 5 May are rest days
  CHECK_FALSE(site.transfer().clocks.front().provisional);
  CHECK(site.state().changes.empty());
}

TEST_CASE("engine: versions: a clock that ran out before its calendar came runs on where that ends later") {
  auto without = project_calendar();
  std::erase_if(without.years, [](const auto& year) { return year.year == 2025; });
  without.digest.bytes.fill(0x51);
  for (const bool too_late : {false, true}) {
    Versions site("2025-04-25 12:00");
    site.activate(without);
    site.accept();
    site.move_to(too_late ? "2025-05-07 09:00" : "2025-05-06 09:00");
    CHECK(site.clock("X1.wait") == "- / 2025-05-05 24:00!");
    site.activate(project_calendar());
    site.tick();
    CHECK(site.clock("X1.wait") == (too_late ? "- / 2025-05-05 24:00!" : "- / 2025-05-06 24:00"));
  }
}

TEST_CASE("engine: versions: a snapshot holds what is known of versions and of a change that is under way") {
  Versions site;
  site.accept();
  site.activate(second_version());
  const auto bytes = engine::encode_state(site.state());
  const auto read = engine::decode_state(bytes);
  REQUIRE(read.ok());
  CHECK(read.value().packs.size() == 2);
  REQUIRE(read.value().changes.size() == 1);
  CHECK(read.value().changes.front().at == at("2025-07-01 00:00"));
  const auto older = engine::decode_state(engine::encode_state(site.state(), 2));
  REQUIRE(older.ok());
  CHECK(older.value().packs == std::vector<core::Digest>{first_version().digest});
}

}  // namespace caseway::tests
