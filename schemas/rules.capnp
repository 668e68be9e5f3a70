@0xd9706674dfe314df;
# How a pack is written: the law of a field as data. broker/rules/compile reads files of this form and turns them into the
# values of broker/rules/pack.h, struct by struct; what each word *does* is said there and here, once more, for authors.
#
# A set of packs is a flat folder (packs/cn-ip). Its files hold constants:
#   const pack :Rules.Pack = (...);          any number of files; the compiler merges them into one bundle
#   const calendar :Rules.Calendar = (...);  holiday data, a bundle of its own
# Files named *_test.capnp are left out of the bundle; they hold tests, see pack_test.capnp.
# Import this file as "/rules.capnp" (`capnp eval -I schemas schemas/packs/cn-ip/k01.capnp pack`), a neighbour as "laws.capnp".
#
# Written forms used below
#   date      "2020-08-07"                    instant  "2025-09-26T11:05:00+08:00"
#   document  "D01"; a part that is copied alone: "D50.list"
#   due       "2025-09-29 24:00" (day's end), "2025-09-26 17:00" (hours)
#   path      [scope ":"] root {"." name}. Roots are those of rules::Root; every list on the way fans out.
#             D03.items.needsTest      field of the documents D03 of this message; D03 alone: the documents themselves.
#                                      A part of a document: D50/list.items
#             held:D03.items           this message first, else the latest D03 held by the transfer
#             case:D03.items           the same, else held by any transfer of the case
#             earlier:D03.items        never this message: the latest held by the transfer, else by the case
#             head.title head.paper.step party.kind pair.outcome outcome.ground act.to amount.fen right.type evidence.class
#             element.unit             element of the innermost forAll, exists, count
#             step.occurredAt step.receivedAt step.documents (how many) step.sender step.recipient step.fromPaper
#             transfer.state transfer.openPairs transfer.openFindings transfer.pendingPaper transfer.presentedAt
#             transfer.asked transfer.unanswered transfer.final transfer.signedOffAt
#             transfer.saidWith        in a row with `withSteps`: the state in which that step left its own transfer
#             case.counter.forwards case.item.status case.item.unexplained case.link.follow_on case.transfer.K07.state
#             clock.K01.send24.past clock.K03.request.running clock.K01.review.due
#             agency.sender.level agency.sender.region agency.recipient.isCounterpart
#             Names of transfer, case, clock and agency are told by the engine (rules::Surrounding); one that is not told has
#             no value. Yes and no are 1 and 0: compare them with `bool`.
#
# A word that is written, read and checked, and that nothing judges yet, is refused by name ("not evaluated yet"), so that no pack
# relies on it: broker/rules/check_later.cc holds those words, a line each.
#
# A clock named for another kind than the transfer's is kept on the transfer that starts it; a step of its own kind in the same
# case that starts or ends it ends the kept one too. A step that ends a clock of another kind ends it in the whole case.
#
# What cannot be said, and why: docs/RULES_REFERENCE.md.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("caseway::rules::schema");  # apart: Field, Document, Role ... are other types than those of messages

# ---- Shared ---------------------------------------------------------------------------------------------------------

struct Label {
  zh @0 :Text;  # as a clerk in China reads it; never empty
  en @1 :Text;  # plain English; never empty
}

enum Confidence {
  verified @0;  # the article was read
  page @1;      # an excerpt of a page was read
  recalled @2;  # from memory, with `percent`; never bars a step
  site @3;      # the law is silent, a setting decides
  design @4;    # ours
}

struct Basis {
  # One source of a row.
  instrument @0 :Text;                     # key of an Instrument; empty with site and design
  article @1 :Text;                        # "6(1)"; empty: the instrument as a whole
  confidence @2 :Confidence = design;
  percent @3 :UInt8;                       # with recalled, 1 to 99
  note @4 :Text;                           # in English, for readers of the handbook; may be empty
}

