@0xc75583b4c6d12214;
# The session: what an agency's client and the broker say on one connection. One frame is one ZeroMQ part.
#
# A client says `hello` first and hears `welcome`; before that everything is answered `no_session`. Frames of one connection are
# read in order. A message, a receipt and a delivery mean the same when a file carries them: nothing in them names the session.
# Hello, credit and heartbeat belong to the session and end with it. No step needs an answer within a set time.
#
# Credit: a client may have 256 frames and 8 MiB outstanding (sent, and not answered yet); `welcome` says how many. The broker
# hears a session in turns of at most 64 frames: what exceeds 8 MiB in one is refused (`over_credit`) unread. Frames beyond 256 are
# not refused for their number; the transport stops taking them. Deliveries run against the credit that the client gave in its hello.
# Frames from a client are at most 4 MiB, frames from the broker at most 12 MiB (`too_large`).
#
# `envelope`, `signatures`, `content`, `order`, `outcome`, `checkpoint` and `receipt` are the exact bytes of those things.

using Cxx = import "/capnp/c++.capnp";
using Dossier = import "dossier.capnp";
using Directory = import "directory.capnp";
using Envelope = import "envelope.capnp";
$Cxx.namespace("caseway::schema");

enum Refusal {
  # The protocol forbids what was asked. Nothing was recorded for the message, and its number stays free.
  unset @0;
  malformed @1;
  # Not these bytes, or a field outside its law; no field of it was trusted. Correct it; same number.
  tooLarge @2;
  # A length over its limit; nothing was allocated for it. Split or leave out; same number.
  badSignature @3;
  # It does not hold under the key that it names. Sign again; same number, same body.
  keyNotValid @4;
  # Unknown, revoked, expired or not yet valid when it was received.
  noSession @5;
  # No hello on this connection, or one of another version, schema or broker.
  notYours @6;
  # The sender, mailbox or origin is not that of the session's agency and broker.
  idReused @7;
  # The number was used with another body. Go on with the number expected.
  overCredit @8;
  # More is under way, or more numbers are open above `settled`, than may be. Wait for answers.
  gap @9;
  # The number is too high; `expected` says from where to send. Of an order: it does not follow the last one.
  tryLater @10;
  # The answer is being rebuilt, or too many messages were returned in this minute.
  diskFull @11;
  # No room to record, and so no trace of it; readers go on.
  unknownAgency @12;
  # The session's agency is not in the directory now.
  fault @13;
  # The broker could not read what the answer needs.
  rolledBack @14;
  # An agency holds a checkpoint that this journal lacks: nobody is served. Keep everything; ask the operator.
}

struct ClientFrame {
  union {
    hello @0 :Hello;
    message @1 :SendMessage;
    order @2 :SendOrder;
    ack @3 :List(UInt64);
    # The client holds these deliveries durably: 1 to 64 numbers, rising. Each is recorded by itself. Again: no effect.
    park @4 :Park;
    query @5 :Query;
    heartbeat @6 :UInt64;
    # Answered with the same number.
    bye @7 :Void;
    chunk @8 :Chunk;
    bundle @9 :Bundle;
    # Both reserved: version 1 refuses them (`malformed`).
  }
}

struct Hello {
  version @0 :UInt16;
  # 1. Another is answered `no_session`.
  fingerprint @1 :Data;
  # Digest of the client's schema texts without comments. A broker may refuse another than its own (`no_session`).
  software @2 :Text;
  # For the log, at most 255 bytes.
  checkpoint @3 :Data;
  # Highest checkpoint that this agency holds; empty: none. One that the journal lacks stops the broker (`rolled_back`).
  consume @4 :Bool;
  # This session takes the mailbox of its agency; the session that had it hears `fenced`. Again: only the credit changes.
  deliveryCredit @5 :UInt32;
  # Deliveries that it may have unacknowledged at once.
  suite @6 :Envelope.Suite;
  # That the client speaks; intl. Another is refused.
}

struct SendMessage {
  envelope @0 :Data;
  signatures @1 :Data;
  content @2 :Data;
}

struct SendOrder {
  number @0 :UInt64;
  # Chosen by the client; comes back with the answer.
  order @1 :Data;
  signatures @2 :List(Directory.OfficerSignature);
  # At most 8.
  content @3 :Data;
  # Pack or calendar, at most 4 MiB - 64 KiB; empty with other kinds.
}

struct Park {
  delivery @0 :UInt64;
  reason @1 :Text;
  # Shown to operators, at most 1 KiB.
  parked @2 :Bool;
  # False: offer it again.
}

enum QueryKind {
  unset @0;
  status @1;
  # The site's time, pack, calendar, last order, the versions of the rules that orders activated; the asker's lanes and what waits
  # for it.
  transfer @2;
  # One transfer: `transfer`.
  ownCase @3;
  # One case, its transfers, exhibits and history as far as they are the asker's: `caseId`.
  toDo @4;
  # The asker's transfers that are not final, by id, at most 1,000 an answer; `text`.
  search @5;
  # What the asker said or was sent, latest first, at most 200; `text`.
  directory @6;
  # Members, by id, at most 1,000 an answer; `text`.
  pack @7;
  # Bytes of the pack in force, or of the version that `text` names.
  calendar @8;
  # Bytes of the calendar in force.
  receipt @9;
  # Bytes of the receipt of an own number: `lane`, `laneNumber`.
}

