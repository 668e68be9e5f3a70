// The receipt and its parts: bytes of their own, no Cap'n Proto (docs/JOURNAL.md, "Statement" and "Checkpoint, receipt,
// head").
import { Reader, hex } from "./bytes.js";
import { NotProven, Unreadable } from "./errors.js";
import { verify } from "./keys.js";
import { included, leafHash } from "./merkle.js";
import { enumNames } from "./schemas.js";

const CONTEXT = "caseway checkpoint 1";
const TYPES = [, "genesis", "message", "ack", "park", "order", "tick", "refusals", "snapshot", "indexed", "unpark"];
const PATH_MAX = 64; // of a tree of 2^64 leaves
const FINDINGS_MAX = 256;

/** "nextStepBarred" as answers and documents write it: "next_step_barred". */
export const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function named(names, number, what) {
  if (names[number] === undefined) throw new RangeError(`no ${what} has the number ${number}`);
  return names[number];
}

/** Reads `bytes` to their end with `read(Reader)`; Unreadable for whatever is not of that form. */
function whole(where, bytes, read) {
  try {
    const from = new Reader(bytes);
    const value = read(from);
    from.done();
    return value;
  } catch (error) {
    if (error instanceof RangeError) throw new Unreadable(where, error.message);
    throw error;
  }
}

function version(from) {
  if (from.u16() !== 1) throw new RangeError("of another version");
}

/**
 * What the broker recorded: {type, index, receivedAt (ms), transfer (hex, zero: none), sender, body (hex), verdict,
 * returnCode, findings: codes, rest (hex), test}. Throws Unreadable.
 */
export function decodeStatement(bytes) {
  return whole("statement", bytes, (from) => {
    version(from);
    const statement = { type: named(TYPES, from.u16(), "type"), index: from.u64(), receivedAt: from.i64() };
    statement.transfer = hex(from.take(16));
    statement.sender = from.text();
    statement.body = hex(from.take(32));
    const [verdict, returned, count] = [from.u16(), from.u16(), from.u32()];
    statement.verdict = snake(named(enumNames("verdict.Verdict"), verdict || -1, "verdict"));
    statement.returnCode = snake(named(enumNames("verdict.ReturnCode"), returned, "return code"));
    if (count > FINDINGS_MAX) throw new RangeError(`more than ${FINDINGS_MAX} findings`);
    statement.findings = Array.from({ length: count }, () => from.text());
    statement.rest = hex(from.take(32));
    const test = from.u8();
    if (test > 1) throw new RangeError("test is neither 0 nor 1");
    return { ...statement, test: test === 1 };
  });
}

/**
 * {origin, epoch, size, root, time, groupHash, signed: the bytes under the signature, signature}. Throws Unreadable.
 */
export function decodeCheckpoint(bytes) {
  return whole("checkpoint", bytes, (from) => {
    if (from.text() !== CONTEXT) throw new RangeError("no checkpoint");
    version(from);
    const read = {
      origin: from.text(),
      epoch: from.u64(),
      size: from.u64(),
      root: from.take(32),
      time: from.i64(),
      groupHash: from.take(32),
    };
    const signed = from.bytes.subarray(0, from.at);
    if (from.u16() !== 1) throw new RangeError("an algorithm that this version does not know");
    const signature = from.field();
    if (signature.length !== 64) throw new RangeError("the signature does not have 64 bytes");
    if (from.u32() !== 0) throw new RangeError("cosignatures are reserved");
    return { ...read, signed, signature };
  });
}

/** Checks a checkpoint under the log key (32 bytes) of broker `origin`. Throws Unreadable or NotProven. */
export function verifyCheckpoint(bytes, { origin, logKey }) {
  const checkpoint = decodeCheckpoint(bytes);
  if (checkpoint.origin !== origin)
    throw new NotProven("checkpoint.origin", `is of "${checkpoint.origin}", not of "${origin}"`);
  if (!verify(logKey, checkpoint.signed, checkpoint.signature)) {
    throw new NotProven("checkpoint.signature", "does not hold under the log key");
  }
  return checkpoint;
}

/** {statement, path: digests, checkpoint}, each as bytes. Throws Unreadable. */
export function decodeReceipt(bytes) {
  return whole("receipt", bytes, (from) => {
    version(from);
    const statement = from.field();
    const count = from.u32();
    if (count > PATH_MAX) throw new RangeError(`a path longer than ${PATH_MAX}`);
    return { statement, path: Array.from({ length: count }, () => from.take(32)), checkpoint: from.field() };
  });
}

/**
 * Checks a receipt without any word of the broker's: the checkpoint's signature holds under the log key of `origin`,
 * and the path leads from the statement at its index to the checkpoint's root. `bytes` are those of `receipt` in a
 * frame or of the query `receipt`.
 * Returns {statement, checkpoint: of verifyCheckpoint(), with its bytes}. Throws Unreadable, or NotProven with what
 * does not hold.
 */
export function verifyReceipt(bytes, trust) {
  const receipt = decodeReceipt(bytes);
  const statement = decodeStatement(receipt.statement);
  const checkpoint = verifyCheckpoint(receipt.checkpoint, trust);
  if (!included(leafHash(receipt.statement), statement.index, checkpoint.size, receipt.path, checkpoint.root)) {
    throw new NotProven("receipt.path", "does not lead from the statement to the checkpoint's root");
  }
  return { statement, checkpoint: { ...checkpoint, bytes: receipt.checkpoint } };
}
