// Versions of the rules (steps.md d.14, d.16). What a step is asked, and how long the clocks that it starts run, is
// said by the version in force on the day it occurred. Whose tables a transfer goes by is said by the version in force
// now: when one comes into force, every transfer takes it, and its state is named as there. A clock that runs keeps its
// version, unless the new one says otherwise. A calendar is followed likewise: provisional ends are counted anew.
#pragma once

#include <string>

#include "broker/engine/draft.h"

namespace caseway::engine {

/// Transfers looked at for a change in one record; none more once it has so many effects, so that it fits a frame.
inline constexpr std::size_t carried_max = 256;
inline constexpr std::size_t carried_effects_max = 1024;

/// The version in force on the day of `at`: of those whose dates cover it the one that is so since the latest day, and
/// of two such the one activated last. Null: no version covers that day.
const rules::PackBundle* version_at(const Draft& draft, core::Instant at);

/// The version by which `step` of `procedure`, said at `at`, is judged; null where none covers that day, or where the
/// one that does knows no such step.
const rules::PackBundle* law_for(const Draft& draft, const rules::Procedure& procedure, const rules::Step& step,
                                 core::Instant at);

/// The first state, of a version by whose tables transfers go or will go until the next comes, of which that next one
/// does not say how it goes on: "K01.cure_open"; `next` has its place among those that are coming. Empty: none. A kind
/// that a version declares absent goes on under the one that it has; a version of earlier days is no transfer's tables.
std::string state_left_behind(const Draft& draft, const rules::PackBundle& next);

/// Whether `next`, ordered now, ever gives transfers their tables; else it is looked up for what occurred on its days.
bool gives_tables(const Draft& draft, const rules::PackBundle& next);

/// What an order that activates the pack, or calendar, does: it is in force at once where no transfer could follow it;
/// else the transfers do, from the day on which it comes into force.
core::effect::PackActivated activation(const Draft& draft, const core::Digest& digest, bool calendar);

/// A transfer that was opened behind the place that a change under way has reached already follows at once.
void follow_change(Draft& draft, const core::TransferId& id);

/// Carries the first change that is due to the next carried_max transfers, in order of their ids.
void carry_change(Draft& draft);

/// What apply() does with it.
void activate(State& state, const core::effect::PackActivated& effect);
void carry(State& state, const core::effect::ChangeCarried& effect);

}  // namespace caseway::engine
