// Clocks that stand still: who may suspend and resume one, by which paper, and what is left of it to the day.
#include <doctest/doctest.h>

#include "by_hand.h"

namespace caseway::tests {
namespace {

using core::ReturnCode;

/// by_hand() with X1.wait, ten days that `begun` starts: police suspend and resume it by D78, or by rows of their own.
rules::PackBundle with_wait(rules::DayBasis basis) {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  auto wait = days("X1.wait", 10);
  wait.basis_of_days = basis;
  wait.suspends = true;
  wait.suspended_by = {core::Role::police};
  wait.suspend_document = *core::DocumentType::parse("D78");
  wait.extension = {true, {core::Role::police}, *core::DocumentType::parse("D64"), 0, {}};
  wait.pre_warning_ms = core::day_ms;
  wait.late_finding = "late_wait";
  x1.clocks.push_back(wait);
  auto begun = step("begun", {"accepted"}, rules::Side::receiver);
  begun.starts = {{"X1.wait", false, false, {}}};
  auto done = step("done", {"accepted"}, rules::Side::receiver);
  done.ends = {{"X1.wait", false}};
  auto stayed = step("stayed", {"accepted"}, rules::Side::receiver);
  stayed.pauses = {"X1.wait"};
  auto unstayed = step("unstayed", {"accepted"}, rules::Side::receiver);
  unstayed.resumes = {"X1.wait"};
  auto suspend = step("suspend", {"accepted"}, rules::Side::either);
  suspend.documents = {*core::DocumentType::parse("D78")};
  auto resume = suspend;
  resume.id = "resume";
  for (auto& one : {begun, done, stayed, unstayed, suspend, resume}) x1.steps.push_back(one);
  return bundle;
}

/// X1.wait runs from Tuesday 3 June 2025: to Friday the 13th by calendar days, to Tuesday the 17th by working days.
struct Waiting : Site {
  explicit Waiting(rules::DayBasis basis = rules::DayBasis::calendar) : Site("2025-06-03 09:00", with_wait(basis)) {
    say(x1(amr, "transfer", {document("D01")}));
    ack_all();
    say(x1(police, "accepted"));
    say(x1(police, "begun"));
  }
  core::Outcome about(const std::string& sender, const std::string& step, bool with_paper = true) {
    auto word = x1(sender, step);
    if (with_paper) word.documents = {document("D78")};
    word.head.about = "X1.wait";
    return say(word);
  }
};

}  // namespace

TEST_CASE("engine: suspend: whole days are kept, and the day after the resuming event is the first of them") {
  Waiting site;
  CHECK(site.clock("X1.wait") == "2025-06-12 24:00 / 2025-06-13 24:00");
  site.move_to("2025-06-06 10:00");
  CHECK(codes(site.about(police, "suspend")).empty());  // seven days are left behind the 6th
  site.move_to("2025-07-01 16:00");
  CHECK_FALSE(engine::find_clock(site.transfer(), "X1.wait", 0, {})->fired);
  CHECK(codes(site.about(police, "resume")).empty());
  CHECK(site.clock("X1.wait") == "2025-07-07 24:00 / 2025-07-08 24:00");
  site.move_to("2025-07-09 00:00");
  CHECK_FALSE(engine::find_clock(site.transfer(), "X1.wait", 0, {})->fired);
  site.move_to("2025-07-09 00:00:00.001");
  CHECK(engine::find_clock(site.transfer(), "X1.wait", 0, {})->fired);
}

TEST_CASE("engine: suspend: working days are kept as working days, and an end on a rest day rolls") {
  Waiting site(rules::DayBasis::working);
  CHECK(site.clock("X1.wait").ends_with("2025-06-17 24:00"));
  site.move_to("2025-06-13 10:00");  // Friday: two working days are left
  site.about(police, "suspend");
  site.move_to("2025-06-20 10:00");  // Friday
  site.about(police, "resume");
  CHECK(site.clock("X1.wait").ends_with("2025-06-24 24:00"));

  Waiting rolling;
  rolling.move_to("2025-06-12 10:00");  // one day is left
  rolling.about(police, "suspend");
  rolling.move_to("2025-06-20 10:00");  // it is Saturday the 21st
  rolling.about(police, "resume");
  CHECK(rolling.clock("X1.wait").ends_with("2025-06-23 24:00"));
}

TEST_CASE("engine: suspend: on its last day nothing is left, and it ends with the day on which it is resumed") {
  Waiting site;
  site.move_to("2025-06-13 10:00");
  CHECK(codes(site.about(police, "suspend")).empty());
  site.move_to("2025-06-25 10:00");
  site.about(police, "resume");
  CHECK(site.clock("X1.wait").ends_with("2025-06-25 24:00"));
  Waiting late;
  late.move_to("2025-06-14 00:00:00.001");
  CHECK(codes(late.about(police, "suspend")) == "suspend.not_running");  // it has run out
}

TEST_CASE("engine: suspend: only by whom the row of the clock names, with its paper, and what runs or stands still") {
  Waiting site;
  CHECK(codes(site.about(amr, "suspend")) == "suspend.not_entitled");
  CHECK(codes(site.about(police, "suspend", false)) == "suspend.no_document");
  CHECK(codes(site.about(police, "resume")) == "resume.not_suspended");
  auto other = x1(police, "suspend", {document("D78")});
  other.head.about = "X1.term";
  CHECK(site.say(other).return_code == ReturnCode::step_barred);
  auto early = x1(police, "suspend", {document("D78")});
  early.head.about = "X1.wait";
  early.occurred = "2025-06-03 08:59";
  CHECK(codes(site.say(early)) == "suspend.too_early");
  site.move_to("2025-06-06 10:00");
  CHECK(codes(site.about(police, "suspend")).empty());
  CHECK(codes(site.about(police, "suspend")) == "suspend.not_running");
  auto back = x1(police, "resume", {document("D78")});
  back.head.about = "X1.wait";
  back.occurred = "2025-06-06 09:59";
  CHECK(codes(site.say(back)) == "resume.too_early");
  CHECK(codes(site.about(police, "resume")).empty());
}

TEST_CASE("engine: suspend: a row pauses and resumes by itself, and a step said meanwhile is never late") {
  Waiting site;
  site.move_to("2025-06-06 10:00");
  CHECK(codes(site.say(x1(police, "stayed"))).empty());
  CHECK(engine::find_clock(site.transfer(), "X1.wait", 0, {})->suspended());
  site.move_to("2025-08-01 10:00");
  CHECK(how_ended(site.say(x1(police, "done")), "X1.wait") == "in_time");
  Waiting again;
  again.move_to("2025-06-06 10:00");
  again.say(x1(police, "stayed"));
  again.move_to("2025-07-01 16:00");
  again.say(x1(police, "unstayed"));
  CHECK(again.clock("X1.wait").ends_with("2025-07-08 24:00"));
  again.move_to("2025-07-09 10:00");
  CHECK(how_ended(again.say(x1(police, "done")), "X1.wait") == "late");
}

TEST_CASE("engine: suspend: an extension looks at the end that the clock has now, and moves none that stands still") {
  Waiting site;
  auto extended = x1(police, "extend", {document("D64", {date("to", "2025-07-20")})});
  extended.head.about = "X1.wait";
  site.move_to("2025-06-06 10:00");
  site.about(police, "suspend");
  CHECK(codes(site.say(extended)) == "extend.not_running");
  site.move_to("2025-07-01 16:00");
  site.about(police, "resume");  // to 8 July
  site.move_to("2025-07-08 10:00");
  auto shorter = extended;
  shorter.documents = {document("D64", {date("to", "2025-07-08")})};
  CHECK(codes(site.say(shorter)) == "extend.too_long");
  CHECK(codes(site.say(extended)).empty());
  CHECK(site.clock("X1.wait").ends_with("2025-07-21 24:00"));  // the 20th is a Sunday
}

TEST_CASE("engine: clocks: a time that somebody has is not missed: what ends it afterwards finds it lapsed") {
  auto bundle = with_wait(rules::DayBasis::calendar);
  bundle.procedures[0].clocks.back().late_finding.clear();
  bundle.procedures[0].clocks.back().may_pass = true;
  const auto ended_at = [&](std::string_view when) {
    Site site("2025-06-03 09:00", bundle);
    site.say(x1(amr, "transfer", {document("D01")}));
    site.ack_all();
    site.say(x1(police, "accepted"));
    site.say(x1(police, "begun"));
    site.move_to(when);
    return how_ended(site.say(x1(police, "done")), "X1.wait");
  };
  CHECK(ended_at("2025-06-13 24:00") == "in_time");
  CHECK(ended_at("2025-06-14 00:01") == "lapsed");
}

}  // namespace caseway::tests
