// State: everything the broker must know to judge the next event, and nothing that the journal could tell later.
// Ordered containers only: equal histories give equal bytes (engine/snapshot.h). apply() alone writes it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "broker/core/digest.h"
#include "broker/core/limits.h"
#include "broker/core/record.h"
#include "broker/engine/few.h"
#include "broker/engine/kept.h"

namespace caseway::engine {

using core::AgencyId;
using core::Code;

/// One answered number of a lane.
struct LaneEntry {
  core::LaneNumber number = 0;
  core::Digest body;  ///< zero: a state secret; any body repeats it
  core::RecordIndex record = 0;
};

/// Numbers above `settled`, without gaps, newest last; at most lane_window_max.
struct Lane {
  core::LaneNumber settled = 0;
  core::LaneNumber next = 1;  ///< number expected
  std::deque<LaneEntry> answered;
};

/// Where a document lies. Its digest stands in the part table of `record`.
struct HeldDocument {
  core::RecordIndex record = 0;
  core::DocumentType type;
  core::PartNo part = 0;
};

struct PairState {
  core::PartyNo party = 0;
  bool unit = false;
  bool stage = false;       ///< its outcome is one on the way (registered, accepted): the pair is open still
  bool in_custody = false;  ///< as last told: its periods do not roll (steps.md d.6)
  Name offence;
  Name outcome;  ///< the latest; empty: none so far

  [[nodiscard]] bool open() const { return outcome.empty() || stage; }
};

struct OpenRequirement {
  KeptText code;
  KeptText path;
  Name barred_step;
  bool waived = false;
  bool bars = false;
};

/// A step that waits for the other side's word: a joint step, a paper entry (in effect already), a withdrawal.
struct Pending {
  Name step;
  AgencyName said_by;
  core::Digest body;
  core::RecordIndex record = 0;  ///< where it was said
  bool paper = false;
};

/// A clock of a transfer, for the transfer as a whole (party 0) or one pair of it.
struct ClockRun {
  Name clock;  ///< "K01.review"
  core::PartyNo party = 0;
  bool provisional = false;
  bool warned = false;
  bool fired = false;  ///< ran out and its event was raised; kept until a step or the end of the transfer
  Name offence;
  core::Instant anchor;   ///< empty: armed only, it starts when the document of `record` is received
  core::Instant warn_at;  ///< empty: no warning
  core::Instant due_first;
  core::Instant due;
  core::Instant nominal;
  core::Instant suspended_at;    ///< empty: it is not suspended. Its other instants are those that it had then
  core::RecordIndex record = 0;  ///< that started it
  KeptDigest pack;
  KeptDigest calendar;
  AgencyName owner;

