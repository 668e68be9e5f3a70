// Files that are there whole or not at all, also after a power cut.
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

import { LaneFault } from "./errors.js";

/**
 * Writes a file whole: when it returns, it is durable under its name; before, the old one stands or none. Two processes
 * may write one name at once: each has an unfinished file of its own. Throws LaneFault.
 */
export function writeDurably(directory, name, content) {
  const part = join(directory, `${name}.${process.pid}.new`);
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

/** Makes durable which names the directory holds. Throws the system's error. */
export function syncDirectory(directory) {
  const file = openSync(directory, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
