#include "broker/engine/versions.h"

#include <algorithm>
#include <set>

#include "broker/engine/clocks.h"
#include "broker/engine/graph.h"
#include "broker/rules/edition.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// The version in force on `day`, were `also` activated too.
const rules::PackBundle* version_on(const Draft& draft, core::Date day, const rules::PackBundle* also = nullptr) {
  const rules::PackBundle* found = nullptr;
  const auto look = [&](const rules::PackBundle* bundle) {
    if (bundle == nullptr || !rules::covers(*bundle, day)) return;
    if (found == nullptr || !rules::begins_later(*found, *bundle)) found = bundle;
  };
  for (const auto& digest : draft.state().packs) look(draft.bundle(digest));
  if (also != nullptr) look(also);
  return found;
}

// Requirements that the version does not know are asked no more; rows that were waived stand as they are.
void drop_requirements(Draft& draft, const Transfer& was, const rules::PackBundle& next, const rules::Procedure& kind) {
  for (const auto& open : was.open) {
    const std::string& code = open.code.value();
    const bool is_row = std::any_of(kind.steps.begin(), kind.steps.end(), [&](const rules::Step& step) {
      return code == kind.id.str() + "." + step.id.str();
    });
    if (is_row || rules::find_requirement(next, code) != nullptr) continue;
    draft.add(effect::RequirementSet{was.id, code, open.path, false, false, open.bars, open.barred_step});
  }
}

void take_version(Draft& draft, const core::TransferId& id, const rules::PackBundle& next, core::Instant change) {
  const auto was = *draft.transfer(id);
  const auto* kind = was.pack == next.digest ? nullptr : next.procedure(was.procedure);
  const auto* state = kind == nullptr ? nullptr : rules::goes_on_as(*kind, was.state, was.final_);
  if (state == nullptr) return;
  draft.add(effect::VersionTaken{id, next.digest, state->id});
  drop_requirements(draft, was, next, *kind);
  for (const auto& run : was.clocks) count_from_change(draft, id, next, run, change);
}

void recount(Draft& draft, const core::TransferId& id) {
  const auto clocks = draft.transfer(id)->clocks;
  for (const auto& run : clocks) {
    if (run.provisional) count_anew(draft, id, run);
  }
}

}  // namespace

const rules::PackBundle* version_at(const Draft& draft, core::Instant at) {
  return version_on(draft, core::law_date_of(at));
}

const rules::PackBundle* law_for(const Draft& draft, const rules::Procedure& procedure, const rules::Step& step,
                                 core::Instant at) {
  const auto* law = version_at(draft, at);
  const auto* kind = law == nullptr ? nullptr : law->procedure(procedure.id);
  return kind != nullptr && rules::find_step(*kind, step.id) != nullptr ? law : nullptr;
}

std::string state_left_behind(const Draft& draft, const rules::PackBundle& next) {
  const auto& state = draft.state();
  std::set<core::Digest> tables;
  for (const auto& [id, transfer] : state.transfers) tables.insert(transfer.pack);
  auto from = draft.now();
  if (next.effective_from) from = std::max(from, core::start_of(*next.effective_from));
  if (tables.empty() || version_on(draft, core::law_date_of(from), &next) != &next) return {};
  tables.insert(state.pack);
  for (const auto& change : state.changes) tables.insert(change.digest);
  for (const auto& digest : tables) {
    const auto* version = draft.bundle(digest);
    const auto left = version == nullptr ? std::string() : rules::state_left_behind(*version, next);
    if (!left.empty()) return left;
  }
  return {};
}

effect::PackActivated activation(const Draft& draft, const core::Digest& digest, bool calendar) {
  const auto& state = draft.state();
  if (calendar) {
    const bool follow = !state.transfers.empty() && !(state.calendar == digest);
    return {digest, true, follow ? draft.now() : core::Instant{}};
  }
  const auto& bundle = *draft.bundle(digest);
  auto from = draft.now();
  if (bundle.effective_from) from = std::max(from, core::start_of(*bundle.effective_from));
  const bool now = from == draft.now() && version_on(draft, core::law_date_of(from), &bundle) == &bundle;
  const bool at_once = state.pack.empty() || (now && state.transfers.empty());
  return {digest, false, at_once ? core::Instant{} : from};
}

void follow_change(Draft& draft, const core::TransferId& id) {
  for (const auto& change : draft.state().changes) {
    if (change.calendar || draft.now() < change.at || change.through < id) continue;
    const auto* next = draft.bundle(change.digest);
    if (next != nullptr && version_at(draft, change.at) == next) take_version(draft, id, *next, change.at);
  }
}

void carry_change(Draft& draft) {
  const auto& state = draft.state();
  if (state.changes.empty() || draft.now() < state.changes.front().at) return;
  const auto& change = state.changes.front();
  const auto* next = change.calendar ? nullptr : draft.bundle(change.digest);
  // A version of earlier days, or one that another has overtaken, is only looked up for what occurred on its days.
  if (!change.calendar && (next == nullptr || version_at(draft, change.at) != next)) {
    return draft.add(effect::ChangeCarried{change.digest, {}});
  }
  if (next != nullptr && !(state.pack == change.digest)) draft.add(effect::PackActivated{change.digest, false, {}});
  auto place = state.transfers.upper_bound(change.through);
  core::TransferId through;
  const auto& effects = draft.outcome().effects;
  for (std::size_t count = 0; place != state.transfers.end() && count < carried_max; ++place, ++count) {
    if (effects.size() >= carried_effects_max) break;
    through = place->first;
    if (next != nullptr) {
      take_version(draft, through, *next, change.at);
    } else {
      recount(draft, through);
    }
  }
  draft.add(effect::ChangeCarried{change.digest, place == state.transfers.end() ? core::TransferId{} : through});
}

void activate(State& state, const effect::PackActivated& effect) {
  const bool at_once = effect.from.empty();
  if (effect.calendar) {
    state.calendar = effect.pack;
  } else {
    auto& packs = state.packs;
    if (at_once) state.pack = effect.pack;
    std::erase(packs, effect.pack);
    packs.push_back(effect.pack);
  }
  if (at_once) return;
  auto& changes = state.changes;
  const auto later = [&](const Change& one) { return effect.from < one.at; };
  changes.insert(std::find_if(changes.begin(), changes.end(), later), {effect.from, effect.pack, effect.calendar, {}});
}

void carry(State& state, const effect::ChangeCarried& effect) {
  auto& changes = state.changes;
  const auto place =
      std::find_if(changes.begin(), changes.end(), [&](const Change& one) { return one.digest == effect.pack; });
  if (place == changes.end()) return;
  if (effect.through.empty()) {
    changes.erase(place);
  } else {
    place->through = effect.through;
  }
}

// A version taken changes no instant, pair or document; only by whose tables the transfer goes from now on.
void change(Transfer& transfer, Names& names, const Stamp&, const effect::VersionTaken& effect) {
  transfer.pack = names.keep(effect.pack);
  transfer.state = names.keep(effect.state);
}

}  // namespace caseway::engine
