// The published vectors (tests/golden) and their keys (tests/golden/keys.txt), for the tests beside this file.
import { readFileSync } from "node:fs";

// The package under test: where `npm ci` and generate.js ran.
const PACKAGE = process.env.CASEWAY_NODE_PACKAGE ?? new URL("../../../sdk/node", import.meta.url).pathname;
/** A module of the package, by its file name without suffix. */
export const from = (name) => import(`${PACKAGE}/src/${name}.js`);

export const golden = (name) => readFileSync(new URL(`../../golden/${name}.bin`, import.meta.url));
export const seed = (byte) => Buffer.alloc(32, byte);

const { signingKey } = await from("keys");
export const LOG = signingKey(seed(1));
export const SENDER = signingKey(seed(4));
export const TRUST = { origin: "caseway.example", logKey: LOG.publicKey };

/** `bytes` with one bit of byte `at` flipped. */
export function flipped(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}
