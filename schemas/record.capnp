@0x9bcd79bd8a2b839d;
# The rest of a record: the event, and the outcome that was decided for it.
#
# A frame of the journal holds two byte strings. The *statement* is the leaf of the journal's tree, what every holder of a receipt
# may see: version, type, index, time, transfer, sender, body digest, verdict, finding codes (own bytes, docs/JOURNAL.md). `Rest`
# is the other one; the statement commits to it by H(field_salt(turn salt, index, "rest"), rest), so that a receipt tells nothing
# about it. What stands in the statement is not said again here, and what follows from other fields is not said at all.
#
# The bytes of parts, packs and calendars lie in the vault. No value of a document stands here. With a state secret the message is
# reduced to lane and number; its sender is the agency.

using Cxx = import "/capnp/c++.capnp";
using Dossier = import "dossier.capnp";
using Directory = import "directory.capnp";
using Verdict = import "verdict.capnp";
$Cxx.namespace("caseway::schema");

enum ClockSource {
  unset @0;
  system @1;
  training @2;
  # The standing clock of a training site.
}

struct Rest {
  # At most one segment, 64 MiB.

  format @0 :UInt16;
  # 1.

  clockSource @1 :ClockSource;
  uncertaintyMs @2 :UInt32;
  # Reserved: how far the clock may be off; 0: not stated.

  turnSalt @3 :Data;
  # 32 random bytes in the first record of a turn, empty in the others: every salt of the turn comes from it.

  agency @4 :Text;
  # The session's agency; empty for the broker's own events.

  indexedTo @5 :UInt64;
  # How far the index was when the event was taken: closed cases at or below may leave the state.

  event :union {
    # Which one is the statement's type.
    tick @6 :Void;
    # Time passed and a clock fired.
    genesis @7 :Data;
    # Exact bytes of genesis.bin (directory.capnp, Genesis).
    message @8 :MessageEvent;
    secret @9 :SecretEvent;
    ack @10 :UInt64;
    # Delivery number.
    park @11 :ParkEvent;
    unpark @12 :UInt64;
    # Delivery number.
    order @13 :OrderEvent;
    refusals @14 :RefusalsEvent;
    snapshot @15 :Data;
    # Digest of the state that the snapshot holds: the one before this record, in its first format.
    indexed @16 :UInt64;
    # The index holds every record up to this one.
    snapshotNoted @18 :SnapshotEvent;
    # Any other: in a later format, or made beside the path, of the state before an earlier record. (Was `snapshotBeside`.)
  }

  outcome @17 :Verdict.Outcome;
}

struct SnapshotEvent {
  records @0 :UInt64;
  # How many records that state has applied, never more than stand before this one; 0: just those. In format 1 never 0.
  state @1 :Data;
  # Its digest.
  format @2 :UInt16;
  # Of the bytes that have it; 0: the first, which is never written as 1. A record may note a format that its reader lacks.
}

struct MessageEvent {
  envelope @0 :Data;
  # Exact bytes; the statement carries their digest.
  signatures @1 :Data;
  # Envelope.Signatures, exact bytes.
  parts @2 :List(PartEntry);
}

struct PartEntry {
  # What remains here of a part whose bytes lie in the vault, also after they were erased.
  type @0 :Dossier.PartType;
  salt @1 :Data;
  digest @2 :Data;
  bytes @3 :UInt32;
}

struct SecretEvent {
  lane @0 :UInt16;
  number @1 :UInt64;
}

struct ParkEvent {
  delivery @0 :UInt64;
  reason @1 :Text;
  # At most 1 KiB, for operators.
}

struct OrderEvent {
  order @0 :Data;
  # Exact signed bytes (directory.capnp, Order). Its content lies in the vault as part 0.
  signatures @1 :List(Directory.OfficerSignature);
  # At most 8.
}

struct RefusalsEvent {
  reason @0 :UInt16;
  # Number of the refusal (session.capnp, Refusal).
  minute @1 :Int64;
  # Instant at which the minute began.
  count @2 :UInt32;
  first @3 :Data;
  # Body digest of the first one: it may prove that a sender tried in time.
}
