@0xbb31f99052430e4b;
# How a pack is tested: what `caseway-rules test` runs. A file named *_test.capnp in a pack folder holds
#   const test :Test.PackTest = (...);     using Test = import "/pack_test.capnp";
# A case is one message with what is around it, and what the bus must say about it. The runner builds the values of
# core/dossier.h from it, calls rules::evaluate, reads the step's row from the bundle, and compares. It needs no engine:
# states and clocks are those of the row, never of a run. Documents may be short, see `formToo`.

using Rules = import "rules.capnp";
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("caseway::rules::schema");

struct TestValue {
  union {
    text @0 :Text;                         # text, number, code, agency, document, evidence ...: the field's kind decides
    int @1 :Int64;                         # integer and amount (fen)
    bool @2 :Bool;
    date @3 :Text;
    instant @4 :Text;
    list @5 :List(TestValue);
    group @6 :List(TestField);
    groups @7 :List(List(TestField));      # a list of groups, which is what most lists are
  }
}

struct TestField {
  name @0 :Text;
  value @1 :TestValue;
}

struct TestDocument {
  id @0 :Text;                             # empty: the type in lower case ("d01")
  type @1 :Text;
  carrier @2 :Text = "E";
  stamp @3 :Text = "valid";                # words as in Rules.Condition.stampIs
  fields @4 :List(TestField);
}

struct TestParty {
  no @0 :UInt16;
  kind @1 :Text = "person";
  name @2 :Text;
  roles @3 :List(Text);
  id @4 :Text;
  idType @5 :Text = "none";
  measure @6 :Text;                        # code list crim_measure
  present @7 :Bool = true;                 # false: at large
}

struct TestPair {
  party @0 :UInt16;
  offence @1 :Text;
  outcome @2 :Text;                        # so far; empty: open
  custody @3 :Bool = false;                # so far; counts where this message states no measure of the party
}

struct TestOutcome {
  party @0 :UInt16;
  offence @1 :Text;
  outcome @2 :Text;
  ground @3 :Text;
}

struct TestEvidence {
  id @0 :Text;
  class @1 :Text;                          # E1 .. E12
  language @2 :Text;                       # ISO 639-1; empty: zh
  abroad @3 :Bool;
}

struct TestSaid {
  # A name of the surroundings: "transfer.pendingPaper", "case.transfer.K07.state", "clock.K03.request.running".
  name @0 :Text;
  value @1 :TestValue;
}

struct TestAgency {
  id @0 :Text;
  roles @1 :List(Rules.Role);
  level @2 :UInt8;
  region @3 :Text;
}

struct TestClock {
  # read_clock of one rule. `clock` may be asserted: then anchor is what its path would give.
  clock @0 :Text;
  anchor @1 :Text;                         # instant; a date stands for its 00:00
  custody @2 :Bool = false;
  settings @3 :List(TestSaid);             # text values, "S01" = "cd"
  first @4 :Text;                          # due of the earlier reading
  later @5 :Text;                          # of the later reading; empty: the same
  provisional @6 :Bool = false;
}

struct TestCase {
  # One message, judged by evaluate(); and its step, read from the pack without an engine.
  name @0 :Text;                           # a sentence: "D07 is asked for when a penalty is ticked"
  step @1 :Text;
  state @2 :Text;                          # of the transfer before; empty: the step opens it
  sender @3 :TestAgency;                   # its side is the one of transferSender or the other
  recipient @4 :TestAgency;
  bySender @5 :Bool = true;                # the agency that says the step is the transfer's sender
  isCounterpart @6 :Bool = true;
  occurredAt @7 :Text;                     # instant
  receivedAt @8 :Text;                     # instant; empty: as occurredAt
  parties @9 :List(TestParty);
  pairs @10 :List(TestPair);
  outcomes @11 :List(TestOutcome);
  evidence @12 :List(TestEvidence);
  note @13 :Text;
  about @14 :Text;
  documents @15 :List(TestDocument);
  without @16 :List(Text);                 # types taken out of `documents` again: a base list can be shared
  add @17 :List(TestDocument);             # after that; one of a type that is there replaces it
  held @18 :List(TestDocument);            # held by the transfer from earlier messages
  surroundings @19 :List(TestSaid);
  settings @20 :List(TestSaid);

  # Items that were asked for before are told as surroundings: "transfer.asked", "transfer.unanswered".

  # Expected. Findings of class form are left out unless formToo, so that documents may be short. A D06 without `rows` gets
  # them from the runner: one for each other document and evidence item, with its digest, and the total.
  findings @21 :List(Text);                # codes, any order, each once; all of them. With them the late findings of clocks that
                                           # the row ends and that a path anchors (Clock.anchorPath)
  stopped @22 :Bool = false;
  barred @23 :List(Text);                  # steps that the findings bar; all of them
  formToo @24 :Bool = false;
  refused @25 :Text;                       # "": open; step_not_open, wrong_role, step_barred: by the row, its states, its
                                           # actors and `holds`. With it nothing else is compared
  leadsTo @26 :Text;                       # state after; left out: not compared
  clocks @27 :List(TestClock);             # started by the row at occurredAt (anchor left out): all but those on receipt and
                                           # those of absent kinds. Left out: not compared
  ended @28 :List(Text);                   # clocks that the row ends; left out: not compared

  paperStep @29 :Text;                     # head.paper.step, with enter_from_paper and confirm_paper
  linkRelation @30 :Text;                  # head.linkRelation
  links @31 :UInt8;                        # how many transfers head.links names
}

struct PackTest {
  procedure @0 :Text;                      # kind of the cases
  cases @1 :List(TestCase);
  clocks @2 :List(TestClock);              # arithmetic apart from any message
}
