// Questions to the broker, one at a time.
import { Closed, NoConnection, OverCredit, TryLater } from "./errors.js";

const AGAIN_MS = 250;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Questions {
  #session;
  #origin;
  #queue = Promise.resolve();
  #open; // {number, resolve, reject} of the one that is asked
  #count = 0;
  #closed = false;

  constructor(session, origin) {
    this.#session = session;
    this.#origin = origin;
  }

  /**
   * {json, bytes} of the answer; undefined when nothing is found. Asks again while the broker says try_later or
   * over_credit, or is away.
   */
  ask(query, waitMs) {
    const asked = this.#queue.then(() => this.#askUntil(query, Date.now() + waitMs));
    this.#queue = asked.catch(() => {});
    return asked;
  }

  async #askUntil(query, until) {
    for (;;) {
      if (this.#closed) throw new Closed("this client was closed");
      try {
        const { found, json, bytes } = await this.#askOnce(query, until - Date.now());
        return found ? { json: json ? JSON.parse(json) : undefined, bytes } : undefined;
      } catch (error) {
        const passing = error instanceof TryLater || error instanceof OverCredit || error instanceof NoConnection;
        if (!passing || Date.now() + AGAIN_MS > until) throw error;
        await pause(AGAIN_MS);
      }
    }
  }

  #askOnce(query, waitMs) {
    return new Promise((resolve, reject) => {
      if (!this.#session.welcome) throw new NoConnection(this.#origin, "there is no session now");
      const timer = setTimeout(
        () => this.#settle(({ reject: no }) => no(new NoConnection(this.#origin, "no answer in the time given"))),
        waitMs,
      );
      const then = (settle) => (value) => {
        clearTimeout(timer);
        settle(value);
      };
      this.#count += 1;
      this.#open = { number: this.#count, resolve: then(resolve), reject: then(reject) };
      this.#session.say({ query: { ...query, number: this.#count } });
    });
  }

  #settle(how) {
    const open = this.#open;
    this.#open = undefined;
    if (open) how(open);
    return open !== undefined;
  }

  /** An `Answer`; one that comes too late is nobody's. */
  answered(answer) {
    if (answer.number === this.#open?.number) this.#settle(({ resolve }) => resolve(answer));
  }
  /** A refusal that no message owns; false when nothing is asked. */
  refused(error) {
    return this.#settle(({ reject }) => reject(error));
  }
  ended() {
    this.#settle(({ reject }) => reject(new NoConnection(this.#origin, "the connection was lost")));
  }
  close() {
    this.#closed = true;
    this.ended();
  }
}
