// Bytes as the protocol counts them: little-endian integers, fields behind a u32 length, SHA-256, hex.
import { createHash } from "node:crypto";

/** SHA-256 over the pieces (bytes, or arrays of byte values) one after the other: 32 bytes. */
export function digest(...pieces) {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(Buffer.from(piece));
  return hash.digest();
}

function integer(bytes, write) {
  const out = Buffer.alloc(bytes);
  write(out);
  return out;
}
export const u16 = (value) => integer(2, (out) => out.writeUInt16LE(value));
export const u32 = (value) => integer(4, (out) => out.writeUInt32LE(value));
export const u64 = (value) => integer(8, (out) => out.writeBigUInt64LE(BigInt(value)));

/** A u32 length and the bytes; a text counts as its UTF-8. */
export function field(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([u32(bytes.length), bytes]);
}

export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const same = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0;

/** `text` as `bytes` bytes; undefined when it is not exactly so many pairs of hex digits. */
export function fromHex(text, bytes) {
  return typeof text === "string" && text.length === 2 * bytes && /^[0-9a-f]*$/i.test(text)
    ? Buffer.from(text, "hex")
    : undefined;
}

/** A u64 as a number where that is exact, else as a BigInt. */
export const plain = (big) => (big >= -9007199254740991n && big <= 9007199254740991n ? Number(big) : big);

/** Reads from the front. What is not there throws RangeError: whoever reads foreign bytes turns it into a refusal. */
export class Reader {
  constructor(bytes) {
    this.bytes = Buffer.from(bytes);
    this.at = 0;
  }
  take(count) {
    if (count > this.bytes.length - this.at) throw new RangeError("shorter than it says");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
  u8() {
    return this.take(1).readUInt8();
  }
  u16() {
    return this.take(2).readUInt16LE();
  }
  u32() {
    return this.take(4).readUInt32LE();
  }
  u64() {
    return plain(this.take(8).readBigUInt64LE());
  }
  i64() {
    return plain(this.take(8).readBigInt64LE());
  }
  field() {
    return this.take(this.u32());
  }
  text() {
    return this.field().toString("utf8");
  }
  done() {
    if (this.at !== this.bytes.length) throw new RangeError("longer than it says");
  }
}

const Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/** 32 bytes as the 40 characters in which ZeroMQ takes a CURVE key (ZeroMQ RFC 32). */
export function z85(bytes) {
  let out = "";
  for (let at = 0; at < bytes.length; at += 4) {
    let value = Buffer.from(bytes).readUInt32BE(at);
    let five = "";
    for (let i = 0; i < 5; i += 1) {
      five = Z85[value % 85] + five;
      value = Math.floor(value / 85);
    }
    out += five;
  }
  return out;
}
