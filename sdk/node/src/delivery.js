// A delivery, checked: it is believed only as far as signatures and proofs carry it. Which keys are the sender's is the
// word of the broker's directory, which stands in orders that two officers signed and the journal holds.
import { digest, fromHex, hex, same } from "./bytes.js";
import { contentRoot, messageKind, partDigest } from "./compose.js";
import { decode } from "./decode.js";
import { NotProven } from "./errors.js";
import { keyId } from "./keys.js";
import { ENVELOPE_MAX, PART_MAX } from "./limits.js";
import { unpack } from "./packed.js";
import { verifyReceipt } from "./receipt.js";
import { signerOf, verifyMessage } from "./signing.js";
import { parseInstant } from "./time.js";

/**
 * Keys of the members from the agencies of the query `directory`: Map of agency id to [{key, id, from, until,
 * revoked}], ms, undefined: never.
 */
export function readKeys(agencies) {
  const at = (text) => (text === undefined ? undefined : parseInstant(text));
  const keyOf = ({ key, from, until, revoked }) => ({
    key: fromHex(key, 32),
    from: at(from),
    until: at(until),
    revoked: at(revoked),
  });
  return new Map(
    agencies.map(({ id, keys = [] }) => [
      id,
      keys
        .map(keyOf)
        .filter(({ key }) => key)
        .map((one) => ({ ...one, id: keyId(one.key) })),
    ]),
  );
}

const validAt = ({ from = 0, until, revoked }, instant) =>
  from <= instant && (until === undefined || instant < until) && (revoked === undefined || instant < revoked);

/**
 * Checks a `Delivery` of session.capnp. `trust`: {origin, logKey}; `keys` of readKeys(). Holds: the receipt proves its
 * statement; the statement is of the record named; of a message, the envelope is the one that the statement names, its
 * sender signed it with a key that was valid when the broker received it, and the digests of its parts lead to the root
 * that it carries. Gives
 *   {delivery, again, record, case, transfer, procedure, statement, checkpoint, receipt, facts: {name: value}, outcome}
 *       of an event and of a message {from, step, occurredAt, message: in the form of docs/FOLDER.md, files: Map of
 *   item id to bytes, missing: part numbers}
 * Throws NotProven, or Unreadable.
 */
export function verifyDelivery(frame, { trust, keys, documents }) {
  const { statement, checkpoint } = verifyReceipt(frame.receipt, trust);
  if (statement.index !== frame.record) throw new NotProven("delivery.receipt", "its statement is of another record");
  const told = {
    delivery: frame.delivery,
    again: frame.again,
    record: frame.record,
    case: hex(frame.caseId),
    transfer: hex(frame.transfer),
    procedure: frame.procedure,
    statement,
    checkpoint,
    receipt: frame.receipt,
    facts: Object.fromEntries(frame.facts.map(({ name, value }) => [name, value])),
    outcome: frame.outcome.length ? decode("verdict.Outcome", frame.outcome, { where: "delivery.outcome" }) : undefined,
  };
  return frame.event ? told : { ...told, ...checkedMessage(frame, statement, trust, keys, documents) };
}

function checkedMessage(frame, statement, trust, keys, documents) {
  const envelope = decode("envelope.Envelope", frame.envelope, { where: "delivery.envelope", most: ENVELOPE_MAX });
  const { sender, origin } = envelope;
  if (hex(digest(frame.envelope)) !== statement.body || sender !== statement.sender) {
    throw new NotProven("delivery.envelope", "is not the one that the statement names");
  }
  if (origin !== trust.origin) throw new NotProven("delivery.envelope.origin", "is for another broker");
  const named = signerOf(frame.signatures);
  const key = keys.get(sender)?.find(({ id }) => same(id, named));
  if (!key) throw new NotProven("delivery.signatures", `the directory knows no such key of ${sender}`);
  if (!validAt(key, statement.receivedAt))
    throw new NotProven("delivery.signatures", `was not a valid key of ${sender} when the message was received`);
  verifyMessage({ envelope: frame.envelope, signatures: frame.signatures, origin, sender, publicKey: key.key });
  const parts = checkedParts(frame, envelope);
  return {
    from: sender,
    step: envelope.step,
    occurredAt: envelope.occurredAt,
    ...readParts(parts, envelope, documents),
  };
}

function checkedParts({ parts }, envelope) {
  parts.forEach(({ present, type, salt, bytes, digest: named }, i) => {
    if (present && !same(partDigest(type, salt, bytes), named))
      throw new NotProven(`delivery.parts[${i}]`, "its bytes do not have its digest");
  });
  if (
    parts.length !== envelope.partCount ||
    !same(contentRoot(parts.map((part) => part.digest)), envelope.contentRoot)
  ) {
    throw new NotProven("delivery.parts", "their digests do not lead to the root that the sender signed");
  }
  return parts;
}

/** What the parts that are here hold. */
function readParts(parts, envelope, documents) {
  const inner = (name, { bytes }, i) =>
    decode(name, unpack(bytes, PART_MAX, `delivery.parts[${i}]`), { where: `delivery.parts[${i}]` });
  const read = { head: undefined, documents: [] };
  parts.forEach((part, i) => {
    if (part.present && part.type === "dossier" && i === 0) read.head = inner("dossier.Head", part, i);
    if (part.present && part.type === "document") read.documents.push(inner("dossier.Document", part, i));
  });
  const files = new Map();
  for (const item of read.head?.evidence ?? []) {
    if (item.part && parts[item.part]?.present) files.set(item.id, parts[item.part].bytes);
  }
  const missing = parts.flatMap((part, i) => (part.present ? [] : [i]));
  return { message: messageKind(documents).print({ ...envelope, ...read }), files, missing };
}