struct Instrument {
  key @0 :Text;                            # "O310", unique in the set
  title @1 :Label;
  number @2 :Text;                         # 国务院令第310号(2020修订); empty where it was not read
  effectiveFrom @3 :Text;                  # date; empty: not checked
  effectiveTo @4 :Text;                    # date, last day; empty: still in force when checked
  checkedAsOf @5 :Text;                    # date of the text that was read; empty: recalled only
  confidence @6 :Confidence = recalled;    # of title, number and dates together; articles say their own
  percent @7 :UInt8;                       # with recalled
  note @8 :Text;
}

struct Setting {
  # A point on which the law is silent or divided.
  id @0 :Text;                             # "S01", unique
  title @1 :Label;
  default @2 :Text;                        # value in force until an order sets another
  alternatives @3 :List(Text);             # values or, in words, ranges; what an order may set
}

struct CodeValue {
  code @0 :Text;                           # as it stands in documents, "3(1)", "双"
  label @1 :Label;
}

struct CodeList {
  name @0 :Text;                           # "offence", unique
  values @1 :List(CodeValue);
}

enum Role {
  # Those of core/directory.h, same names.
  administrative @0; police @1; superiorPolice @2; procuratorate @3; superiorProcuratorate @4; court @5; supervision @6;
  justice @7; superiorAgency @8; mediation @9; notary @10; platform @11; technical @12; centre @13; appraiser @14;
  registry @15; operator @16;
}

# ---- Conditions -----------------------------------------------------------------------------------------------------

struct Operand {
  # Something to compare with.
  union {
    text @0 :Text;      # also a code
    int @1 :Int64;      # also an amount in fen
    bool @2 :Bool;
    date @3 :Text;
    instant @4 :Text;
    path @5 :Text;      # several values: one of them is enough
  }
  plus @6 :Int64;       # added: to an integer or amount as it is, to a date days, to an instant milliseconds
}

enum Compare { equal @0; notEqual @1; less @2; atMost @3; more @4; atLeast @5; }

struct Condition {
  # Always ends: no recursion over data, no arithmetic but the operations named. Left out: `always`.
  union {
    always @0 :Void;
    never @1 :Void;                      # for a flag that stands wherever its `when` holds
    all @2 :List(Condition);
    any @3 :List(Condition);
    not @4 :Condition;
    atLeast :group {                     # at least `number` of these hold
      number @5 :Int64;
      of @6 :List(Condition);
    }
    forAll :group {                      # holds for each element; true when there is none
      each @7 :Text;                     # path
      meets @8 :Condition;
    }
    exists :group {                      # holds for some element
      some @9 :Text;
      meets @10 :Condition;
    }
    count :group {                       # how many elements meet it
      of @11 :Text;
      meets @12 :Condition;
      is @13 :Compare = equal;
      number @14 :Int64;
    }
    present @15 :Text;                   # path that has a value; a document alone: it is there
    compare :group {
      left @16 :Text;                    # path; several values: one of them is enough
      is @17 :Compare = equal;
      right @18 :Operand;
    }
    in :group {
      left @19 :Text;
      values @20 :List(Text);
    }
    sumEquals :group {                   # the sum of the values of a path
      of @21 :Text;
      right @22 :Operand;
    }
    productEquals :group {               # left times factor; each path has one value
      left @23 :Text;
      factor @24 :Operand;
      right @25 :Operand;
    }
    listsAgree :group {                  # lists of items agree both ways: no or itemNo, quantity or listed, unit
      left @26 :Text;
      right @27 :Text;
    }
    covers :group {                      # every value of `part` occurs among those of `whole`
      part @28 :Text;
      whole @29 :Text;
    }
    materialList @30 :Void;              # D06 names every other part of its message, and digests and counts agree
    stampIs :group {                     # the stamp of each such document is one of these
      document @31 :Text;
      values @32 :List(Text);            # none valid digestBroken untrusted presentUnchecked paperOriginal
    }
    carrierIs :group {
      document @33 :Text;
      values @34 :List(Text);            # E S P M
    }
    inTime @35 :Text;                    # clock id; judged at its end path, else at step.occurredAt
    distinct :group {                    # no two values alike, and at least `number` of them
      path @36 :Text;
      number @37 :Int64;
    }
    different :group {                   # at least `number` different values; repeats do not harm
      path @38 :Text;
      number @39 :Int64;
    }
    wellFormed @40 :Text;                # every value of the path has the form of its field's kind
  }
}

