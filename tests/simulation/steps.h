// The step tables of K01, K01b, K07, K12 and K29, and the universal steps, written down a second time after the
// law's own tables: the model judges by these, never by the pack, and the workload picks from them. The kinds that
// follow on a file of the police have files of their own.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "broker/core/directory.h"
#include "tests/simulation/step.h"
#include "tests/simulation/steps_k13.h"

namespace caseway::simulation {

/// Of the files of the police (K12).
inline std::vector<Step> steps_of_files() {
  return {
      {"K12", "transfer", By::opener, {}, "sent", Copy::none, {}, {"D24", "D25", "D26", "D112", "D06"}},
      {"K12", "received", By::receiver, {"presented"}, "received", Copy::none, {}, {"D48"}},
      {"K12", "supplement_asked", By::receiver, {"received"}, "supplement_open", Copy::none, {}, {"D66"}},
      {"K12", "rebind_asked", By::receiver, {"received"}, "supplement_open", Copy::none, {}, {"D66"}},
      {"K12",
       "supplemented",
       By::sender,
       {"supplement_open", "received", "registered"},
       "=",
       Copy::none,
       {},
       {"D67", "D06"},
       "received"},
      {"K12", "desk_returned", By::receiver, {"received", "supplement_open"}, "returned", Copy::none, {}, {"D70"}},
      {"K12",
       "registered",
       By::receiver,
       {"received", "supplement_open", "registered"},
       "registered",
       Copy::none,
       {},
       {"D65"},
       {},
       "prosecution_registered"},
      {.procedure = "K12",
       .id = "joined",
       .by = By::receiver,
       .states = {"registered"},
       .leads = "=",
       .documents = {"D132"},
       .links = "joined"},
      {"K12", "evidence_asked", By::receiver, {"registered"}, "=", Copy::none, {}, {"D66"}},
      {"K12", "further_suspect_demanded", By::receiver, {"registered"}, "=", Copy::none, {}, {"D82"}},
      {"K12", "suspect_added", By::sender, {"registered", "with_police"}, "=", Copy::none, {}, {"D24", "D25", "D112"}},
      {"K12", "demand_answered", By::sender, {"registered"}, "=", Copy::none, {}, {"D56"}},
      {"K12",
       "jurisdiction_moved",
       By::receiver,
       {"registered"},
       "moving",
       Copy::none,
       {},
       {"D08", "D52"},
       {},
       {},
       true},
      {"K12", "moved_received", By::receiver, {"moving"}, "registered", Copy::none, {}, {"D48", "D65"}},
      {"K12", "extended", By::receiver, {"registered"}, "=", Copy::none, {}, {"D64"}},
      {"K12",
       "charge_dropped",
       By::receiver,
       {"registered"},
       "decided",
       Copy::none,
       {},
       {"D32", "D21"},
       "=",
       "charge_dropped"},
      {"K12",
       "nonprosecuted",
       By::receiver,
       {"registered"},
       "decided",
       Copy::none,
       {},
       {"D21", "D80", "D75"},
       "=",
       "nonprosecuted"},
      {"K12",
       "wait_custody_found",
       By::sender,
       {"received", "registered", "decided"},
       "=",
       Copy::none,
       {},
       {"D67", "D112"},
       "received"},
  };
}

/// Of notices of an outcome (K29).
inline std::vector<Step> steps_of_notices() {
  return {
      {.procedure = "K29",
       .id = "notify",
       .by = By::sender,
       .states = {"owed"},
       .leads = "sent",
       .documents = {"D83"},
       .counts = "outcomes_told"},
      {.procedure = "K29",
       .id = "notify_off_bus",
       .by = By::opener,
       .states = {},
       .leads = "sent",
       .documents = {"D83"},
       .counts = "outcomes_told"},
      {"K29", "noted", By::receiver, {"presented"}, "noted", Copy::none, {}, {"D48"}},
  };
}

/// Of what the administration begins, and the universal ones.
inline std::vector<Step> steps_of_transfers() {
  return {
      {"K01", "transfer", By::opener, {}, "sent", Copy::of_documents, {"D01", "D06", "D07"}, {}},
      {"K01", "accepted", By::receiver, {"presented"}, "accepted", Copy::always, {}, {"D48"}},
      {"K01", "complete_stated", By::receiver, {"accepted"}, "=", Copy::none, {}, {}},
      {.procedure = "K01",
       .id = "cure_notice",
       .by = By::receiver,
       .states = {"accepted"},
       .leads = "cure_open",
       .copy = Copy::with_state,
       .copied = {"D50.list"},
       .documents = {"D50", "D50.list"},
       .or_leads = "accepted",
       .counts = "cure_notices"},
      {"K01", "partly_cured", By::sender, {"cure_open"}, "=", Copy::of_documents, {"D06", "D07"}, {"D06", "D07"}},
      {"K01",
       "cured",
       By::sender,
       {"cure_open", "accepted"},
       "accepted",
       Copy::of_documents,
       {"D06", "D07"},
       {"D06", "D07"}},
      {"K01", "supplement_opinion", By::receiver, {"accepted", "cure_open"}, "=", Copy::none, {}, {"D66"}},
      {"K01",
       "supplied",
       By::sender,
       {"accepted", "cure_open", "decided"},
       "=",
       Copy::of_documents,
       {"D06"},
       {"D67", "D06"}},
      {"K01", "not_own_found", By::receiver, {"presented", "accepted"}, "=", Copy::none, {}, {}},
      {"K01",
       "returned_not_police",
       By::receiver,
       {"presented", "accepted", "cure_open"},
       "returned",
       Copy::of_documents,
       {"D53"},
       {"D53", "D19"},
       {},
       "returned_not_police"},
      {"K01",
       "filed",
       By::receiver,
       {"accepted", "cure_open", "closed"},
       "decided",
       Copy::of_documents,
       {"D51"},
       {"D51"},
       "accepted",
       "filed"},
      {"K01",
       "not_filed",
       By::receiver,
       {"accepted", "cure_open"},
       "decided",
       Copy::of_documents,
       {"D11"},
       {"D11"},
       "accepted",
       "not_filed"},
      {"K01", "extend_review", By::receiver, {"accepted", "cure_open"}, "=", Copy::none, {}, {"D64"}},
      {"K01",
       "case_withdrawn",
       By::receiver,
       {"decided"},
       "=",
       Copy::of_documents,
       {"D18", "D130"},
       {"D18"},
       {},
       "case_withdrawn"},
      {"K01", "told_sender", By::receiver, {"decided"}, "=", Copy::none, {}, {"D18"}},
      {"K01",
       "penalty_status",
       By::sender,
       {"accepted", "cure_open", "decided"},
       "=",
       Copy::of_documents,
       {"D07"},
       {"D116"}},
      {"K01b", "late_penalty_copy", By::opener, {}, "sent", Copy::to_police, {"D07"}, {"D07", "D44"}},
      {"K01b", "noted", By::receiver, {"presented"}, "noted", Copy::none, {}, {"D48"}},
      {"K07", "filing_notice_received", By::opener, {}, "due", Copy::none, {}, {"D48"}},
      {"K07", "offer", By::sender, {"due"}, "sent", Copy::none, {}, {"D03", "D16"}},
      {"K07", "appointed", By::receiver, {"presented"}, "appointed", Copy::none, {}, {"D48"}},
      {"K07", "counted", By::both, {"appointed"}, "counted", Copy::always, {"D09"}, {"D09"}},
      {"K07", "handed_over", By::receiver, {"counted"}, "handed_over", Copy::of_documents, {"D09"}, {"D09"}},
      {"K07", "kept_by_adm", By::both, {"appointed", "counted"}, "kept", Copy::none, {}, {"D09", "D105"}},
      {"K07", "fetched", By::receiver, {"kept"}, "handed_over", Copy::none, {}, {"D09"}},
      {"K07", "explained", By::sender, {"counted", "handed_over"}, "=", Copy::of_documents, {"D117"}, {"D117"}},
      {"", "receipt_signed", By::either, {"**"}, "=", Copy::none, {}, {"D48"}},
      {"", "sign_refused", By::receiver, {"presented"}, "=", Copy::own, {}, {}},
      {"", "link", By::either, {"*"}, "=", Copy::none, {}, {"D132"}},
      {"", "extend", By::either, {"*"}, "=", Copy::none, {}, {"D64"}},
      {"", "correct", By::either, {"*"}, "=", Copy::none, {}, {"D117"}},
      {"", "note", By::either, {"**"}, "=", Copy::none, {}, {}},
      {"", "enter_from_paper", By::either, {"**"}, "=", Copy::none, {}, {"D119"}},
      {"", "confirm_paper", By::either, {"**"}, "=", Copy::none, {}, {"D119"}},
      {"", "withdraw", By::sender, {"*"}, "withdrawn", Copy::none, {}, {"D117"}},
      {"", "recall", By::both, {"**"}, "recalled", Copy::none, {}, {"D118"}, "="},
      {"", "reopen", By::either, {"#"}, "=", Copy::none, {}, {}},
      {"", "void", By::either, {"**"}, "=", Copy::none, {}, {}},
  };
}

inline const std::vector<Step>& steps() {
  static const std::vector<Step> all = [] {
    auto rows = steps_of_transfers();
    for (const auto& more : {steps_of_files(), steps_of_notices(), steps_of_k13()})
      rows.insert(rows.end(), more.begin(), more.end());
    return rows;
  }();
  return all;
}

inline const std::vector<WithRow>& with_rows() {
  static const std::vector<WithRow> all = with_rows_of_k13();
  return all;
}

inline const std::vector<CopyRow>& copy_rows() {
  static const std::vector<CopyRow> all = copy_rows_of_k13();
  return all;
}

/// The row of a step: the procedure's own before the universal one; null when neither has it.
inline const Step* find_step(std::string_view procedure, std::string_view id) {
  const Step* found = nullptr;
  for (const auto& step : steps())
    if (step.id == id && (step.procedure == procedure || (step.procedure.empty() && found == nullptr))) found = &step;
  return found;
}

/// Who may send a transfer of a kind to whom; operator: anybody.
struct Between {
  std::string_view procedure;
  core::Role from{};
  core::Role to{};
};

inline const Between& between(std::string_view procedure) {
  using core::Role;
  static const std::vector<Between> all = {
      {"K01", Role::administrative, Role::police}, {"K01b", Role::administrative, Role::procuratorate},
      {"K07", Role::administrative, Role::police}, {"K12", Role::police, Role::procuratorate},
      {"K13", Role::procuratorate, Role::police},  {"K29", Role::operator_, Role::operator_}};
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Between& each) { return each.procedure == procedure; });
  return found == all.end() ? all.back() : *found;
}

/// Of an outcome that leaves its pair open.
inline bool is_stage(std::string_view outcome) { return outcome == "prosecution_registered"; }
inline bool is_open_pair(std::string_view outcome) { return outcome.empty() || is_stage(outcome); }

/// Whether transfers of this kind may have another receiver in the end than in the beginning.
inline bool moves_on(std::string_view procedure) {
  return std::any_of(steps().begin(), steps().end(),
                     [&](const Step& step) { return step.procedure == procedure && step.moves; });
}

/// Whether the pack has this kind; of those with no row above nothing is played.
inline bool is_known_procedure(std::string_view id) {
  constexpr std::string_view known[] = {"K01", "K01b", "K02", "K07", "K08", "K12", "K13", "K15", "K29"};
  return std::find(std::begin(known), std::end(known), id) != std::end(known);
}

inline bool is_final_state(std::string_view state) {
  return state == "closed" || state == "returned" || state == "withdrawn" || state == "recalled";
}

}  // namespace caseway::simulation
