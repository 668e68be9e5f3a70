// Steps that wait for the other side's word: joint steps, withdrawals after sign-off, entries from paper.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/wire/content.h"
#include "by_hand.h"
#include "cn01.h"

namespace caseway::tests {

using namespace cn01;
using core::ReturnCode;
using core::Verdict;

TEST_CASE("engine: joint: a step of both sides takes effect when the second says it with confirms") {
  Site site;
  play_to(site, 18);
  site.move_to("2025-10-10 16:30");
  const auto first = site.say(k07(amr, "counted", "2025-10-10 16:30", {counted_slip()}));
  CHECK(first.verdict == Verdict::proceeds_with_findings);
  CHECK(deliveries(first) == police + ": whole");
  CHECK(site.state_of(handover()) == "appointed");
  REQUIRE(site.transfer(handover()).pending.size() == 1);
  const auto body = site.last_body();

  auto second = k07(police, "counted", "2025-10-10 16:30", {counted_slip()});
  second.confirms.bytes.fill(3);
  CHECK(site.say(second).return_code == ReturnCode::wrong_confirmation);
  auto own = k07(amr, "counted", "2025-10-10 16:30", {counted_slip()});
  own.confirms = body;  // nobody confirms what he said himself
  CHECK(site.say(own).return_code == ReturnCode::wrong_confirmation);
  second.confirms = body;
  const auto joined = site.say(second);
  CHECK(deliveries(joined) == amr + ": whole, " + procuratorate + ": 1");
  CHECK(site.state_of(handover()) == "counted");
  CHECK(site.transfer(handover()).pending.empty());
  CHECK(site.clock("K07.explain", 0, handover()) == "2025-10-15 24:00 / 2025-10-16 24:00");
  CHECK(engine::find_case(site.state(), case_id(1))->items[0].status.view() == "short");
}

TEST_CASE("engine: joint: a word without documents confirms those that were said") {
  Site site;
  play_to(site, 18);
  site.say(k07(amr, "counted", "2025-10-09 10:30", {counted_slip()}));
  auto second = k07(police, "counted", "2025-10-09 10:30");
  second.confirms = site.last_body();
  const auto slip_at = site.state().next_record - 1;
  const auto joined = site.say(second);
  CHECK(site.state_of(handover()) == "counted");
  CHECK(engine::find_case(site.state(), case_id(1))->items[0].quantity == 7229);
  // The discrepancy stands on the slip that was said first: finding, clock and copy are of that.
  CHECK(codes(joined) == "K07.discrepancy");
  CHECK(site.clock("K07.explain", 0, handover()) == "2025-10-14 24:00 / 2025-10-15 24:00");
  CHECK(deliveries(joined) == amr + ": whole, " + procuratorate + ": 1");
  const auto& entries = site.state().agencies.at(procuratorate).mailbox.entries;
  REQUIRE_FALSE(entries.empty());
  CHECK(entries.rbegin()->second.record == slip_at);
  CHECK(site.say(handed_over("2025-10-09 10:30")).verdict != Verdict::returned);
  CHECK(site.state_of(handover()) == "handed_over");
}

TEST_CASE("engine: joint: where both said it, the documents of the word that is confirmed count, not the latest") {
  for (const bool first_counts : {true, false}) {
    Site site;
    play_to(site, 18);
    site.say(k07(amr, "counted", "2025-10-09 10:30", {counted_slip()}));
    const auto first = site.last_body();
    const auto first_at = site.state().next_record - 1;
    site.say(k07(police, "counted", "2025-10-09 10:30", {counted_slip()}));
    const auto second = site.last_body();
    const auto second_at = site.state().next_record - 1;
    REQUIRE(site.transfer(handover()).pending.size() == 2);
    auto joined = k07(first_counts ? police : amr, "counted", "2025-10-09 10:30");
    joined.confirms = first_counts ? first : second;
    site.say(joined);
    CHECK(site.state_of(handover()) == "counted");
    const auto& entries = site.state().agencies.at(procuratorate).mailbox.entries;
    REQUIRE_FALSE(entries.empty());
    CHECK(entries.rbegin()->second.record == (first_counts ? first_at : second_at));
    // Once neither waits, the latest alone is held.
    const auto& held = site.transfer(handover()).documents;
    CHECK(std::count_if(held.begin(), held.end(), [](const auto& each) { return each.type.str() == "D09"; }) == 1);
  }
}

std::size_t length(core::Document document) {
  document.id = "d1";
  return wire::judged_bytes(core::PartType::document, wire::encode_document(document));
}

// A document that is `bytes` long unpacked.
core::Document long_document(std::string_view type, std::size_t bytes) {
  auto made = document(type);
  constexpr std::size_t most = core::limits::text_bytes_max / 2;
  while (bytes - length(made) > 2 * most)
    made.fields.push_back(text("t" + std::to_string(made.fields.size()), std::string(most, 'x')));
  made.fields.push_back(text("last", "x"));
  made.fields.back().values[0].text.resize(1 + bytes - length(made), 'x');
  REQUIRE(length(made) == bytes);
  return made;
}

// X1 with a joint count, beside whose slip a rule reads the letter D01.
rules::PackBundle with_count() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  auto count = step("counted", {"accepted"}, rules::Side::both);
  count.documents = {*core::DocumentType::parse("D09")};
  count.items_counted = true;
  x1.steps.push_back(count);
  auto letter = x1.requirements[0];
  letter.id = "X1.counted";
  letter.steps = {"counted"};
  letter.bars.clear();
  x1.requirements.push_back(letter);
  return bundle;
}

