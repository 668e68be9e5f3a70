@0xf5c10de2ec3a8a76;
# What the bus decides about an event: verdict, findings, and the effects that change its state.
#
# `Outcome` stands whole in the record of its event (record.capnp). A receipt carries it without facts and without those effects
# that concern nobody but the broker. Statements, checkpoints and receipts have bytes of their own, drawn in docs/JOURNAL.md, so
# that a verifier needs no Cap'n Proto.
#
# An outcome holds codes, paths, part numbers and digests, never a value of a document: the words, articles and roles come from
# the pack by code. Numbers are journalled: never renumbered, never reused, added at the end.

using Cxx = import "/capnp/c++.capnp";
using Directory = import "directory.capnp";
$Cxx.namespace("caseway::schema");

enum Verdict {
  unset @0;
  proceeds @1;
  proceedsWithFindings @2;
  # Delivered; the findings travel.
  nextStepBarred @3;
  # Delivered; a later step stays barred until the findings are cured.
  returned @4;
  # Returned to sender: recorded, number used, state unchanged.
}

enum ReturnCode {
  # Why a message was returned.
  none @0;
  stepNotOpen @1;
  stepBarred @2;
  stoppedAtSender @3;
  stateSecret @4;
  unknownProcedure @5;
  unknownStep @6;
  wrongRole @7;
  unknownRecipient @8;
  unknownTransfer @9;
  notAParty @10;
  wrongConfirmation @11;
  transferExists @12;
  innerFile @13;
  noPack @14;
}

enum Fault {
  unset @0;
  absent @1;
  defective @2;
  mismatch @3;
  late @4;
  retake @5;
  flag @6;
  unmet @7;
}

enum FindingClass {
  unset @0;
  required @1;
  conditional @2;
  practice @3;
  local @4;
  form @5;
  procedure @6;
}

struct Finding {
  code @0 :Text;
  # Id of the requirement: "K01.D04", "form.D01.number"; printable ASCII, 1 to 255 bytes.
  fault @1 :Fault;
  findingClass @2 :FindingClass;
  path @3 :Text;
  # "D03.items[2].needsTest"; empty: the message as a whole. Printable ASCII, at most 2 KiB.
  part @4 :UInt16;
  # Part looked at; 0: head or none.
  bars @5 :Bool;
  # It keeps `barredStep` closed.
  barredStep @6 :Text;
  stops @7 :Bool;
  # It returned the message.
}

struct PartRef {
  # A part that lies in the journal and the vault.
  record @0 :UInt64;
  part @1 :UInt16;
  digest @2 :Data;
}

struct Outcome {
  engineVersion @0 :UInt16;
  # Version of the engine that decided, from 1.
  verdict @1 :Verdict;
  returnCode @2 :ReturnCode;
  # `none` unless the verdict is `returned`.
  findings @3 :List(Finding);
  openSteps @4 :List(Text);
  # With stepNotOpen and stepBarred: what the sender may say instead.
  pack @5 :Data;
  # Digest of the pack that judged; empty: none did.
  factsUsed @6 :List(PartRef);
  # What was read beside the state. Empty in a receipt.
  effects @7 :List(Effect);
  # In order. Applying them is all that happens: nothing else changes the state.
}

struct ClockKey {
  transfer @0 :Data;
  clock @1 :Text;
  # Code of the clock in the pack.
  party @2 :UInt16;
  # 0: the transfer as a whole.
  offence @3 :Text;
}

enum ClockEnd {
  unset @0;
  inTime @1;
  late @2;
  withdrawn @3;
  restarted @4;
  lapsed @5;
  answeredInTime @6;
}

struct Effect {
  # One change of the state. Transfers and cases are 16 bytes, agencies agency ids; states, steps, clocks, outcomes, units and
  # relations are codes. Effects on nobody's case stay out of receipts: those marked (broker).

  union {
    laneAdvanced @0 :LaneAdvanced;
    # (broker)
    transferOpened @1 :TransferOpened;
    stateChanged @2 :StateChanged;
    pairSet @3 :PairSet;
    documentHeld @4 :DocumentHeld;
    # (broker)
    requirementSet @5 :RequirementSet;
    itemSet @6 :ItemSet;
    counterSet @7 :CounterSet;
    # (broker)
    linked @8 :Linked;
    clockStarted @9 :ClockStarted;
    clockEnded @10 :ClockEnded;
    clockFired @11 :ClockFired;
    clockMoved @12 :ClockMoved;
    pendingSet @13 :PendingSet;
    pendingCleared @14 :PendingCleared;
    delivered @15 :Delivered;
    deliveryDone @16 :DeliveryDone;
    # (broker)
    deliveryParked @17 :DeliveryParked;
    # (broker)
    directoryChanged @18 :Directory.Order;
    # The order of this record, as accepted. (broker)
    packActivated @19 :PackActivated;
    # (broker)
    timeSet @20 :Int64;
    # Training sites: the new instant. (broker)
    settingSet @21 :SettingSet;
    # (broker)
    dropped @22 :UInt64;
    # Cases closed at or below this record leave the state. (broker)
  }
}

