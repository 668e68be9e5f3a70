@0xf428e5755c6e6e24;
# The envelope: what a sender says about one message and signs, and the signatures over it.
#
# A message travels as three byte strings: one `Envelope`, one `Signatures`, one `Content` (dossier.capnp). The envelope commits
# to the content by the Merkle root over its parts; the signatures cover the exact envelope bytes; nothing covers the signatures,
# so that a message signed again after a change of keys is the same message.
#
# Form of every Cap'n Proto byte string in this folder: one segment behind its segment table (a u32 0, a u32 with the length in
# words), in the canonical form of the Cap'n Proto encoding: objects in preorder, trailing zero words of a struct cut off. An
# empty text, data, id or list is a null pointer, never an empty object. There is no other form: bytes that do not re-encode to
# themselves are `malformed`, so nothing can hide in a pad, in an unknown field or in a word that no pointer reaches.
#
# Vocabulary: docs/TERMS.md. An *instant* is milliseconds since 1970-01-01T00:00:00Z, years 1 to 9999, and 0 means none. A *code*
# is printable ASCII without space, at most 31 bytes. An *agency id* is [a-z0-9.-], at most 47 bytes. A *digest* is 32 bytes,
# SHA-256 in suite `intl`. Enumerants carry the numbers of the values they mirror; 0 is never a value.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("caseway::schema");

enum Suite {
  unset @0;
  intl @1;
  # Ed25519, SHA-256, XChaCha20, CURVE.
  gm @2;
  # SM2, SM3, SM4. Reserved: version 1 refuses it (`malformed`).
}

enum Algorithm {
  unset @0;
  ed25519 @1;
  sm2 @2;
}

struct Envelope {
  # At most 16 KiB (`too_large`). The digest of these bytes is the body digest of the message, by which others name it.

  version @0 :UInt16;
  # 1. The broker refuses any other (`malformed`).

  suite @1 :Suite;
  # That of the broker's genesis.

  origin @2 :Text;
  # Name of the broker that it is for, as its genesis says. The broker refuses another (`not_yours`).

  domain @3 :Text;
  # Reserved for a relay between brokers. Empty in version 1 (`malformed`).

  sender @4 :Text;
  # Agency id of the sender. The broker refuses one that is not the session's agency (`not_yours`).

  lane @5 :UInt16;
  # Outbox of the sender, 0 to 15, chosen by the sender. Each lane counts for itself.

  number @6 :UInt64;
  # Next of its lane, from 1. A repeat with the same body gets the same statement; another body is refused (`id_reused`); a higher
  # number is refused (`gap`, with the number expected). A refused number stays free.

  settled @7 :UInt64;
  # The sender holds the receipts of all numbers of this lane up to this one and will not ask for them again from memory. Below
  # `number`; at most 4,096 below it; it never falls.

  caseId @8 :Data;
  # 16 bytes, random, chosen by the first sender of the case and kept by all who follow.

  transfer @9 :Data;
  # 16 bytes. New and random when the step opens a transfer; else that of the transfer the step belongs to.

  procedure @10 :Text;
  # Code, e.g. "K01". A universal step carries the procedure of the transfer that it acts on.

  step @11 :Text;
  # Code, e.g. "transfer", "accepted". "void" fills a number with nothing and is the one step that may have no parts.

  recipient @12 :Text;
  # Agency id; empty: the other party of the transfer, or the counterpart that the directory names.

  occurredAt @13 :Int64;
  # Instant at which the step happened, asserted by the sender. Legal clocks use it. Required of every step but "void"
  # (`malformed`); a future one is returned by the rule ALL.future of the packs.

  signedAt @14 :Int64;
  # Instant at which the client persisted the message, before it was first sent. Sending again does not change it.

  contentRoot @15 :Data;
  # Merkle root (RFC 9162) over the part digests, in part order; of no parts the digest of nothing.

  partCount @16 :UInt32;
  # At most 1,024 (`too_large`). Must be what the content holds (`malformed`).

  contentBytes @17 :UInt32;
  # Length of the encoded content, at most 4 MiB - 64 KiB (`too_large`). Must be what came (`malformed`).

  confirms @18 :Data;
  # Body digest of the message that this one confirms (joint step, entry from paper); empty: none.

  packSeen @19 :Data;
  # Digest of the pack that the sender's pre-flight used; empty: none. Shown to people, never judged.

  test @20 :Bool;
  # Set on a training site. Such a site refuses a message without it, every other site one with it.
}

struct Signatures {
  # At most 16 KiB. Outside the body.

  signatures @0 :List(Signature);
  # 1 to 8. Version 1 verifies the first and keeps all.
}

struct Signature {
  # Of one message, alone or as one leaf of a batch that was signed at once.
  #
  # leaf   = H(0x00, "caseway message 1", origin, sender, key, envelope bytes), each field behind a u32 length
  # signed = "caseway batch 1", root, batchCount

  algorithm @0 :Algorithm;

  key @1 :Data;
  # 16 bytes: the first half of the digest of the public key. The directory knows the key and its dates.

  bytes @2 :Data;
  # The signature: 64 bytes with ed25519, DER of at most 72 with sm2.

  batchIndex @3 :UInt32;
  # Position of this leaf, from 0, below `batchCount`.

  batchCount @4 :UInt32;
  # Leaves of the batch, 1 to 1,024. 1: the root is the leaf.

  batchPath @5 :Data;
  # Sibling hashes from leaf to root, 32 bytes each, at most 10; empty when the count is 1.
}
