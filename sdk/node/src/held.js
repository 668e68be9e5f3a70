// The highest checkpoint that this agency holds, on disk. It is said in each hello: a broker that lacks it was rolled
// back.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { same } from "./bytes.js";
import { writeDurably } from "./durable.js";
import { RolledBack } from "./errors.js";
import { verifyCheckpoint } from "./receipt.js";

const FILE = "checkpoint";
const SAVE_EVERY_MS = 1000; // a lower one is said after a crash: the broker is content with it

const isAbove = (one, other) =>
  !other || one.epoch > other.epoch || (one.epoch === other.epoch && one.size > other.size);

export class Held {
  #directory;
  #trust;
  #highest; // {bytes, epoch, size, root}
  #timer;
  #onTrouble;

  /**
   * Reads what is there. `trust`: {origin, logKey}; `onTrouble(error)` hears when it cannot be written behind the path.
   * Throws Unreadable or NotProven when the file is not what this client wrote.
   */
  constructor(directory, trust, onTrouble = () => {}) {
    this.#directory = directory;
    this.#trust = trust;
    this.#onTrouble = onTrouble;
    this.#highest = this.#onDisk();
  }

  #onDisk() {
    try {
      const bytes = readFileSync(join(this.#directory, FILE));
      return { bytes, ...verifyCheckpoint(bytes, this.#trust) };
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
      return undefined;
    }
  }

  /** Its bytes; undefined before the first. */
  get bytes() {
    return this.#highest?.bytes;
  }

  /** Keeps a checkpoint that was verified, when it is the highest. */
  take(checkpoint) {
    if (!isAbove(checkpoint, this.#highest)) return;
    this.#highest = { ...checkpoint, bytes: Buffer.from(checkpoint.bytes) };
    this.#timer ??= setTimeout(() => this.#saveBehind(), SAVE_EVERY_MS);
  }

  #saveBehind() {
    try {
      this.save();
    } catch (error) {
      this.#onTrouble(error);
    }
  }

  /** Throws RolledBack when the broker's last checkpoint, verified, shows less than we hold, or another history. */
  compare({ epoch, size, root }) {
    const held = this.#highest;
    if (held && held.epoch === epoch && (size < held.size || (size === held.size && !same(root, held.root)))) {
      throw new RolledBack({
        where: "welcome.checkpoint",
        what: `we hold a checkpoint of ${held.size} records, the broker shows ${size}`,
      });
    }
  }

  /**
   * Writes it now, where it is higher than the file's: another lane of this agency may have written a higher one, which
   * is held from now on. A file that cannot be read any more is written anew. Throws LaneFault.
   */
  save() {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let there;
    try {
      there = this.#onDisk();
    } catch {
      // what we hold was verified
    }
    if (isAbove(this.#highest, there)) writeDurably(this.#directory, FILE, this.#highest.bytes);
    else this.#highest = there;
  }
}