# ---- Documents ------------------------------------------------------------------------------------------------------

enum FieldKind {
  # Those of core/dossier.h. What a form check looks at is written there and in broker/rules/evaluate.
  text @0; date @1; instant @2; amount @3; integer @4; number @5; organisation @6; person @7; agency @8; document @9;
  evidence @10; boolean @11; code @12; group @13;
}

enum Need { required @0; optional @1; when @2; }

struct Field {
  name @0 :Text;                           # camelCase ASCII, as messages spell it
  label @1 :Label;
  kind @2 :FieldKind = text;
  list @3 :Bool = false;                   # any number of values
  least @4 :UInt16 = 0;                    # least number of values of a list that is needed; 0 with required means 1
  need @5 :Need = required;                # required and absent: a finding of class form, never a stop
  when @6 :Condition;                      # with need = when; `element` is the group, or the document, around the field
  codeList @7 :Text;                       # with code: name of a CodeList
  codes @8 :List(Text);                    # with code: complete list written in place, instead of codeList
  documents @9 :List(Text);                # with document: types it may name; empty: any. Types of other sets may be named
  fields @10 :List(Field);                 # with group
  includes @11 :List(List(Field));         # with group: shared lists that come before `fields`
}

enum DocumentClass { letter @0; decision @1; notice @2; list @3; report @4; proof @5; certificate @6; receipt @7; }

struct Document {
  type @0 :Text;                           # "D01"; unique in the set
  label @1 :Label;
  class @2 :DocumentClass;
  issuers @3 :List(Role);                  # empty: anybody, also off the bus
  includes @4 :List(List(Field));          # shared lists (macros H and P) that come before `fields`
  fields @5 :List(Field);
  stampExpected @6 :Text;                  # words of the dictionary, shown, never checked
  stampNeeded @7 :Bool = true;             # a stamp that is none, digest_broken or untrusted gives a finding of class form
  carriers @8 :List(Text);                 # of E S P M; empty: any. Another one gives a finding
  basis @9 :List(Basis);
}

# ---- Requirements ---------------------------------------------------------------------------------------------------

enum FindingClass { required @0; conditional @1; practice @2; local @3; form @4; procedure @5; }
enum Fault { absent @0; defective @1; mismatch @2; late @3; retake @4; flag @5; unmet @6; }

struct Requirement {
  # What the bus looks at when a step with certain documents arrives. One thing with one sentence.
  id @0 :Text;                             # "K01.D04": stands in findings for ever; unique in the set, never reused
  label @1 :Label;                         # what is asked
  missing @2 :Label;                       # the sentence when it fails
  class @3 :FindingClass = required;       # practice: never proposed as a cure item
  fault @4 :Fault = absent;
  steps @5 :List(Text);                    # steps of the kind that it looks at; empty: every step said by a message
  document @6 :Text;                       # the document it is about; empty: none in particular
  when @7 :Condition;                      # it applies
  must @8 :Condition;                      # it is met
  stops @9 :Bool = false;                  # fails: the message is returned to its sender
  bars @10 :List(Text);                    # fails: these later steps are barred until it is met or waived
  untilWaived @11 :Bool = false;           # `waive` may open what it bars
  suppliedBy @12 :List(Role);              # who can make it good; empty: nobody has to
  waivedBy @13 :List(Role);
  setting @14 :Text;                       # site setting behind it; empty: none
  basis @15 :List(Basis);
  perParty @16 :Bool = false;              # looked at for each party of the message (`element`); found at "party.3", its number;
                                           # bars steps that make an outcome, for that party only
  barsWhile @17 :Condition;                # bars only while this holds when the barred step is said; names told by the engine
}

