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
  # Delivered; no finding.
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
  # Not returned.
  stepNotOpen @1;
  # The state of the transfer does not have this step; `openSteps` names those that it has for the sender.
  stepBarred @2;
  # The step is open, and findings keep it closed: they name what is missing, who supplies it and who may waive it.
  stoppedAtSender @3;
  # A requirement that stops at the sender fails (`stops` of its finding): it should never have been sent.
  stateSecret @4;
  # Marked as a state secret; the content was wiped.
  unknownProcedure @5;
  # Not in the pack, or declared absent there.
  unknownStep @6;
  # The procedure has no step of this code.
  wrongRole @7;
  # The sender has no role that may say this step.
  unknownRecipient @8;
  # Named, and not a member now, or without the role that the step is said to.
  unknownTransfer @9;
  # The step belongs to a transfer, and none has this id.
  notAParty @10;
  # The sender is no party of the transfer or of the case that it names.
  wrongConfirmation @11;
  # `confirms` names no message that waits for this sender's word, or is empty where it must name one.
  transferExists @12;
  # A step that opens a transfer names the id of one that is there.
  innerFile @13;
  # Reserved: a document of the sender's inner file. Version 1 returns nothing for it.
  noPack @14;
  # No pack is in force at this site.
}

enum Fault {
  unset @0;
  absent @1;
  # Document, field or evidence is not there.
  defective @2;
  # There, but not of its form: number, code, date, check character, stamp.
  mismatch @3;
  # Two things that must agree do not: digests, counts, sums, lists.
  late @4;
  # After the due instant of a clock.
  retake @5;
  # Usable only when the receiver collects it anew.
  flag @6;
  # To be seen; nothing is asked.
  unmet @7;
  # A condition of the step does not hold.
}

enum FindingClass {
  unset @0;
  required @1;
  # Always asked for by the law of the procedure.
  conditional @2;
  # Asked for under a circumstance that the dossier shows.
  practice @3;
  # Usual, not law: never proposed for a cure.
  local @4;
  # Asked for by a region's own rules.
  form @5;
  # Form of a field: code, number, date, check character.
  procedure @6;
  # Lateness, region, level, counterpart.
}

struct Finding {
  code @0 :Text;
  # Id of the requirement: "K01.D04", "form.D01.number"; printable ASCII, 1 to 255 bytes.
  fault @1 :Fault;
  # What is wrong with the thing at `path`.
  findingClass @2 :FindingClass;
  # Of the requirement; whether it bars is `bars`.
  path @3 :Text;
  # "D03.items[2].needsTest"; empty: the message as a whole. Printable ASCII, at most 2 KiB.
  part @4 :UInt16;
  # Part looked at; 0: head or none.
  bars @5 :Bool;
  # It keeps `barredStep` closed.
  barredStep @6 :Text;
  # Code of that step; empty without `bars`.
  stops @7 :Bool;
  # It returned the message.
}

struct PartRef {
  # A part that lies in the journal and the vault.
  record @0 :UInt64;
  # Index of the record whose message or order brought it.
  part @1 :UInt16;
  # Its number there.
  digest @2 :Data;
  # Of the part; what is read must have it.
}

struct Outcome {
  engineVersion @0 :UInt16;
  # Version of the engine that decided, from 1.
  verdict @1 :Verdict;
  # What the sender is told; `proceeds` also where there was nothing to judge.
  returnCode @2 :ReturnCode;
  # `none` unless the verdict is `returned`.
  findings @3 :List(Finding);
  # In the order of the rules.
  openSteps @4 :List(Text);
  # Of a returned message: what its sender may say instead. Steps of the transfer that it names; where nothing of it is
  # open to the sender, and kind, step, role or recipient was wrong, steps that open one, behind their kind: "K01.transfer".
  pack @5 :Data;
  # Digest of the pack that judged; empty: none did.
  factsUsed @6 :List(PartRef);
  # What was read beside the state. Empty in a receipt.
  effects @7 :List(Effect);
  # In order. Applying them is all that happens: nothing else changes the state.
}

struct ClockKey {
  transfer @0 :Data;
  # The transfer that it runs in.
  clock @1 :Text;
  # Code of the clock in the pack.
  party @2 :UInt16;
  # 0: the transfer as a whole.
  offence @3 :Text;
  # Code; empty with party 0.
}