TEST_CASE("engine: joint: what is confirmed is read first; beside it 1 MiB less its length is read, and no word more") {
  constexpr auto most = core::limits::facts_bytes_max;
  for (const std::size_t over : {std::size_t{0}, std::size_t{8}}) {
    Site site("2025-09-26 11:00", with_count());
    site.say(x1(amr, "transfer", {long_document("D01", most - length(counted_slip()) + over)}));
    site.ack_all();
    site.say(x1(police, "accepted"));
    site.say(x1(amr, "counted", {counted_slip()}));
    auto second = x1(police, "counted");
    second.confirms = site.last_body();

    const auto facts = site.facts_for(site.wrap(site.message(second)));
    REQUIRE(facts.size() == 2);
    CHECK(facts[0].type.str() == "D09");
    CHECK_FALSE(facts[0].unread);
    CHECK(facts[1].type.str() == "D01");
    CHECK(facts[1].unread == (over > 0));
    const auto joined = site.say(second);
    CHECK(site.transfer().pending.empty());
    REQUIRE(engine::find_case(site.state(), case_id(1))->items.size() == 3);
    CHECK(engine::find_case(site.state(), case_id(1))->items[0].quantity == 7229);
    CHECK(codes(joined) == (over > 0 ? "judged_in_part" : ""));
  }
}

TEST_CASE("engine: joint: saying it again replaces one's own word; another outcome lets it fall") {
  Site site;
  play_to(site, 18);
  site.say(k07(amr, "counted", "2025-10-09 10:30", {counted_slip()}));
  site.move_to("2025-10-09 10:33");
  site.say(k07(amr, "counted", "2025-10-09 10:31", {counted_slip()}));
  REQUIRE(site.transfer(handover()).pending.size() == 1);
  CHECK(site.transfer(handover()).pending[0].body == site.last_body());
  site.say(k07(amr, "kept_by_adm", "2025-10-09 10:32", {counted_slip(), document("D105")}));
  auto kept = k07(police, "kept_by_adm", "2025-10-09 10:33", {counted_slip(), document("D105")});
  kept.confirms = site.last_body();
  CHECK(how_ended(site.say(kept), "K07.handover") == "in_time");
  CHECK(site.transfer(handover()).pending.empty());
}

TEST_CASE("engine: withdraw: free before sign-off, with consent after it, barred after an outcome") {
  Site site;
  play_to(site, 6);
  site.ack_all();
  CHECK(site.say(said(police, "withdraw", "", {document("D117")})).return_code == ReturnCode::not_a_party);
  const auto free = site.say(said(amr, "withdraw", "", {document("D117")}));
  CHECK(site.state_of() == "withdrawn");
  CHECK(how_ended(free, "ALL.signoff") == "withdrawn");
  CHECK(site.copy_of(transfer_id(1))->state.view() == "closed");

  Site after;
  play_to(after, 8);
  after.say(said(amr, "withdraw", "", {document("D117")}));
  CHECK(after.state_of() == "accepted");
  auto consent = said(police, "withdraw", "");
  consent.confirms = after.last_body();
  const auto done = after.say(consent);
  CHECK(after.state_of() == "withdrawn");
  CHECK(how_ended(done, "K01.review") == "withdrawn");
  CHECK(after.state().timers.size() == 0);

  Site decided;
  play_to(decided, 8);
  decided.say(outcome("filed", 1, "", {document("D51")}));
  const auto barred = decided.say(said(amr, "withdraw", "", {document("D117")}));
  CHECK(barred.return_code == ReturnCode::step_barred);
  CHECK(codes(barred) == "K01.withdraw");
}

