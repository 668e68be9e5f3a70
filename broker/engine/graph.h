// What effects do to one transfer and to one case. apply() writes State with these, and decide() its draft: one
// meaning.
#pragma once

#include <optional>

#include "broker/engine/state.h"

namespace caseway::engine {

/// The record whose effects are applied.
struct Stamp {
  core::RecordIndex record = 0;
  core::Instant at;
};

Transfer opened(Names& names, const Stamp& stamp, const core::effect::TransferOpened& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::StateChanged& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::PairSet& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::DocumentHeld& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::RequirementSet& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::PendingSet& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::PendingCleared& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::ClockStarted& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::ClockEnded& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::ClockFired& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::ClockMoved& effect);

void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::ClockSuspended& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::ClockResumed& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::ReceiverChanged& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::SignedOff& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::ItemsAsked& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::PartsRecalled& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::PartsErased& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::NumberHeld& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::CustodySet& effect);
void change(Transfer& transfer, Names& names, const Stamp& stamp, const core::effect::VersionTaken& effect);

/// Whether `transfer` has what `effect` changes, and room for it. decide() MUST make no effect that does not fit:
/// whoever adds one bars before that what would not. apply() passes over one that does not: a damaged journal is
/// replayed to its end.
template <class Effect>
bool fits(const Transfer&, const Effect&) {
  return true;
}
bool fits(const Transfer& transfer, const core::effect::PairSet& effect);
bool fits(const Transfer& transfer, const core::effect::ClockSuspended& effect);
bool fits(const Transfer& transfer, const core::effect::ClockResumed& effect);
bool fits(const Transfer& transfer, const core::effect::ReceiverChanged& effect);
bool fits(const Transfer& transfer, const core::effect::ItemsAsked& effect);
bool fits(const Transfer& transfer, const core::effect::PartsRecalled& effect);
bool fits(const Transfer& transfer, const core::effect::PartsErased& effect);
bool fits(const Transfer& transfer, const core::effect::NumberHeld& effect);
bool fits(const Transfer& transfer, const core::effect::CustodySet& effect);

void change(Case& graph, Names& names, const core::effect::ItemSet& effect);
void change(Case& graph, Names& names, const core::effect::CounterSet& effect);
void change(Case& graph, Names& names, const core::effect::Linked& effect);

/// When `run` must be looked at next; nothing when it neither warns nor runs out any more.
std::optional<core::Instant> next_look(const ClockRun& run);

}  // namespace caseway::engine
