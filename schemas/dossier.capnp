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
  # One document; any part but 0.
  evidence @3;
  # A file, as it is; any part but 0.
}

struct Content {
  # At most 4 MiB - 64 KiB.

  parts @0 :List(Part);
  # At most 1,024; none only with the step "void". A part's number is its position.
}

struct Part {
  type @0 :PartType;
  # Goes into the part's digest.

  salt @1 :Data;
  # 16 random bytes, chosen by the sender, one draw for each part: without it the digest of a short part could be guessed.

  bytes @2 :Data;
  # At most 1 MiB; of a head or document also unpacked.
}

enum FieldKind {
  # Types of a field of a document, as the packs name them.
  unset @0;
  text @1;
  # Any text, in `text`.
  date @2;
  # `integer` is the date.
  instant @3;
  # `integer` is the instant.
  amount @4;
  # `integer` is fen; `text` keeps what was written when it is no plain amount.
  integer @5;
  # A plain number, in `integer`.
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
  # Says which of the three below holds the value.
  text @1 :Text;
  # As written by the sender.
  integer @2 :Int64;
  # Date, instant, fen, number or truth, by `kind`.

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
  # It has no seal.
  valid @2;
  # There, it holds, and its signer is trusted.
  digestBroken @3;
  # There, and the document was changed after it.
  untrusted @4;
  # There, and its signer is not trusted.
  presentUnchecked @5;
  # There; the sender did not check it.
  paperOriginal @6;
  # On the paper, not electronic.
}

struct Document {
  id @0 :Text;
  # Local id, chosen by the sender.

  type @1 :Text;
  # "D50", or "D50.list" for a part that is copied apart.

  carrier @2 :Carrier;
  # Chosen by the sender; the pack says which are allowed.
  stamp @3 :Stamp;
  # The sender's word; the bus checks no electronic seal.

  secrecy @4 :Text;
  # Value of code list secrecy; empty: none. top_secret, secret and confidential mark the message as a state secret.

  fields @5 :List(Field);
  # As the pack's dictionary names them for this type; unknown ones are judged by the rules.

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
  # What this step decides, pair by pair.
  acts @5 :List(Act);
  # Suspected acts.
  amounts @6 :List(Amount);
  # Of the case, by kind.
  rights @7 :List(Right);
  # Rights that are infringed.
  evidence @8 :List(EvidenceItem);
  # Items, with or without a file here.

  secrecy @9 :Text;
  # Marking of the whole message; empty: none.

  paper :group {
    # A step that happened on paper and is entered by a step of the bus.
    entered @10 :Bool;
    # With the step "enter_from_paper": what it enters happened on paper.
    step @11 :Text;
    # Code of the step that happened on paper.
    paperNumber @12 :Text;
    # Number of the paper.
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
  # Code of the step, clock or document type that a universal step is about; of `recall` the record of the message, in decimal.
}

struct Party {
  no @0 :UInt16;
  # From 1; chosen by the first sender of the case, kept by all who follow. Zero is `malformed`.

  kind @1 :Text;
  # Value of code list person_kind.

  name @2 :Text;
  # In full; of an unidentified person what is known.
  aliases @3 :List(Text);
  # Other names that this party goes by.

  idType @4 :Text;
  # Value of code list id_type.

  id @5 :Text;
  # Number of that kind; its check character is judged by the rules.
  org @6 :Text;
  # For a unit: its code.

  roles @7 :List(Text);
  # Values of code list party_role.

  present @8 :Bool;
  # The person is at hand (在案), as the sender says.
  measure @9 :Text;
  # Value of code list crim_measure; empty: none.
}

struct Pair {
  party @0 :UInt16;
  # `no` of a party.
  offence @1 :Text;
  # Code of code list offence: "213" ... "219-1", "other".
  unit @2 :Bool;
  # Unit liability.
}

struct PairOutcome {
  party @0 :UInt16;
  # `no` of a party.
  offence @1 :Text;
  # As in the pair.
  outcome @2 :Text;
  # Code of code list outcome; must be the one that the step makes.
  ground @3 :Text;
  # Code; empty where the outcome has none.
  document @4 :Text;
  # Local id of the document that says so; may be empty.
}

struct Act {
  offence @0 :Text;
  # Code of code list offence; may be empty.
  from @1 :Int32;
  # First day.
  to @2 :Int32;
  # Dates, both inside; 0: not stated.
  place @3 :Text;
  # As written.
}

struct Amount {
  kind @0 :Text;
  # Code of code list amount_kind.
  fen @1 :Int64;
  # Integer fen; a negative one is judged by the rules.
  asWritten @2 :Text;
  # What was written when it is no plain amount; else empty.
}

struct Right {
  type @0 :Text;
  # Code of code list ip_right.
  number @1 :Text;
  # Of its registration; as written.
  name @2 :Text;
  # For people.
}

struct EvidenceItem {
  id @0 :Text;
  # Local id, chosen by the sender.

  evidenceClass @1 :Text;
  # "E1" to "E12".

  title @2 :Text;
  # For people.
  maker @3 :Text;
  # Who made or took it; as written.

  made @4 :Int32;
  # Date; 0: not stated.

  carrier @5 :Carrier;
  # As of a document.

  language @6 :Text;
  # ISO 639-1; empty: zh.

  abroad @7 :Bool;
  # It came into being outside the mainland.

  secrecy @8 :Text;
  # As of a document.
  fileName @9 :Text;
  # Name of the file at its sender; receivers make it safe before they use it.

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
  # As written.
  seal @3 :Text;
  # Number or description of the physical seal; as written.
}
