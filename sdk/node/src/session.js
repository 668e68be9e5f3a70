// The session under the client: connects, says hello, keeps the connection alive, and begins again with back-off when
// it is lost.
import { same } from "./bytes.js";
import { Connection } from "./connection.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import { BadSettings, Closed, Denied, NoConnection, NoSession, NotProven, refusalError } from "./errors.js";
import { BROKER_FRAME_MAX } from "./limits.js";
import { verifyCheckpoint } from "./receipt.js";
import { FINGERPRINT } from "./schemas.js";

const VERSION = 1;
const PAUSE_FIRST_MS = 100;
const PAUSE_MOST_MS = 5000;
const DENIED_PAUSE_MS = 2000; // an order may admit us any moment, but asking costs the broker a handshake
const FATAL_PAUSE_MS = 60_000; // only people can mend it
const WELCOME_WITHIN_MS = 10_000;
const HEARTBEAT_EVERY_MS = 10_000;
const SILENCE_MOST_MS = 30_000;
const BEAT_MS = 1000;

export class Session {
  #settings;
  #options;
  #held;
  #hears;
  #connection;
  #failures = 0;
  #times;
  #closed = false;
  #firstWord;
  #trouble;
  #wake = () => {};

  /** `Welcome` of session.capnp while a session is open; else undefined. */
  welcome;
  /** Counts sessions: what was said on an earlier one is not outstanding on this one. */
  serial = 0;

  /**
   * `options`: those of Client.open(). `hears`: opened(welcome, again), frame(name, value) for all that is not of the
   * session itself, ended(error).
   * What they throw ends the session; run() begins the next.
   */
  constructor(settings, options, held, hears) {
    this.#settings = settings;
    this.#options = options;
    this.#held = held;
    this.#hears = hears;
  }

  /**
   * Runs sessions until close(). Resolves with the first welcome; rejects when there is none in `waitMs`, or people
   * must mend something first.
   */
  start(waitMs) {
    const first = new Promise((resolve, reject) => (this.#firstWord = { resolve, reject }));
    const late = () =>
      this.#firstWord.reject(this.#trouble ?? new NoConnection(this.#settings.origin, "no welcome in the time given"));
    const timer = setTimeout(late, waitMs);
    this.#run();
    return first.finally(() => {
      clearTimeout(timer);
      this.#firstWord = undefined;
    });
  }

  async #run() {
    while (!this.#closed) {
      const error = await this.#once();
      if (this.#closed) return;
      this.#hears.ended(error);
      this.#trouble = error;
      if (this.#firstWord && !(error instanceof NoConnection || error instanceof Closed))
        return this.#firstWord.reject(error);
      this.#failures += 1;
      await this.#rest(this.#pauseAfter(error));
    }
  }

  /** Waits so long, or until close(). */
  #rest(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #pauseAfter(error) {
    if (error instanceof Denied) return DENIED_PAUSE_MS;
    const passing = error instanceof NoConnection || error instanceof Closed || error instanceof BadSettings;
    return passing ? Math.min(PAUSE_FIRST_MS * 2 ** Math.min(this.#failures, 10), PAUSE_MOST_MS) : FATAL_PAUSE_MS;
  }

  /** One session; gives why it ended. */
  #once() {
    return new Promise((resolve) => {
      let beat;
      const onEnd = (error) => {
        clearInterval(beat);
        [this.#connection, this.welcome] = [undefined, undefined];
        resolve(error);
      };
      try {
        const { endpoint, brokerKey, transport } = this.#settings;
        const now = Date.now();
        this.#times = { heard: now, said: now, began: now };
        this.serial += 1;
        this.#connection = new Connection(
          { endpoint: endpoint(), brokerKey, transport },
          { onFrame: (bytes) => this.#take(bytes), onEnd },
        );
        beat = setInterval(() => this.#keepAlive(), BEAT_MS).unref();
        this.sayHello();
      } catch (error) {
        onEnd(error);
      }
    });
  }

  /** Again on an open session: its welcome tells the numbers expected. */
  sayHello() {
    const { consume, deliveryCredit, software } = this.#options;
    this.say({
      hello: {
        version: VERSION,
        fingerprint: FINGERPRINT,
        software,
        checkpoint: this.#held.bytes,
        consume,
        deliveryCredit,
        suite: "intl",
      },
    });
  }

  /** Sends a `ClientFrame`. What the connection does not take any more is lost with it, which its end tells. */
  say(frame) {
    this.#times.said = Date.now();
    return this.#connection?.send(encode("session.ClientFrame", frame)).catch(() => {});
  }

  #keepAlive() {
    const now = Date.now();
    const end = (what) => this.#connection.end(new NoConnection(this.#settings.origin, what));
    if (!this.welcome && now - this.#times.began > WELCOME_WITHIN_MS) end("no welcome from the broker");
    else if (now - this.#times.heard > SILENCE_MOST_MS) end("the broker is silent");
    else if (this.welcome && now - this.#times.said > HEARTBEAT_EVERY_MS) this.say({ heartbeat: now });
  }

  #take(bytes) {
    this.#times.heard = Date.now();
    const frame = decode("session.BrokerFrame", bytes, { where: "frame", most: BROKER_FRAME_MAX });
    const [[name, value]] = Object.entries(frame);
    if (name === "welcome") return this.#opened(value);
    const ofSession =
      name === "refusal" && (!this.welcome || ["noSession", "unknownAgency", "rolledBack"].includes(value.code));
    if (ofSession) throw refusalError(value);
    return this.#hears.frame(name, value);
  }

  #opened(welcome) {
    const { origin, logKey } = this.#settings;
    if (welcome.version !== VERSION)
      throw new NoSession({ where: "welcome.version", what: `the broker speaks ${welcome.version}` });
    if (welcome.origin !== origin || !same(welcome.logKey, logKey)) {
      throw new NotProven("welcome", `is not of broker ${origin} with the log key of the settings`);
    }
    const theirs = verifyCheckpoint(welcome.checkpoint, this.#settings);
    this.#held.compare(theirs);
    this.#held.take({ ...theirs, bytes: welcome.checkpoint });
    const again = this.welcome !== undefined;
    this.welcome = welcome;
    this.#failures = 0;
    this.#hears.opened(welcome, again);
    this.#firstWord?.resolve();
  }

  /** Ends the session that runs; the next one begins after a pause. */
  drop(error) {
    this.#connection?.end(error);
  }

  async close() {
    this.#closed = true;
    this.#wake();
    const connection = this.#connection;
    if (this.welcome) await Promise.race([this.say({ bye: null }), this.#rest(BEAT_MS)]);
    this.#wake();
    connection?.end(new Closed("this client was closed"));
  }
}
