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

/// A clock that a step starts, and the earlier limits that regions give it.
struct AskedClock {
  const rules::ClockStart* start = nullptr;
  const rules::ClockRule* rule = nullptr;  ///< null: it belongs to a kind that is not in the set
  std::vector<const rules::LocalLimit*> limits;
};

struct AskedStep {
  const rules::Step* step = nullptr;
  bool to_it = false;  ///< an agency on the other side says it to the agency
  bool by_it = false;  ///< the agency says it, or one half of it
  std::vector<const rules::Requirement*> requirements;
  std::vector<AskedClock> clocks;
  std::vector<const rules::Copy*> copies;  ///< those that regions add
};

/// A version of the rules that is here, and when steps are judged by it.
struct LoadedVersion {
  const rules::PackBundle* bundle = nullptr;
  bool in_force = false;          ///< transfers go by its tables now
  std::vector<rules::Days> days;  ///< from the site's day on; empty: no step of those days is judged by it
};

struct AskedVersion {
  LoadedVersion of;
  const rules::Procedure* kind = nullptr;  ///< null: the version has no such kind
  bool absent = false;                     ///< it declares the kind absent
  bool may_send = false;                   ///< the agency may open a transfer of the kind
  bool may_receive = false;
  std::vector<AskedStep> steps;  ///< in pack order; those of the bus are left out
};

struct Asks {
  Member agency;
  std::string kind;  ///< "K01"
  core::Date day;    ///< the site's
  std::vector<AskedVersion> versions;
};

/// Rows of a region are told if the agency or `asker_region` is of it and one of the version's days is theirs. With
/// `step` that one alone. Borrows the bundles of `versions`. Throws Error not_found, naming what there is: no version
/// has the kind, the agency plays no role in it, or no such step is said to it or by it.
Asks asks_of(const std::vector<LoadedVersion>& versions, const Member& agency, std::string_view asker_region,
             const std::string& kind, const std::string& step, core::Date day);

/// As docs/SDK.md lists it.
Json asks_json(const Asks& asks);
/// The same as a clerk reads it: several lines, each ending in a newline.
std::string asks_text(const Asks& asks, rules::Language language);

}  // namespace caseway::sdk
