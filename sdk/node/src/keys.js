// Ed25519 by Node's own crypto, from raw bytes as the protocol has them; and the files in which keys lie
// (docs/PROTOCOL.md, "Keys").
import { createPrivateKey, createPublicKey, sign as signWith, verify as verifyWith } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

import { digest, fromHex, hex } from "./bytes.js";
import { BadSettings } from "./errors.js";

// What stands before the 32 bytes in the containers that Node reads (RFC 8410).
const SEED = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC = Buffer.from("302a300506032b6570032100", "hex");

/** A key id: the first 16 bytes of H(public key). */
export const keyId = (publicKey) => digest(publicKey).subarray(0, 16);

/** {publicKey: 32 bytes, id: 16 bytes, sign(bytes): 64 bytes} from a seed of 32 bytes. */
export function signingKey(seed) {
  const secret = createPrivateKey({ key: Buffer.concat([SEED, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(PUBLIC.length);
  return { publicKey, id: keyId(publicKey), sign: (bytes) => signWith(null, bytes, secret) };
}

/**
 * Whether `signature` over `bytes` holds under the 32 bytes of `publicKey`. Never throws: what is no key or signature
 * does not hold.
 */
export function verify(publicKey, bytes, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return verifyWith(
      null,
      bytes,
      createPublicKey({ key: Buffer.concat([PUBLIC, publicKey]), format: "der", type: "spki" }),
      signature,
    );
  } catch {
    return false;
  }
}

/**
 * A key file: {named: its public half, value: its second line}, 32 bytes each. Throws BadSettings; never quotes the
 * file.
 */
export function readKeyFile(path) {
  let text;
  try {
    if (process.platform !== "win32" && statSync(path).mode & 0o077) {
      throw new BadSettings(path, "others may read it", "chmod 600 it, and ask whether the key is still secret");
    }
    text = readFileSync(path, "latin1");
  } catch (error) {
    if (error instanceof BadSettings) throw error;
    throw new BadSettings(path, error.code ?? error.message, "see that the settings name the key file");
  }
  const found = /^# caseway [^\n]* key; public ([0-9a-f]{64})\n([0-9a-f]{64})\n$/.exec(text);
  if (!found) throw new BadSettings(path, 'no key file: two lines, "# caseway USE key; public HEX" and 64 hex digits');
  return { named: fromHex(found[1], 32), value: fromHex(found[2], 32) };
}

/** The signing key in a file. Throws BadSettings, also when its halves do not belong together. */
export function readSigningKey(path) {
  const { named, value } = readKeyFile(path);
  const key = signingKey(value);
  if (hex(key.publicKey) !== hex(named)) throw new BadSettings(path, "its public half is not that of its secret half");
  return key;
}
