// The step tables of the simulation against the pack: what exists is played, or left out by name and reason.
#include "tests/simulation/steps.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "tests/rules/scene.h"
#include "tests/simulation/steps_left_out.h"
#include "tests/where.h"

namespace caseway::simulation {
namespace {

const StepLeftOut* find_left_out(std::string_view procedure, std::string_view id) {
  for (const auto& step : steps_left_out())
    if (step.id == id && (step.procedure == procedure || step.procedure.empty())) return &step;
  return nullptr;
}

/// Whether the pack has a step that agencies say; of a universal one, whether any procedure takes it.
bool is_in_the_pack(std::string_view procedure, std::string_view id) {
  const auto& all = rules::tests::cn_ip().procedures;
  return std::any_of(all.begin(), all.end(), [&](const auto& each) {
    if (!procedure.empty() && each.id.view() != procedure) return false;
    const auto* step = rules::find_step(each, core::Code(id));
    return step != nullptr && step->say == rules::Say::message;
  });
}

TEST_CASE("steps: every step of the pack that an agency may say is played, or left out for a reason (all kinds)") {
  for (const auto& procedure : rules::tests::cn_ip().procedures) {
    CHECK_MESSAGE(is_known_procedure(procedure.id.view()), "the simulation does not know " << procedure.id.str());
    for (const auto& step : procedure.steps) {
      if (step.say != rules::Say::message) continue;
      const bool played = find_step(procedure.id.view(), step.id.view()) != nullptr;
      const auto* left_out = find_left_out(procedure.id.view(), step.id.view());
      CHECK_MESSAGE((played || left_out != nullptr), "neither: " << procedure.id.str() << " " << step.id.str());
      CHECK_MESSAGE(!(played && left_out != nullptr), "both: " << procedure.id.str() << " " << step.id.str());
    }
  }
}

TEST_CASE("steps: what is played or left out stands in the pack, and opens in the states and leads where it says") {
  for (const auto& step : steps_left_out()) {
    CHECK_MESSAGE(is_in_the_pack(step.procedure, step.id), "not in the pack: " << step.id);
    CHECK_FALSE(step.why.empty());
  }
  for (const auto& row : steps()) {
    CHECK_MESSAGE(is_in_the_pack(row.procedure, row.id), "not in the pack: " << row.procedure << " " << row.id);
    for (const auto& procedure : rules::tests::cn_ip().procedures) {
      if (&row != find_step(procedure.id.view(), row.id)) continue;
      const auto* step = rules::find_step(procedure, core::Code(row.id));
      if (step == nullptr) continue;
      std::set<std::string_view> states(row.states.begin(), row.states.end());
      std::set<std::string_view> open;
      for (const auto& state : step->in_states) open.insert(state.view());
      if (step->in_any_state) open = {step->in_final_only ? "#" : step->in_final_too ? "**" : "*"};
      CHECK_MESSAGE(states == open, "open in other states: " << procedure.id.str() << " " << row.id);
      CHECK(step->opens_transfer == (row.by == By::opener));
      if (step->lead == rules::Lead::same) CHECK_MESSAGE(row.leads == "=", "leads elsewhere: " << row.id);
      if (step->lead == rules::Lead::state)
        CHECK_MESSAGE(row.leads == step->state.view(), "leads elsewhere: " << row.id);
    }
  }
}

TEST_CASE("steps: outcomes that no step makes are these, which a document or another kind tells") {
  std::set<std::string> never;
  for (const auto& procedure : rules::tests::cn_ip().procedures)
    for (const auto& outcome : procedure.outcomes)
      if (std::none_of(procedure.steps.begin(), procedure.steps.end(),
                       [&](const auto& step) { return step.outcome == outcome; }))
        never.insert(procedure.id.str() + " " + outcome.str());
  std::string names;
  for (const auto& each : never) names += each + ", ";
  CAPTURE(names);
  CHECK(never == std::set<std::string>{"K01 forwarded", "K01 investigation_ended", "K12 wait_suspect"});
}

TEST_CASE("steps: docs/GUARANTEES.md names each one that is left out") {
  std::ifstream file(CASEWAY_SOURCE_DIR "/docs/GUARANTEES.md");
  std::ostringstream text;
  text << file.rdbuf();
  const auto page = text.str();
  for (const auto& step : steps_left_out())
    CHECK_MESSAGE(page.find("`" + std::string(step.id) + "`") != std::string::npos, "not named: " << step.id);
}

}  // namespace
}  // namespace caseway::simulation
