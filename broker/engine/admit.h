// Whether a step may be said at all: pack, procedure, step, role, recipient, transfer, side, state, confirmation; in
// that order, the first "no" is the answer. What the message lacks comes afterwards (message.cc).
#pragma once

#include <optional>

#include "broker/engine/draft.h"

namespace caseway::engine {

/// A message with what its names mean.
struct Request {
  explicit Request(const core::MessageEvent& event) : message(event), envelope(event.message.envelope) {}
  const core::MessageEvent& message;
  const core::Envelope& envelope;
  core::Digest pack;  ///< whose tables it goes by: the transfer's, or the one in force
  const rules::PackBundle* bundle = nullptr;
  const rules::PackBundle* law = nullptr;  ///< in force when it occurred, and knows such a step; null: none does
  const rules::Procedure* procedure = nullptr;
  const rules::Step* said = nullptr;  ///< as the envelope names it
  const rules::Step* step = nullptr;  ///< whose effects are meant: with a paper entry the step made on paper
  bool opens = false;
  AgencyId recipient;                ///< with `opens`
  std::optional<Pending> confirmed;  ///< what `confirms` names
  [[nodiscard]] bool from_paper() const { return said != step; }
};

/// Fills `request`; `none` when the step may be said.
core::ReturnCode admit(const Draft& draft, Request& request);

/// Whether `step` is open in the state of `transfer`.
bool is_open(const rules::Step& step, const Transfer& transfer);
/// Whether an actor of `step` is `agency`, in its role and on its side of `transfer`, at `at`.
bool may_say(const State& state, core::Instant at, const rules::Procedure& procedure, const rules::Step& step,
             const Transfer& transfer, const AgencyId& agency);
/// Whether `agency` has a role in which `actor` of a step of `procedure` acts; its side is not looked at.
bool plays(const rules::Actor& actor, const rules::Procedure& procedure, const core::Agency& agency);
/// A step that two sides say before it takes effect.
bool is_joint(const rules::Step& step);

}  // namespace caseway::engine