struct LaneAdvanced {
  # The number is used; its statement is that of this record.
  agency @0 :Text;
  lane @1 :UInt16;
  number @2 :UInt64;
  body @3 :Data;
  # Digest; empty for a state secret, whose number any body repeats.
  settled @4 :UInt64;
}

struct TransferOpened {
  transfer @0 :Data;
  caseId @1 :Data;
  procedure @2 :Text;
  sender @3 :Text;
  recipient @4 :Text;
  # Empty: no counterpart here.
  state @5 :Text;
  cause @6 :Data;
  # Transfer whose step opened it; empty when a message of its own did.
  pack @7 :Data;
  # Pack that it is judged by, to its end.
}

struct StateChanged {
  transfer @0 :Data;
  state @1 :Text;
  final @2 :Bool;
}

struct PairSet {
  transfer @0 :Data;
  party @1 :UInt16;
  offence @2 :Text;
  unit @3 :Bool;
  outcome @4 :Text;
  # Empty: open.
}

struct DocumentHeld {
  # The latest part that holds a document of this type in the transfer.
  transfer @0 :Data;
  type @1 :Text;
  part @2 :UInt16;
  # Of this record's message.
  digest @3 :Data;
}

struct RequirementSet {
  # A finding that the transfer carries (open), or one that was met.
  transfer @0 :Data;
  code @1 :Text;
  path @2 :Text;
  # As in Finding.
  open @3 :Bool;
  waived @4 :Bool;
  bars @5 :Bool;
  barredStep @6 :Text;
}

struct ItemSet {
  # Custody of one exhibit of the case.
  caseId @0 :Data;
  item @1 :UInt32;
  quantity @2 :Int64;
  unit @3 :Text;
  holder @4 :Text;
  # Agency id, or a name where no agency holds it.
  status @5 :Text;
  explained @6 :Bool;
  # False: a discrepancy waits for its explanation.
}

struct CounterSet {
  caseId @0 :Data;
  counter @1 :Text;
  value @2 :Int64;
}

struct Linked {
  caseId @0 :Data;
  from @1 :Data;
  to @2 :Data;
  relation @3 :Text;
}

struct ClockStarted {
  key @0 :ClockKey;
  anchor @1 :Int64;
  warnAt @2 :Int64;
  # Instant of the warning or of the first reading; 0: none.
  dueFirst @3 :Int64;
  # Earlier reading of the law.
  due @4 :Int64;
  # Later reading: overdue after it.
  nominal @5 :Int64;
  # End before the roll to a working day; extensions add to it.
  provisional @6 :Bool;
  pack @7 :Data;
  calendar @8 :Data;
  # Digests under which it was computed.
  owner @9 :Text;
  # Agency whose duty it is; may be empty.
}

struct ClockEnded {
  key @0 :ClockKey;
  how @1 :ClockEnd;
}

struct ClockFired {
  key @0 :ClockKey;
  overdue @1 :Bool;
  # False: the warning.
  due @2 :Int64;
  # Its true due instant.
}

struct ClockMoved {
  # Extended or computed again.
  key @0 :ClockKey;
  warnAt @1 :Int64;
  dueFirst @2 :Int64;
  due @3 :Int64;
  nominal @4 :Int64;
  provisional @5 :Bool;
  calendar @6 :Data;
}

struct PendingSet {
  # Waits for the other party's word.
  transfer @0 :Data;
  step @1 :Text;
  saidBy @2 :Text;
  body @3 :Data;
  # What `confirms` must name.
  paper @4 :Bool;
  # Entered from paper: in effect already, one-sided.
}

struct PendingCleared {
  transfer @0 :Data;
  body @1 :Data;
}

struct Delivered {
  # An entry joins a mailbox.
  mailbox @0 :Text;
  delivery @1 :UInt64;
  # Next of the mailbox, from 1. Absent (0) in a receipt.
  caseId @2 :Data;
  transfer @3 :Data;
  # Under which the receiver sees it.
  whole @4 :Bool;
  # The receiver is a party and gets all parts.
  parts @5 :List(UInt16);
  # Parts owed of the message, at most 1,024; empty without `whole`: an event entry.
  facts @6 :List(Text);
  # Event entry: codes of the facts owed.
  presents @7 :Bool;
  # Its ack makes the transfer `presented`.
  record @8 :UInt64;
  # Whose message: an earlier one, which this record's confirms and which carried the documents; 0: this record's.
}

struct DeliveryDone {
  mailbox @0 :Text;
  delivery @1 :UInt64;
}

struct DeliveryParked {
  mailbox @0 :Text;
  delivery @1 :UInt64;
  parked @2 :Bool;
  # False: offered again.
}

struct PackActivated {
  pack @0 :Data;
  calendar @1 :Bool;
  # It is the calendar.
}

struct SettingSet {
  setting @0 :Text;
  value @1 :Text;
}
