// The durable lane: an outbox on disk whose messages are numbered without gaps. A message lies there, synced, with its
// number and its `signedAt`, before it is first sent, and stays until its receipt is there too: whatever ends the
// process, the next one goes on.
//
//   LANE/000000000042.message   u16 1, u8 void, field(envelope), field(content), u64 replaces, 32 digest of all before
//        000000000042.receipt   u16 1, field(receipt), field(outcome), 32 digest of all before
//        000000000042.refused   as .message, and field(code), field(where), field(what) in place of `replaces`: the
//                               broker can never take it, and said so; a void has its number
//        000000000042.reused    as .message, and u64 the number that it has now in place of `replaces`: another copy of
//                               this lane had used the number
// `replaces` is the number that a message had before; 0: none, as where an earlier version left it out.
import { mkdirSync, readFileSync, readdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";

import { Reader, digest, field, same, u16, u64 } from "./bytes.js";
import { syncDirectory, writeDurably } from "./durable.js";
import { LaneFault } from "./errors.js";
import { lock } from "./lock.js";

const DIGITS = 12;
const DIGEST_BYTES = 32;
const WAITING_MAX = 1024; // messages without receipt; the broker keeps 4,096 numbers above `settled`

const messageIn = (from) => ({ isVoid: from.u8() === 1, envelope: from.field(), content: from.field() });
const sealed = (...pieces) => {
  const content = Buffer.concat(pieces);
  return Buffer.concat([content, digest(content)]);
};

export class Lane {
  /** Opens the lane that lies in `directory`, which is made when it is not there. Throws LaneFault. */
  static async open(directory, { waitingMax = WAITING_MAX } = {}) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const unlock = await lock(directory);
    try {
      return new Lane(directory, unlock, waitingMax);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  constructor(directory, unlock, waitingMax) {
    this.directory = directory;
    this.waitingMax = waitingMax;
    this.unlock = unlock;
    this.next = 1;
    /** Numbers without receipt, rising: {body: 32 bytes, bytes: of envelope and content, isVoid}. */
    this.waiting = new Map();
    const names = readdirSync(directory).sort();
    const receipted = new Set(names.filter((name) => name.endsWith(".receipt")).map((name) => parseInt(name, 10)));
    for (const name of names.filter((one) => /^\d{12}\.(message|receipt)$/.test(one))) {
      const number = parseInt(name, 10);
      this.next = Math.max(this.next, number + 1);
      if (!name.endsWith(".message") || receipted.has(number)) continue;
      const message = this.message(number);
      this.#wait(number, message);
      if (this.waiting.has(message.replaces)) this.#putAside(message.replaces, number); // a crash left both
    }
  }

  close() {
    this.unlock();
  }

  #name(number, ending) {
    return `${String(number).padStart(DIGITS, "0")}.${ending}`;
  }
  #wait(number, { envelope, content, isVoid }) {
    this.waiting.set(number, { body: digest(envelope), bytes: envelope.length + content.length, isVoid });
  }
  #read(number, ending, read) {
    const path = join(this.directory, this.#name(number, ending));
    let content;
    try {
      content = readFileSync(path);
    } catch (error) {
      if (error.code === "ENOENT") return undefined;
      throw new LaneFault(path, error.message, "mend the disk, then open the lane again");
    }
    try {
      const from = new Reader(content);
      const whole = from.take(content.length - DIGEST_BYTES);
      if (!same(digest(whole), from.take(DIGEST_BYTES))) throw new RangeError("its digest does not hold");
      from.at = 0;
      if (from.u16() !== 1) throw new RangeError("of another version");
      return read(from);
    } catch (error) {
      throw new LaneFault(
        path,
        error.message,
        "bring the lane's directory back from its backup; it goes on from what the broker knows",
      );
    }
  }
  #persist(number, ending, { envelope, content, isVoid }, ...more) {
    writeDurably(
      this.directory,
      this.#name(number, ending),
      sealed(u16(1), Buffer.from([isVoid ? 1 : 0]), field(envelope), field(content), ...more),
    );
  }
  #append(envelopeOf, content, { isVoid = false, replaces = 0 } = {}) {
    const number = this.next;
    const message = { envelope: envelopeOf(number, this.settled), content, isVoid };
    this.#persist(number, "message", message, u64(replaces));
    this.next = number + 1;
    this.#wait(number, message);
    return number;
  }

  /** All numbers up to this one have receipts. */
  get settled() {
    for (const number of this.waiting.keys()) return number - 1;
    return this.next - 1;
  }

  /**
   * Persists a message under the next number: `envelopeOf(number, settled)` gives its exact bytes. Returns the number.
   * Throws LaneFault, also when waitingMax wait already.
   */
  queue(envelopeOf, content) {
    if (this.waiting.size >= this.waitingMax) {
      const what = `${this.waitingMax} messages wait for their receipts`;
      throw new LaneFault(this.directory, what, "wait for some of them, then hand it over again");
    }
    return this.#append(envelopeOf, content);
  }
  /** {envelope, content, isVoid, replaces} as queued; undefined: there is none. Throws LaneFault when it is damaged. */
  message(number) {
    return this.#read(number, "message", (from) => ({
      ...messageIn(from),
      replaces: from.at === from.bytes.length - DIGEST_BYTES ? 0 : from.u64(),
    }));
  }
  /** {receipt, outcome} as bytes; undefined when there is none. */
  receipt(number) {
    return this.#read(number, "receipt", (from) => ({ receipt: from.field(), outcome: from.field() }));
  }
  /** Persists the receipt of a number; the caller has verified it. */
  receipted(number, receipt, outcome) {
    writeDurably(this.directory, this.#name(number, "receipt"), sealed(u16(1), field(receipt), field(outcome)));
    this.waiting.delete(number);
  }
  /** Why the broker refused the message of this number for good, {code, where, what}; undefined: it did not. */
  refused(number) {
    const why = this.#read(number, "refused", (from) => {
      messageIn(from);
      return { code: from.text(), where: from.text(), what: from.text() };
    });
    const now = why && this.message(number);
    return now && !now.isVoid ? undefined : why; // a crash came before the void: the message is sent again
  }
  /** The message can never pass: it is kept as refused, with {code, where, what}, first; a void takes its number. */
  fillWithVoid(number, why, { envelope, content }) {
    this.#persist(number, "refused", this.message(number), field(why.code), field(why.where), field(why.what));
    const filler = { envelope, content, isVoid: true };
    this.#persist(number, "message", filler, u64(0));
    this.#wait(number, filler);
  }
  /** The number under which the message of this one was queued again; undefined: it was not. */
  reused(number) {
    return this.#read(number, "reused", (from) => {
      messageIn(from);
      return from.u64();
    });
  }
  /**
   * Another copy of this lane used the number: the message is queued again at the end, as queue() does, also beyond
   * waitingMax. Returns its new number.
   */
  queueAgain(number, envelopeOf) {
    const { content, isVoid } = this.message(number);
    const again = this.#append(envelopeOf, content, { isVoid, replaces: number });
    this.#putAside(number, again);
    return again;
  }
  // Until this is done both lie there, and the new one says which it replaces.
  #putAside(number, again) {
    this.#persist(number, "reused", this.message(number), u64(again));
    unlinkSync(join(this.directory, this.#name(number, "message")));
    syncDirectory(this.directory);
    this.waiting.delete(number);
  }
  /** The broker expects `number` next. */
  usedBelow(number) {
    this.next = Math.max(this.next, number);
  }
}