  /// May still warn and run out.
  [[nodiscard]] bool running() const { return !anchor.empty() && !fired && suspended_at.empty(); }
  [[nodiscard]] bool suspended() const { return !suspended_at.empty(); }
};

/// Who received the transfer before another organ went on with it: it keeps sight of what it saw.
struct FormerReceiver {
  AgencyName agency;
  core::RecordIndex until = 0;  ///< that named the next receiver: what earlier records say is what it saw
};

/// How many items were asked for so far, of one list; which of them are open are open requirements, "item.2".
struct Asked {
  KeptText requirement;
  std::uint32_t items = 0;
};

/// A part that its sender recalled, or that an order erased: shown to nobody any more. Its digest stays in its record.
struct TakenBack {
  core::RecordIndex record = 0;
  core::PartNo part = 0;
  bool erased = false;  ///< its bytes are gone too
};

/// Under which number an agency keeps the case: said by the head of the message of `record`, never kept here.
struct OwnNumber {
  AgencyName agency;
  core::RecordIndex record = 0;
};

struct Transfer {
  core::TransferId id;
  core::CaseId case_id;
  core::TransferId cause;
  Name procedure;
  AgencyName sender;
  AgencyName recipient;
  Name state;
  KeptDigest pack;
  core::RecordIndex opened = 0;
  core::RecordIndex touched = 0;  ///< last record that concerns it
  core::Instant opened_at;
  core::Instant presented_at;  ///< empty: the receiver's system has not taken it yet
  bool final_ = false;
  Few<PairState> pairs;         ///< in the order of the opening dossier
  Few<HeldDocument> documents;  ///< by type: the latest of each, then those of words that wait
  Few<OpenRequirement> open;    ///< by code, path, barred step
  Few<Pending> pending;         ///< in the order they were said
  Few<ClockRun> clocks;         ///< by clock, party, offence
  core::Instant signed_off_at;  ///< when its receiver signed for it; empty: nobody did, or a new receiver has not yet
  Few<FormerReceiver> former;   ///< in the order they left off; at most former_max
  Few<Asked> asked;             ///< by requirement; at most asked_lists_max
  Few<TakenBack> taken_back;    ///< by record, part; at most taken_back_max
  Few<OwnNumber> numbers;       ///< by agency; at most numbers_max
};

struct Item {
  std::uint32_t no = 0;
  bool explained = true;
  std::int64_t quantity = 0;
  Name unit;
  Name status;
  AgencyName holder;
};

struct Link {
  core::TransferId from;
  core::TransferId to;
  Name relation;
};

struct Counter {
  Name name;
  std::int64_t value = 0;
};

/// The case graph: what belongs together, and what is counted across transfers.
struct Case {
  core::CaseId id;
  AgencyName first_sender;
  std::uint32_t waiting = 0;  ///< mailbox entries about it
  core::RecordIndex touched = 0;
  core::Instant touched_at;
  Few<core::TransferId> transfers;  ///< in the order they were opened
  Few<Link> links;
  Few<Counter> counters;  ///< by name
  Few<Item> items;        ///< by number
};

/// One thing owed to an agency. Its message or event is `record`.
struct MailboxEntry {
  core::RecordIndex record = 0;
  core::CaseId case_id;
  core::TransferId transfer;
  Few<core::PartNo> parts;
  Few<Name> facts;
  bool whole = false;
  bool presents = false;
  bool parked = false;
};

struct Mailbox {
  std::uint64_t next = 1;
  std::map<std::uint64_t, MailboxEntry> entries;  ///< not yet acknowledged, by delivery number
};

struct AgencyState {
  core::Agency agency;
  bool retired = false;
  std::map<core::LaneNo, Lane> lanes;
  Mailbox mailbox;
  std::map<core::Role, AgencyId> counterparts;
};

/// When a clock must be looked at next: at its warning, or one millisecond after its due instant.
struct Timer {
  core::Instant at;
  core::TransferId transfer;
  Name clock;
  core::PartyNo party = 0;
  Name offence;
  friend auto operator<=>(const Timer&, const Timer&) = default;
};

/// Words of a transfer that may wait at once, so that no member fills the memory of all (more such in core/limits.h).
inline constexpr std::size_t pending_max = 64;
/// Of one transfer too: receivers that it had, parts of its messages taken back, lists of items asked for and the items
/// of all of them, agencies that told their own number.
inline constexpr std::size_t former_max = 16;
inline constexpr std::size_t taken_back_max = 4 * core::limits::parts_max;
inline constexpr std::size_t asked_lists_max = 16;
inline constexpr std::uint32_t asked_items_max = 256;
inline constexpr std::size_t numbers_max = former_max + 2;
/// Closed cases stay this long, so that a late step (an outcome notice, a reopening) still finds its case.
inline constexpr std::int64_t closed_kept_ms = 180 * core::day_ms;

/// A pack or calendar that an order activated, and that not every transfer follows yet.
struct Change {
  core::Instant at;  ///< from then on they do
  core::Digest digest;
  bool calendar = false;
  core::TransferId through;  ///< those up to this id do already; empty: none
};

struct State {
  State();  // this and the next five are made once, in state.cc: each file that holds a State would make them anew
  State(const State&);
  State(State&&) noexcept;
  State& operator=(const State&);
  State& operator=(State&&) noexcept;
  ~State();