struct Query {
  # Read-only, over the asker's own transfers. What the kind does not use is empty.
  number @0 :UInt64;
  # Chosen by the client; comes back with the answer.
  kind @1 :QueryKind;
  transfer @2 :Data;
  caseId @3 :Data;
  text @4 :Text;
  # With `search`: the beginning of a case number, at least 3 characters, or a case or transfer id. With `toDo` and `directory`:
  # the id after which to go on; empty: from the first. With `transfer`: the record of an own message of which parts were recalled,
  # in decimal; the answer then tells who had been shown it, one such answer a turn (`try_later`). With `pack`: 64 hex digits, the
  # digest of a version that orders activated, as `status` lists them; another is not found; empty: the one in force. At most
  # 255 bytes.
  lane @5 :UInt16;
  laneNumber @6 :UInt64;
}

struct Chunk {
  # Reserved: one piece of a large part, sent before the message that names it.
  digest @0 :Data;
  # Of the whole part.
  offset @1 :UInt64;
  total @2 :UInt64;
  bytes @3 :Data;
}

struct Bundle {
  # Reserved: several frames carried as one, through a one-way gateway.
  frames @0 :List(Data);
}

struct BrokerFrame {
  union {
    welcome @0 :Welcome;
    receipt @1 :ReceiptFrame;
    refusal @2 :RefusalFrame;
    orderAnswer @3 :OrderAnswer;
    delivery @4 :Delivery;
    answer @5 :Answer;
    heartbeat @6 :UInt64;
    fenced @7 :Void;
    # A newer session took the mailbox: nothing more is delivered here.
    chunk @8 :Chunk;
    bundle @9 :Bundle;
    # Both reserved.
  }
}

struct LaneExpects {
  lane @0 :UInt16;
  next @1 :UInt64;
}

struct Welcome {
  version @0 :UInt16;
  fingerprint @1 :Data;
  origin @2 :Text;
  logKey @3 :Data;
  # A client that knows another log key for this origin must not go on.
  training @4 :Bool;
  siteTime @5 :Int64;
  # Instant by the site's clock; on a training site the client signs with it.
  checkpoint @6 :Data;
  # Last one released.
  pack @7 :Data;
  calendar @8 :Data;
  # Digests of those in force; empty: none.
  creditMessages @9 :UInt32;
  creditBytes @10 :UInt64;
  lanes @11 :List(LaneExpects);
  # Number expected next, for each lane that was ever used; at most 16.
  deliveriesWaiting @12 :UInt64;
  suite @13 :Envelope.Suite;
  # Of the site, by its genesis.
}

struct ReceiptFrame {
  lane @0 :UInt16;
  number @1 :UInt64;
  receipt @2 :Data;
  # Statement and proof. A repeat gets the same statement, maybe with a proof to a later checkpoint.
  outcome @3 :Data;
  # Verdict.Outcome; empty for a state secret or an old repeat.
  siteTime @4 :Int64;
}

struct RefusalFrame {
  lane @0 :UInt16;
  number @1 :UInt64;
  # 0: the frame could not be attributed to a number.
  code @2 :Refusal;
  where @3 :Text;
  # Path of what was wrong: "envelope.lane", "content.parts[3].salt". At most 1 KiB.
  what @4 :Text;
  # For people, at most 1 KiB.
  expected @5 :UInt64;
  # With `gap`: the number expected.
  keyFrom @6 :Int64;
  keyUntil @7 :Int64;
  # With `bad_signature` and `key_not_valid`: dates of the key when it is known.
}

struct OrderAnswer {
  number @0 :UInt64;
  accepted @1 :Bool;
  why @2 :Text;
  # When it is not, at most 1 KiB.
  receipt @3 :Data;
  # When it is.
  previous @4 :Data;
  # Digest that the next order must name; empty: none was given yet.
}

struct Delivery {
  delivery @0 :UInt64;
  # Number of the mailbox, from 1, without gaps as they are given; per case one is outstanding at a time.
  again @1 :Bool;
  # Offered before: the client may hold it already.
  record @2 :UInt64;
  # Record of the cause; of a copy owed from an earlier message, that message's.
  caseId @3 :Data;
  transfer @4 :Data;
  # Under which the receiver sees it.
  procedure @5 :Text;
  event @6 :Bool;
  # No message: the receipt says what happened, `facts` what of it is owed.
  receipt @7 :Data;
  # Of the record of the cause.
  envelope @8 :Data;
  signatures @9 :Data;
  parts @10 :List(DeliveredPart);
  # Every part of the message, in order, so that the root can be checked.
  facts @11 :List(DeliveredFact);
  # At most 1,024.
  outcome @12 :Data;
  # For a party of the transfer; else empty.
  siteTime @13 :Int64;
}

struct DeliveredPart {
  present @0 :Bool;
  # False: only `digest` is here; the bytes are not owed or were erased.
  type @1 :Dossier.PartType;
  digest @2 :Data;
  salt @3 :Data;
  bytes @4 :Data;
}

struct DeliveredFact {
  name @0 :Text;
  # Code.
  value @1 :Text;
  # A code, a decimal integer or an instant as text, at most 255 bytes. The broker tells it from the record that the receipt names;
  # the statement commits to that record as a whole, so that an auditor can check it, and its reader alone cannot (ADR 0023).
  salt @2 :Data;
  # Reserved for a fact that its reader can check: empty in version 1.
}

struct Answer {
  number @0 :UInt64;
  found @1 :Bool;
  json @2 :Text;
  # docs/PROTOCOL.md says what for each kind; empty with pack, calendar and receipt. At most 4 MiB.
  bytes @3 :Data;
  # With pack, calendar and receipt.
}
