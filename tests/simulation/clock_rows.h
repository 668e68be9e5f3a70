// The clocks that the steps of steps.h start and end, written down a second time after the tables of the law, and when
// the bus closes a transfer. Settings stand at their defaults, but for S05 and S15, which orders of the simulation
// change. A new anchor replaces the old one (schemas/rules.capnp).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/instant.h"

namespace caseway::simulation {

enum class Days : std::uint8_t {
  hours,     ///< from the next full hour; never rolls
  working,   ///< working days only
  calendar,  ///< calendar days that roll
  months,    ///< to the day of that number; rolls
  disputed,  ///< calendar days that roll, and working days: a warning at the earlier, overdue at the later (S01)
};

using Names = std::vector<std::string_view>;

struct ClockRow {
  std::string_view id;
  Days days = Days::hours;
  std::int64_t length = 0;
  std::int64_t warn_ms = 0;  ///< before it runs out
  Names starts = {};         ///< steps, "K01 accepted"; without a kind: of every kind
  Names arms = {};           ///< steps whose message starts it once the sender of its transfer has it (S08)
  Names ends = {};
  Names ends_every = {};          ///< steps that end all its runs, whichever pairs they decide
  Names ends_decided = {};        ///< steps that end it once no pair of their transfer is open
  bool per_pair = false;          ///< one for each pair of party and offence, ended by its outcome
  bool late_ends = true;          ///< whether a step after it ran out ends it
  Names raised_in = {};           ///< states of its kind in which the bus tells the procuratorate that it ran out
  std::string_view leads = {};    ///< ... and where it then leads
  bool tells_sender = false;      ///< ... and to the sender
  Names line_kinds = {};          ///< kinds in which it shows a line; empty: all
  bool line = false;              ///< the procuratorate gets a line that it is late
  std::int64_t extends_most = 0;  ///< days that a decision (D64) of its approver may add; 0: none
  core::Role approver = core::Role::police;
  bool only_by_s05 = false;         ///< may be extended only where S05 is on
  bool custody_no_roll = false;     ///< does not roll for who is held
  Names warns_from = {};            ///< steps that, said first, have it warn of its end as counted from sign-off (S23)
  bool only_fast = false;           ///< runs in the speedy procedure alone (D24)
  Names not_in = {};                ///< states in which no step starts it
  bool tells_procuratorate = true;  ///< that it ran out, in `raised_in`
};

/// Of the files of the police (K12), and of what follows from them.
inline std::vector<ClockRow> clock_rows_of_files() {
  constexpr auto day = core::day_ms;
  return {
      {.id = "K12.desk",
       .days = Days::working,
       .length = 1,
       .warn_ms = 4 * core::hour_ms,
       .starts = {"K12 received", "K12 supplemented"},
       .ends = {"K12 registered", "K12 desk_returned"},
       .not_in = {"registered"}},
      {.id = "K12.supply",
       .days = Days::calendar,
       .length = 3,
       .warn_ms = day,
       .arms = {"K12 supplement_asked", "K12 rebind_asked"},
       .ends = {"K12 supplemented", "K12 desk_returned"},
       .custody_no_roll = true},
      {.id = "K12.review",
       .days = Days::months,
       .length = 1,
       .warn_ms = 7 * day,
       .starts = {"K12 registered", "K12 moved_received"},
       .ends = {"K12 charge_dropped", "K12 nonprosecuted"},
       .ends_every = {"K12 jurisdiction_moved", "K12 returned_for_investigation"},
       .per_pair = true,
       .extends_most = 15,
       .approver = core::Role::procuratorate,
       .custody_no_roll = true,
       .warns_from = {"K12 registered"}},
      {.id = "K12.fast",
       .days = Days::calendar,
       .length = 10,
       .warn_ms = 2 * day,
       .starts = {"K12 registered"},
       .ends = {"K12 charge_dropped", "K12 nonprosecuted"},
       .ends_every = {"K12 returned_for_investigation"},
       .per_pair = true,
       .extends_most = 5,
       .approver = core::Role::procuratorate,
       .custody_no_roll = true,
       .only_fast = true},
      {.id = "K12.move5",
       .days = Days::calendar,
       .length = 5,
       .warn_ms = day,
       .starts = {"K12 jurisdiction_moved"},
       .ends = {"K12 moved_received"},
       .custody_no_roll = true},
      {.id = "K13.month",
       .days = Days::months,
       .length = 1,
       .warn_ms = 7 * day,
       .starts = {"K13 received"},
       .ends = {"K13 resent_completed", "K13 resent_new_opinion", "K13 unfounded"},
       .ends_decided = {"K13 withdrawn_case"},
       .raised_in = {"received"},
       .leads = "expired",
       .tells_sender = true,
       .custody_no_roll = true,
       .tells_procuratorate = false},
      {.id = "K29.tell",
       .days = Days::working,
       .length = 3,
       .warn_ms = day,
       .starts = {"K29 outcome_made"},
       .ends = {"K29 notify", "K29 notify_off_bus"},
       .raised_in = {"owed"},
       .tells_sender = true,
       .tells_procuratorate = false},
  };
}

inline std::vector<ClockRow> clock_rows_of_transfers() {
  constexpr auto hours6 = 6 * core::hour_ms;
  constexpr auto day = core::day_ms;
  return {
      {.id = "ALL.signoff",
       .length = 24,
       .warn_ms = hours6,
       .starts = {"presented"},
       .ends = {"K01 accepted", "K01b noted", "K07 appointed", "K12 received", "K13 received", "K29 noted"},
       .line_kinds = {"K01", "K10"},
       .line = true},
      {.id = "ALL.paper_confirm",
       .days = Days::working,
       .length = 3,
       .warn_ms = day,
       .starts = {"enter_from_paper"},
       .ends = {"confirm_paper"}},
      {.id = "K01.cure_notice",
       .length = 24,
       .warn_ms = hours6,
       .starts = {"K01 accepted"},
       .ends = {"K01 complete_stated", "K01 cure_notice", "K01 returned_not_police"},
       .late_ends = false},
      {.id = "K01.cure",
       .days = Days::disputed,
       .length = 3,
       .warn_ms = day,
       .arms = {"K01 cure_notice"},
       .ends = {"K01 cured", "K01 returned_not_police"},
       .raised_in = {"cure_open"},
       .leads = "accepted"},
      {.id = "K01.review",
       .days = Days::disputed,
       .length = 3,
       .warn_ms = day,
       .starts = {"K01 accepted"},
       .ends = {"K01 filed", "K01 not_filed", "K01 returned_not_police"},
       .per_pair = true,
       .raised_in = {"accepted", "cure_open"},
       .tells_sender = true,
       .extends_most = 30,
       .only_by_s05 = true},
      {.id = "K01.forward24",
       .length = 24,
       .warn_ms = hours6,
       .starts = {"K01 not_own_found"},
       .ends = {"K02 forward"},
       .line = true},
      {.id = "K01.move_notice",
       .days = Days::calendar,
       .length = 3,
       .warn_ms = day,
       .starts = {"K01 moved_after_filing"},
       .ends = {"K01 told_sender"},
       .line = true},
      {.id = "K01.withdraw_notice",
       .days = Days::calendar,
       .length = 3,
       .warn_ms = day,
       .starts = {"K01 case_withdrawn", "K13 withdrawn_case"},
       .ends = {"K01 told_sender"},
       .line = true},
      {.id = "K07.handover",
       .days = Days::disputed,
       .length = 3,
       .warn_ms = day,
       .starts = {"K07 filing_notice_received"},
       .arms = {"K01 filed"},
       .ends = {"K07 handed_over", "K07 kept_by_adm"},
       .raised_in = {"due", "presented", "appointed"}},
      {.id = "K07.explain",
       .days = Days::working,
       .length = 5,
       .warn_ms = day,
       .starts = {"K07 counted"},
       .ends = {"K07 explained"},
       .line = true},
  };
}

inline const std::vector<ClockRow>& clock_rows() {
  static const std::vector<ClockRow> all = [] {
    auto rows = clock_rows_of_transfers();
    for (auto& row : clock_rows_of_files()) rows.push_back(row);
    return rows;
  }();
  return all;
}

/// A copy of a penalty is late after so many calendar days (K01b.late10), counted from the decision, which its document
/// dates.
inline constexpr std::int64_t penalty_copy_days = 10;

/// An entry from paper is late (ALL.paper_entry, S09) after so many working days, counted from what its document dates.
inline constexpr std::int64_t paper_entry_days = 3;

/// What a transfer waits for before the bus closes it.
enum class Until : std::uint8_t {
  exhibits_over,  ///< nothing was filed, nothing is listed, or the handover of the case is closed
  transfer_over,  ///< K01 of the case is closed, returned or withdrawn; without any, it was noted
  explained,      ///< no difference of a count is unexplained
  court_has_it,   ///< no indictment of the case is on its way
  sent_again,     ///< no file of the case is with the police any more
  noted,          ///< it was noted, or the watch over its sign-off ran out
};

struct Closing {
  std::string_view procedure;
  std::vector<std::string_view> states;
  Until until = Until::noted;
};

inline const std::vector<Closing>& closings() {
  static const std::vector<Closing> all = {{"K01", {"decided"}, Until::exhibits_over},
                                           {"K01b", {"noted", "presented"}, Until::transfer_over},
                                           {"K07", {"handed_over", "kept"}, Until::explained},
                                           {"K12", {"decided"}, Until::court_has_it},
                                           {"K13", {"resent"}, Until::sent_again},
                                           {"K29", {"noted", "presented"}, Until::noted}};
  return all;
}

}  // namespace caseway::simulation
