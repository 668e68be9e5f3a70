// Meaning: needs() names what a step must read, decide() judges, apply() is the only writer of State.
//   needs(state, event)                 -> parts to fetch
//   decide(library, state, facts, event)-> outcome           total; reads no clock, file or random bit
//   apply(state, record)                -> state'            knows no rules, so that recovery never judges again
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "broker/core/record.h"
#include "broker/engine/state.h"
#include "broker/rules/pack.h"

namespace caseway::engine {

/// Packs and calendars that the records so far have activated, by digest. decide() may use those State names.
struct Library {
  std::map<core::Digest, std::shared_ptr<const rules::PackBundle>> bundles;
  std::map<core::Digest, std::shared_ptr<const core::Calendar>> calendars;
};

/// Parts of earlier records that `event` will be judged by. The caller reads them from journal and vault, checks each
/// against its digest in the part table of its record (State does not hold it; the refs come without), fills it in, and
/// passes them to decide() in this order. Each says its type or that it is a head, and is unread until it is filled in:
/// what the caller reads, it reads from the first on, so that what is left out is told by how long they are alone.
core::Facts needs(const Library& library, const State& state, const core::Event& event);

/// Judges one event against `state` at `event.received_at`. A request against the rules yields a refusal inside the
/// outcome. Equal arguments give equal outcomes on every machine, for ever (engine_version names the behaviour).
core::Outcome decide(const Library& library, const State& state, const core::Facts& facts, const core::Event& event);

/// The instant of the earliest clock that warns or runs out; flow makes a tick event as soon as time has reached it. A
/// warning counts from its instant on, an expiry from the millisecond after the due instant.
std::optional<core::Instant> next_clock(const State& state);

/// Steps that `agency` may say of `transfer` at `at`, in pack order; `bundle` is the one that transfer.pack names. What
/// a step carries, and what bars it, is not looked at.
std::vector<Code> open_steps(const rules::PackBundle& bundle, const State& state, const Transfer& transfer,
                             const AgencyId& agency, core::Instant at);

/// Applies a recorded outcome. MUST follow the record before it.
void apply(State& state, const core::Record& record);

}  // namespace caseway::engine
