// Case cn-01, rows 6 to 26 of its script, through the engine alone: states, due instants, copies, closing.
#include "cn01.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace caseway::tests {

using namespace cn01;
using core::Verdict;

TEST_CASE("engine: cn-01: the transfer is delivered with its findings and copied (rows 6 to 8)") {
  Site site;
  site.move_to("2025-09-26 11:05");
  const auto sent = site.say(transfer());
  CHECK(sent.verdict == Verdict::proceeds_with_findings);
  CHECK(codes(sent) == "K01.D04, K01.D07, K01.D103, K01.D133, K01.D98");
  CHECK(deliveries(sent) == police + ": whole presents" + ", " + procuratorate + ": 1 5 presents");
  CHECK(site.state_of() == "sent");
  CHECK(site.transfer().pairs.size() == 2);
  const auto* copy = site.copy_of(transfer_id(1));
  REQUIRE(copy != nullptr);
  CHECK(copy->sender == amr);
  CHECK(copy->recipient == procuratorate);
  CHECK(copy->id == core::opened_id(site.state().next_record - 1, transfer_id(1), "K01b", procuratorate));

  site.move_to("2025-09-26 11:06");
  CHECK(site.ack(police) == 1);
  CHECK(site.state_of() == "presented");
  CHECK(site.clock("ALL.signoff") == "2025-09-27 06:00 / 2025-09-27 12:00");
  CHECK(site.ack(procuratorate) == 2);  // the copy, and the date of row 7
  CHECK(site.copy_of(transfer_id(1))->state.view() == "presented");

  site.move_to("2025-09-26 15:40");
  const auto accepted = site.say(said(police, "accepted", "2025-09-26 15:40", {document("D48"), document("D49")}));
  CHECK(accepted.verdict == Verdict::proceeds);
  CHECK(how_ended(accepted, "ALL.signoff") == "in_time");
  CHECK(deliveries(accepted) == amr + ": whole" + ", " + procuratorate + ": occurred_at state");
  CHECK(site.state_of() == "accepted");
  CHECK(site.clock("K01.cure_notice") == "2025-09-27 10:00 / 2025-09-27 16:00");
  CHECK(site.clock("K01.review", 1) == "2025-09-29 24:00 / 2025-09-30 24:00");
  CHECK(site.clock("K01.review", 2) == "2025-09-29 24:00 / 2025-09-30 24:00");
}

TEST_CASE("engine: cn-01: a cure is opened by notice, anchored by receipt, and ends the gaps (rows 10 to 13)") {
  Site site;
  play_to(site, 8);
  site.move_to("2025-09-27 10:15");
  const auto notice =
      site.say(said(police, "cure_notice", "2025-09-27 10:15", {document("D50"), document("D50.list")}));
  CHECK(how_ended(notice, "K01.cure_notice") == "in_time");
  CHECK(deliveries(notice) == amr + ": whole" + ", " + procuratorate + ": 2");
  CHECK(site.state_of() == "cure_open");
  CHECK(site.clock("K01.cure") == "armed");
  site.move_to("2025-09-27 10:20");
  site.ack(procuratorate);
  CHECK(site.clock("K01.cure") == "armed");  // only the sender's own receipt counts
  site.ack(amr);
  CHECK(site.clock("K01.cure") == "2025-09-29 24:00 / 2025-09-30 24:00");

  site.move_to("2025-09-27 10:50");
  auto receipt = said(amr, "receipt_signed", "2025-09-27 10:50", {document("D48")});
  receipt.head.about = "D50";
  CHECK(how_ended(site.say(receipt), "K01.cure") == "restarted");
  CHECK(site.transfer().clocks[0].anchor == at("2025-09-27 10:50"));
  CHECK(site.clock("K01.cure") == "2025-09-29 24:00 / 2025-09-30 24:00");

  site.move_to("2025-09-29 09:30");
  const auto partly =
      site.say(said(amr, "partly_cured", "2025-09-29 09:30", {document("D07"), document("D06"), document("D67")}));
  CHECK(codes(partly) == "K01.D04, K01.D133");
  CHECK(deliveries(partly) == police + ": whole" + ", " + procuratorate + ": 1 2");
  CHECK(site.state_of() == "cure_open");

  site.ack_all();
  CHECK(site.move_to("2025-09-29 24:00").size() == 1);  // first readings: warnings of review (2 pairs) and cure
  CHECK(site.waiting(procuratorate) == 0);
  CHECK(site.waiting(police) == 0);

  site.move_to("2025-09-30 10:00");
  const auto cured = site.say(
      said(amr, "cured", "2025-09-30 10:00", {document("D04"), document("D133"), document("D06"), document("D67")}));
  CHECK(codes(cured).empty());
  CHECK(how_ended(cured, "K01.cure") == "in_time");
  CHECK(site.state_of() == "accepted");
  CHECK(site.transfer().open.empty());
}