# ---- Clocks ---------------------------------------------------------------------------------------------------------

enum Unit { hours @0; days @1; months @2; minutes @3; }

struct Period {
  amount @0 :Int32;                        # 0: none
  unit @1 :Unit = days;                    # minutes only for warnings; months not for warnings
}

enum AnchorKind {
  step @0;      # occurredAt of the step that starts it
  received @1;  # its document was received: receipt_signed, or by S08 the ack of its delivery
  asserted @2;  # a date or instant in a document; judged when the step that ends it arrives
}

enum DayBasis { none @0; calendar @1; working @2; disputed @3; }
# none for hours and months. disputed: two readings, warn at the earlier, overdue only after the later; S01 may fix one.

enum Side { sender @0; receiver @1; either @2; both @3; system @4; opener @5; other @6; }
# sender, receiver of the transfer; both: a joint step; system: the bus; opener: opens it, becomes its sender; other: by role

struct Extension {
  approvers @0 :List(Role);
  document @1 :Text;                       # "D64"
  most @2 :Int32;                          # longest, in the clock's unit; 0: as the document says
  setting @3 :Text;                        # off unless this setting is on; empty: always allowed
  mostIs @4 :Period;                       # in place of `most`, with a unit of its own: 15 days on a clock of months
}

struct Clock {
  id @0 :Text;                             # "K01.review": kind, dot, name; unique
  label @1 :Label;
  anchor @2 :AnchorKind = step;
  anchorDocument @3 :Text;                 # with received
  anchorPath @4 :Text;                     # with asserted: the anchor; several values: the earliest. With step: used when a
                                           # step that ends the clock arrives and no step had started it
  endPath @5 :Text;                        # date or instant that ends it, judged in place of step.occurredAt; empty: none
  length @6 :Period;
  secondLength @7 :Int32;                  # two instruments: the shorter warns, the longer is overdue; 0: one
  lengthFrom @8 :Text;                     # path of a due date or instant in a document, or of an integer: so many units from the
                                           # anchor; absent there: `lengthOr`, then `length`
  dayBasis @9 :DayBasis = none;
  rolls @10 :Bool = false;                 # a last day that is a rest day moves the end to the next working day
  custodyNoRoll @11 :Bool = false;         # not for a person in custody; a clock of no pair: if anybody of the transfer is
  extension @12 :Extension;                # left out: none
  suspends @13 :Bool = false;              # may be suspended
  restarts @14 :Bool = true;               # a new anchor replaces the old one
  preWarning @15 :Period;                  # before the later reading
  owner @16 :Side = receiver;              # whose duty it is
  raises @17 :Text;                        # step said by the bus when it runs out; empty: none
  lateFinding @18 :Text;                   # code of the finding on the step that ends it late; unique; empty: none
  lineTo @19 :List(Role);                  # who sees a line when it runs out
  lateEnds @20 :Bool = true;               # a step after expiry still ends it, as late; else it stays, and only the finding is given
  setting @21 :Text;
  consequence @22 :Label;                  # what running out means, in law or here
  basis @23 :List(Basis);
  lengthOr @24 :Text;                      # as lengthFrom, looked at where that shows nothing
  lineOf @25 :Side = sender;               # whose counterparts `lineTo` are: sender or receiver of the transfer
  lineKinds @26 :List(Text);               # of a universal clock: kinds in which the line is shown; empty: in all
  suspendedBy @27 :List(Role);             # who may suspend and resume it by a universal step; empty: only rows that pause it
  suspendDocument @28 :Text;               # which document that takes, "D78"
  onAck @29 :Bool = true;                  # with received: by S08 the ack of the delivery counts; false: only a signature does
  mayPass @30 :Bool = false;               # a time that somebody has, not one by which he must act: a step after it is not late, the
                                           # clock has lapsed
  transition @31 :Transition = keep;       # what this version does with such a clock that runs when it comes into force
}

