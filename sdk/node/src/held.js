// The highest checkpoint that this agency holds, on disk. It is said in each hello: a broker that lacks it was rolled
// back.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { same } from "./bytes.js";
import { RolledBack } from "./errors.js";
import { writeDurably } from "./lane.js";
import { verifyCheckpoint } from "./receipt.js";

const FILE = "checkpoint";
const SAVE_EVERY_MS = 1000; // a lower one is said after a crash: the broker is content with it

export class Held {
  #directory;
  #highest; // {bytes, epoch, size, root}
  #timer;
  #onTrouble;

  /**
   * Reads what is there. `trust`: {origin, logKey}; `onTrouble(error)` hears when it cannot be written behind the path.
   * Throws Unreadable or NotProven when the file is not what this client wrote.
   */
  constructor(directory, trust, onTrouble = () => {}) {
    this.#directory = directory;
    this.#onTrouble = onTrouble;
    try {
      const bytes = readFileSync(join(directory, FILE));
      this.#highest = { bytes, ...verifyCheckpoint(bytes, trust) };
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }

  /** Its bytes; undefined before the first. */
  get bytes() {
    return this.#highest?.bytes;
  }

  /** Keeps a checkpoint that was verified, when it is the highest. */
  take(checkpoint) {
    const [held, { epoch, size }] = [this.#highest, checkpoint];
    if (held && (epoch < held.epoch || (epoch === held.epoch && size <= held.size))) return;
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

  /** Writes it now, where it is newer than the file. Throws LaneFault. */
  save() {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    writeDurably(this.#directory, FILE, this.#highest.bytes);
  }
}
