#include "broker/engine/versions.h"

#include <algorithm>
#include <set>
#include <vector>

#include "broker/engine/clocks.h"
#include "broker/engine/graph.h"
#include "broker/rules/edition.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// The version in force on `day`, were `also` activated too: of the set that is in force, or of that of `also`.
const rules::PackBundle* version_on(const Draft& draft, core::Date day, const rules::PackBundle* also = nullptr) {
  const auto* set = also != nullptr ? also : draft.bundle(draft.state().pack);
  const rules::PackBundle* found = nullptr;
  rules::Days of_found;
  const auto look = [&](const rules::PackBundle* bundle) {
    if (bundle == nullptr || bundle->id != set->id) return;
    const auto days = rules::days_of(*bundle);
    if (!rules::counts_instead(found == nullptr ? nullptr : &of_found, days, day)) return;
    found = bundle;
    of_found = days;
  };
  if (set == nullptr) return nullptr;
  for (const auto& digest : draft.state().packs) look(draft.bundle(digest));
  if (also != nullptr) look(also);
  return found;
}

// When an order of now brings it into force.
core::Instant begins(const Draft& draft, const rules::PackBundle& bundle) {
  const auto now = draft.now();
  return bundle.effective_from ? std::max(now, core::start_of(*bundle.effective_from)) : now;
}

struct Coming {
  core::Instant at;
  const rules::PackBundle* version = nullptr;
};

// The versions that will give the tables one after the other, with `next`; nothing where `next` never will.
std::vector<Coming> coming_with(const Draft& draft, const rules::PackBundle& next) {
  std::vector<Coming> all;
  const auto add = [&](core::Instant at, const rules::PackBundle* version) {
    if (version != nullptr && version_on(draft, core::law_date_of(at), &next) == version) all.push_back({at, version});
  };
  add(begins(draft, next), &next);
  if (all.empty()) return all;
  for (const auto& change : draft.state().changes) {
    if (!change.calendar && !(change.digest == next.digest)) add(change.at, draft.bundle(change.digest));
  }
  std::stable_sort(all.begin(), all.end(), [](const Coming& a, const Coming& b) { return a.at < b.at; });
  return all;
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

// A word that waits for the other side, of a step that the version does not know: nobody could confirm it.
void drop_words(Draft& draft, const Transfer& was, const rules::Procedure& kind) {
  for (const auto& pending : was.pending) {
    if (rules::find_step(kind, pending.step) != nullptr) continue;
    draft.add(effect::PendingCleared{was.id, pending.body});
  }
}

void take_version(Draft& draft, const core::TransferId& id, const rules::PackBundle& next, core::Instant change) {
  const auto was = *draft.transfer(id);
  const auto* kind = was.pack == next.digest ? nullptr : next.procedure(was.procedure);
  if (kind == nullptr) return;
  const auto* state = rules::goes_on_as(*kind, was.state, was.final_);
  if (state == nullptr) {  // the order that activated it was refused for less: of a journal that says otherwise
    return draft.find(
        procedure_finding("order.pack_states", core::Fault::flag, kind->id.str() + "." + was.state.str()));
  }
  draft.add(effect::VersionTaken{id, next.digest, state->id});
  drop_requirements(draft, was, next, *kind);
  drop_words(draft, was, *kind);
  for (const auto& run : was.clocks) {
    // No row of the version could end it.
    if (next.clock(run.clock) == nullptr) draft.add(effect::ClockEnded{key_of(was, run), core::ClockEnd::withdrawn});
    count_from_change(draft, id, next, run, change);
  }
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
  const auto coming = coming_with(draft, next);
  if (coming.empty()) return {};
  std::set<core::Digest> tables;
  for (const auto& [id, transfer] : state.transfers) tables.insert(transfer.pack);
  if (draft.now() < coming.front().at) tables.insert(state.pack);  // it opens transfers until then
  for (const auto& digest : tables) {
    const auto* version = draft.bundle(digest);
    const auto left = version == nullptr ? std::string() : rules::state_left_behind(*version, *coming.front().version);
    if (!left.empty()) return left;
  }
  for (std::size_t i = 1; i < coming.size(); ++i) {
    const auto left = rules::state_left_behind(*coming[i - 1].version, *coming[i].version);
    if (!left.empty()) return left;
  }
  return {};
}

bool gives_tables(const Draft& draft, const rules::PackBundle& next) { return !coming_with(draft, next).empty(); }

effect::PackActivated activation(const Draft& draft, const core::Digest& digest, bool calendar) {
  const auto& state = draft.state();
  if (calendar) {
    const bool follow = !state.transfers.empty() && !(state.calendar == digest);
    return {digest, true, follow ? draft.now() : core::Instant{}};
  }
  const auto& bundle = *draft.bundle(digest);
  const auto from = begins(draft, bundle);
  const bool now = from == draft.now() && gives_tables(draft, bundle);
  return {digest, false, now && state.transfers.empty() ? core::Instant{} : from};
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
    if (at_once || state.pack.empty()) state.pack = effect.pack;  // the first opens transfers before its day too
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