enum Transition { keep @0; shortenIfEarlierFromChangeDay @1; restartOnChangeDay @2; }
# keep: it runs on as the version says under which it started. The change day is `effectiveFrom` of the set that says this.
# shorten...: counted anew from the start of that day by this row; where that ends earlier, it ends then
# restart...: counted anew from the start of that day, also where that ends later

# ---- Steps ----------------------------------------------------------------------------------------------------------

struct Actor {
  side @0 :Side = sender;
  roles @1 :List(Role);                    # one of them; empty: any
  officer @2 :Text;                        # "named officer"; shown, never checked
}

struct ClockStart {
  clock @0 :Text;                          # id; of an absent kind: nothing starts
  perPair @1 :Bool = false;                # one for each (person, offence)
  onReceipt @2 :Bool = false;              # when the step's document is received, see AnchorKind.received
  when @3 :Condition;                      # with perPair, `element` is the party
  warnFrom @4 :Text;                       # path of a date or instant: the earlier reading counts from there, if it shows one and
                                           # ends earlier so; on a clock that counts from the step itself
}

struct ClockStop {
  clock @0 :Text;
  perPair @1 :Bool = false;                # only for the pairs that the step decides
  when @2 :Condition;                      # as in ClockStart; told after the answers of this step
}

enum CopyTo { role @0; sender @1; receiver @2; firstSender @3; earlierSenders @4; holders @5; regionMembers @6; }
# role: the counterparts, in `roles`, of the transfer's sender, or of the party that `of` names
# earlierSenders: senders of the transfers of the case and of cases joined to it, once each, but for him who is to tell;
# transfers that the bus opened do not count. An opening to several opens a transfer for each

struct Copy {
  to @0 :CopyTo = role;
  roles @1 :List(Role);
  documents @2 :List(Text);                # parts shown; those not carried are left out
  facts @3 :List(Text);                    # occurred_at received_at state outcome late: shown when no named part is carried
  whole @4 :Bool = false;                  # every part
  under @5 :Text;                          # kind under which it is seen there (K01b); opened when there is none yet
  setting @6 :Text;                        # owed only while this setting is on
  when @7 :Condition;                      # owed only if it holds
  basis @8 :List(Basis);
  of @9 :Side = sender;                    # with role: whose counterparts, sender or receiver of the transfer
}

struct Opening {
  # The step opens a transfer of another kind, said by the bus; nothing when that kind is absent.
  procedure @0 :Text;
  step @1 :Text;
  sender @2 :Side = sender;                # which party of this transfer sends the new one
  to @3 :CopyTo = role;                    # who receives it; role: the counterpart that the kind names
}

enum Say { message @0; with @1; event @2; when @3; }
# message: by an agency. The rest by the bus: with another step, when a clock runs out, as soon as `holds` is true

struct AskedItems {
  # Items of a document of the step: asked for, or answered, by their `no`, else by their place in the list from 1. One that was
  # asked for and not answered is an open requirement of the transfer, at "item.2".
  requirement @0 :Text;                    # id; of the kind, with neither `must` nor bars: the words for an open item
  list @1 :Text;                           # path of the list of groups: "D66.items"
  when @2 :Condition;                      # counts only if it holds; `element` is the item
}

enum NewReceiver { same @0; named @1; sayer @2; }
# named: the recipient that the message names, a member in one of the kind's `to`; sayer: who says the step. From then on he
# is the receiver, and is sent what the transfer holds. Clocks that the step starts are his; `receiver` of its copies is
# still who was it

struct Branch {
  when @0 :Condition;
  state @1 :Text;
}