TEST_CASE("engine: paper: an entry is in effect from when it happened, and is confirmed only by the other side") {
  Site site;
  play_to(site, 22);
  REQUIRE(site.transfer(handover()).pending.size() == 1);
  const auto body = site.transfer(handover()).pending[0].body;
  CHECK(site.transfer(handover()).pending[0].paper);
  auto confirm = k07(police, "confirm_paper", "", {document("D119")});
  CHECK(site.say(confirm).return_code == ReturnCode::wrong_confirmation);
  confirm.sender = amr;
  confirm.confirms = body;
  CHECK(site.say(confirm).return_code == ReturnCode::wrong_confirmation);
  confirm.sender = police;
  CHECK(site.say(confirm).verdict != Verdict::returned);
  CHECK(site.say(confirm).return_code == ReturnCode::wrong_confirmation);  // once
}

TEST_CASE("engine: paper: a whole transfer made on paper may be entered, by him who opens") {
  Site site;
  auto entry = transfer("2025-09-26 10:00");
  entry.step = "enter_from_paper";
  entry.documents.push_back(document("D119", {instant("occurredAt", "2025-09-26 10:00")}));
  entry.head.paper = {true, "transfer", "no 1", {}};
  auto by_police = entry;
  by_police.sender = police;
  CHECK(site.say(by_police).return_code == ReturnCode::wrong_role);
  entry.head.paper.step = "enter_from_paper";
  CHECK(site.say(entry).return_code == ReturnCode::unknown_step);
  entry.head.paper.step = "accepted";
  CHECK(site.say(entry).return_code == ReturnCode::unknown_transfer);
  entry.head.paper.step = "transfer";
  CHECK(site.say(entry).verdict == Verdict::proceeds_with_findings);
  CHECK(site.state_of() == "sent");
  CHECK(site.transfer().pending.size() == 1);
  CHECK(site.clock("ALL.paper_confirm") == "2025-09-29 24:00 / 2025-09-30 24:00");
}

TEST_CASE("engine: paper: what a list names lies with who hands it over, whichever side entered the list") {
  for (const auto& by : {amr, police}) {
    Site site;
    play_to(site, 15);
    site.move_to("2025-10-09 09:00");
    site.say(k07(amr, "filing_notice_received", "2025-09-30 17:05", {document("D48")}));
    auto items = three_items();
    items.push_back(items.back());
    items.back().front() = integer("no", 4);  // on no list before
    const auto list = rows("items", items);
    auto entry = k07(by, "enter_from_paper", "2025-10-09 09:00",
                     {document("D03", {list}), document("D16", {list}),
                      document("D119", {instant("occurredAt", "2025-10-09 09:00")})});
    entry.head.paper = {true, "offer", "no 1", {}};
    CHECK(site.say(entry).verdict != Verdict::returned);
    const auto& known = engine::find_case(site.state(), case_id(1))->items;
    REQUIRE(known.size() == 4);
    for (const auto& item : known) CHECK(item.holder.value() == amr);
  }
}

TEST_CASE("engine: paper: at most 64 entries of a transfer wait at once") {
  Site site;
  play_to(site, 8);
  auto entry = said(amr, "enter_from_paper", "", {document("D119", {instant("occurredAt", "2025-09-26 15:40")})});
  entry.head.paper = {true, "note", "no 1", {}};
  for (std::size_t i = 0; i < engine::pending_max; ++i) CHECK(site.say(entry).verdict != Verdict::returned);
  const auto full = site.say(entry);
  CHECK(full.return_code == ReturnCode::step_barred);
  CHECK(codes(full) == "pending.too_many");
}

TEST_CASE("engine: paper: entered too late is a finding (3 working days)") {
  Site site;
  play_to(site, 18);  // counted Fri 10-10 16:30: entry until Tue 10-14 24:00
  site.move_to("2025-10-14 24:00");
  CHECK(codes(site.say(counted_on_paper())).find("late_paper_entry") == std::string::npos);
  Site late;
  play_to(late, 18);
  late.move_to("2025-10-15 00:00:00.001");
  CHECK(codes(late.say(counted_on_paper())).find("late_paper_entry") != std::string::npos);
}

}  // namespace caseway::tests
