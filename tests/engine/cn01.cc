#include "cn01.h"

namespace caseway::tests::cn01 {

core::DossierHead two_suspects() {
  core::DossierHead head;
  for (const core::PartyNo no : {core::PartyNo{1}, core::PartyNo{2}}) {
    core::Party party;
    party.no = no;
    party.kind = "person";
    party.name = no == 1 ? "林某" : "陈某";
    party.roles = {"suspect"};
    party.present = true;
    head.parties.push_back(party);
    head.pairs.push_back({no, "213", false});
  }
  return head;
}

std::vector<std::vector<core::Field>> three_items() {
  const auto item = [](std::int64_t no, std::int64_t quantity, const char* unit, const char* measure, bool test) {
    return std::vector{integer("no", no),      integer("quantity", quantity),
                       code("unit", unit),     code("measure", measure),
                       yes("needsTest", test), text("needsTestReason", test ? "材质" : "")};
  };
  return {item(1, 7241, "双", "seize", false), item(2, 2, "台", "seal", false), item(3, 600, "双", "seize", true)};
}

core::Document counted_slip() {
  const auto line = [](std::int64_t no, std::int64_t listed, std::int64_t counted, const char* unit,
                       const char* result) {
    return std::vector{integer("itemNo", no), integer("listed", listed), integer("counted", counted),
                       code("unit", unit), code("result", result)};
  };
  return document("D09", {rows("lines", {line(1, 7241, 7229, "双", "short"), line(2, 2, 2, "台", "agreed"),
                                         line(3, 600, 600, "双", "agreed")}),
                          rows("counters", {{text("agency", amr), text("name", "郑某")},
                                            {text("agency", police), text("name", "林警官")}})});
}

core::Document approval(std::string_view reported, std::string_view decided) {
  return document(
      "D55",
      {instant("reportReceivedByHead", reported), instant("decidedAt", decided), text("head", "黄某"),
       code("decision", "approve"),
       rows("team", {{text("name", "郑某"), text("certNo", "闽1")}, {text("name", "王某"), text("certNo", "闽2")}})});
}

Draft said(std::string sender, std::string step, std::string occurred, std::vector<core::Document> documents) {
  Draft draft;
  draft.sender = std::move(sender);
  draft.step = std::move(step);
  draft.occurred = std::move(occurred);
  draft.documents = std::move(documents);
  return draft;
}

Draft transfer(std::string occurred) {
  auto draft = said(amr, "transfer", std::move(occurred));
  draft.head = two_suspects();
  draft.documents = {
      document("D01", {yes("penaltyImposed", true), code("ground", "3(1)")}),
      document("D02"),
      document("D03", {rows("items", three_items())}),
      document("D05"),
      document("D06"),
      approval(),
      document("D96"),
      document("D97"),
      document("D99", {rows("lines", {{integer("quantity", 10), integer("unitPrice", 1450), integer("sum", 14500)}}),
                       rows("totals", {{integer("amount", 14500)}})}),
      document("D101"),
      document("D102"),
      document("D103")};
  return draft;
}

Draft outcome(std::string step, core::PartyNo party, std::string occurred, std::vector<core::Document> documents) {
  auto draft = said(police, step, std::move(occurred), std::move(documents));
  draft.head.outcomes = {
      {party, "213", core::Code(step), step == "not_filed" ? core::Code("minor") : core::Code(), "d1"}};
  return draft;
}

core::TransferId handover() { return transfer_id(7); }

Draft k07(std::string sender, std::string step, std::string occurred, std::vector<core::Document> documents) {
  auto draft = said(std::move(sender), std::move(step), std::move(occurred), std::move(documents));
  draft.procedure = "K07";
  draft.transfer = handover();
  return draft;
}

Draft counted_on_paper() {
  auto draft = k07(amr, "enter_from_paper", "2025-10-10 16:30",
                   {document("D119", {instant("occurredAt", "2025-10-10 16:30")}), counted_slip()});
  draft.head.paper = {true, "counted", "罗市监交字〔2025〕5号", {}};
  return draft;
}

Draft handed_over(std::string occurred) {
  return k07(police, "handed_over", std::move(occurred),
             {counted_slip(), document("D16", {rows("items", three_items())})});
}

void play_to(Site& site, int row) {
  site.move_to("2025-09-26 11:05");
  site.say(transfer());
  if (row <= 6) return;
  site.move_to("2025-09-26 11:06");
  site.ack_all();
  site.move_to("2025-09-26 15:40");
  site.say(said(police, "accepted", "2025-09-26 15:40", {document("D48"), document("D49")}));
  site.ack_all();
  if (row <= 8) return;
  site.move_to("2025-09-27 10:15");
  site.say(said(police, "cure_notice", "2025-09-27 10:15", {document("D50"), document("D50.list")}));
  site.ack_all();
  if (row <= 10) return;
  site.move_to("2025-09-30 10:00");
  site.say(said(amr, "cured", "2025-09-30 10:00",
                {document("D04"), document("D133"), document("D07"), document("D06"), document("D67")}));
  site.move_to("2025-09-30 16:30");
  site.say(outcome("filed", 1, "2025-09-30 16:30", {document("D51")}));
  site.say(outcome("not_filed", 2, "2025-09-30 16:30", {document("D11"), document("D19")}));
  site.ack_all();
  if (row <= 15) return;
  site.move_to("2025-09-30 17:05");
  site.say(k07(amr, "filing_notice_received", "2025-09-30 17:05", {document("D48")}));
  site.move_to("2025-10-09 09:00");
  site.say(k07(amr, "offer", "2025-10-09 09:00",
               {document("D03", {rows("items", three_items())}), document("D16", {rows("items", three_items())})}));
  site.move_to("2025-10-09 09:01");
  site.ack_all();
  site.move_to("2025-10-09 10:30");
  site.say(k07(police, "appointed", "2025-10-09 10:30", {document("D48")}));
  site.ack_all();
  if (row <= 18) return;
  site.move_to("2025-10-11 09:20");
  site.say(counted_on_paper());
  site.ack_all();
}

}  // namespace caseway::tests::cn01
