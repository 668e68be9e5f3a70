// The published vectors (tests/golden) and their keys (tests/golden/keys.txt), for the tests beside this file.
import { readFileSync } from "node:fs";

// The package under test: where `npm ci` and generate.js ran.
const PACKAGE = process.env.CASEWAY_NODE_PACKAGE ?? new URL("../../../sdk/node", import.meta.url).pathname;
/** A module of the package, by its file name without suffix. */
export const from = (name) => import(`${PACKAGE}/src/${name}.js`);

export const golden = (name) => readFileSync(new URL(`../../golden/${name}.bin`, import.meta.url));
export const seed = (byte) => Buffer.alloc(32, byte);

const { field, u16, u32, u64 } = await from("bytes");
const { signingKey } = await from("keys");
const { leafHash } = await from("merkle");
export const LOG = signingKey(seed(1));
export const SENDER = signingKey(seed(4));
export const TRUST = { origin: "caseway.example", logKey: LOG.publicKey };

/** `bytes` with one bit of byte `at` flipped. */
export function flipped(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

/**
 * The bytes of a receipt that holds under `log` for broker TRUST.origin: the only leaf of its tree is a statement of
 * what `told` says ({sender, body: 32 bytes, verdict, returnCode: numbers}).
 */
export function receiptOf({ sender, body, verdict = 1, returnCode = 0 }, log = LOG) {
  const statement = Buffer.concat([
    ...[u16(1), u16(2), u64(0), u64(1758856202345), Buffer.alloc(16, 0x7f), field(sender), body, u16(verdict)],
    ...[u16(returnCode), u32(0), Buffer.alloc(32), Buffer.from([1])],
  ]);
  const checkpoint = checkpointOf(1, leafHash(statement), log);
  return Buffer.concat([u16(1), field(statement), u32(0), field(checkpoint)]);
}

/** The bytes of a checkpoint over `size` records that holds under `log` for broker TRUST.origin. */
export function checkpointOf(size, root, log = LOG) {
  const signed = Buffer.concat([
    ...[field("caseway checkpoint 1"), u16(1), field(TRUST.origin), u64(1), u64(size), root],
    ...[u64(1758856202345), Buffer.alloc(32)],
  ]);
  return Buffer.concat([signed, u16(1), field(log.sign(signed)), u32(0)]);
}
