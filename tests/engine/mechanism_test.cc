// What rows of a pack can make the engine do, on a bundle made by hand.
#include <doctest/doctest.h>

#include "by_hand.h"
#include "cn01.h"

namespace caseway::tests {

using core::ReturnCode;
using core::Verdict;

TEST_CASE("engine: bars: a gap lets the message through and keeps the later step closed until it is met") {
  Site site("2025-09-26 11:00", by_hand());
  const auto sent = site.say(x1(amr, "transfer"));
  CHECK(sent.verdict == Verdict::next_step_barred);
  site.ack_all();
  const auto barred = site.say(x1(police, "accepted"));
  CHECK(barred.return_code == ReturnCode::step_barred);
  CHECK(codes(barred) == "X1.letter");
  CHECK(barred.findings.front().bars);
  CHECK(site.state_of() == "presented");
  CHECK(site.transfer().open.size() == 1);

  const auto supplied = site.say(x1(amr, "supplied", {document("D01")}));
  CHECK(codes(supplied).empty());
  CHECK(site.transfer().open.empty());
  CHECK(site.say(x1(police, "accepted")).verdict == Verdict::proceeds);
  CHECK(site.state_of() == "accepted");
}

TEST_CASE("engine: bars: what an earlier message brought is read as a fact") {
  Site site("2025-09-26 11:00", by_hand());
  CHECK(codes(site.say(x1(amr, "transfer", {document("D01")}))).empty());
  const auto again = site.message(x1(amr, "supplied"));
  const auto event = site.wrap(again);
  const auto needed = engine::needs(site.library(), site.state(), event);
  REQUIRE(needed.size() == 1);
  CHECK(needed[0].ref.record == site.state().next_record - 1);
  CHECK(needed[0].ref.part == 1);
  CHECK(site.say(x1(amr, "supplied")).verdict == Verdict::proceeds);
  // Carried anew, it is not fetched.
  CHECK(engine::needs(site.library(), site.state(), site.wrap(site.message(x1(amr, "supplied", {document("D01")}))))
            .empty());
}

TEST_CASE("engine: bars: a waiver opens the step, and the gap stays to be seen") {
  Site site("2025-09-26 11:00", by_hand());
  site.say(x1(amr, "transfer"));
  site.ack_all();
  CHECK(site.say(x1(police, "waive")).verdict == Verdict::proceeds);
  REQUIRE(site.transfer().open.size() == 1);
  CHECK(site.transfer().open[0].waived);
  CHECK(site.say(x1(police, "accepted")).verdict == Verdict::proceeds);
  // Nothing left to waive: barred, with the reason.
  Site other("2025-09-26 11:00", by_hand());
  other.say(x1(amr, "transfer", {document("D01")}));
  other.ack_all();
  const auto nothing = other.say(x1(police, "waive"));
  CHECK(nothing.return_code == ReturnCode::step_barred);
  CHECK(codes(nothing) == "waive.nothing");
}

TEST_CASE("engine: bars: the procuratorate waives what the police's answer to a return is barred for (K13)") {
  Site site;
  site.put({core::effect::TransferOpened{
      transfer_id(1), case_id(1), "K13", procuratorate, police, "received", {}, site.state().pack}});
  const auto say = [&](const std::string& who, const char* step, std::vector<core::Document> documents) {
    auto draft = x1(who, step, std::move(documents));
    draft.procedure = "K13";
    if (std::string_view(step) == "waive") draft.head.about = "resent_completed";
    return site.say(draft);
  };
  const auto answer = [&] { return say(police, "resent_completed", {document("D25"), document("D06")}); };
  CHECK(answer().return_code == core::ReturnCode::step_barred);
  CHECK(codes(say(police, "waive", {document("D120")})) == "waive.nothing");
  CHECK(say(procuratorate, "waive", {document("D120")}).verdict == Verdict::proceeds);
  CHECK(answer().verdict != Verdict::returned);
}

TEST_CASE("engine: bars: a waiver of a row opens it once, by whom the row names, and for the step that it names") {
  auto bundle = by_hand();
  auto taken = step("taken", {"presented"}, rules::Side::receiver);
  taken.holds = present("D02");
  taken.waived_by = {core::Role::police};
  auto kept = taken;
  kept.id = "kept";
  kept.waived_by = {core::Role::court};
  bundle.procedures[0].steps.push_back(taken);
  bundle.procedures[0].steps.push_back(kept);
  Site site("2025-09-26 11:00", bundle);
  site.say(x1(amr, "transfer", {document("D01")}));
  site.ack_all();
  const auto waives = [&](const std::string& who, const core::Code& about) {
    auto draft = x1(who, "waive");
    draft.head.about = about;
    return codes(site.say(draft));
  };
  CHECK(codes(site.say(x1(police, "taken"))) == "X1.taken");
  CHECK(waives(police, "") == "waive.nothing");      // which row is not said
  CHECK(waives(police, "kept") == "waive.nothing");  // only a court may
  CHECK(waives(police, "taken").empty());
  CHECK(waives(police, "taken") == "waive.nothing");  // it is waived already
  CHECK(site.say(x1(police, "taken")).verdict != Verdict::returned);
  CHECK(codes(site.say(x1(police, "taken"))) == "X1.taken");
  CHECK(site.transfer().open.empty());
}

TEST_CASE("engine: clocks: per pair, and without roll for a person in custody (2 parties)") {
  Site site("2025-10-09 09:00", by_hand());
  auto transfer = x1(amr, "transfer", {document("D01")});
  transfer.head = cn01::two_suspects();
  transfer.head.parties[0].measure = "detention";
  site.say(transfer);
  site.ack_all();
  site.say(x1(police, "accepted"));
  // Day 3 is Sunday 12 October: the end for the one in custody; Monday for the other.
  CHECK(site.clock("X1.term", 1) == "2025-10-11 24:00 / 2025-10-12 24:00");
  CHECK(site.clock("X1.term", 2) == "2025-10-12 24:00 / 2025-10-13 24:00");
}

TEST_CASE("engine: openings: a step opens a transfer of another kind, with its clock, in the same case") {
  Site site("2025-09-26 11:00", by_hand());
  auto transfer = x1(amr, "transfer", {document("D01")});
  transfer.head = cn01::two_suspects();
  site.say(transfer);
  site.ack_all();
  site.say(x1(police, "accepted"));
  site.say(x1(police, "moved"));
  const auto& graph = *engine::find_case(site.state(), case_id(1));
  REQUIRE(graph.transfers.size() == 2);
  const auto& back = site.transfer(graph.transfers[1]);
  CHECK(back.procedure.view() == "X2");
  CHECK(back.sender == police);
  CHECK(back.recipient == amr);
  CHECK(back.state.view() == "owed");
  CHECK(back.cause == transfer_id(1));
  CHECK(site.clock("X2.answer", 0, back.id) == "- / 2025-09-28 24:00");
  REQUIRE(graph.counters.size() == 1);
  CHECK(graph.counters[0].value == 1);
  CHECK(site.say(x1(police, "moved")).verdict == Verdict::proceeds);
  CHECK(engine::find_case(site.state(), case_id(1))->counters[0].value == 2);
}

TEST_CASE("engine: openings: what the row of what is opened counts is counted, once for each that the bus opens") {
  auto bundle = by_hand();
  for (auto& one : bundle.procedures[1].steps) {
    if (one.id.view() == "back") one.counters = {"owed"};
  }
  Site site("2025-09-26 11:00", bundle);
  site.say(x1(amr, "transfer", {document("D01")}));
  site.ack_all();
  site.say(x1(police, "accepted"));
  for (std::int64_t times = 1; times <= 2; ++times) {
    site.say(x1(police, "moved"));
    std::int64_t owed = 0;
    for (const auto& counter : engine::find_case(site.state(), case_id(1))->counters) {
      if (counter.name.view() == "owed") owed = counter.value;
    }
    CHECK(owed == times);
  }
}

TEST_CASE("engine: openings: what one tick opens in two cases is two transfers, each in its own") {
  auto bundle = by_hand();
  auto lapsed = step("lapsed", {"accepted"}, rules::Side::system);
  lapsed.say = rules::Say::event;
  lapsed.opens = {{"X2", "back", rules::Side::receiver, rules::CopyTo::sender},
                  {"X2", "back", rules::Side::receiver, rules::CopyTo::sender}};
  bundle.procedures[0].steps.push_back(lapsed);
  bundle.procedures[0].clocks[0].raises = "lapsed";
  Site site("2025-09-26 11:00", bundle);
  for (const std::uint8_t no : {std::uint8_t{1}, std::uint8_t{2}}) {
    for (const auto& [sender, said] : {std::pair{amr, "transfer"}, {police, "accepted"}}) {
      auto draft = x1(sender, said, {document("D01")});
      draft.transfer = transfer_id(no);
      draft.case_id = case_id(no);
      site.say(draft);
      site.ack_all();
    }
  }
  CHECK(site.move_to("2025-10-01 00:00").size() == 1);
  CHECK(site.state().transfers.size() == 6);
  for (const std::uint8_t no : {std::uint8_t{1}, std::uint8_t{2}}) {
    const auto& graph = *engine::find_case(site.state(), case_id(no));
    REQUIRE(graph.transfers.size() == 3);
    for (const std::size_t i : {1, 2}) {  // a row that opens the same twice opens two
      CHECK(site.transfer(graph.transfers[i]).case_id == case_id(no));
      CHECK(site.transfer(graph.transfers[i]).cause == transfer_id(no));
    }
  }
}

TEST_CASE("engine: states: the first branch that holds leads; a third agency acts by its role; a holder reopens") {
  Site site("2025-09-26 11:00", by_hand());
  site.say(x1(amr, "transfer", {document("D01")}));
  site.ack_all();
  site.say(x1(police, "accepted"));
  auto weighed = x1(police, "weighed");
  weighed.head.note = "heavy";
  site.say(weighed);
  CHECK(site.state_of() == "heavy");
  CHECK(site.say(x1(police, "judged")).return_code == ReturnCode::wrong_role);
  const auto judged = site.say(x1(procuratorate, "judged"));
  CHECK(judged.verdict == Verdict::proceeds);
  CHECK(deliveries(judged) == police + ": whole, " + amr + ": whole");  // both sides, for neither said it
  CHECK(site.transfer().final_);
  CHECK(site.transfer().clocks.empty());

  auto reopen = x1(police, "reopen");
  reopen.head.about = "nowhere";
  CHECK(codes(site.say(reopen)) == "reopen.no_state");
  CHECK(site.state_of() == "closed");
  reopen.head.about = "accepted";
  site.say(reopen);
  CHECK(site.state_of() == "accepted");
  CHECK_FALSE(site.transfer().final_);
}

TEST_CASE("engine: extend: the approver moves a running clock to the end named, rolled, and no further than the rule") {
  Site site("2025-10-09 09:00", by_hand());
  site.say(x1(amr, "transfer", {document("D01")}));
  site.ack_all();
  site.say(x1(police, "accepted"));
  CHECK(site.clock("X1.term") == "2025-10-12 24:00 / 2025-10-13 24:00");  // nominal end: Sunday 12
  auto extend = x1(police, "extend", {document("D64", {date("to", "2025-10-18")})});
  CHECK(codes(site.say(extend)) == "extend.not_running");
  extend.head.about = "X1.term";
  CHECK(codes(site.say(extend)) == "extend.too_long");  // nominal + 5 days is Friday 17
  extend.documents = {document("D64")};
  CHECK(codes(site.say(extend)) == "extend.no_end");
  extend.documents = {document("D64", {date("to", "2025-10-17")})};
  CHECK(codes(site.say(extend)).empty());
  CHECK(site.clock("X1.term") == "2025-10-16 24:00 / 2025-10-17 24:00");
  site.move_to("2025-10-18 00:01");
  CHECK(site.clock("X1.term") == "2025-10-16 24:00 / 2025-10-17 24:00!");
  extend.documents = {document("D64", {date("to", "2025-10-20")})};
  CHECK(codes(site.say(extend)) == "extend.after_end");
}

TEST_CASE("engine: states: a row's condition reads the case graph: outcomes of its other transfers") {
  auto bundle = project_packs();
  for (auto& procedure : bundle.procedures) {
    for (auto& step : procedure.steps) {
      if (step.id == "filing_notice_received") step.holds = is("case.transfer.K01.outcome", "filed");
    }
  }
  Site site("2025-09-26 11:00", bundle);
  cn01::play_to(site, 8);
  const auto opening = cn01::k07(amr, "filing_notice_received", "", {document("D48")});
  CHECK(codes(site.say(opening)) == "K07.filing_notice_received");
  CHECK(site.state_of(cn01::handover()).empty());
  site.say(cn01::outcome("filed", 1, "", {document("D51")}));
  CHECK(site.say(opening).verdict == Verdict::proceeds);
  CHECK(site.state_of(cn01::handover()) == "due");
}

TEST_CASE("engine: link: only to transfers of which the sender is a party") {
  Site site("2025-09-26 11:00", by_hand());
  site.say(x1(amr, "transfer", {document("D01")}));
  auto second = x1(amr, "transfer", {document("D01")});
  second.transfer = transfer_id(2);
  second.case_id = case_id(2);
  site.say(second);
  site.ack_all();
  site.say(x1(police, "accepted"));
  auto link = x1(police, "link");
  link.head.links = {transfer_id(2), transfer_id(9)};
  link.head.link_relation = "joined";
  CHECK(codes(site.say(link)) == "link.unknown_transfer");
  const auto& links = engine::find_case(site.state(), case_id(1))->links;
  REQUIRE(links.size() == 1);
  CHECK(links[0].to == transfer_id(2));
  CHECK(links[0].relation.view() == "joined");
}

}  // namespace caseway::tests