enum ClockEnd {
  unset @0;
  inTime @1;
  # The step that ends it occurred at or before the due instant.
  late @2;
  # It occurred later, and the pack lets a late step end the clock.
  withdrawn @3;
  # Nothing is awaited any more: another step, or the end of the transfer, took its reason away.
  restarted @4;
  # The clock began anew in its case; the `clockStarted` follows.
  lapsed @5;
  # It ran out, and what it waited for did not come.
  answeredInTime @6;
  # It had fired; then a step that had occurred in time was recorded. The firing stays.
}

struct Effect {
  # One change of the state. Transfers and cases are 16 bytes, agencies agency ids; states, steps, clocks, outcomes, units and
  # relations are codes. Effects on nobody's case stay out of receipts: those marked (broker).

  union {
    laneAdvanced @0 :LaneAdvanced;
    # (broker)
    transferOpened @1 :TransferOpened;
    # A transfer begins.
    stateChanged @2 :StateChanged;
    # It is in another state of its procedure.
    pairSet @3 :PairSet;
    # A person under an offence joins the transfer, or has another outcome. Again: replaces.
    documentHeld @4 :DocumentHeld;
    # (broker)
    requirementSet @5 :RequirementSet;
    # Again for the same code, path and barred step: replaces.
    itemSet @6 :ItemSet;
    # Again for the same item: replaces.
    counterSet @7 :CounterSet;
    # (broker)
    linked @8 :Linked;
    # Two transfers belong together.
    clockStarted @9 :ClockStarted;
    # It runs from now on.
    clockEnded @10 :ClockEnded;
    # It runs no more.
    clockFired @11 :ClockFired;
    # It warned or ran out; it may still be answered.
    clockMoved @12 :ClockMoved;
    # The instants of a running clock changed.
    pendingSet @13 :PendingSet;
    # A joint step was said by one side.
    pendingCleared @14 :PendingCleared;
    # The other side said it, or it can no longer be said.
    delivered @15 :Delivered;
    # Sent when the group is durable, in order per case.
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
    receiverChanged @23 :ReceiverChanged;
    # Another organ goes on with the transfer.
    signedOff @24 :SignedOff;
    # An officer of its receiver signed for it. Again: replaces.
    clockSuspended @25 :ClockSuspended;
    # A running clock stands still.
    clockResumed @26 :ClockMoved;
    # A suspended one runs on, to these instants.
    itemsAsked @27 :ItemsAsked;
    # Again for the same requirement: replaces.
    partsRecalled @28 :TakenBack;
    # By their sender, when the receiver confirmed it: nobody is shown them any more.
    partsErased @29 :TakenBack;
    # By an order of two officers: their bytes leave the vault; what a record says of them stays.
    numberHeld @30 :NumberHeld;
    # Again for the same agency: replaces. (broker)
    custodySet @31 :CustodySet;
    # Again for the same person: replaces.
    versionTaken @32 :VersionTaken;
    # The transfer goes by the tables of another version from now on.
    changeCarried @33 :ChangeCarried;
    # Transfers up to one of them follow the pack or calendar of an order.
  }
}

struct LaneAdvanced {
  # The number is used; its statement is that of this record.
  agency @0 :Text;
  # Whose lane.
  lane @1 :UInt16;
  # 0 to 15.
  number @2 :UInt64;
  # The next of the lane, always one more than the last.
  body @3 :Data;
  # Digest; empty for a state secret, whose number any body repeats.
  settled @4 :UInt64;
  # As in the envelope: up to here the sender holds the receipts. A lower one than before changes nothing.
}

struct TransferOpened {
  transfer @0 :Data;
  # Chosen at random by the opener; a transfer that an effect opens has one derived from its cause.
  caseId @1 :Data;
  # The case that it belongs to, for ever.
  procedure @2 :Text;
  # Its code in `pack`.
  sender @3 :Text;
  # Who opened it, or for whom the bus did.
  recipient @4 :Text;
  # Empty: no counterpart here.
  state @5 :Text;
  # The first.
  cause @6 :Data;
  # Transfer whose step opened it; empty when a message of its own did.
  pack @7 :Data;
  # Pack by whose tables it goes, until versionTaken names another.
}

