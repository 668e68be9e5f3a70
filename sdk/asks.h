// What an agency asks for in one kind of transfer: the steps that are said to it and those that it says itself, and
// what each version of the rules that is in force or to come says of them. `caseway policy` prints it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "broker/rules/edition.h"
#include "broker/rules/explain.h"
#include "broker/rules/pack.h"
#include "sdk/directory.h"
#include "sdk/json_text.h"

namespace caseway::sdk {

/// A clock that a step starts or ends, and the earlier limits that regions give it.
struct AskedClock {
  core::Code id;
  bool per_pair = false;
  bool on_receipt = false;                       ///< of one that starts: when the step's document is received
  const rules::Condition* when = nullptr;        ///< it starts, or ends, only then
  const rules::ClockRule* rule = nullptr;        ///< null: it belongs to a kind that is not in the set
  std::vector<const rules::LocalLimit*> limits;  ///< of several the first that counts on a day
};

struct AskedStep {
  const rules::Step* step = nullptr;
  bool to_it = false;  ///< an agency on the other side says it to the agency
  bool by_it = false;  ///< the agency says it, or one half of it
  std::vector<const rules::Requirement*> requirements;
  std::vector<AskedClock> starts;
  std::vector<AskedClock> ends;
  std::vector<const rules::Copy*> copies;  ///< those that regions add
};

/// A version of the rules that is here, and when steps are judged by it.
struct LoadedVersion {
  const rules::PackBundle* bundle = nullptr;
  bool in_force = false;                 ///< transfers go by its tables now
  std::vector<rules::Days> days;         ///< from the site's day on; empty: no step of those days is judged by it
  std::vector<rules::Days> tables = {};  ///< on these transfers go by its tables; none or one
};

struct AskedVersion {
  LoadedVersion of;
  const rules::Procedure* kind = nullptr;  ///< null: the version has no such kind
  bool absent = false;                     ///< it declares the kind absent
  bool may_send = false;                   ///< the agency may open a transfer of the kind
  bool may_receive = false;
  bool has_part = false;         ///< some step is said to it or by it, whatever `step` was asked for
  std::vector<AskedStep> steps;  ///< in pack order; those of the bus are left out
};

struct Asks {
  Member agency;
  std::string kind;  ///< "K01"
  std::string step;  ///< this one alone; empty: all
  core::Date day;    ///< the site's
  std::vector<AskedVersion> versions;
};

/// Rows of a region are told if it is that of who says the step, or whose clock it is, be this the agency or one of
/// `asker_region`, and one of the days on which the version counts is theirs. With `step` that one alone. Borrows the
/// bundles of `versions`. Throws Error not_found, naming what there is: no version has the kind, the agency plays no
/// role in it, or no such step is said to it or by it.
Asks asks_of(const std::vector<LoadedVersion>& versions, const Member& agency, std::string_view asker_region,
             const std::string& kind, const std::string& step, core::Date day);

/// As docs/SDK.md lists it.
Json asks_json(const Asks& asks);
/// The same as a clerk reads it: several lines, each ending in a newline.
std::string asks_text(const Asks& asks, rules::Language language);

}  // namespace caseway::sdk
