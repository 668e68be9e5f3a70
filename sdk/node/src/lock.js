// One process at a time has a lane's directory.
import { realpathSync } from "node:fs";
import { Reply } from "zeromq";

import { digest, field, hex } from "./bytes.js";
import { LaneFault } from "./errors.js";

const LET_GO_MS = 500; // ZeroMQ closes a socket in a thread of its own, a moment after it was told to

/**
 * Takes the directory for this process, by a socket that nobody connects to: its name is the kernel's (Linux,
 * abstract), and so ends with the process, however that ends. By ZeroMQ, since Node 18 cuts such names at their first
 * byte. Gives what lets it go. Throws LaneFault when another process has it.
 */
export async function lock(directory) {
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
