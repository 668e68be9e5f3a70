// What a region adds to a step and to a clock: for its own agencies, on its days, and no more than that.
#include <doctest/doctest.h>

#include "by_hand.h"
#include "cn01.h"

namespace caseway::tests {
namespace {

/// by_hand() where region 35 tells the procuratorate of `supplied`, and warns of X1.wait (ten days) after four.
rules::PackBundle with_overlay(std::string region = "35") {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  const rules::Local local{region, core::parse_date("2025-06-01"), core::parse_date("2025-06-30")};
  bundle.regions = {{region, {"福建", "Fujian"}, {}}};
  rules::Copy copy;
  copy.roles = {core::Role::procuratorate};
  copy.facts = {"occurred_at"};
  copy.local = local;
  rules::Requirement more;
  more.id = "X1.35.more";
  more.cls = core::FindingClass::local;
  more.steps = {"supplied"};
  more.document = *core::DocumentType::parse("D02");
  more.must = present("D02");
  more.local = local;
  x1.requirements.push_back(more);
  auto wait = days("X1.wait", 10);
  wait.local = {{local, 4, {}}};
  x1.clocks.push_back(wait);
  for (auto& one : x1.steps) {
    if (one.id.view() == "supplied") one.copies = {copy};
    if (one.id.view() == "accepted") one.starts = {{"X1.wait", false, false, {}}};
  }
  return bundle;
}

struct Regional : Site {
  explicit Regional(std::string_view now, std::string region = "35") : Site(now, with_overlay(std::move(region))) {
    say(x1(amr, "transfer", {document("D01")}));
    ack_all();
  }
  bool tells_procuratorate() {
    return deliveries(say(x1(amr, "supplied", {document("D01"), document("D02")}))).find(procuratorate) !=
           std::string::npos;
  }
};

}  // namespace

TEST_CASE("engine: overlays: a copy that a region adds is owed for its agencies, on its days") {
  CHECK(Regional("2025-06-01 00:00").tells_procuratorate());
  CHECK(Regional("2025-06-30 23:59").tells_procuratorate());
  CHECK_FALSE(Regional("2025-05-31 23:59").tells_procuratorate());
  CHECK_FALSE(Regional("2025-07-01 00:00").tells_procuratorate());
  CHECK(Regional("2025-06-15 09:00", "350123").tells_procuratorate());
  CHECK_FALSE(Regional("2025-06-15 09:00", "350122").tells_procuratorate());
}

TEST_CASE("engine: overlays: what a region asks for more is found by the region of who says the step") {
  Regional own("2025-06-15 09:00");
  CHECK(codes(own.say(x1(amr, "supplied", {document("D01")}))) == "X1.35.more");
  Regional other("2025-06-15 09:00", "51");
  CHECK(codes(other.say(x1(amr, "supplied", {document("D01")}))).empty());
}

TEST_CASE("engine: overlays: of a step of the receiver the receiver's region counts, not the sender's") {
  for (const auto* region : {"350123", "350122"}) {
    auto bundle = with_overlay(region);
    bundle.procedures[0].requirements.back().steps = {"accepted"};
    Site site("2025-06-15 09:00", bundle);                         // police are of 350123
    auto transfer = x1(other_amr, "transfer", {document("D01")});  // and this sender of 350122
    transfer.recipient = police;
    site.say(transfer);
    site.ack_all();
    CHECK((codes(site.say(x1(police, "accepted"))) == "X1.35.more") == (std::string_view(region) == "350123"));
  }
}

TEST_CASE("engine: overlays: an earlier internal limit warns, and nothing is late by it") {
  Regional site("2025-06-03 09:00");
  site.say(x1(police, "accepted"));
  CHECK(site.transfer().clocks.front().warn_at ==
        at("2025-06-09 24:00"));  // four days, rolled: 7 and 8 June are a weekend
  CHECK(site.transfer().clocks.front().due == at("2025-06-13 24:00"));
  site.move_to("2025-06-10 09:00");
  CHECK(site.transfer().clocks.front().warned);
  CHECK_FALSE(site.transfer().clocks.front().fired);
  Regional elsewhere("2025-06-03 09:00", "51");
  elsewhere.say(x1(police, "accepted"));
  CHECK(elsewhere.transfer().clocks.front().warn_at.empty());
}

TEST_CASE("engine: overlays: in Sichuan the justice bureau is told of a transfer, elsewhere while S20 is on alone") {
  Site site("2025-09-26 11:05");
  site.admit("jinjiang-amr", {core::Role::administrative}, "510104", 21);
  site.admit("jinjiang-police", {core::Role::police}, "510104", 22);
  site.admit("jinjiang-justice", {core::Role::justice}, "510104", 23);
  core::Order counterparts;
  counterparts.kind = core::OrderKind::set_counterparts;
  counterparts.counterparts = {{"jinjiang-amr", core::Role::police, "jinjiang-police"},
                               {"jinjiang-amr", core::Role::justice, "jinjiang-justice"},
                               {amr, core::Role::police, police},
                               {amr, core::Role::justice, "jinjiang-justice"}};
  REQUIRE(site.order(counterparts).verdict == core::Verdict::proceeds);
  auto transfer = cn01::transfer();
  const auto elsewhere = deliveries(site.say(transfer));
  CHECK(elsewhere.find(police + ": whole") != std::string::npos);
  CHECK(elsewhere.find("justice") == std::string::npos);
  transfer.sender = "jinjiang-amr";
  transfer.transfer = transfer_id(2);
  transfer.case_id = tests::case_id(2);
  CHECK(deliveries(site.say(transfer)) == "jinjiang-police: whole presents, jinjiang-justice: 1 5");
}

}  // namespace caseway::tests
