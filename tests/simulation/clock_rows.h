// The clocks that the steps of steps.h start and end, written down a second time after the tables of the law, and when
// the bus closes a transfer. Settings stand at their defaults, but for S05 and S15, which orders of the simulation
// change. A new anchor replaces the old one (schemas/rules.capnp).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "broker/core/instant.h"

namespace caseway::simulation {

enum class Days : std::uint8_t {
  hours,     ///< from the next full hour; never rolls
  working,   ///< working days only
  calendar,  ///< calendar days that roll
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
  bool per_pair = false;          ///< one for each pair of party and offence, ended by its outcome
  bool late_ends = true;          ///< whether a step after it ran out ends it
  Names raised_in = {};           ///< states of its kind in which the bus tells the procuratorate that it ran out
  std::string_view leads = {};    ///< ... and where it then leads
  bool tells_sender = false;      ///< ... and to the sender
  bool line = false;              ///< the procuratorate gets a line that it is late
  std::int64_t extends_most = 0;  ///< days that a decision of the police (D64) may add where S05 is on; 0: none
};

inline const std::vector<ClockRow>& clock_rows() {
  constexpr auto hours6 = 6 * core::hour_ms;
  constexpr auto day = core::day_ms;
  static const std::vector<ClockRow> all = {
      {.id = "ALL.signoff",
       .length = 24,
       .warn_ms = hours6,
       .starts = {"presented"},
       .ends = {"K01 accepted", "K01 taken_over", "K01b noted", "K07 appointed", "K29 noted"},
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
       .starts = {"K01 accepted", "K01 taken_over"},
       .ends = {"K01 complete_stated", "K01 cure_notice", "K01 forwarded", "K01 returned_not_police"},
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
       .starts = {"K01 accepted", "K01 taken_over"},
       .ends = {"K01 filed", "K01 not_filed", "K01 returned_not_police"},
       .ends_every = {"K01 forwarded"},
       .per_pair = true,
       .raised_in = {"accepted", "cure_open"},
       .tells_sender = true,
       .extends_most = 30},
      {.id = "K01.forward24",
       .length = 24,
       .warn_ms = hours6,
       .starts = {"K01 not_own_found"},
       .ends = {"K01 forwarded"},
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
       .starts = {"K01 case_withdrawn"},
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
                                           {"K29", {"noted", "presented"}, Until::noted}};
  return all;
}

}  // namespace caseway::simulation