TEST_CASE("engine: cn-01: a list of materials that names another part is a finding, and stays open") {
  Site site;
  auto sent = transfer("2025-09-26 11:00");
  sent.documents[4] =
      document("D06", {integer("total", 1), rows("rows", {{text("document", "d1"), text("digest", "00")}})});
  CHECK(codes(site.say(sent)).find("K01.D06.list") != std::string::npos);
  const auto& open = site.transfer().open;
  CHECK(std::any_of(open.begin(), open.end(), [](const auto& it) { return it.code.view() == "K01.D06.list"; }));
}

TEST_CASE("engine: cn-01: outcomes belong to pairs; the transfer is decided when none is open (rows 14 and 15)") {
  Site site;
  play_to(site, 10);
  site.move_to("2025-09-30 16:30");
  const auto filed = site.say(outcome("filed", 1, "2025-09-30 16:30", {document("D51")}));
  CHECK(how_ended(filed, "K01.review") == "in_time");
  CHECK(site.clock("K01.review", 1).empty());
  CHECK(site.clock("K01.review", 2) == "2025-09-29 24:00 / 2025-09-30 24:00");
  CHECK(site.state_of() == "accepted");
  CHECK(site.clock("K07.handover") == "armed");
  site.ack_all();
  CHECK(site.clock("K07.handover") == "2025-10-09 24:00 / 2025-10-11 24:00");

  const auto not_filed = site.say(outcome("not_filed", 2, "2025-09-30 16:30", {document("D11"), document("D19")}));
  CHECK(deliveries(not_filed) == amr + ": whole" + ", " + procuratorate + ": 1");
  CHECK(site.state_of() == "decided");
  CHECK(site.clock("K03.request").empty());  // an absent kind: its clocks do not run
}

TEST_CASE("engine: cn-01: outcomes: an unknown pair or another step's outcome is a finding and decides nothing") {
  Site site;
  play_to(site, 8);
  auto wrong = outcome("filed", 3, "2025-09-26 15:40", {document("D51")});
  wrong.head.outcomes.push_back({1, "213", "not_filed", {}, {}});
  const auto answered = site.say(wrong);
  CHECK(codes(answered) == "outcome.not_of_step, outcome.unknown_pair");
  CHECK(engine::open_pairs(site.transfer()) == 2);
  CHECK(site.state_of() == "accepted");
  wrong.head.outcomes.clear();
  CHECK(codes(site.say(wrong)) == "K01.outcomes, outcome.none");
  CHECK(engine::open_pairs(site.transfer()) == 2);
}

TEST_CASE("engine: cn-01: outcomes: a transfer without any pair says so, and no outcome decides it") {
  Site site;
  auto nobody = transfer("2025-09-26 11:00");
  nobody.head.pairs.clear();
  CHECK(codes(site.say(nobody)).find("K01.pairs") != std::string::npos);
  site.ack_all();
  site.say(said(police, "accepted", "", {document("D48"), document("D49")}));
  CHECK(codes(site.say(outcome("filed", 1, "", {document("D51")}))) == "outcome.unknown_pair");
  CHECK(site.state_of() == "accepted");
}

