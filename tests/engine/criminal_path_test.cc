// The criminal path over the shipped packs, where what one kind asks hangs on what another left: K12, K13, K15, K29.
#include <doctest/doctest.h>

#include <array>

#include "site.h"

namespace caseway::tests {
namespace {

using core::ReturnCode;
using core::Verdict;
namespace effect = core::effect;

const std::string court = "luoyuan-court";
constexpr std::uint8_t k12 = 1, k13 = 2, k15 = 3;
constexpr std::array<core::PartyNo, 2> both{1, 2};

core::Party party(core::PartyNo no, bool present = true) {
  core::Party one;
  one.no = no;
  one.name = "丁某" + std::to_string(no);
  one.measure = "bail";
  one.present = present;
  return one;
}

/// Persons 1 and 2 of 214, in a K12 and, where a state is named, in a K13 and a K15 of the same case.
struct Path : Site {
  explicit Path(std::string_view of_k12, std::string_view of_k13 = {}, std::string_view of_k15 = {})
      : Site("2025-11-10 10:00") {
    admit(court, {core::Role::court}, "350123", 15);
    open(k12, "K12", police, procuratorate, of_k12);
    if (!of_k13.empty()) open(k13, "K13", procuratorate, police, of_k13);
    if (!of_k15.empty()) open(k15, "K15", procuratorate, court, of_k15);
  }
  void open(std::uint8_t no, std::string_view kind, const std::string& from, const std::string& to,
            std::string_view in_state) {
    put({effect::TransferOpened{
        transfer_id(no), case_id(1), core::Code(kind), from, to, core::Code(in_state), {}, state().pack}});
    for (const auto who : both) set_outcome(no, who, {});
  }
  void set_outcome(std::uint8_t no, core::PartyNo who, std::string_view outcome) {
    put({effect::PairSet{transfer_id(no), who, "214", false, core::Code(outcome)}});
  }
  void run(std::uint8_t no, std::string_view clock, core::PartyNo who, std::string_view due) {
    effect::ClockStarted started;
    started.key = {transfer_id(no), core::Code(clock), who, "214"};
    started.anchor = at("2025-10-01 10:00");
    started.due_first = started.due = started.nominal = at(due);
    started.pack = state().pack;
    started.calendar = state().calendar;
    put({started});
  }
  core::Outcome word(std::uint8_t no, const std::string& by, std::string_view kind, std::string_view step,
                     std::vector<core::Document> documents, core::DossierHead head = {}, core::Digest confirms = {}) {
    Draft draft;
    draft.sender = by;
    draft.procedure = kind;
    draft.step = step;
    draft.transfer = transfer_id(no);
    draft.documents = std::move(documents);
    draft.head = std::move(head);
    draft.confirms = confirms;
    if (step == "return") draft.recipient = police;
    return say(draft);
  }
  /// A K13 of its own, transfer 9, about this person.
  core::Outcome returned(core::PartyNo who) {
    core::DossierHead head;
    head.pairs = {{who, "214", false}};
    return word(9, procuratorate, "K13", "return", {document("D27"), document("D28"), document("D25")}, head);
  }
  core::Outcome registered(const std::vector<core::PartyNo>& parties) {
    core::DossierHead head;
    for (const auto who : parties) head.outcomes.push_back({who, "214", "prosecution_registered", {}, {}});
    return word(k12, procuratorate, "K12", "registered", {document("D65")}, head);
  }
  std::string outcome_of(std::uint8_t no, core::PartyNo who) const {
    for (const auto& pair : transfer(transfer_id(no)).pairs)
      if (pair.party == who) return pair.outcome.str();
    return "no pair";
  }
  std::string state_in(std::uint8_t no) const { return state_of(transfer_id(no)); }
};

bool holds(const core::Outcome& outcome, std::string_view code) {
  return codes(outcome).find(code) != std::string::npos;
}

}  // namespace

TEST_CASE("engine: criminal path: who was at large is registered once he is found and sent on (K12)") {
  Path site("received");
  core::DossierHead head;
  head.parties = {party(1), party(2, false)};
  head.pairs = {{1, "214", false}, {2, "214", false}};
  CHECK(holds(site.word(k12, police, "K12", "supplemented", {document("D67"), document("D06")}, head), "K12.present"));
  CHECK(holds(site.registered({2}), "K12.present"));
  head.parties = {party(2)};
  head.pairs = {{2, "214", false}};
  const auto found = site.word(k12, police, "K12", "wait_custody_found", {document("D67"), document("D112")}, head);
  CHECK(found.verdict != Verdict::returned);
  CHECK_FALSE(holds(site.registered({2}), "K12.present"));
}

TEST_CASE("engine: criminal path: registering does not undo what was decided for another (K12)") {
  Path site("received");
  site.set_outcome(k12, 1, "nonprosecuted");
  CHECK(codes(site.registered({1, 2})) == "outcome.decided");
  CHECK(site.outcome_of(k12, 1) == "nonprosecuted");
  CHECK(site.outcome_of(k12, 2) == "prosecution_registered");
  CHECK(site.clock("K12.review", 1).empty());
  CHECK_FALSE(site.clock("K12.review", 2).empty());
}

TEST_CASE("engine: criminal path: a return that is taken back leads the file back to the desk (K13, K12)") {
  Path site("with_police", "sent");
  CHECK(site.word(k13, procuratorate, "K13", "withdraw", {document("D117")}).verdict != Verdict::returned);
  CHECK(site.state_in(k13) == "withdrawn");
  CHECK(site.state_in(k12) == "received");
  CHECK(site.registered({1, 2}).verdict != Verdict::returned);
}

TEST_CASE("engine: criminal path: a return of which a part is taken back stays with the police (K13, K12, 2 cases)") {
  for (const bool whole : {false, true}) {
    Path site("registered");
    REQUIRE(site.returned(1).verdict != Verdict::returned);
    REQUIRE(site.state_in(k12) == "with_police");
    core::DossierHead head;
    head.about = core::Code(std::to_string(site.state().next_record - 1));
    core::Field parts{"parts", {{core::FieldKind::document, "3", 0, {}}}};
    std::vector<core::Field> notice{code("reason", "wrong_member")};
    if (!whole) notice.push_back(parts);
    REQUIRE(site.word(9, procuratorate, "K13", "recall", {document("D118", notice)}, head).verdict !=
            Verdict::returned);
    notice.push_back(yes("destroyed", true));
    REQUIRE(site.word(9, police, "K13", "recall", {document("D118", notice)}, head, site.last_body()).verdict !=
            Verdict::returned);
    CHECK(site.state_in(9) == (whole ? "recalled" : "sent"));
    CHECK(site.state_in(k12) == (whole ? "received" : "with_police"));
  }
}

TEST_CASE("engine: criminal path: a return is late by the review of those it names (K13, 2 cases)") {
  for (const auto who : both) {
    Path site("registered");
    site.run(k12, "K12.review", 1, "2025-11-09 24:00");
    site.run(k12, "K12.review", 2, "2025-11-10 24:00");
    CHECK(holds(site.returned(who), "K13.late_return") == (who == 1));
  }
}

TEST_CASE("engine: criminal path: who was left out is accepted later, and nobody twice (K15)") {
  Path site("decided", "", "received");
  const auto accept = [&](core::PartyNo who) {
    core::DossierHead head;
    head.outcomes = {{who, "214", "accepted_by_court", {}, {}}};
    return site.word(k15, court, "K15", "accepted", {document("D69")}, head);
  };
  CHECK(accept(1).verdict != Verdict::returned);
  CHECK(accept(2).verdict != Verdict::returned);
  CHECK_FALSE(site.clock("K15.trial2", 2, transfer_id(k15)).empty());
  CHECK(accept(2).return_code == ReturnCode::step_barred);
}

TEST_CASE("engine: criminal path: no judgment takes effect while somebody's days to appeal never began (K15)") {
  Path site("decided", "", "judged");
  for (const auto who : both) site.set_outcome(k15, who, "judged");
  const auto effective = [&] { return site.word(k15, court, "K15", "effective", {document("D71")}); };
  CHECK(effective().return_code == ReturnCode::step_barred);
  site.run(k15, "K15.appeal", 1, "2025-11-09 24:00");
  CHECK(effective().return_code == ReturnCode::step_barred);  // person 2 was served nothing
  site.run(k15, "K15.appeal", 2, "2025-11-10 24:00");
  CHECK(effective().return_code == ReturnCode::step_barred);
  site.move_to("2025-11-11 09:00");
  CHECK(effective().verdict != Verdict::returned);
  CHECK(site.transfer(transfer_id(k15)).final_);
}

TEST_CASE("engine: criminal path: the notice of a step that decides nobody names everybody (K15, K29)") {
  Path site("decided", "", "judged");
  for (const auto who : both) site.set_outcome(k15, who, "judged");
  CHECK(site.word(k15, court, "K15", "appealed", {}).verdict != Verdict::returned);
  std::size_t owed = 0;
  for (const auto& [id, transfer] : site.state().transfers) {
    if (transfer.procedure.view() != "K29") continue;
    ++owed;
    REQUIRE(transfer.pairs.size() == 2);
    CHECK(transfer.pairs[0].party == 1);
    CHECK(transfer.pairs[1].party == 2);
  }
  CHECK(owed == 2);  // the police and the procuratorate sent the case on
}

}  // namespace caseway::tests