struct Step {
  id @0 :Text;                             # "cure_notice"; unique in its kind, at most 31 bytes
  label @1 :Label;
  say @2 :Say = message;
  by @3 :List(Actor);
  opens @4 :Bool = false;                  # row "-": opens the transfer; may also have states in which it is said again
  inStates @5 :List(Text);
  anyState @6 :Bool = false;               # any but final
  finalToo @7 :Bool = false;               # with anyState: final too; see finalOnly
  holds @8 :Condition;                     # else barred; with say = when: what makes the bus say it
  barred @9 :Label;                        # the sentence when `holds` fails; the finding is "KIND.STEP"
  documents @10 :List(Text);               # carried; others may travel too. Absence is a finding only by a Requirement
  starts @11 :List(ClockStart);
  ends @12 :List(ClockStop);
  pauses @13 :List(Text);                  # clocks
  resumes @14 :List(Text);
  copies @15 :List(Copy);
  openings @16 :List(Opening);
  withSteps @17 :List(Text);               # with say = with: "K13.resent_completed"; with any one of them
  leads :group {
    union {
      same @18 :Void;                      # "=": left out means this
      state @19 :Text;
      noPairOpen :group {                  # `state` once every pair has an outcome, else `otherwise` (empty: unchanged)
        state @20 :Text;
        otherwise @21 :Text;
      }
      firstThatHolds @22 :List(Branch);    # none holds: unchanged
    }
  }
  outcome @23 :Text;                       # code list outcome, made for each pair that the message names; empty: none
  counters @24 :List(Text);                # of the case, each raised by one
  itemsListed @25 :Bool = false;           # takes the items of its D03 or D16 onto the case graph
  itemsCounted @26 :Bool = false;          # takes the lines of its D09
  itemsMoved @27 :Bool = false;            # the items are the receiver's from now on
  itemsExplained @28 :Bool = false;        # open discrepancies are explained
  needsConsent @29 :Bool = false;          # after sign-off the other side says it too
  basis @30 :List(Basis);
  pairsAdded @31 :Bool = false;            # pairs of the message that the transfer lacks are its pairs from now on, open
  links @32 :Text;                         # relation (code list link) to the transfers of head.links; "*": as head.linkRelation says
  asks @33 :AskedItems;                    # left out: none. Told from then on: transfer.asked, transfer.unanswered
  answers @34 :AskedItems;                 # left out: none
  finalOnly @35 :Bool = false;             # with anyState: in final states only
  receiver @36 :NewReceiver = same;        # who receives the transfer from now on
  waivedBy @37 :List(Role);                # with `holds`: who may open it once by `waive` although that fails; empty: nobody
  withoutDocument @38 :Bool = false;       # a message says it and no document is asked for by its row: meant so, not forgotten.
                                           # Judged by nobody: `caseway-rules check` asks for a document or for this
}

struct State {
  id @0 :Text;
  label @1 :Label;
  final @2 :Bool = false;
  was @3 :List(Text);                      # states of earlier versions of the kind that go on as this one; a state of the same
                                           # name goes on as itself
}

struct Procedure {
  id @0 :Text;                             # "K01"
  name @1 :Text;                           # "adm.pol.crime_transfer"
  label @2 :Label;
  from @3 :List(Role);                     # empty: any
  to @4 :List(Role);
  policy @5 :Text;                         # P1 .. P5, a label
  sameLevel @6 :Bool = true;
  states @7 :List(State);
  steps @8 :List(Step);
  takes @9 :List(Text);                    # universal steps that it has too, after its own; one that it defines: error
  requirements @10 :List(Requirement);
  clocks @11 :List(Clock);
  outcomes @12 :List(Text);                # of code list outcome
  counters @13 :List(Text);
  followOn @14 :List(Text);                # kinds
  basis @15 :List(Basis);
  stages @16 :List(Text);                  # those of `outcomes` that leave their pair open: registered, accepted
}

# ---- Overlays -------------------------------------------------------------------------------------------------------

struct LocalRequirement {
  # One more finding, of class local: it bars nothing and stops nothing.
  procedure @0 :Text;
  requirement @1 :Requirement;             # `class`, `stops`, `bars`, `waivedBy` and `setting` are left out
}

struct LocalCopy {
  # One more copy of a step: to the counterparts in `roles`, of facts and of documents that a national row of that step copies.
  procedure @0 :Text;
  step @1 :Text;
  copy @2 :Copy;                           # `to` is role; `whole`, `under` and `setting` are left out
}

