#include "sdk/report.h"

#include <doctest/doctest.h>

#include <array>

namespace caseway::sdk {

TEST_CASE("sdk: report: of clocks that run for each person and offence each says for whom") {
  core::Outcome outcome;
  for (const core::PartyNo party : std::to_array<core::PartyNo>({1, 2, 0})) {
    core::effect::ClockStarted started;
    started.key.clock = "K01.review";
    started.key.party = party;
    if (party != 0) started.key.offence = "213";
    started.due = core::parse_instant("2025-09-30T15:00:00+08:00").value();
    outcome.effects.emplace_back(started);
  }
  const core::Statement statement;
  const core::Receipt receipt;
  Recorded recorded;
  recorded.statement = &statement;
  recorded.receipt = &receipt;
  recorded.outcome = &outcome;
  const std::string en = recorded_text(recorded, Language::en);
  CHECK(en.find("clock: K01.review (party 1 / 213): due") != std::string::npos);
  CHECK(en.find("clock: K01.review (party 2 / 213): due") != std::string::npos);
  CHECK(en.find("clock: K01.review: due") != std::string::npos);
  CHECK(recorded_text(recorded, Language::zh).find("期限：K01.review（当事人 2 / 213）") != std::string::npos);
}

TEST_CASE("sdk: report: a clock that stands still has no due instant, and one that runs on has its new one") {
  core::Outcome outcome;
  core::effect::ClockSuspended still;
  still.key.clock = "K12.review";
  still.at = core::parse_instant("2025-11-01T09:00:00+08:00").value();
  core::effect::ClockResumed on;
  on.key.clock = "K12.review";
  on.due = core::parse_instant("2025-12-05T15:00:00+08:00").value();
  outcome.effects = {still, on};
  const core::Statement statement;
  const core::Receipt receipt;
  Recorded recorded;
  recorded.statement = &statement;
  recorded.receipt = &receipt;
  recorded.outcome = &outcome;
  const std::string en = recorded_text(recorded, Language::en);
  CHECK(en.find("clock: K12.review: suspended") != std::string::npos);
  CHECK(en.find("clock: K12.review: now due 2025-12-05") != std::string::npos);
  CHECK(recorded_text(recorded, Language::zh).find("期限：K12.review：中止") != std::string::npos);
}

}  // namespace caseway::sdk