TEST_CASE("engine: cn-01: exhibits: a count on paper is one-sided until confirmed (rows 16 to 23)") {
  Site site;
  play_to(site, 15);
  site.move_to("2025-09-30 17:05");
  const auto opened = site.say(k07(amr, "filing_notice_received", "2025-09-30 17:05", {document("D48")}));
  CHECK(opened.verdict == Verdict::proceeds);
  CHECK(how_ended(opened, "K07.handover") == "restarted");  // it was kept on the K01 since D51 was taken
  CHECK(site.clock("K07.handover").empty());
  CHECK(site.clock("K07.handover", 0, handover()) == "2025-10-09 24:00 / 2025-10-11 24:00");
  CHECK(site.state_of(handover()) == "due");

  site.move_to("2025-10-09 09:00");
  auto items = rows("items", three_items());
  CHECK(codes(site.say(k07(amr, "offer", "2025-10-09 09:00", {document("D03", {items}), document("D16", {items})})))
            .empty());
  site.ack_all();
  CHECK(site.state_of(handover()) == "presented");
  site.move_to("2025-10-09 10:30");
  const auto early = site.say(handed_over("2025-10-09 10:20"));
  CHECK(early.return_code == core::ReturnCode::step_not_open);
  CHECK(early.open_steps.size() > 1);
  CHECK(early.open_steps.front() == "appointed");
  site.say(k07(police, "appointed", "2025-10-09 10:30", {document("D48")}));

  site.move_to("2025-10-11 09:20");
  const auto entered = site.say(counted_on_paper());
  CHECK(entered.verdict == Verdict::proceeds_with_findings);
  CHECK(codes(entered) == "K07.discrepancy");
  CHECK(site.state_of(handover()) == "counted");
  CHECK(site.clock("K07.explain", 0, handover()) == "2025-10-15 24:00 / 2025-10-16 24:00");
  CHECK(site.clock("ALL.paper_confirm", 0, handover()) == "2025-10-14 24:00 / 2025-10-15 24:00");
  CHECK(deliveries(entered) == police + ": whole" + ", " + procuratorate + ": 2");
  const auto entry = site.last_body();

  const auto one_sided = site.say(handed_over("2025-10-11 09:20"));
  CHECK(one_sided.return_code == core::ReturnCode::step_barred);
  CHECK(codes(one_sided) == "K07.handed_over");
  CHECK(one_sided.findings.front().bars);

  site.move_to("2025-10-11 09:45");
  auto confirm = k07(police, "confirm_paper", "2025-10-11 09:45", {document("D119")});
  confirm.confirms = entry;
  CHECK(how_ended(site.say(confirm), "ALL.paper_confirm") == "in_time");
  CHECK(site.transfer(handover()).pending.empty());
  const auto handed = site.say(handed_over("2025-10-10 16:40"));
  CHECK(codes(handed).empty());
  CHECK(how_ended(handed, "K07.handover") == "in_time");
  CHECK(deliveries(handed) == amr + ": whole" + ", " + procuratorate + ": 1");
  CHECK(site.state_of(handover()) == "handed_over");
}

// The police count two of ten items short, confirm the paper, and the exhibits are handed over.
void hand_over_short(Site& site) {
  play_to(site, 22);
  auto confirm = k07(police, "confirm_paper", "2025-10-11 09:20", {document("D119")});
  confirm.confirms = site.transfer(handover()).pending.front().body;
  site.say(confirm);
  site.say(handed_over("2025-10-10 16:40"));
}