struct LocalLimit {
  # An earlier internal limit of a clock: it warns, and nothing is late by it. Counted as the clock is.
  clock @0 :Text;
  length @1 :Period;                       # in the clock's unit, and shorter
  basis @2 :List(Basis);
}

struct Overlay {
  # What a region adds. A step has those of the region of who says it, or of the sender where the bus does; a clock those of its
  # owner's. All overlays on the way from the province down to it add to each other; of two limits of one clock the higher's counts.
  region @0 :Text;                         # begins the codes of its agencies (GB/T 2260): "51", "5101", "510104"
  label @1 :Label;
  effectiveFrom @2 :Text;                  # date
  effectiveTo @3 :Text;                    # date, last day; empty: open
  requirements @4 :List(LocalRequirement);
  copies @5 :List(LocalCopy);
  limits @6 :List(LocalLimit);
  basis @7 :List(Basis);
}

# ---- Filing standards -----------------------------------------------------------------------------------------------

struct Measure {
  kinds @0 :List(Text);                    # of code list amount_kind; several: their sum
  atLeast @1 :Int64;                       # fen; of copies, clicks, members: how many
}

struct Limb {
  # Met when every measure is, and `when` holds.
  measures @0 :List(Measure);
  when @1 :Condition;
  label @2 :Label;                         # what it asks beyond figures; empty: nothing
  basis @3 :List(Basis);
}

struct Standard {
  # A filing standard of one offence in one version. A hint for officers: no verdict, finding or step looks at it (law: below it,
  # with reasonable suspicion, a transfer is lawful). Judged are all versions in force from the end of the act to today.
  offence @0 :Text;                        # of code list offence
  version @1 :Text;                        # "I-2025"; unique with the offence
  effectiveFrom @2 :Text;                  # date
  effectiveTo @3 :Text;                    # date, last day; empty: open
  limbs @4 :List(Limb);                    # one of them is enough
  basis @5 :List(Basis);
}

struct Universal {
  # Written once; each procedure takes steps by name. A requirement here looks at its steps in every kind that takes them;
  # without steps, at every message of every kind.
  steps @0 :List(Step);
  requirements @1 :List(Requirement);
  clocks @2 :List(Clock);
}

struct AbsentKind {
  # Known by name and not in the set: opens nothing; its clocks do not run and count as past for `close`.
  id @0 :Text;
  name @1 :Text;
  label @2 :Label;
}

# ---- A file ---------------------------------------------------------------------------------------------------------

struct Pack {
  # What one file gives to the bundle; lists of all files are joined. Exactly one file of a set says what the set is
  # (id, version, issuer, agreement, dates); the others leave that out.
  id @0 :Text;                             # "cn-ip"
  version @1 :Text;                        # "2025-05-01.1": effective day, edition
  issuer @2 :Text;
  agreement @3 :Text;                      # the members' agreement under which it is used
  effectiveFrom @4 :Text;                  # date
  effectiveTo @5 :Text;                    # date; empty: open
  checkedAsOf @6 :Text;                    # date on which the sources were last read
  instruments @7 :List(Instrument);
  settings @8 :List(Setting);
  codeLists @9 :List(CodeList);
  documents @10 :List(Document);
  procedures @11 :List(Procedure);
  universal @12 :Universal;
  absent @13 :List(AbsentKind);
  overlays @14 :List(Overlay);
  standards @15 :List(Standard);
}

struct CalendarYear {
  year @0 :UInt16;
  rest @1 :List(Text);                     # dates, or spans "2025-10-01..2025-10-08", both ends counted
  working @2 :List(Text);                  # swapped working weekends
  instrument @3 :Text;                     # 国办发明电〔2024〕12号; in words where no number was read
  published @4 :Text;                      # date
}

struct Calendar {
  # Holiday data, mirrored in core/calendar.h. A year without data is counted with weekends only, and provisional.
  id @0 :Text;                             # "cn"
  version @1 :Text;
  years @2 :List(CalendarYear);
}
