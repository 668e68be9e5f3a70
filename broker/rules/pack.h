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

namespace caseway::rules {

using core::Code;
using core::DocumentType;

struct Label {
  std::string zh;
  std::string en;
};

enum class Confidence : std::uint8_t { verified = 1, page = 2, recalled = 3, site = 4, design = 5 };

/// One source of a row: never a recalled number as verified.
struct Basis {
  Code instrument;      ///< key of PackBundle.instruments: "O310", "MPS" ...
  std::string article;  ///< "6(1)"
  Confidence confidence = Confidence::design;
  std::uint8_t percent = 0;  ///< with recalled
  std::string note;
};

struct Instrument {
  Code key;
  Label title;
  std::string number;  ///< 国务院令第310号(2020修订)
  std::optional<core::Date> effective_from;
  std::optional<core::Date> effective_to;
  std::optional<core::Date> checked_as_of;
  Confidence confidence = Confidence::recalled;  ///< of title, number and dates; articles say their own
  std::uint8_t percent = 0;                      ///< with recalled
  std::string note;
};

/// A point on which the law is silent: S01 ... S41. Findings, clocks and handbook name it.
struct Setting {
  Code id;
  Label title;
  std::string default_value;
  std::vector<std::string> alternatives;
};

// ---- Documents ------------------------------------------------------------------------------------------------

enum class Need : std::uint8_t { required = 1, optional = 2, when = 3 };

// ---- Conditions -------------------------------------------------------------------------------------------------

/// Where a path starts.
enum class Root : std::uint8_t {
  document = 1,     ///< fields of documents of `document`; several documents of a type are several roots
  head = 2,         ///< dossier head: title, ownCaseNumber, secrecy, note, paper.entered, paper.step ...
  party = 3,        ///< no, kind, name, idType, id, org, roles, present, measure, inCustody
  pair = 4,         ///< party, offence, unit, and its outcome so far: outcome
  outcome = 5,      ///< outcomes said by this message: party, offence, outcome, ground, document
  act = 6,          ///< offence, from, to, place
  amount = 7,       ///< kind, fen
  right = 8,        ///< type, number
  evidence = 9,     ///< id, class, title, made, carrier, language, abroad, secrecy, hasPart, custody.holder ...
  element = 10,     ///< the current element of the innermost for_all / exists / count
  step = 11,        ///< occurredAt, signedAt, receivedAt, sender, recipient, procedure, step, fromPaper
  transfer = 12,    ///< state, sender, recipient, openPairs, openFindings, pendingPaper, documents (types held) ...
  case_graph = 13,  ///< counter.NAME, item.status, item.unexplained, link.RELATION, transfer.PROCEDURE.state
  clock = 14,       ///< CLOCK.running, CLOCK.past, CLOCK.due
  agency = 15,      ///< sender.level, sender.region, recipient.level, recipient.region, recipient.isCounterpart
};

enum class Scope : std::uint8_t {
  message = 1,   ///< this message only
  transfer = 2,  ///< this message first, else the latest document of that type held by the transfer
  case_ = 3,     ///< as transfer, else held by any transfer of the case
  earlier = 4,   ///< never this message: the latest held by the transfer, else by the case
};

struct Path {
  Root root = Root::document;
  DocumentType document;
  Scope scope = Scope::message;
  std::vector<Code> names;  ///< "items", "needsTest"; every list on the way fans out
  std::string text;         ///< as the pack writes it: "held:D03.items", "case.counter.forwards"; names a surrounding
};

/// The written form of a path, as schemas/rules.capnp describes it; nothing for any other text.
std::optional<Path> parse_path(std::string_view text);

/// A constant or a path.
struct Operand {
  bool is_path = false;
  Path path;
  core::Value constant;
  std::int64_t plus = 0;  ///< added to an integer, date (days) or instant (ms)
};

enum class Op : std::uint8_t {
  always = 1,
  all = 2,              ///< every child
  any = 3,              ///< at least one child
  not_ = 4,             ///< child[0] fails
  at_least = 5,         ///< at least `number` children
  for_all = 6,          ///< child[0] holds for each element of `left.path`; true when there is none
  exists = 7,           ///< child[0] holds for some element of `left.path`
  count = 8,            ///< number of elements of `left.path` that meet child[0] (if any) `compare` `number`
  present = 9,          ///< `left.path` has a value (a document root without names: the document is there)
  compare = 10,         ///< left `compare` right; several values: true when it holds for one of them
  in = 11,              ///< left is one of `constants`
  sum_equals = 12,      ///< sum over left.path = right
  lists_agree = 13,     ///< lists `left` and `right` of items agree by number, quantity and unit
  material_list = 14,   ///< D06 names every other part of its message, digests and counts agree
  stamp_is = 15,        ///< the document's stamp is one of `constants`
  carrier_is = 16,      ///< its carrier is one of `constants`
  in_time = 17,         ///< the clock `clock` is not overdue at step.occurredAt (asserted clocks are judged here)
  distinct = 18,        ///< values of left.path are distinct and at least `number`
  well_formed = 19,     ///< values of left.path meet the form of their kind (number, org, person ...)
  covers = 20,          ///< every value of left.path occurs among those of right.path
  different = 21,       ///< at least `number` different values of left.path; repeats do not harm
  product_equals = 22,  ///< left times `factor` = right
};

enum class Compare : std::uint8_t { equal = 1, not_equal = 2, less = 3, at_most = 4, more = 5, at_least = 6 };

struct Condition {
  Op op = Op::always;
  Compare compare = Compare::equal;
  std::int64_t number = 0;
  Operand left;
  Operand right;
  Operand factor;  ///< product_equals
  std::vector<std::string> constants;
  Code clock;
  std::vector<Condition> children;
};

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
  core::Digest digest;  ///< H of the binary it was loaded from

  [[nodiscard]] const Procedure* procedure(const Code& id) const;
  [[nodiscard]] const DocumentRule* document(const DocumentType& type) const;
  [[nodiscard]] const CodeList* code_list(const Code& name) const;
  [[nodiscard]] const ClockRule* clock(const Code& id) const;
  [[nodiscard]] const Instrument* instrument(const Code& key) const;
  [[nodiscard]] const Setting* setting(const Code& id) const;
  [[nodiscard]] bool is_absent(const Code& id) const;
};

const Step* find_step(const Procedure& procedure, const Code& id);
const Requirement* find_requirement(const PackBundle& bundle, std::string_view id);

}  // namespace caseway::rules
