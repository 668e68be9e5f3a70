// Universal steps: who opens a finished transfer anew, and a refused sign-off.
#include <doctest/doctest.h>

#include "by_hand.h"
#include "cn01.h"

namespace caseway::tests {
namespace {

using core::ReturnCode;

/// by_hand() with `reopen` of final states alone, open to either side by its row, and a step that ends the transfer.
struct Finished : Site {
  static rules::PackBundle pack() {
    auto bundle = by_hand();
    auto& x1 = bundle.procedures[0];
    std::erase_if(x1.steps, [](const rules::Step& one) { return one.id == "reopen"; });
    auto reopen = step("reopen", {}, rules::Side::either);
    reopen.in_any_state = true;
    reopen.in_final_only = true;
    x1.steps.push_back(reopen);
    x1.steps.push_back(leading(step("done", {"accepted"}, rules::Side::receiver), "closed"));
    return bundle;
  }
  Finished() : Site("2025-06-03 09:00", pack()) {
    say(x1(amr, "transfer", {document("D01")}));
    ack_all();
    say(x1(police, "accepted"));
  }
  core::Outcome reopen(const std::string& sender, std::string_view state) {
    auto word = x1(sender, "reopen");
    word.head.about = core::Code(state);
    return say(word);
  }
};

}  // namespace

TEST_CASE("engine: reopen: the holder alone opens a finished transfer anew, in the state that it names") {
  Finished site;
  CHECK(site.reopen(police, "accepted").return_code == ReturnCode::step_not_open);
  CHECK_FALSE(site.clock("X1.term").empty());
  site.say(x1(police, "done"));
  CHECK(site.state_of() == "closed");
  CHECK(codes(site.reopen(amr, "accepted")) == "reopen.not_holder");
  for (const auto state : {"", "nowhere", "closed", "sent"}) {  // out of `sent` only the delivery of an opening leads
    const auto said = site.reopen(police, state);
    CHECK(codes(said) == "reopen.no_state");
    CHECK(said.verdict == core::Verdict::returned);
  }
  CHECK(site.state_of() == "closed");
  CHECK(codes(site.reopen(police, "accepted")).empty());
  CHECK(site.state_of() == "accepted");
  CHECK_FALSE(site.transfer().final_);
  CHECK(site.clock("X1.term").empty());  // no clock that ended runs again by itself
  CHECK(site.reopen(police, "accepted").return_code == ReturnCode::step_not_open);
}

TEST_CASE("engine: reopen: it goes on under whoever received it last, and not under who did before") {
  Finished site;
  site.say(x1(police, "done"));
  site.put({core::effect::ReceiverChanged{transfer_id(1), procuratorate}});
  CHECK(site.reopen(police, "accepted").return_code == ReturnCode::not_a_party);
  CHECK(codes(site.reopen(procuratorate, "presented")).empty());
  CHECK(site.state_of() == "presented");
}

TEST_CASE("engine: sign_refused: the transfer stays presented, its watch runs on, and the procuratorate gets a line") {
  Site site;
  cn01::play_to(site, 6);
  site.ack_all();
  REQUIRE(site.state_of() == "presented");
  const auto watch = site.clock("ALL.signoff");
  CHECK_FALSE(watch.empty());
  auto refused = cn01::said(police, "sign_refused", "2025-09-26 11:05");
  CHECK(codes(site.say(refused)).find("ALL.reason") != std::string::npos);
  refused.head.note = "材料破损";
  const auto outcome = site.say(refused);
  CHECK(codes(outcome).find("ALL.reason") == std::string::npos);
  CHECK(site.state_of() == "presented");
  CHECK(site.clock("ALL.signoff") == watch);
  CHECK(deliveries(outcome) == amr + ": whole, " + procuratorate + ": occurred_at state");
  CHECK(site.say(cn01::said(amr, "sign_refused", "2025-09-26 11:05")).return_code == ReturnCode::not_a_party);
}

}  // namespace caseway::tests