TEST_CASE("engine: cn-01: exhibits: a new list explains no difference that a count found") {
  Site site;
  hand_over_short(site);
  site.move_to("2025-10-11 10:00");
  auto second = k07(amr, "filing_notice_received", "2025-10-11 10:00", {document("D48")});
  second.transfer = transfer_id(77);
  CHECK(site.say(second).verdict != Verdict::returned);
  const auto list = rows("items", three_items());
  auto offer = k07(amr, "offer", "2025-10-11 10:00", {document("D03", {list}), document("D16", {list})});
  offer.transfer = transfer_id(77);
  CHECK(site.say(offer).verdict != Verdict::returned);
  CHECK(site.state_of(transfer_id(77)) == "sent");
  const auto& items = engine::find_case(site.state(), case_id(1))->items;
  CHECK(items[0].status.view() == "short");
  CHECK_FALSE(items[0].explained);
  CHECK(site.state_of(handover()) == "handed_over");
}

TEST_CASE("engine: cn-01: exhibits: a transfer without a list lists nothing, whatever the case was told before") {
  Site site;
  hand_over_short(site);
  site.say(k07(amr, "explained", "2025-10-11 09:20", {document("D117")}));
  auto second = transfer();
  second.occurred.clear();
  second.transfer = transfer_id(77);
  std::erase_if(second.documents, [](const core::Document& each) { return each.type.str() == "D03"; });
  CHECK(site.say(second).verdict != Verdict::returned);
  const auto& items = engine::find_case(site.state(), case_id(1))->items;
  REQUIRE(items.size() == 3);
  CHECK(items[0].status.view() == "short");
  CHECK(items[0].quantity == 7229);
  CHECK(items[1].status.view() == "handed_over");
}

TEST_CASE("engine: cn-01: an explained count closes the handover, the transfer and its copy (rows 24 and 26)") {
  Site site;
  hand_over_short(site);
  const auto& items = engine::find_case(site.state(), case_id(1))->items;
  REQUIRE(items.size() == 3);
  CHECK(items[0].status.view() == "short");
  CHECK(items[0].quantity == 7229);
  CHECK_FALSE(items[0].explained);
  CHECK(items[1].status.view() == "handed_over");
  for (const auto& item : items) CHECK(item.holder == police);

  site.move_to("2025-10-14 11:00");
  const auto explained = site.say(k07(amr, "explained", "2025-10-14 11:00", {document("D117")}));
  CHECK(how_ended(explained, "K07.explain") == "in_time");
  CHECK(site.state_of(handover()) == "closed");
  CHECK(site.state_of() == "closed");
  CHECK(site.copy_of(transfer_id(1))->state.view() == "closed");
  CHECK(site.state().timers.empty());
  site.ack_all();

  site.move_to("2025-12-15 10:00");
  auto notice = said(police, "notify_off_bus", "2025-12-15 10:00",
                     {document("D83", {rows("outcomes", {{code("outcome", "prosecuted"), text("decision", "d65"),
                                                          date("decidedAt", "2025-12-12")}})}),
                      document("D65")});
  notice.procedure = "K29";
  notice.transfer = transfer_id(29);
  notice.head = two_suspects();
  const auto told = site.say(notice);
  CHECK(codes(told).empty());  // the recipient is the first sender of the case
  CHECK(site.transfer(transfer_id(29)).recipient == amr);
  site.ack_all();
  auto noted = said(amr, "noted", "2025-12-15 10:00", {document("D48")});
  noted.procedure = "K29";
  noted.transfer = transfer_id(29);
  site.say(noted);
  CHECK(site.state_of(transfer_id(29)) == "closed");
}

TEST_CASE("engine: cn-01: another county's regulator: delivered, with findings on region and counterparts") {
  Site site;
  auto foreign = transfer("2025-09-26 11:00");
  foreign.sender = other_amr;
  foreign.recipient = police;
  const auto sent = site.say(foreign);
  CHECK(sent.verdict == Verdict::proceeds_with_findings);
  CHECK(codes(sent) == "K01.D04, K01.D07, K01.D103, K01.D133, K01.D98, K01.region, no_counterpart");
  CHECK(deliveries(sent) == police + ": whole presents");
}

}  // namespace caseway::tests
