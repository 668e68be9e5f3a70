#include "sdk/asks.h"

#include <algorithm>
#include <set>
#include <type_traits>

#include "broker/rules/items.h"
#include "broker/rules/looks_at.h"
#include "sdk/caseway_values.h"

namespace caseway::sdk {
namespace {

using rules::Side;

/// Whose rows are told, and when.
struct Wanted {
  const Member& agency;
  std::string_view asker_region;
  const std::string& step;  ///< empty: all
  core::Date day;           ///< the site's
};

bool plays_one_of(const Member& agency, const std::vector<core::Role>& roles) {
  return std::any_of(roles.begin(), roles.end(), [&](core::Role role) {
    return std::find(agency.roles.begin(), agency.roles.end(), role) != agency.roles.end();
  });
}

bool says(const AskedVersion& version, const rules::Actor& actor, const Member& agency) {
  const bool plays = actor.roles.empty() || plays_one_of(agency, actor.roles);
  switch (actor.side) {
    case Side::sender:
    case Side::opener: return plays && version.may_send;
    case Side::receiver: return plays && version.may_receive;
    case Side::either:
    case Side::both: return plays && (version.may_send || version.may_receive);
    case Side::other: return plays && !actor.roles.empty();
    case Side::system: return false;
  }
  return false;
}

bool hears(const AskedVersion& version, const rules::Actor& actor) {
  switch (actor.side) {
    case Side::sender:
    case Side::opener: return version.may_receive;
    case Side::receiver: return version.may_send;
    case Side::either:
    case Side::both:
    case Side::other: return version.may_send || version.may_receive;
    case Side::system: return false;
  }
  return false;
}

using Regions = std::vector<std::string_view>;

/// Regions of whoever may be `side` of a transfer between the agency and the asker.
Regions regions_of(Side side, const AskedVersion& version, const Wanted& wanted) {
  const bool sender = side != Side::receiver && side != Side::system;
  const bool receiver = side != Side::sender && side != Side::opener && side != Side::system;
  Regions regions;
  if ((sender && version.may_send) || (receiver && version.may_receive)) regions.push_back(wanted.agency.region);
  if ((sender && version.may_receive) || (receiver && version.may_send)) regions.push_back(wanted.asker_region);
  return regions;
}

/// Of no region, or of one of `regions` on one of `days`.
bool is_told(const rules::Local& local, const Regions& regions, const std::vector<rules::Days>& days) {
  if (local.region.empty()) return true;
  const rules::Days own{local.from, local.to};
  return std::any_of(regions.begin(), regions.end(), [&](std::string_view one) { return local.holds(one); }) &&
         std::any_of(days.begin(), days.end(), [&](const rules::Days& one) { return one.meet(own); });
}

/// From a ClockStart or ClockStop.
template <class Row>
AskedClock clock_of(const Row& row, const AskedVersion& version, const Wanted& wanted) {
  AskedClock clock{row.clock, row.per_pair, false, &row.when, version.of.bundle->clock(row.clock), {}};
  if constexpr (std::is_same_v<Row, rules::ClockStart>) clock.on_receipt = row.on_receipt;
  if (clock.rule == nullptr) return clock;
  const auto owners = regions_of(clock.rule->owner, version, wanted);
  for (const auto& limit : clock.rule->local) {
    if (is_told(limit.local, owners, version.of.days)) clock.limits.push_back(&limit);
  }
  return clock;
}

void tell_rows(const AskedVersion& version, const Wanted& wanted, AskedStep& asked) {
  const auto& step = *asked.step;
  Regions sayers;
  if (asked.by_it) sayers.push_back(wanted.agency.region);
  if (asked.to_it) sayers.push_back(wanted.asker_region);
  for (const auto& one : version.kind->requirements) {
    const bool of_step = rules::looks_at(one, step.id) && !rules::is_of_items(*version.kind, one.id);
    if (of_step && is_told(one.local, sayers, version.of.days)) asked.requirements.push_back(&one);
  }
  for (const auto& row : step.starts) asked.starts.push_back(clock_of(row, version, wanted));
  for (const auto& row : step.ends) asked.ends.push_back(clock_of(row, version, wanted));
  for (const auto& copy : step.copies) {
    if (!copy.local.region.empty() && is_told(copy.local, sayers, version.of.tables)) asked.copies.push_back(&copy);
  }
}

AskedVersion look(const LoadedVersion& of, const core::Code& kind, const Wanted& wanted) {
  AskedVersion version{of, of.bundle->procedure(kind), of.bundle->is_absent(kind), false, false, false, {}};
  if (version.kind == nullptr) return version;
  const auto& from = version.kind->from;
  const auto& to = version.kind->to;
  version.may_send = from.empty() || plays_one_of(wanted.agency, from);
  version.may_receive = to.empty() || plays_one_of(wanted.agency, to);
  for (const auto& step : version.kind->steps) {
    AskedStep asked;
    asked.step = &step;
    for (const auto& actor : step.by) {
      asked.by_it = asked.by_it || says(version, actor, wanted.agency);
      asked.to_it = asked.to_it || hears(version, actor);
    }
    if (step.say != rules::Say::message || !(asked.by_it || asked.to_it)) continue;
    version.has_part = true;
    if (!wanted.step.empty() && step.id.view() != wanted.step) continue;
    tell_rows(version, wanted, asked);
    version.steps.push_back(std::move(asked));
  }
  return version;
}

// ---- What there is, where nothing is to be told -----------------------------------------------------------------

std::string joined(const std::set<std::string>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ", ") + one;
  return text;
}

std::string names_of(const std::vector<core::Role>& roles) {
  std::string text;
  for (const auto role : roles) text += (text.empty() ? "" : " or ") + std::string(core::name_of(role));
  return text.empty() ? "any agency" : text;
}

[[noreturn]] void no_kind(const std::vector<LoadedVersion>& versions, const std::string& kind) {
  std::set<std::string> there;
  std::set<std::string> declared;
  std::set<std::string> looked_at;
  for (const auto& version : versions) {
    const auto name = version.bundle->id + " " + version.bundle->version;
    looked_at.insert(name);
    const auto code = core::Code::make(kind);
    if (code && version.bundle->is_absent(*code)) declared.insert(name);
    for (const auto& one : version.bundle->procedures) there.insert(one.id.str());
  }
  throw Error(Failure::not_found, kind,
              declared.empty() ? "no such kind in " + joined(looked_at) : "declared absent by " + joined(declared),
              "there are " + joined(there));
}

[[noreturn]] void no_role(const Asks& asks) {
  std::set<std::string> players;
  for (const auto& version : asks.versions) {
    if (version.kind == nullptr) continue;
    players.insert("sent by " + names_of(version.kind->from) + ", received by " + names_of(version.kind->to));
  }
  throw Error(Failure::not_found, asks.kind,
              asks.agency.id + " (" + names_of(asks.agency.roles) + ") plays no role in this kind",
              "it is " + joined(players));
}

[[noreturn]] void no_step(const Asks& all, const std::string& step) {
  std::set<std::string> there;
  for (const auto& version : all.versions) {
    for (const auto& one : version.steps) there.insert(one.step->id.str());
  }
  throw Error(Failure::not_found, all.kind + "." + step, "no such step is said to " + all.agency.id + " or by it",
              "there are " + joined(there));
}

bool has_steps(const Asks& asks) {
  return std::any_of(asks.versions.begin(), asks.versions.end(), [](const auto& one) { return !one.steps.empty(); });
}

}  // namespace

Asks asks_of(const std::vector<LoadedVersion>& versions, const Member& agency, std::string_view asker_region,
             const std::string& kind, const std::string& step, core::Date day) {
  const auto code = core::Code::make(kind);
  const bool known = code && std::any_of(versions.begin(), versions.end(), [&](const LoadedVersion& one) {
                       return one.bundle->procedure(*code) != nullptr;
                     });
  if (!known) no_kind(versions, kind);
  Asks asks{agency, kind, step, day, {}};
  for (const auto& version : versions) asks.versions.push_back(look(version, *code, {agency, asker_region, step, day}));
  if (has_steps(asks)) return asks;
  const auto all = step.empty() ? asks : asks_of(versions, agency, asker_region, kind, {}, day);
  if (has_steps(all)) no_step(all, step);
  no_role(all);
}

}  // namespace caseway::sdk
