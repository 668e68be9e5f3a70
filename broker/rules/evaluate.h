// Judges a message against the requirements of its step: findings, stops, bars. Knows documents, not states.
#pragma once

#include <string>
#include <vector>

#include "broker/core/record.h"
#include "broker/core/verdict.h"
#include "broker/rules/pack.h"

namespace caseway::rules {

/// A named integer, code or instant of the world around the message, told by the engine: Root::transfer, case_graph,
/// clock, agency paths are looked up here by their text as the pack writes it ("transfer.state",
/// "case.counter.forwards", "clock.K01.send24.past", "agency.sender.region"). A name may be told several times: a list.
/// "transfer.documents", told once for each type ("D03"), says what `held:` paths may see of the facts;
/// "step.region", the code of the region of who says the step, lets rows of overlays count;
/// "pair.1.213.outcome" is the outcome of a pair so far; "clock.K01.cure.due" (instant) lets Op::in_time judge a clock
/// that runs.
struct Surrounding {
  std::string name;
  core::Value value;
};

/// All that a condition may look at. Everything is borrowed and must outlive the call.
struct View {
  const PackBundle* bundle = nullptr;
  const Procedure* procedure = nullptr;
  const Step* step = nullptr;
  const core::Envelope* envelope = nullptr;
  const core::Dossier* dossier = nullptr;
  const std::vector<core::Digest>* part_digests = nullptr;
  core::Instant received_at;
  const core::Facts* facts = nullptr;        ///< earlier documents, fetched by engine/needs: those of the transfer
                                             ///< first, then those of the rest of the case; the first of a type counts
  const core::Calendar* calendar = nullptr;  ///< for asserted clocks
  const std::vector<Surrounding>* surroundings = nullptr;
  const std::vector<std::pair<Code, std::string>>* settings = nullptr;  ///< site settings that differ from the default
  bool in_custody = false;  ///< somebody with an open pair is held: for asserted clocks that do not roll then
};

/// A requirement that was met for one party of the message.
struct MetFor {
  std::string id;
  std::string path;  ///< "party.3", where it is found when it is not met
  friend bool operator==(const MetFor&, const MetFor&) = default;
};

struct Judgement {
  std::vector<core::Finding> findings;  ///< ordered: requirements in pack order, then form findings in part order
  std::vector<std::string> met;         ///< ids of requirements that applied and were met, those of each party apart
  std::vector<MetFor> met_for;          ///< those that are looked at for each party
  bool stopped = false;                 ///< one of them stops at the sender
};

/// Whether what is found under `code` at `path` is met by the message.
bool is_met(const Judgement& judgement, std::string_view code, std::string_view path);
/// "party.3".
std::string path_of(core::PartyNo party);
/// The number in "party.3"; 0 for any other path.
core::PartyNo party_of(std::string_view path);

/// Every requirement of `view.step`, and the form of every field of every document carried. Total and deterministic.
/// What was not seen (too many things, a fact that was not read) fails where it stops or bars, and is said.
Judgement evaluate(const View& view);

/// One condition; `path` (may be null) receives the path of the first thing that failed it. Always ends: what lies
/// beyond a million things looked at is not seen.
bool holds(const Condition& condition, const View& view, std::string* path);
/// The same with the party of this number as `element`; one that the message does not list shows nothing there.
bool holds_for(const Condition& condition, const View& view, core::PartyNo party);

/// Due instants of a clock. read_asserted: for this message, by the rule's anchor path; nothing when that shows
/// nothing.
struct Reading {
  core::Instant anchor;
  core::Due first;  ///< earlier reading
  core::Due later;  ///< later reading; equal when there is one
};
/// What a document says of the length of a clock: its end, or how many of the clock's units from the anchor.
struct NamedLength {
  std::optional<core::Instant> end;  ///< before the roll
  std::int32_t units = 0;            ///< 0: none named
};
/// By lengthFrom, else by lengthOr; neither where they show nothing, or a number that is no length.
NamedLength named_length(const ClockRule& rule, const View& view);
/// The earliest date (its 00:00) or instant that `path` shows; nothing where it shows none.
std::optional<core::Instant> instant_at(const Path& path, const View& view);
/// `anchor` given: any clock of `rule`; the setting S01 may fix one reading. What is `named` stands for the rule's own
/// lengths. The earlier reading is that counted from `warn_from`, where there is one and it ends earlier.
Reading read_clock(const ClockRule& rule, core::Instant anchor, bool custody, const core::Calendar& calendar,
                   const std::vector<std::pair<Code, std::string>>& settings, const NamedLength& named = {},
                   std::optional<core::Instant> warn_from = {});
std::optional<Reading> read_asserted(const ClockRule& rule, const View& view);
/// When the message ends a clock: at its end path, else at step.occurredAt.
core::Instant ended_at(const ClockRule& rule, const View& view);

}  // namespace caseway::rules
