// Clocks as time passes: warnings, expiry, what they make the bus say, answers that come late and those only recorded
// late.
#include <doctest/doctest.h>

#include "cn01.h"

namespace caseway::tests {

using namespace cn01;
using core::Verdict;

namespace {

std::vector<const core::effect::ClockFired*> firings(const core::Outcome& outcome) {
  std::vector<const core::effect::ClockFired*> found;
  for (const auto& effect : outcome.effects) {
    if (const auto* fired = std::get_if<core::effect::ClockFired>(&effect)) found.push_back(fired);
  }
  return found;
}

/// Above the regulator stands fuzhou-amr.
void admit_superior(Site& site) {
  site.admit("fuzhou-amr", {core::Role::superior_agency}, "350100", 15);
  core::Order counterparts;
  counterparts.kind = core::OrderKind::set_counterparts;
  counterparts.counterparts = {{amr, core::Role::police, police},
                               {amr, core::Role::procuratorate, procuratorate},
                               {amr, core::Role::superior_agency, "fuzhou-amr"}};
  REQUIRE(site.order(counterparts).verdict == Verdict::proceeds);
}

}  // namespace

TEST_CASE("engine: clocks: a warning counts from its instant on, an expiry from after the due instant") {
  Site site;
  play_to(site, 8);  // K01.cure_notice warns Sat 10:00 and is due Sat 16:00
  auto noted = said(procuratorate, "noted", "", {document("D48")});
  noted.procedure = "K01b";
  noted.transfer = site.copy_of(transfer_id(1))->id;
  site.say(noted);
  CHECK(engine::next_clock(site.state()).value().ms == at("2025-09-27 10:00").ms);
  CHECK(site.move_to("2025-09-27 09:59:59.999").empty());
  const auto warned = site.move_to("2025-09-27 10:00");
  REQUIRE(warned.size() == 1);
  REQUIRE(firings(warned[0]).size() == 1);
  CHECK_FALSE(firings(warned[0])[0]->overdue);
  CHECK(firings(warned[0])[0]->due == at("2025-09-27 10:00"));
  CHECK(site.move_to("2025-09-27 16:00").empty());
  const auto lapsed = site.move_to("2025-09-27 16:00:00.001");
  REQUIRE(lapsed.size() == 1);
  CHECK(firings(lapsed[0])[0]->overdue);
  CHECK(firings(lapsed[0])[0]->due == at("2025-09-27 16:00"));
  CHECK(site.clock("K01.cure_notice") == "2025-09-27 10:00 / 2025-09-27 16:00!");
}

TEST_CASE("engine: clocks: a jump fires everything in the order of its instants") {
  Site site;
  play_to(site, 10);
  const auto ticks = site.move_to("2025-10-08 12:00");
  REQUIRE(ticks.size() == 1);
  const auto fired = firings(ticks[0]);
  CHECK(fired.size() == 7);  // review twice and cure: a warning and an expiry each; the copy's sign-off watch
  for (std::size_t i = 1; i < fired.size(); ++i) CHECK(fired[i - 1]->due <= fired[i]->due);
  CHECK(site.state_of() == "accepted");  // not_cured
  // Two pairs ran out together: their event is said once, to the procuratorate and to the sender.
  CHECK(deliveries(ticks[0]) == procuratorate + ": occurred_at state, " + amr + ": occurred_at state, " +
                                    procuratorate + ": occurred_at state");
  CHECK(engine::next_clock(site.state()) == std::nullopt);
}

TEST_CASE("engine: clocks: an unmet cure leads back, and a cure in time that is recorded later is still in time") {
  Site site;
  play_to(site, 10);
  site.move_to("2025-10-01 09:00");  // K01.cure was due 09-30 24:00
  CHECK(site.state_of() == "accepted");
  CHECK(site.clock("K01.cure") == "2025-09-29 24:00 / 2025-09-30 24:00!");
  auto cured =
      said(amr, "cured", "2025-09-30 23:00", {document("D04"), document("D133"), document("D07"), document("D67")});
  const auto in_time = site.say(cured);
  CHECK(how_ended(in_time, "K01.cure") == "answered_in_time");
  CHECK(codes(in_time).find("late_cure") == std::string::npos);
  CHECK(site.clock("K01.cure").empty());

  Site late;
  play_to(late, 10);
  late.move_to("2025-10-01 09:00");
  cured.occurred = "2025-10-01 00:00:00.001";
  const auto too_late = late.say(cured);
  CHECK(how_ended(too_late, "K01.cure") == "late");
  CHECK(codes(too_late) == "late_cure");
  CHECK(too_late.verdict == Verdict::proceeds_with_findings);
  Site exact;
  play_to(exact, 10);
  exact.move_to("2025-09-30 24:00");
  cured.occurred = "2025-09-30 24:00";
  CHECK(how_ended(exact.say(cured), "K01.cure") == "in_time");
}

TEST_CASE("engine: clocks: a late handover is told once to the procuratorate, and to the superior agency") {
  Site site;
  admit_superior(site);
  play_to(site, 15);
  site.move_to("2025-09-30 17:05");
  site.say(k07(amr, "filing_notice_received", "2025-09-30 17:05", {document("D48")}));
  site.ack_all();
  std::string told;  // K07.handover: due Sat 10-11 24:00
  for (const auto& tick : site.move_to("2025-10-12 00:00:01")) told += deliveries(tick);
  CHECK(told == "fuzhou-amr: occurred_at state, " + procuratorate + ": occurred_at state");
  for (const auto& [id, transfer] : site.state().transfers) {
    if (transfer.procedure.view() == "K01b") CHECK(transfer.recipient == procuratorate);
  }
}

TEST_CASE("engine: clocks: late in sending: a line to the overseers that get no copy (K01.send24, K01b.late10)") {
  Site site;
  admit_superior(site);
  site.move_to("2025-09-26 17:00");
  auto in_time = transfer("2025-09-26 17:00");
  in_time.transfer = transfer_id(2);
  in_time.case_id = case_id(2);
  CHECK(deliveries(site.say(in_time)).find("fuzhou") == std::string::npos);
  site.move_to("2025-09-26 17:00:01");
  // The procuratorate's copy carries the finding; the superior agency has no copy.
  CHECK(deliveries(site.say(transfer("2025-09-26 17:00:01"))) ==
        police + ": whole presents, " + procuratorate + ": 1 5 presents, fuzhou-amr: late");

  site.move_to("2025-10-20 09:00");
  for (const auto& [no, decided, line] :
       {std::tuple{std::uint8_t{3}, "2025-10-10", false}, {std::uint8_t{4}, "2025-10-07", true}}) {
    auto copy = said(amr, "late_penalty_copy", "2025-10-20 09:00",
                     {document("D07", {date("decidedAt", decided)}), document("D44")});
    copy.procedure = "K01b";
    copy.transfer = transfer_id(no);
    copy.case_id = case_id(no);
    const auto told = deliveries(site.say(copy));
    CHECK((told.find("fuzhou-amr: late") != std::string::npos) == line);
    CHECK(told.find(procuratorate + ": whole") != std::string::npos);
    CHECK(told.find(procuratorate + ": late") == std::string::npos);
  }
}

TEST_CASE("engine: clocks: nobody signs: a line to the overseers who are here, and the police's clocks do not start") {
  Site site;
  play_to(site, 6);
  site.move_to("2025-09-26 11:06");
  site.ack_all();
  const auto ticks = site.move_to("2025-09-27 12:00:01");
  REQUIRE(ticks.size() == 1);
  CHECK(deliveries(ticks[0]) == procuratorate + ": late");
  CHECK(site.clock("K01.review").empty());
  const auto accepted = site.say(said(police, "accepted", "2025-09-27 12:00:01", {document("D48"), document("D49")}));
  CHECK(how_ended(accepted, "ALL.signoff") == "late");
  CHECK(site.clock("K01.review", 1) == "2025-09-29 24:00 / 2025-09-30 24:00");
}

TEST_CASE(
    "engine: clocks: asserted anchors are judged when the step that ends them arrives (both sides of the limit)") {
  for (const auto& [sent, expected] : {std::pair{"2025-09-26 17:00", ""}, {"2025-09-26 17:00:01", "late_transfer"}}) {
    Site site;
    site.move_to(sent);
    const auto found = codes(site.say(transfer(sent)));
    CHECK((found.find("late_transfer") != std::string::npos) == (std::string(expected) == "late_transfer"));
    CHECK(found.find("late_decision") == std::string::npos);
  }
  Site site;
  auto late = transfer("2025-09-26 11:00");
  late.documents[5] = approval("2025-09-18 10:00", "2025-09-25 16:20");
  CHECK(codes(site.say(late)).find("late_decision") != std::string::npos);
}

TEST_CASE(
    "engine: clocks: a cure notice after its 24 hours is a supplement opinion: no cure, and materials are taken") {
  const auto notice = [](std::string_view occurred) {
    return said(police, "cure_notice", std::string(occurred), {document("D50"), document("D50.list")});
  };
  Site in_time;
  play_to(in_time, 8);  // accepted Fri 15:40: until Sat 16:00
  in_time.move_to("2025-09-27 16:00");
  CHECK(codes(in_time.say(notice("2025-09-27 16:00"))).empty());
  CHECK(in_time.state_of() == "cure_open");
  CHECK(in_time.clock("K01.cure") == "armed");
  CHECK(in_time.clock("K01.cure_notice").empty());

  Site late;
  play_to(late, 8);
  late.move_to("2025-09-27 16:00:00.001");
  const auto lapsed = late.say(notice("2025-09-27 16:00:00.001"));
  CHECK(lapsed.verdict == Verdict::proceeds_with_findings);
  CHECK(codes(lapsed) == "late_cure_notice");
  CHECK(deliveries(lapsed) == amr + ": whole");
  CHECK(late.state_of() == "accepted");
  CHECK(late.clock("K01.cure").empty());
  late.ack_all();
  CHECK(late.clock("K01.cure").empty());
  const auto taken = late.say(said(amr, "supplied", "", {document("D04"), document("D06"), document("D67")}));
  CHECK(taken.verdict != Verdict::returned);

  Site recorded_late;  // it had occurred in time
  play_to(recorded_late, 8);
  recorded_late.move_to("2025-09-27 17:00");
  CHECK(how_ended(recorded_late.say(notice("2025-09-27 16:00")), "K01.cure_notice") == "answered_in_time");
  CHECK(recorded_late.state_of() == "cure_open");
}

TEST_CASE("engine: clocks: no transfer is judged by the clock of another of its kind in the same case") {
  const auto notice_again = [](bool with_another) {
    const auto notice = said(police, "cure_notice", "", {document("D50"), document("D50.list")});
    Site site;
    play_to(site, 8);
    if (with_another) {  // accepted, and nobody gives notice: its K01.cure_notice runs out
      auto another = transfer("");
      auto accepted = said(police, "accepted", "", {document("D48"), document("D49")});
      another.transfer = accepted.transfer = transfer_id(2);
      site.say(another);
      site.ack_all();
      site.say(accepted);
    }
    site.move_to("2025-09-27 10:15");
    site.say(notice);
    site.ack_all();
    site.move_to("2025-09-30 10:00");
    site.say(said(amr, "cured", "2025-09-30 10:00", {document("D04"), document("D07"), document("D06")}));
    REQUIRE(site.state_of() == "accepted");
    CHECK(site.clock("K01.cure_notice").empty());  // given in time: it runs no more
    if (with_another) CHECK(site.clock("K01.cure_notice", 0, transfer_id(2)).back() == '!');
    const auto again =
        site.say(said(police, "cure_notice", "2025-09-30 10:00", {document("D50"), document("D50.list")}));
    return site.state_of() + ": " + codes(again);
  };
  CHECK(notice_again(true) == notice_again(false));
  CHECK(notice_again(false) == "cure_open: ");
}

TEST_CASE("engine: clocks: forwarding counts from what the officer found, else from when the system took it") {
  const auto forward = [](Site& site, const std::string& at) {
    site.admit("lianjiang-police", {core::Role::police}, "350122", 15);
    play_to(site, 6);
    site.move_to("2025-09-26 11:06");
    site.ack_all();
    site.move_to(at);
    auto draft = said(police, "forward", at, {document("D08"), document("D52")});
    draft.procedure = "K02";
    draft.transfer = transfer_id(2);
    draft.recipient = "lianjiang-police";
    return codes(site.say(draft));
  };
  Site in_time;
  CHECK(forward(in_time, "2025-09-27 12:00").find("late") == std::string::npos);
  CHECK(in_time.state_of() == "forwarded");
  Site late;
  CHECK(forward(late, "2025-09-27 12:00:01").find("late_forward") != std::string::npos);
  Site found;
  play_to(found, 8);
  found.move_to("2025-09-27 09:00");
  found.say(said(police, "not_own_found", "2025-09-27 09:00"));
  CHECK(found.clock("K01.forward24") == "2025-09-28 04:00 / 2025-09-28 10:00");
}

TEST_CASE("engine: clocks: nobody puts a clock off by a date to come (a minute of tolerance)") {
  Site site;
  play_to(site, 6);
  site.move_to("2025-09-26 11:06");
  site.ack_all();
  const auto future = said(police, "accepted", "2099-09-26 15:40", {document("D48"), document("D49")});
  const auto stopped = site.say(future);
  CHECK(stopped.return_code == core::ReturnCode::stopped_at_sender);
  CHECK(codes(stopped) == "ALL.future");
  CHECK(site.clock("ALL.signoff") == "2025-09-27 06:00 / 2025-09-27 12:00");
  CHECK(site.state_of() == "presented");
  const auto ahead = said(police, "accepted", "2025-09-26 11:07:00.001", {document("D48"), document("D49")});
  CHECK(site.say(ahead).return_code == core::ReturnCode::stopped_at_sender);
  const auto near = said(police, "accepted", "2025-09-26 11:07", {document("D48"), document("D49")});
  CHECK(site.say(near).verdict == Verdict::proceeds);

  site.say(said(police, "cure_notice", "2025-09-26 11:06", {document("D50")}));
  site.ack_all();
  const auto due = site.clock("K01.cure");
  auto receipt = said(amr, "receipt_signed", "2099-09-27 10:50", {document("D48")});
  receipt.head.about = "D50";
  CHECK(site.say(receipt).return_code == core::ReturnCode::stopped_at_sender);
  CHECK(site.clock("K01.cure") == due);
}

TEST_CASE("engine: clocks: the site's settings choose the reading, the length and what counts as receipt") {
  Site site;
  site.set_setting("S01", "cd");
  site.set_setting("S10", "48");
  play_to(site, 6);
  site.move_to("2025-09-26 11:06");
  site.ack_all();
  CHECK(site.clock("ALL.signoff") == "2025-09-28 06:00 / 2025-09-28 12:00");
  site.move_to("2025-09-26 15:40");
  site.say(said(police, "accepted", "2025-09-26 15:40"));
  CHECK(site.clock("K01.review", 1) == "2025-09-28 24:00 / 2025-09-29 24:00");
  site.set_setting("S08", "signed");
  site.move_to("2025-09-27 10:15");
  site.say(said(police, "cure_notice", "2025-09-27 10:15", {document("D50")}));
  site.ack_all();
  CHECK(site.clock("K01.cure") == "armed");
  site.move_to("2025-09-27 10:50");
  auto receipt = said(amr, "receipt_signed", "2025-09-27 10:50", {document("D48")});
  receipt.head.about = "D50";
  site.say(receipt);
  CHECK(site.clock("K01.cure") == "2025-09-29 24:00 / 2025-09-30 24:00");
}

TEST_CASE("engine: clocks: the filing review is extended only where the site allows it") {
  Site site;
  play_to(site, 8);
  auto extended = said(police, "extend_review", "2025-09-26 15:40", {document("D64", {date("to", "2025-10-06")})});
  // The step stands, for the police may say it; that it moved nothing is said.
  const auto about_nothing = site.say(extended);
  CHECK(about_nothing.verdict == Verdict::proceeds_with_findings);
  CHECK(codes(about_nothing) == "extend.not_running");
  CHECK(about_nothing.findings.back().path == "head.about");
  extended.head.about = "K01.review";
  const auto off = site.say(extended);
  CHECK(off.verdict == Verdict::proceeds_with_findings);
  CHECK(codes(off) == "extend.not_allowed");
  CHECK(site.clock("K01.review", 1) == "2025-09-29 24:00 / 2025-09-30 24:00");
  site.set_setting("S05", "on");
  CHECK(codes(site.say(extended)).empty());
  // 6 October lies in the holidays: rolled to Thursday 9.
  CHECK(site.clock("K01.review", 1) == "2025-10-08 24:00 / 2025-10-09 24:00");
  CHECK(site.clock("K01.review", 2) == "2025-10-08 24:00 / 2025-10-09 24:00");
}

TEST_CASE("engine: clocks: at most a thousand firings in one event, and the rest in the next (1100 transfers)") {
  Site site("2025-09-26 11:00");
  engine::State many = site.state();
  core::Record record;
  record.index = many.next_record;
  record.event.type = core::EventType::tick;
  record.event.received_at = many.now;
  for (std::uint32_t i = 0; i < 1100; ++i) {
    core::TransferId id;
    id.bytes[0] = 1;
    id.bytes[14] = static_cast<std::uint8_t>(i >> 8);
    id.bytes[15] = static_cast<std::uint8_t>(i);
    core::effect::TransferOpened opened{id, case_id(1), "K01", amr, police, "presented", {}, many.pack};
    core::effect::ClockStarted started;
    started.key = {id, "ALL.signoff", 0, {}};
    started.anchor = many.now;
    started.due = many.now;
    started.pack = many.pack;
    record.outcome.effects.emplace_back(opened);
    record.outcome.effects.emplace_back(started);
  }
  engine::apply(many, record);
  REQUIRE(many.timers.size() == 1100);
  core::Event tick;
  tick.type = core::EventType::tick;
  tick.received_at = {many.now.ms + 1};
  core::Record first{many.next_record, tick, engine::decide(site.library(), many, {}, tick)};
  CHECK(firings(first.outcome).size() == 1000);
  engine::apply(many, first);
  core::Record second{many.next_record, tick, engine::decide(site.library(), many, {}, tick)};
  CHECK(firings(second.outcome).size() == 100);
  engine::apply(many, second);
  CHECK(many.timers.empty());
}

}  // namespace caseway::tests
