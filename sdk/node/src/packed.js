// The packed encoding of Cap'n Proto, in its one form (docs/PROTOCOL.md, "Bytes"): heads and documents travel so.
import { same } from "./bytes.js";
import { Unreadable } from "./errors.js";

const WORD = 8;
const RUN_MAX = 255; // words that one count can say

const zeros = (bytes, at) => bytes.subarray(at, at + WORD).reduce((count, byte) => count + (byte === 0), 0);

/** How many words from `at` on `holds` is true of, at most RUN_MAX. */
function run(bytes, at, holds) {
  let words = 0;
  while (words < RUN_MAX && at + words * WORD < bytes.length && holds(zeros(bytes, at + words * WORD))) words += 1;
  return words;
}

/** `bytes` are whole words. */
export function pack(bytes) {
  const out = [];
  for (let at = 0; at < bytes.length; ) {
    let tag = 0;
    const kept = [];
    for (let i = 0; i < WORD; i += 1) {
      if (bytes[at + i] === 0) continue;
      tag |= 1 << i;
      kept.push(bytes[at + i]);
    }
    out.push(tag, ...kept);
    at += WORD;
    if (tag !== 0 && tag !== 0xff) continue;
    const words = tag === 0 ? run(bytes, at, (count) => count === WORD) : run(bytes, at, (count) => count < 2);
    out.push(words);
    if (tag === 0xff) out.push(...bytes.subarray(at, at + words * WORD));
    at += words * WORD;
  }
  return Buffer.from(out);
}

/** The other way round. Refuses (Unreadable) what is not what pack() makes, or comes out longer than `most` bytes. */
export function unpack(bytes, most, where) {
  const out = [];
  const room = (count) => {
    if (out.length + count > most) throw new Unreadable(where, `more than ${most} bytes unpacked`);
  };
  let at = 0;
  const next = () => {
    if (at === bytes.length) throw new Unreadable(where, "packed bytes end within a word");
    at += 1;
    return bytes[at - 1];
  };
  while (at < bytes.length) {
    const tag = next();
    room(WORD);
    for (let i = 0; i < WORD; i += 1) out.push(tag & (1 << i) ? next() : 0);
    if (tag !== 0 && tag !== 0xff) continue;
    const count = WORD * next();
    room(count);
    for (let i = 0; i < count; i += 1) out.push(tag === 0 ? 0 : next());
  }
  const words = Buffer.from(out);
  if (!same(pack(words), bytes)) throw new Unreadable(where, "not in the one packed form");
  return words;
}