struct StateChanged {
  transfer @0 :Data;
  # Whose state.
  state @1 :Text;
  # The new one.
  final @2 :Bool;
  # The transfer is over: only the steps that the pack opens in a final state are left.
}

struct PairSet {
  transfer @0 :Data;
  # The transfer that decides on the pair.
  party @1 :UInt16;
  # Number in the dossier, from 1.
  offence @2 :Text;
  # Code of code list offence.
  unit @3 :Bool;
  # Unit liability.
  outcome @4 :Text;
  # Empty: none yet, the pair is open.
  stage @5 :Bool;
  # The outcome is one on the way (registered, accepted): the pair is open still. Never without an outcome.
}

struct CustodySet {
  transfer @0 :Data;
  # In each of whose pairs of the person it is noted.
  party @1 :UInt16;
  # Number in the dossier, from 1.
  inCustody @2 :Bool;
  # Held, as the message tells: periods that do not roll for who is held do not.
}

struct DocumentHeld {
  # The latest part that holds a document of this type in the transfer.
  transfer @0 :Data;
  # The one that holds it.
  type @1 :Text;
  # "D50", "D50.list".
  part @2 :UInt16;
  # Of this record's message.
  digest @3 :Data;
  # Of the part.
}

struct RequirementSet {
  # A finding that the transfer carries (open), or one that was met.
  transfer @0 :Data;
  # The one that carries it.
  code @1 :Text;
  # As in Finding.
  path @2 :Text;
  # As in Finding.
  open @3 :Bool;
  # False: it was met, and with it every one of this code and path.
  waived @4 :Bool;
  # An agency with the right to it waived it: it bars no more.
  bars @5 :Bool;
  # As in Finding.
  barredStep @6 :Text;
  # As in Finding.
}

struct ItemSet {
  # Custody of one exhibit of the case.
  caseId @0 :Data;
  # Exhibits belong to the case, whichever transfer lists them.
  item @1 :UInt32;
  # Its number in the lists of exhibits.
  quantity @2 :Int64;
  # In `unit`, as last counted.
  unit @3 :Text;
  # Code, or empty when it was written as no code.
  holder @4 :Text;
  # Agency id, or a name where no agency holds it.
  status @5 :Text;
  # Code: listed, handed_over, short, over and others that the engine names.
  explained @6 :Bool;
  # False: a discrepancy waits for its explanation.
}

struct CounterSet {
  caseId @0 :Data;
  # The case that is counted in.
  counter @1 :Text;
  # As the pack names it: "forwards", "cure_notices".
  value @2 :Int64;
  # The new count.
}

struct Linked {
  caseId @0 :Data;
  # The case that keeps the link.
  from @1 :Data;
  # The transfer in which it was said.
  to @2 :Data;
  # The one that was named.
  relation @3 :Text;
  # Code of code list link.
}

struct ClockStarted {
  key @0 :ClockKey;
  # What ran of this clock in the case before was ended as `restarted`.
  anchor @1 :Int64;
  # Instant from which it counts.
  warnAt @2 :Int64;
  # Instant of the warning or of the first reading; 0: none.
  dueFirst @3 :Int64;
  # Earlier reading of the law.
  due @4 :Int64;
  # Later reading: overdue after it.
  nominal @5 :Int64;
  # End before the roll to a working day; extensions add to it.
  provisional @6 :Bool;
  # That year's calendar is not in force yet: weekends only.
  pack @7 :Data;
  # Kept to its end.
  calendar @8 :Data;
  # Digests under which it was computed.
  owner @9 :Text;
  # Agency whose duty it is; may be empty.
}

struct ClockEnded {
  key @0 :ClockKey;
  # Of a running clock.
  how @1 :ClockEnd;
  # What the law makes of it.
}

struct ClockFired {
  key @0 :ClockKey;
  # Of a running clock.
  overdue @1 :Bool;
  # False: the warning.
  due @2 :Int64;
  # Its true due instant.
}

