// A return for investigation (K13), and what it does to the file of the police (K12).
#pragma once

#include "tests/simulation/step.h"

namespace caseway::simulation {

inline std::vector<Step> steps_of_k13() {
  const std::vector<std::string_view> with_police{"received", "expired"};
  return {
      {.procedure = "K13",
       .id = "return",
       .by = By::opener,
       .states = {},
       .leads = "sent",
       .documents = {"D27", "D28", "D25"},
       .needs = {"D27"},
       .links = "follow_on",
       .counts = "investigation_rounds",
       .counts_most = 2},
      {.procedure = "K13",
       .id = "received",
       .by = By::receiver,
       .states = {"presented"},
       .leads = "received",
       .documents = {"D48"}},
      {.procedure = "K13",
       .id = "resent_completed",
       .by = By::receiver,
       .states = with_police,
       .leads = "resent",
       .documents = {"D29", "D25", "D06"},
       .needs = {"D29"}},
      {.procedure = "K13",
       .id = "resent_new_opinion",
       .by = By::receiver,
       .states = with_police,
       .leads = "resent",
       .documents = {"D24", "D25", "D06"},
       .needs = {"D24"}},
      {.procedure = "K13",
       .id = "withdrawn_case",
       .by = By::receiver,
       .states = with_police,
       .leads = "resent",
       .documents = {"D18", "D83"},
       .or_leads = "=",
       .outcome = "case_withdrawn",
       .needs = {"D18", "D130"}},
      {.procedure = "K13",
       .id = "unfounded",
       .by = By::receiver,
       .states = with_police,
       .leads = "resent",
       .documents = {"D56", "D25"},
       .needs = {"D56"}},
      {.procedure = "K13",
       .id = "reasons_demanded",
       .by = By::sender,
       .states = {"expired"},
       .leads = "=",
       .documents = {"D81"}},
      {.procedure = "K13",
       .id = "reasons_given",
       .by = By::receiver,
       .states = {"expired"},
       .leads = "=",
       .documents = {"D56"}},
  };
}

inline std::vector<WithRow> with_rows_of_k13() {
  const std::vector<std::string_view> with_police{"with_police"};
  return {
      {"K13 return", "K12", "returned_for_investigation", {"registered"}, "with_police"},
      {"K13 resent_completed", "K12", "retransferred", with_police, "received"},
      {"K13 resent_new_opinion", "K12", "retransferred", with_police, "received"},
      {"K13 unfounded", "K12", "retransferred", with_police, "received"},
      {"K13 withdraw", "K12", "return_withdrawn", with_police, "received", {}, "withdrawn"},
      {"K13 recall", "K12", "return_withdrawn", with_police, "received", {}, "recalled"},
      {"K13 withdrawn_case", "K12", "police_withdrew", with_police, "decided", "case_withdrawn"},
  };
}

inline std::vector<CopyRow> copy_rows_of_k13() {
  return {{.step = "K13 withdrawn_case", .reader = Reader::first_sender, .documents = {"D18", "D130"}}};
}

}  // namespace caseway::simulation
