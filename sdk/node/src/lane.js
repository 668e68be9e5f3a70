// The durable lane: an outbox on disk whose messages are numbered without gaps. A message lies there, synced, with its
// number and its `signedAt`, before it is first sent, and stays until its receipt is there too: whatever ends the
// process, the next one goes on.
//
//   LANE/000000000042.message   u16 1, u8 void, field(envelope), field(content), 32 digest of all before
//        000000000042.receipt   u16 1, field(receipt), field(outcome), 32 digest of all before
//        000000000042.refused   as .message: the broker can never take it; a void has its number
//        000000000042.reused    as .message: another copy of this lane had used the number; it has none now
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { Reply } from "zeromq";

import { Reader, digest, field, hex, same, u16 } from "./bytes.js";
import { LaneFault } from "./errors.js";

const DIGITS = 12;
const WAITING_MAX = 1024; // messages without receipt; the broker keeps 4,096 numbers above `settled`
const LET_GO_MS = 500; // ZeroMQ closes a socket in a thread of its own, a moment after it was told to

/** Writes a file whole: when it returns, it is durable under its name; before, the old one stands or none. */
export function writeDurably(directory, name, content) {
  const part = join(directory, `${name}.new`);
  try {
    const file = openSync(part, "w", 0o600);
    try {
      for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, join(directory, name));
    syncDirectory(directory);
  } catch (error) {
    throw new LaneFault(join(directory, name), error.message, "make room or mend the disk, then open the lane again");
  }
}

function syncDirectory(directory) {
  const file = openSync(directory, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Takes the directory for this process, by a socket that nobody connects to: its name is the kernel's (Linux,
 * abstract), and so ends with the process, however that ends. By ZeroMQ, since Node 18 cuts such names at their first
 * byte. Gives what lets it go.
 */
async function lock(directory) {
  const name = `ipc://@caseway-lane-${hex(digest(field(realpathSync(directory)))).slice(0, 32)}`;
  for (const until = Date.now() + LET_GO_MS; ; ) {
    const socket = new Reply({ linger: 0 });
    try {
      await socket.bind(name);
      return () => socket.close();
    } catch (error) {
      socket.close();
      const taken = error.code === "EADDRINUSE";
      if (!taken || Date.now() > until) {
        const what = taken ? "another process has this lane open" : `cannot be locked: ${error.message}`;
        throw new LaneFault(directory, what, "a lane has one sender: end the other, or choose another lane");
      }
      await new Promise((resolve) => setTimeout(resolve, LET_GO_MS / 20));
    }
  }
}

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
      if (name.endsWith(".message") && !receipted.has(number)) this.#wait(number, this.message(number));
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
      const whole = from.take(content.length - 32);
      if (!same(digest(whole), from.take(32))) throw new RangeError("its digest does not hold");
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
  #persist(number, { envelope, content, isVoid }, ending = "message") {
    writeDurably(
      this.directory,
      this.#name(number, ending),
      sealed(u16(1), Buffer.from([isVoid ? 1 : 0]), field(envelope), field(content)),
    );
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
    const number = this.next;
    const message = { envelope: envelopeOf(number, this.settled), content, isVoid: false };
    this.#persist(number, message);
    this.next = number + 1;
    this.#wait(number, message);
    return number;
  }
  /** {envelope, content, isVoid} as queued; undefined when there is none. Throws LaneFault when it is damaged. */
  message(number) {
    return this.#read(number, "message", (from) => ({
      isVoid: from.u8() === 1,
      envelope: from.field(),
      content: from.field(),
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
  /** The message can never pass: it is kept as refused, first, and a void takes its number. */
  fillWithVoid(number, { envelope, content }) {
    this.#persist(number, this.message(number), "refused");
    const filler = { envelope, content, isVoid: true };
    this.#persist(number, filler);
    this.#wait(number, filler);
  }
  /** Another copy of this lane used the number: the message is put aside and has no number any more. */
  putAside(number) {
    renameSync(join(this.directory, this.#name(number, "message")), join(this.directory, this.#name(number, "reused")));
    syncDirectory(this.directory);
    this.waiting.delete(number);
  }
  /** The broker expects `number` next. */
  usedBelow(number) {
    this.next = Math.max(this.next, number);
  }
}