struct ClockMoved {
  # Extended or computed again.
  key @0 :ClockKey;
  # Of a running clock; all that follows replaces what it had.
  warnAt @1 :Int64;
  # As in ClockStarted, and so the next four.
  dueFirst @2 :Int64;
  # Earlier reading.
  due @3 :Int64;
  # Later reading.
  nominal @4 :Int64;
  # End before the roll.
  provisional @5 :Bool;
  # As in ClockStarted.
  calendar @6 :Data;
  # Digest under which it was computed now.
}

struct ReceiverChanged {
  transfer @0 :Data;
  # The one that goes on elsewhere.
  to @1 :Text;
  # Who receives it from now on. Who did keeps sight of what earlier records told it; of 16 such, no more.
}

struct SignedOff {
  transfer @0 :Data;
  # What was signed for.
  at @1 :Int64;
  # When; 0: its receiver, a new one, has not signed yet.
}

struct ClockSuspended {
  key @0 :ClockKey;
  # Of a running clock.
  at @1 :Int64;
  # Instant of the suspending event: what was left of the period is counted from there.
}

struct ItemsAsked {
  transfer @0 :Data;
  # Of whom they were asked.
  requirement @1 :Text;
  # Id of the requirement that words an open item, as in Finding. Each open one is a `requirementSet` at "item.2".
  items @2 :UInt32;
  # How many under this id so far, 1 to 256.
}

struct TakenBack {
  transfer @0 :Data;
  # To which the message belongs.
  record @1 :UInt64;
  # Index of the record of that message.
  parts @2 :List(UInt16);
  # Of the message, 1 to 1,024, ascending.
}

struct NumberHeld {
  transfer @0 :Data;
  # Under which it was said.
  agency @1 :Text;
  # Who keeps the case under the number that stands in the head of this record's message; the number itself stands there alone.
}

struct PendingSet {
  # Waits for the other party's word.
  transfer @0 :Data;
  # In which it was said.
  step @1 :Text;
  # The step that takes, or from paper took, effect.
  saidBy @2 :Text;
  # The side that said it.
  body @3 :Data;
  # What `confirms` must name.
  paper @4 :Bool;
  # Entered from paper: in effect already, one-sided.
}

struct PendingCleared {
  transfer @0 :Data;
  # As it was set.
  body @1 :Data;
  # Of the message that waited.
}

struct Delivered {
  # An entry joins a mailbox.
  mailbox @0 :Text;
  # Agency id of its owner.
  delivery @1 :UInt64;
  # Next of the mailbox, from 1. Absent (0) in a receipt.
  caseId @2 :Data;
  # Of each case one entry is outstanding at a time.
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
  # Whose message: 0: this record's; else an earlier one, which this record's confirms and which carried the documents,
  # or which brought what the transfer holds, for its new receiver (with `whole`).
}

struct DeliveryDone {
  mailbox @0 :Text;
  # Whose.
  delivery @1 :UInt64;
  # It was acknowledged and leaves the mailbox.
}

struct DeliveryParked {
  mailbox @0 :Text;
  # Whose.
  delivery @1 :UInt64;
  # It stays in the mailbox, and with it what its case has behind it.
  parked @2 :Bool;
  # False: offered again.
}

struct PackActivated {
  pack @0 :Data;
  # Digest of the bundle, or of the calendar; in force from this record on.
  calendar @1 :Bool;
  # It is the calendar.
  from @2 :Int64;
  # From this instant on the transfers that there are follow it; a pack is in force from then on. 0: from this record on,
  # and they keep what they had.
}

struct VersionTaken {
  transfer @0 :Data;
  # Whose states, and the steps that leave them, are those of `pack` from now on. What a step is asked is said by the version of the
  # day on which it occurred; a clock that runs keeps its own.
  pack @1 :Data;
  # Of the same set.
  state @2 :Text;
  # Where it stands, in the words of `pack`.
}

struct ChangeCarried {
  pack @0 :Data;
  # Pack or calendar that the transfers follow, as packActivated named it.
  through @1 :Data;
  # Transfers up to this id, in order of ids, follow it; empty: all do.
}

struct SettingSet {
  setting @0 :Text;
  # "S01" to "S41".
  value @1 :Text;
  # As ordered; in force from this record on. Again: replaces.
}
