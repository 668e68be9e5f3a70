// A record: one durable fact = the event, the facts used, the whole outcome. What the journal keeps and replay
// compares.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/dossier.h"
#include "broker/core/envelope.h"
#include "broker/core/refusal.h"
#include "broker/core/verdict.h"

namespace caseway::core {

/// Numbers are journalled. Never renumber; never reuse; add at the end.
enum class EventType : std::uint16_t {
  genesis = 1,
  message = 2,   ///< a signed message of an agency
  ack = 3,       ///< a mailbox entry was taken by the receiver's system; no signature
  park = 4,      ///< the receiver's system cannot take an entry; its case waits
  order = 5,     ///< a change signed by two officers
  tick = 6,      ///< time passed and a clock fired; otherwise nothing is recorded
  refusals = 7,  ///< counting record: refusals of one agency, reason and minute
  snapshot = 8,  ///< a snapshot of State was written; its digest
  indexed = 9,   ///< the index holds everything up to an index; closed cases may leave State
  unpark = 10,   ///< a parked entry is offered again, on the receiver's word
};
std::string_view name_of(EventType type);

// ---- Events -------------------------------------------------------------------------------------------------

/// A message with its decoded dossier. In the journal: envelope bytes, signatures and the part table
/// (type, salt, digest, size); the bytes of the parts lie in the vault. A state secret is recorded without any of
/// these: `secret` set, envelope reduced to sender, lane, number.
struct MessageEvent {
  Message message;
  Dossier dossier;
  std::vector<std::uint32_t> part_sizes;  ///< bytes of each part; parts themselves may be absent (erased) in replay
  bool secret = false;  ///< found marked before it was judged; everything but sender, lane, number is wiped
};

struct AckEvent {
  std::uint64_t delivery = 0;  ///< per-mailbox delivery number
};

struct ParkEvent {
  std::uint64_t delivery = 0;
  std::string reason;  ///< shown to operators; at most 1 KiB
};

struct UnparkEvent {
  std::uint64_t delivery = 0;
};

struct OrderEvent {
  Order order;                            ///< content empty in the journal; it lies in the vault as part 0
  std::vector<std::uint8_t> order_bytes;  ///< exact signed bytes
  std::vector<OfficerSignature> signatures;
};

struct RefusalsEvent {
  Refusal reason{};
  Instant minute;  ///< start of the minute counted
  std::uint32_t count = 0;
  Digest first;  ///< body digest of the first one: it may prove that a sender tried in time
};

/// A snapshot was made: what the file `records`.snapshot holds.
struct SnapshotEvent {
  Digest state;              ///< digest of the encoded State
  RecordIndex records = 0;   ///< how many records that State has applied; 0: all that stand before this one
  std::uint16_t format = 1;  ///< of its bytes (engine/snapshot.h), from 1
};

struct IndexedEvent {
  RecordIndex upto = 0;
};

struct TickEvent {};

enum class ClockSource : std::uint8_t { system = 1, training = 2 };

/// What came in, or what the broker did by itself; its members are made in record.cc, as those of Effect.
struct EventBody : std::variant<TickEvent, Genesis, MessageEvent, AckEvent, ParkEvent, OrderEvent, RefusalsEvent,
                                SnapshotEvent, IndexedEvent, UnparkEvent> {
  using variant::variant;
  EventBody(const EventBody&);
  EventBody(EventBody&&) noexcept;
  EventBody& operator=(const EventBody&);
  EventBody& operator=(EventBody&&) noexcept;
  ~EventBody();
};

struct Event {
  EventType type = EventType::message;
  Instant received_at;  ///< never falls from record to record
  ClockSource clock_source = ClockSource::system;
  std::uint32_t uncertainty_ms = 0;  ///< reserved; 0 = not stated
  TurnSalt turn_salt;                ///< in the first record of a turn; zero in the others
  AgencyId agency;                   ///< the session's agency; empty for the broker's own events
  RecordIndex indexed_to = 0;        ///< how far the index was when the event was taken (decision 14)
  EventBody body;
};

// ---- Facts --------------------------------------------------------------------------------------------------

/// Names a part that lies in the journal and the vault.
struct PartRef {
  RecordIndex record = 0;
  PartNo part = 0;
  Digest digest;
  friend auto operator<=>(const PartRef&, const PartRef&) = default;
};

/// What a record tells of the message that it delivered, whatever became of its parts since.
struct SaidMessage {
  AgencyId by;
  TransferId transfer;
  std::uint32_t parts = 0;
  Digest head;  ///< of part 0
};

/// What a decision needs that State does not hold: an earlier document, decoded; or an earlier message.
struct Fact {
  PartRef ref;
  bool absent = false;  ///< erased: rules see that it was there and is gone
  bool unread = false;  ///< beyond facts_bytes_max: it is there, and what it says is not known
  DocumentType type;    ///< of a document, as State holds it
  Document document;    ///< when it is a document
  DossierHead head;     ///< when it is a dossier head
  bool is_head = false;
  SaidMessage said;  ///< when it is a message; `absent`: the record delivered none
  bool is_message = false;
};
using Facts = std::vector<Fact>;

// ---- Effects: the only things that change State ---------------------------------------------------------------

/// Key of a clock: one per transfer, clock and subject. party 0: the transfer as a whole.
struct ClockKey {
  TransferId transfer;
  Code clock;  ///< "K01.review"
  PartyNo party = 0;
  Code offence;
  friend auto operator<=>(const ClockKey&, const ClockKey&) = default;
};

enum class ClockEnd : std::uint8_t {
  in_time = 1,
  late = 2,
  withdrawn = 3,
  restarted = 4,
  lapsed = 5,            ///< ran out, and its event was raised; or it was no duty, and a step came after it
  answered_in_time = 6,  ///< fired, then a step recorded later had occurred in time; the firing stays
};
std::string_view name_of(ClockEnd end);

namespace effect {

struct LaneAdvanced {  ///< the message's number is used; the statement is this record's
  AgencyId agency;
  LaneNo lane = 0;
  LaneNumber number = 0;
  Digest body;  ///< zero for a state secret
  LaneNumber settled = 0;
};
struct TransferOpened {
  TransferId transfer;
  CaseId case_id;
  Code procedure;
  AgencyId sender;
  AgencyId recipient;  ///< empty: no counterpart here
  Code state;
  TransferId cause;  ///< transfer whose step opened it; empty when a message of its own did
  Digest pack;       ///< pack it is judged by
};
struct StateChanged {
  TransferId transfer;
  Code state;
  bool final_ = false;
};
struct PairSet {  ///< a pair joins the transfer, also one that runs already, or has another outcome. Empty: it is open
  TransferId transfer;
  PartyNo party = 0;
  Code offence;
  bool unit = false;
  Code outcome;
  bool stage = false;  ///< the outcome is one on the way: the pair is open still
};
struct DocumentHeld {  ///< latest part that holds a document of this type in the transfer
  TransferId transfer;
  DocumentType type;
  PartNo part = 0;  ///< of this record's message
  Digest digest;
};
struct RequirementSet {  ///< a finding that the transfer carries (open) or that was met
  TransferId transfer;
  std::string code;
  std::string path;
  bool open = true;
  bool waived = false;
  bool bars = false;
  Code barred_step;
};
struct ItemSet {  ///< custody of one exhibit, on the case graph
  CaseId case_id;
  std::uint32_t item = 0;
  std::int64_t quantity = 0;
  Code unit;  ///< code list unit as ASCII name or empty
  AgencyId holder;
  Code status;            ///< listed, handed_over, short, over, kept_by_adm, consumed_by_test ...
  bool explained = true;  ///< false: a discrepancy waits for its explanation
};
struct CounterSet {
  CaseId case_id;
  Code counter;  ///< "forwards", "rounds", "cure_notices" ...
  std::int64_t value = 0;
};
struct Linked {
  CaseId case_id;
  TransferId from;
  TransferId to;
  Code relation;  ///< code list link
};
struct ClockStarted {
  ClockKey key;
  Instant anchor;
  Instant warn_at;    ///< pre-warning or first reading; empty: none
  Instant due_first;  ///< earlier reading
  Instant due;        ///< later reading: overdue after it
  Instant nominal;    ///< end before the roll; extensions add to it
  bool provisional = false;
  Digest pack;  ///< version under which it started and is kept
  Digest calendar;
  AgencyId owner;  ///< whose duty it is; empty: nobody's in particular
};
struct ClockEnded {
  ClockKey key;
  ClockEnd how = ClockEnd::in_time;
};
struct ClockFired {
  ClockKey key;
  bool overdue = false;  ///< false: the warning
  Instant due;           ///< its true due instant
};
struct ClockMoved {  ///< extended or recomputed
  ClockKey key;
  Instant warn_at;
  Instant due_first;
  Instant due;
  Instant nominal;
  bool provisional = false;
  Digest calendar;
};
struct PendingSet {  ///< waits for the other party's word: joint step, paper entry, consent
  TransferId transfer;
  Code step;  ///< the step that takes or took effect
  AgencyId said_by;
  Digest body;         ///< what `confirms` must name
  bool paper = false;  ///< entered from paper: in effect already, one-sided
};
struct PendingCleared {
  TransferId transfer;
  Digest body;
};
struct Delivered {  ///< an entry joins a mailbox; it is sent after the group is durable
  AgencyId mailbox;
  std::uint64_t delivery = 0;  ///< next of the mailbox, from 1
  CaseId case_id;
  TransferId transfer;        ///< under which the receiver sees it
  bool whole = false;         ///< the receiver is a party: all parts
  std::vector<PartNo> parts;  ///< of the message; empty with `whole` unset: an event entry
  std::vector<Code> facts;    ///< event entry: names of the facts owed: state, occurred_at, outcome, late ...
  bool presents = false;      ///< its ack makes `transfer` `presented`
  RecordIndex record = 0;     ///< whose message: an earlier one (schemas/verdict.capnp); 0: this record's
};
struct DeliveryDone {
  AgencyId mailbox;
  std::uint64_t delivery = 0;
};
struct DeliveryParked {
  AgencyId mailbox;
  std::uint64_t delivery = 0;
  bool parked = true;  ///< false: offered again
};
struct DirectoryChanged {  ///< the order of this record, as accepted
  Order order;             ///< content empty
};
struct PackActivated {
  Digest pack;
  bool calendar = false;  ///< it is the calendar
  Instant from;           ///< the transfers that there are follow it from then on; empty: they keep what they had
};
struct TimeSet {
  Instant now;  ///< training sites
};
struct SettingSet {
  Code setting;
  std::string value;
};
struct Dropped {  ///< cases closed at or below this index leave State
  RecordIndex upto = 0;
};
struct CustodySet {  ///< a person is held, or no more, as a message tells; in each pair of that person
  TransferId transfer;
  PartyNo party = 0;
  bool in_custody = false;
};
struct ReceiverChanged {  ///< another organ goes on with the transfer; who received it keeps sight of what it saw
  TransferId transfer;
  AgencyId to;
};
struct SignedOff {  ///< its receiver signed for the transfer
  TransferId transfer;
  Instant at;  ///< empty: the receiver of now has not
};
struct ClockSuspended {  ///< a running clock stands still; it neither warns nor runs out
  ClockKey key;
  Instant at;  ///< of the suspending event
};
struct ClockResumed {  ///< a suspended one runs on, to these instants
  ClockKey key;
  Instant warn_at;
  Instant due_first;
  Instant due;
  Instant nominal;
  bool provisional = false;
  Digest calendar;
};
struct ItemsAsked {  ///< a list of items was asked for; each open one is a RequirementSet at "item.2"
  TransferId transfer;
  std::string requirement;  ///< id: of the words for an open item
  std::uint32_t items = 0;  ///< asked for under it so far, those of this record included
};
struct PartsRecalled {  ///< by their sender, and the receiver confirmed: shown to nobody any more
  TransferId transfer;
  RecordIndex record = 0;  ///< whose message; it is one of this transfer
  std::vector<PartNo> parts;
};
struct PartsErased {  ///< by an order of two officers: their bytes leave the vault, their digests stay
  TransferId transfer;
  RecordIndex record = 0;
  std::vector<PartNo> parts;
};
struct VersionTaken {  ///< the steps and clocks of the transfer are those of another pack of the same set from now on
  TransferId transfer;
  Digest pack;
  Code state;  ///< where it stands, in the words of `pack`
};
struct ChangeCarried {  ///< transfers up to `through` follow a pack or calendar that an order activated
  Digest pack;
  TransferId through;  ///< in order of ids; empty: all of them
};
struct NumberHeld {  ///< the head of this record's message tells under which number `agency` keeps the case
  TransferId transfer;
  AgencyId agency;
};

}  // namespace effect

/// One change of State. The variant's own members are made once, in record.cc: with so many alternatives they are a
/// large part of what a file that holds effects takes to compile.
struct Effect
    : std::variant<effect::LaneAdvanced, effect::TransferOpened, effect::StateChanged, effect::PairSet,
                   effect::DocumentHeld, effect::RequirementSet, effect::ItemSet, effect::CounterSet, effect::Linked,
                   effect::ClockStarted, effect::ClockEnded, effect::ClockFired, effect::ClockMoved, effect::PendingSet,
                   effect::PendingCleared, effect::Delivered, effect::DeliveryDone, effect::DeliveryParked,
                   effect::DirectoryChanged, effect::PackActivated, effect::TimeSet, effect::SettingSet,
                   effect::Dropped, effect::ReceiverChanged, effect::SignedOff, effect::ClockSuspended,
                   effect::ClockResumed, effect::ItemsAsked, effect::PartsRecalled, effect::PartsErased,
                   effect::NumberHeld, effect::CustodySet, effect::VersionTaken, effect::ChangeCarried> {
  using variant::variant;
  Effect(const Effect&);
  Effect(Effect&&) noexcept;
  Effect& operator=(const Effect&);
  Effect& operator=(Effect&&) noexcept;
  ~Effect();
};

/// What was decided. Everything that happens because of an event stands here; `apply` adds nothing.
struct Outcome {
  std::uint16_t engine_version = 1;
  Verdict verdict = Verdict::proceeds;
  ReturnCode return_code = ReturnCode::none;
  std::vector<Finding> findings;
  std::vector<Code> open_steps;  ///< of a returned message: what its sender may say instead
  Digest pack;                   ///< pack that judged it; empty where none did
  std::vector<PartRef> facts_used;
  std::vector<Effect> effects;
};

/// One frame of the journal. `statement` is the leaf; `rest` are the bytes of event and outcome (wire/record.h).
struct Record {
  RecordIndex index = 0;
  Event event;
  Outcome outcome;
};

}  // namespace caseway::core
