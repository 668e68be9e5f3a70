@0xdb1263de752fd344;
# The content of a message: a list of parts, each committed to apart, and the dossier that they hold.
#
# Part 0 is the head of the dossier (`Head`); every part of type `document` is one `Document`; both packed (docs/PROTOCOL.md, Bytes).
# A part of type `evidence` is the file itself, as it is. The digest of a part is H("caseway part 1", type, salt, bytes); the envelope carries the Merkle root over
# these digests, so that each part can be handed on, held back or erased without touching the others.
#
# The rules judge what stands here; the wire checks form only: lengths, UTF-8, ranges, and that ids are used once. Text is kept as
# written. A *date* is days since 1970-01-01 in law time (UTC+8), years 1 to 9999. *Amounts* are integer fen. A *local id* is a
# code that is unique among the documents and evidence items of its message ("d07", "ev3"). Every text is at most 64 KiB. Head and
# documents together are at most 1 MiB (`too_large`).

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("caseway::schema");

enum PartType {
  unset @0;
  dossier @1;
  # The head; part 0 and no other.
  document @2;
  evidence @3;
}

struct Content {
  # At most 4 MiB - 64 KiB.

  parts @0 :List(Part);
  # At most 1,024; none only with the step "void". A part's number is its position.
}

struct Part {
  type @0 :PartType;

  salt @1 :Data;
  # 16 random bytes, chosen by the sender, one draw for each part: without it the digest of a short part could be guessed.

  bytes @2 :Data;
  # At most 1 MiB; of a head or document also unpacked.
}

enum FieldKind {
  # Types of a field of a document, as the packs name them.
  unset @0;
  text @1;
  date @2;
  # `integer` is the date.
  instant @3;
  # `integer` is the instant.
  amount @4;
  # `integer` is fen; `text` keeps what was written when it is no plain amount.
  integer @5;
  number @6;
  # A document number as written, in `text`.
  organisation @7;
  # Unified social credit code, older code or name, in `text`.
  person @8;
  # An identity number, in `text`.
  agency @9;
  # Agency id or free name, in `text`.
  document @10;
  # Local id of a document of this message or its number, in `text`.
  evidence @11;
  # Local id of an evidence item, in `text`.
  boolean @12;
  # `integer`: 0 no, 1 yes, -1 not stated.
  code @13;
  # A value of a code list, in `text`.
  group @14;
  # Named fields, in `fields`.
}

struct Value {
  # What the kind does not use is empty or zero (`malformed`).

  kind @0 :FieldKind;
  text @1 :Text;
  integer @2 :Int64;

  fields @3 :List(Field);
  # With `group` only. Groups nest at most 32 deep (`malformed`).
}

struct Field {
  name @0 :Text;
  # camelCase ASCII letters and digits, 1 to 31 bytes, as the pack names it. The same name twice is judged by the rules.

  values @1 :List(Value);
  # One, or any number where the type is a list, in order.
}

enum Carrier {
  unset @0;
  electronic @1;
  # Electronic original.
  scan @2;
  # Scan of a paper original.
  paper @3;
  # Paper only: a list entry without a file.
  medium @4;
  # Storage medium, sealed, handed over by hand.
}

enum Stamp {
  # What the sender's check of the electronic seal said.
  unset @0;
  none @1;
  valid @2;
  digestBroken @3;
  untrusted @4;
  presentUnchecked @5;
  paperOriginal @6;
}

struct Document {
  id @0 :Text;
  # Local id, chosen by the sender.

  type @1 :Text;
  # "D50", or "D50.list" for a part that is copied apart.

  carrier @2 :Carrier;
  stamp @3 :Stamp;

  secrecy @4 :Text;
  # Value of code list secrecy; empty: none. top_secret, secret and confidential mark the message as a state secret.

  fields @5 :List(Field);

  files @6 :List(Text);
  # Local ids of the evidence items that are its pages (scans, OFD).
}

struct Head {
  title @0 :Text;
  # For people; never judged.

  ownCaseNumber @1 :Text;
  # The sender's own number of the case.

  parties @2 :List(Party);
  # At most 256, and so pairs and outcomes (`too_large`).
  pairs @3 :List(Pair);
  # Parties under suspected offences: each pair gets an outcome of its own.
  outcomes @4 :List(PairOutcome);
  acts @5 :List(Act);
  amounts @6 :List(Amount);
  rights @7 :List(Right);
  evidence @8 :List(EvidenceItem);

  secrecy @9 :Text;
  # Marking of the whole message; empty: none.

  paper :group {
    # A step that happened on paper and is entered by a step of the bus.
    entered @10 :Bool;
    step @11 :Text;
    # Code of the step that happened on paper.
    paperNumber @12 :Text;
    postmark @13 :Int32;
    # Date; 0: none.
  }

  note @14 :Text;
  # Text of the step "note", reason of "withdraw" and "sign_refused".

  links @15 :List(Data);
  # Transfers (16 bytes each) that the step "link" names; at most 64 (`too_large`).

  linkRelation @16 :Text;
  # Code of code list link.

  about @17 :Text;
  # Code of the step, clock or document type that a universal step is about.
}

struct Party {
  no @0 :UInt16;
  # From 1; chosen by the first sender of the case, kept by all who follow. Zero is `malformed`.

  kind @1 :Text;
  # Value of code list person_kind.

  name @2 :Text;
  aliases @3 :List(Text);

  idType @4 :Text;
  # Value of code list id_type.

  id @5 :Text;
  org @6 :Text;
  # For a unit: its code.

  roles @7 :List(Text);
  # Values of code list party_role.

  present @8 :Bool;
  measure @9 :Text;
  # Value of code list crim_measure; empty: none.
}

struct Pair {
  party @0 :UInt16;
  offence @1 :Text;
  # Code of code list offence: "213" ... "219-1", "other".
  unit @2 :Bool;
  # Unit liability.
}

struct PairOutcome {
  party @0 :UInt16;
  offence @1 :Text;
  outcome @2 :Text;
  # Code of code list outcome; must be the one that the step makes.
  ground @3 :Text;
  # Code; empty where the outcome has none.
  document @4 :Text;
  # Local id of the document that says so; may be empty.
}

struct Act {
  offence @0 :Text;
  from @1 :Int32;
  to @2 :Int32;
  # Dates, both inside; 0: not stated.
  place @3 :Text;
}

struct Amount {
  kind @0 :Text;
  # Code of code list amount_kind.
  fen @1 :Int64;
  asWritten @2 :Text;
}

struct Right {
  type @0 :Text;
  # Code of code list ip_right.
  number @1 :Text;
  name @2 :Text;
}

struct EvidenceItem {
  id @0 :Text;
  # Local id, chosen by the sender.

  evidenceClass @1 :Text;
  # "E1" to "E12".

  title @2 :Text;
  maker @3 :Text;

  made @4 :Int32;
  # Date; 0: not stated.

  carrier @5 :Carrier;

  language @6 :Text;
  # ISO 639-1; empty: zh.

  abroad @7 :Bool;
  # It came into being outside the mainland.

  secrecy @8 :Text;
  fileName @9 :Text;

  part @10 :UInt16;
  # Number of the evidence part with its bytes; 0: it has none here (paper or medium). Two items never share a part, and every
  # evidence part belongs to an item (`malformed`).

  custody @11 :List(Custody);
  # Movements, oldest first; the last says who holds it.
}

struct Custody {
  holder @0 :Text;
  # Agency id or name.
  since @1 :Int64;
  # Instant.
  place @2 :Text;
  seal @3 :Text;
}
