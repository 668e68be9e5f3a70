// The signature over messages: one for all that are signed at once (docs/PROTOCOL.md, "A message", 4).
import { digest, field, same, u32 } from "./bytes.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import { NotProven } from "./errors.js";
import { verify } from "./keys.js";
import { path, root, rootOver } from "./merkle.js";

export const BATCH_MAX = 1024;
const SIGNATURES_BYTES_MAX = 16 * 1024;

/** `envelope`: its exact bytes; `key`: the id, 16 bytes. */
export function messageLeaf({ origin, sender, key, envelope }) {
  return digest([0], field("caseway message 1"), field(origin), field(sender), field(key), field(envelope));
}
const batch = (top, count) => Buffer.concat([field("caseway batch 1"), field(top), u32(count)]);

/** One signature over 1 to BATCH_MAX leaves: the fields of `Signature` for each, in order. */
export function signLeaves(leaves, key) {
  const bytes = key.sign(batch(root(leaves), leaves.length));
  return leaves.map((_, batchIndex) => ({
    algorithm: "ed25519",
    key: key.id,
    bytes,
    batchIndex,
    batchCount: leaves.length,
    batchPath: Buffer.concat(path(leaves, batchIndex)),
  }));
}

/** Signs as many envelopes (bytes) at once. Gives the bytes of `Signatures` for each, in order. */
export function signMessages(envelopes, { origin, sender, key }) {
  const leaves = envelopes.map((envelope) => messageLeaf({ origin, sender, key: key.id, envelope }));
  return signLeaves(leaves, key).map((one) => encode("envelope.Signatures", { signatures: [one] }));
}

/** The key id (16 bytes) that the first signature of `Signatures` names. Throws Unreadable. */
export const signerOf = (signatures) => first(signatures).key;

function first(bytes) {
  const [signature] = decode("envelope.Signatures", bytes, {
    where: "signatures",
    most: SIGNATURES_BYTES_MAX,
  }).signatures;
  if (!signature || signature.algorithm !== "ed25519") throw new NotProven("signatures", "no Ed25519 signature");
  return signature;
}

/**
 * Checks the first signature over `envelope` (bytes) of `sender` under its public key. Throws Unreadable or NotProven.
 */
export function verifyMessage({ envelope, signatures, origin, sender, publicKey }) {
  const { key, bytes, batchIndex, batchCount, batchPath } = first(signatures);
  const way = Array.from({ length: batchPath.length / 32 }, (_, i) => batchPath.subarray(32 * i, 32 * i + 32));
  const top = rootOver(messageLeaf({ origin, sender, key, envelope }), batchIndex, batchCount, way);
  const holds =
    same(key, digest(publicKey).subarray(0, 16)) &&
    batchPath.length % 32 === 0 &&
    top !== undefined &&
    verify(publicKey, batch(top, batchCount), bytes);
  if (!holds) throw new NotProven("signatures[0]", `does not hold under the key of ${sender}`);
}