  std::uint16_t engine_version = 1;
  std::string origin;
  std::uint64_t epoch = 1;
  core::Suite suite = core::Suite::intl;
  core::PublicKey log_key;
  bool training = false;
  core::Instant now;  ///< received_at of the last record; a training site's standing clock
  core::RecordIndex next_record = 0;
  core::Digest last_order;  ///< digest that the next order must name as `previous`
  std::vector<core::Officer> officers;
  std::map<AgencyId, AgencyState> agencies;
  core::Digest pack;  ///< whose tables are in force; zero: none
  core::Digest calendar;
  std::vector<core::Digest> packs;  ///< versions that orders activated, in that order: versions.h finds that of a day
  std::vector<Change> changes;      ///< in order of their instants
  std::map<Code, std::string> settings;  ///< differing from the default
  std::map<core::TransferId, Transfer> transfers;
  std::map<core::CaseId, Case> cases;
  std::set<Timer> timers;                                       ///< one for each clock that may still warn or run out
  std::set<std::pair<core::RecordIndex, core::CaseId>> closed;  ///< cases with nothing open, by last record
  core::RecordIndex snapshot_at = 0;                            ///< records that the last snapshot noted holds; 0: none
  core::Digest snapshot_digest;
  Names names;  ///< where names above are kept; means nothing by itself
};

/// The oldest closed case that may leave State: its last record is at or below `upto`, and closed_kept_ms have passed;
/// null when there is none.
const Case* droppable(const State& state, core::RecordIndex upto);

/// Directory questions. `at` decides which keys and members are valid: State::now is the time of the last record, which
/// on a quiet site may be long ago.
const AgencyState* find_agency(const State& state, const AgencyId& id);
/// The key of `agency` with this id, whatever its dates; null when it has none such.
const core::AgencyKey* find_key(const State& state, const AgencyId& agency, const core::KeyId& key);
bool key_valid_at(const core::AgencyKey& key, core::Instant at);
bool has_role(const core::Agency& agency, core::Role role);
/// Whether it has one of these roles; false for no roles, and where `id` is no member.
bool has_one_of(const core::Agency& agency, const std::vector<core::Role>& roles);
bool has_one_of(const State& state, const AgencyId& id, const std::vector<core::Role>& roles);
/// Admitted, and neither retired nor past its dates at `at`.
bool is_member(const AgencyState& agency, core::Instant at);
/// Who plays `role` for `agency` at `at`: by the counterpart table; empty when nobody does, or no member.
AgencyId counterpart_of(const State& state, const AgencyId& agency, core::Role role, core::Instant at);
const Transfer* find_transfer(const State& state, const core::TransferId& id);
const Case* find_case(const State& state, const core::CaseId& id);
/// The clock of `transfer` with this key; null when there is none, not even a fired one.
const ClockRun* find_clock(const Transfer& transfer, const Code& clock, core::PartyNo party, const Code& offence);
/// Pairs without an outcome, or with one on the way only.
std::size_t open_pairs(const Transfer& transfer);
/// Whether `agency` sends or receives `transfer`.
bool is_party(const Transfer& transfer, const AgencyId& agency);
/// Whether `agency` received `transfer` when `record` was made, and does no more.
bool was_receiver(const Transfer& transfer, const AgencyId& agency, core::RecordIndex record);
/// Whether this part of a message of `transfer` was recalled or erased.
bool is_taken_back(const Transfer& transfer, core::RecordIndex record, core::PartNo part);

/// What a lane says of a number, before anything is judged.
enum class LaneSays : std::uint8_t { next, repeat, reused, gap, older };
struct LaneAnswer {
  LaneSays says = LaneSays::next;
  core::LaneNumber expected = 1;
  core::RecordIndex record = 0;  ///< with repeat
};
LaneAnswer ask_lane(const State& state, const AgencyId& agency, core::LaneNo lane, core::LaneNumber number,
                    const core::Digest& body);

}  // namespace caseway::engine
