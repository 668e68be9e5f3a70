// A pack as values: what schemas/rules.capnp says, checked and ready to be judged by. The engine knows no law; it reads
// this. One PackBundle is what an order activates: all pack files of one set (schemas/packs/cn-ip) merged and compiled.
// The vocabulary is closed and always ends. It is fixed from all kinds of steps.md; what nothing judges yet stands in
// check_later.cc, a line a word, and a pack that uses it is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "broker/core/calendar.h"
#include "broker/core/directory.h"
#include "broker/core/dossier.h"
#include "broker/core/ids.h"
#include "broker/core/verdict.h"
#include "broker/rules/pack_words.h"

namespace caseway::rules {

// ---- Documents ------------------------------------------------------------------------------------------------

enum class Need : std::uint8_t { required = 1, optional = 2, when = 3 };

struct FieldType {
  Code name;  ///< camelCase
  Label label;
  core::FieldKind kind = core::FieldKind::text;
  bool list = false;
  Need need = Need::required;
  Condition when;                  ///< with Need::when; paths of Root::element look at the enclosing group or document
  std::vector<std::string> codes;  ///< with code: the allowed values, resolved from the code list
  Code code_list;
  std::vector<DocumentType> documents;  ///< with document: the types it may name; empty: any
  std::vector<FieldType> fields;        ///< with group
  std::int64_t least = 0;               ///< least number of values of a required list
};

enum class DocumentClass : std::uint8_t {
  letter = 1,
  decision = 2,
  notice = 3,
  list = 4,
  report = 5,
  proof = 6,
  certificate = 7,
  receipt = 8,
};

struct DocumentRule {
  DocumentType type;
  Label label;
  DocumentClass cls = DocumentClass::letter;
  std::vector<core::Role> issuers;  ///< empty: anybody
  std::vector<FieldType> fields;
  std::string stamp_expected;  ///< words of the dictionary, shown
  bool stamp_needed = true;    ///< none, digest_broken, untrusted give a finding
  std::vector<core::Carrier> carriers;
  std::vector<Basis> basis;
};

struct CodeValue {
  std::string code;
  Label label;
};

struct CodeList {
  Code name;
  std::vector<CodeValue> values;
};

// ---- Procedures -------------------------------------------------------------------------------------------------

/// Who may say a step, seen from the transfer.
enum class Side : std::uint8_t {
  sender = 1,
  receiver = 2,
  either = 3,  ///< either of them
  both = 4,    ///< a joint step: pending until the other says it too with `confirms`
  system = 5,  ///< the bus
  opener = 6,  ///< opens the transfer; becomes its sender
  other = 7,   ///< an agency named by role alone (UPROC ...)
};

struct Actor {
  Side side = Side::sender;
  std::vector<core::Role> roles;  ///< one of them; empty: any role
  std::string officer;            ///< "named officer", "intake officer"; shown, never checked
};

/// What the bus looks at when a step with certain documents arrives.
struct Requirement {
  std::string id;  ///< "K01.D04"; stands in findings for ever
  Label label;     ///< what is asked, as a clerk says it
  Label missing;   ///< the sentence when it fails
  core::FindingClass cls = core::FindingClass::required;
  core::Fault fault = core::Fault::absent;
  std::vector<Code> steps;    ///< steps of the procedure that it looks at
  DocumentType document;      ///< the document it is about; empty: none in particular
  Condition when;             ///< it applies; default always
  Condition must;             ///< it is met
  bool stops = false;         ///< fails: returned to sender
  std::vector<Code> bars;     ///< fails: these later steps are barred
  bool until_waived = false;  ///< `waive` may open what it bars
  std::vector<core::Role> supplied_by;
  std::vector<core::Role> waived_by;
  std::vector<DocumentType> reads;  ///< documents of earlier messages that it reads: engine/needs fetches them
  Code setting;                     ///< site setting behind it; empty: none
  std::vector<Basis> basis;
  bool per_party = false;  ///< looked at for each party of the message, `element`; it bars for that party only
  Condition bars_while;  ///< what it bars is barred only while this holds, when the barred step is said; default always
  Local local;           ///< of an overlay: where and when it is looked at
};

enum class AnchorKind : std::uint8_t {
  step = 1,      ///< occurredAt of the step that starts it
  received = 2,  ///< the document was received: receipt_signed, or by S08 the ack of its delivery
  asserted = 3,  ///< a date or instant in a document field; judged when the step that ends it arrives
};
enum class Unit : std::uint8_t { hours = 1, days = 2, months = 3 };
enum class DayBasis : std::uint8_t { none = 1, calendar = 2, working = 3, disputed = 4 };

struct Extension {
  bool allowed = false;
  std::vector<core::Role> approvers;
  DocumentType document;               ///< D64
  std::int32_t most = 0;               ///< longest; 0: as the document says
  Code setting;                        ///< off unless the site setting is on
  std::optional<Unit> most_unit = {};  ///< of `most`; nothing: the clock's
};

/// What a new version does with a clock that runs when it comes into force (steps.md d.16).
enum class Transition : std::uint8_t {
  keep = 1,                                ///< it keeps the version under which it started
  shorten_if_earlier_from_change_day = 2,  ///< counted anew from the start of the change day, where that ends earlier
  restart_on_change_day = 3,               ///< counted anew from there
};

/// An earlier internal limit that a region gives a clock: it warns, and nothing is late by it.
struct LocalLimit {
  Local local;              ///< of the clock's owner
  std::int32_t length = 0;  ///< in the clock's unit, and shorter than the clock
  std::vector<Basis> basis = {};
};

struct ClockRule {
  Code id;  ///< "K01.review"
  Label label;
  AnchorKind anchor = AnchorKind::step;
  DocumentType anchor_document;  ///< with received
  Path anchor_path;  ///< with asserted (several values: the earliest); with step: the anchor when a step that
                     ///< ends the clock arrives and no step had started it
  std::optional<Path> end_path;  ///< what ends it, judged in place of step.occurredAt
  std::int32_t length = 0;
  Unit unit = Unit::days;
  std::int32_t second_length = 0;   ///< two instruments, two lengths: the shorter warns, the longer is overdue; 0: one
  std::optional<Path> length_from;  ///< a due date or instant in a document, or an integer: so many units
  DayBasis basis_of_days = DayBasis::none;
  bool rolls = false;
  bool custody_no_roll = false;  ///< per person in custody; of a clock of no pair: if anybody is
  Extension extension;
  bool suspends = false;
  bool restarts = true;             ///< a new anchor replaces the old one
  std::int64_t pre_warning_ms = 0;  ///< before the later reading; 0: none
  Side owner = Side::receiver;      ///< whose duty
  Code raises;                      ///< SYS step said when it runs out: not_cured, overdue_filing; empty: none
  std::string late_finding;         ///< id of the finding on the step that ends it late; empty: none
  std::vector<core::Role> line_to;  ///< who sees a line when it runs out
  bool late_ends = true;            ///< a step after expiry still ends it (as late)
  Code setting;
  Label consequence;
  std::vector<Basis> basis;
  std::optional<Path> length_or;         ///< as length_from, where that shows nothing; `length` where neither does
  Side line_of = Side::sender;           ///< whose counterparts line_to are: sender or receiver of the transfer
  std::vector<Code> line_kinds;          ///< of a universal clock: kinds in which the line is shown; empty: all
  std::vector<core::Role> suspended_by;  ///< who suspends and resumes it by a universal step; empty: nobody
  DocumentType suspend_document;         ///< D78
  bool on_ack = true;                    ///< with received: by S08 the ack of a delivery is a receipt
  bool may_pass = false;                 ///< who ends it afterwards is not late: it has lapsed
  Transition transition = Transition::keep;
  std::vector<LocalLimit> local;  ///< of overlays, the higher region first
};

enum class CopyTo : std::uint8_t {
  role = 1,    ///< the counterparts in `roles` of the party that `of` names
  sender = 2,  ///< sender of the transfer
  receiver = 3,
  first_sender = 4,     ///< first sender of the case
  earlier_senders = 5,  ///< who sent a transfer of the case or of one joined to it, once each, but him who is to tell
  holders = 6,          ///< who holds a case on the same right
  region_members = 7,
};

struct Copy {
  CopyTo to = CopyTo::role;
  std::vector<core::Role> roles;
  std::vector<DocumentType> documents;  ///< parts shown; empty with `facts`: an event
  std::vector<Code> facts;              ///< occurred_at, state, outcome, received_at ...
  bool whole = false;
  Code under;      ///< procedure under which the receiver sees it (K01b); opened when not there yet
  Code setting;    ///< owed only when the setting says so
  Condition when;  ///< owed only if it holds
  std::vector<Basis> basis;
  Side of = Side::sender;  ///< with role: whose counterparts, sender or receiver of the transfer
  Local local = {};        ///< of an overlay: where and when it is owed
};

/// A clock of another kind than the transfer's is kept on the transfer that starts it, until a step of its own kind in
/// the same case starts or ends it; a step that ends a clock of another kind ends it in the whole case.
struct ClockStart {
  Code clock;
  bool per_pair = false;
  bool on_receipt = false;             ///< starts when the step's document is received, see AnchorKind::received
  Condition when;                      ///< with per_pair, `element` is the party
  std::optional<Path> warn_from = {};  ///< an instant from which the earlier reading counts, where it shows one
};

struct ClockStop {
  Code clock;
  bool per_pair = false;  ///< only the pairs that the step decides
  Condition when = {};    ///< as in ClockStart; told after the answers of the step
};

struct Opening {  ///< the step opens a transfer of another kind, said by SYS
  Code procedure;
  Code step;
  Side sender = Side::sender;  ///< which party of this transfer sends the new one
  CopyTo to = CopyTo::role;    ///< who receives it; role: the counterpart that the kind names
};

enum class Lead : std::uint8_t {
  state = 1,                      ///< to `state`
  same = 2,                       ///< unchanged
  decided_when_no_pair_open = 3,  ///< `state` once no pair is open, else `otherwise` (same when empty)
  first_that_holds = 4,           ///< `branches` in order
};

struct LeadBranch {
  Condition when;
  Code state;
};

/// Items of a document of the step, asked for or answered by their `no`, else by their place in the list from 1. One
/// that was asked for and not answered is an open requirement of the transfer, at "item.2".
struct AskedItems {
  std::string requirement;  ///< id, of the kind; empty: none are
  Path list;                ///< "D66.items"
  Condition when;           ///< an item counts only if it holds; `element` is the item
};

/// Who receives the transfer after a step.
enum class NewReceiver : std::uint8_t {
  same = 1,
  named = 2,  ///< the recipient that the message names
  sayer = 3,  ///< who says the step
};

enum class Say : std::uint8_t {
  message = 1,  ///< said by an agency
  with = 2,     ///< SYS, together with another step (copy, update)
  event = 3,    ///< SYS, when a clock runs out
  when = 4,     ///< SYS, as soon as `holds` is true in one of its states (close)
};

struct Step {
  Code id;
  Label label;
  Say say = Say::message;
  std::vector<Actor> by;
  std::vector<Code> in_states;  ///< empty and `opens_transfer`: it opens the transfer
  bool opens_transfer = false;  ///< row "-"
  bool in_any_state = false;
  bool in_final_too = false;
  Condition holds;  ///< with `when`; for messages: open only if it holds (barred otherwise)
  Label barred;     ///< the sentence when `holds` fails; the finding is "KIND.STEP", procedure, unmet
  std::vector<DocumentType> documents;  ///< carried; others may travel too
  bool without_document = false;
  std::vector<ClockStart> starts;
  std::vector<ClockStop> ends;
  std::vector<Code> pauses;  ///< clocks
  std::vector<Code> resumes;
  std::vector<std::string> with_steps;  ///< with `with`: said by the bus with any of these, "K13.resent_completed"
  std::vector<Copy> copies;
  std::vector<Opening> opens;
  Lead lead = Lead::same;
  Code state;
  Code otherwise;
  std::vector<LeadBranch> branches;
  Code outcome;                  ///< code list outcome made for each pair named; empty: none
  std::vector<Code> counters;    ///< raised by one
  bool items_listed = false;     ///< takes the items of its D03 / D16 onto the case graph
  bool items_counted = false;    ///< takes the lines of its D09 onto the case graph
  bool items_moved = false;      ///< the items become the receiver's
  bool items_explained = false;  ///< open discrepancies are explained
  bool needs_consent = false;    ///< after sign-off: the other side says it too (withdraw)
  std::vector<Basis> basis;
  std::vector<DocumentType> reads;  ///< earlier documents that `holds`, its branches, copies, clocks and items read
  bool pairs_added = false;         ///< pairs of the message that the transfer lacks become its own, open
  Code links;                       ///< relation to the transfers of head.links; "*": head.linkRelation; empty: none
  AskedItems asks;
  AskedItems answers;
  bool in_final_only = false;  ///< with in_any_state
  NewReceiver receiver = NewReceiver::same;
  std::vector<core::Role> waived_by;  ///< who may open it once by `waive` although `holds` fails; empty: nobody
  bool taken = false;                 ///< a universal step that the kind takes, none of its own rows
};

struct StateRule {
  Code id;
  Label label;
  bool final_ = false;
  std::vector<Code> was = {};  ///< states of earlier versions of the kind that go on as this one
};

struct Procedure {
  Code id;           ///< "K01"
  std::string name;  ///< "adm.pol.crime_transfer"
  Label label;
  std::vector<core::Role> from;
  std::vector<core::Role> to;
  std::string policy;  ///< P1 .. P5, a label
  bool same_level = true;
  std::vector<StateRule> states;
  std::vector<Step> steps;  ///< its own, then the universal ones that it takes
  std::vector<Requirement> requirements;
  std::vector<ClockRule> clocks;
  std::vector<Code> outcomes;
  std::vector<Code> counters;
  std::vector<Code> follow_on;
  std::vector<Basis> basis;
  std::vector<Code> stages;  ///< those of `outcomes` that leave their pair open
};

/// A kind that is not in the packs: it opens nothing, its clocks do not run and count as past for `close`.
struct AbsentKind {
  Code id;
  std::string name;
  Label label;
};

/// What is counted against a figure of a filing standard.
struct Measure {
  std::vector<Code> kinds;    ///< of code list amount_kind; several: their sum
  std::int64_t at_least = 0;  ///< fen; of copies, clicks and members: how many
};

struct Limb {
  std::vector<Measure> measures;  ///< all of them
  Condition when;
  Label label;  ///< what it asks beyond figures; may be empty
  std::vector<Basis> basis;
};

/// A filing standard of one offence in one version: a hint for officers, no verdict looks at it (standards.h).
struct Standard {
  Code offence;
  std::string version;  ///< "I-2025"
  std::optional<core::Date> effective_from;
  std::optional<core::Date> effective_to;
  std::vector<Limb> limbs;  ///< one of them is enough
  std::vector<Basis> basis;
};

/// A region whose rows stand among those of the kinds, with `local` filled in.
struct Region {
  std::string code;
  Label label;
  std::vector<Basis> basis;
};

struct PackBundle {
  std::uint16_t format = 1;
  std::string id;       ///< "cn-ip"
  std::string version;  ///< "2025-05-01.1"
  std::string issuer;
  std::string agreement;  ///< the members' agreement
  std::optional<core::Date> effective_from;
  std::optional<core::Date> effective_to;
  std::optional<core::Date> checked_as_of;
  std::vector<Instrument> instruments;
  std::vector<Setting> settings;
  std::vector<CodeList> code_lists;
  std::vector<DocumentRule> documents;      ///< sorted by type
  std::vector<Procedure> procedures;        ///< sorted by id
  std::vector<ClockRule> universal_clocks;  ///< ALL.signoff, ALL.paper_confirm
  std::vector<AbsentKind> absent;
  std::vector<Region> regions;      ///< of the overlays, in order of their codes
  std::vector<Standard> standards;  ///< by offence, then by the day from which they are in force
  core::Digest digest;              ///< H of the binary it was loaded from

  [[nodiscard]] const Procedure* procedure(const Code& id) const;
  [[nodiscard]] const DocumentRule* document(const DocumentType& type) const;
  [[nodiscard]] const CodeList* code_list(const Code& name) const;
  [[nodiscard]] const ClockRule* clock(const Code& id) const;
  [[nodiscard]] const Instrument* instrument(const Code& key) const;
  [[nodiscard]] const Region* region(std::string_view code) const;  ///< of several overlays of one the first
  [[nodiscard]] const Setting* setting(const Code& id) const;
  [[nodiscard]] bool is_absent(const Code& id) const;
};

/// The state of `kind` as which one that an earlier version named `state` goes on: its own name, else one that says it
/// `was` it; both final, or neither. Null when there is none.
const StateRule* goes_on_as(const Procedure& kind, const Code& state, bool final_state);
/// The first state of `version` that has none in `next`, "K01.cure_open"; empty when all go on. Kinds that `next`
/// declares absent are passed over; a kind that it does not name at all is left behind with its first state.
std::string state_left_behind(const PackBundle& version, const PackBundle& next);
const Step* find_step(const Procedure& procedure, const Code& id);
const Requirement* find_requirement(const PackBundle& bundle, std::string_view id);

}  // namespace caseway::rules
