// What the broker hands over: taken in order, checked, acknowledged or parked.
import { same } from "./bytes.js";
import { decode } from "./decode.js";
import { readKeys, verifyDelivery } from "./delivery.js";
import { NotProven, Unreadable } from "./errors.js";
import { ACKS_MAX, CREDIT_FRAMES, PARK_REASON_MAX } from "./limits.js";

const GATHER_MS = 5; // what is taken together is acknowledged together
const ACK_AGAIN_MS = 1000;
const ASK_AGAIN_MS = 250;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Inbox {
  #settings;
  #session;
  #held;
  #ask;
  #onTrouble;
  #queue = []; // {frame, serial} or {error}
  #wake = () => {};
  #acks = new Set();
  #acked = [];
  #timer;
  #keys; // as this session read them
  #closed = false;

  /** Borrows all. `ask`: Client.ask. */
  constructor({ settings, session, held, ask, onTrouble }) {
    this.#settings = settings;
    this.#session = session;
    this.#held = held;
    this.#ask = ask;
    this.#onTrouble = onTrouble;
  }

  /** A `Delivery` came, or the `error` that ends them all. */
  take(frame, error) {
    this.#queue.push({ frame, error, serial: this.#session.serial });
    this.#wake();
  }

  /** Deliveries come again with the next session. */
  ended() {
    this.#queue = this.#queue.filter(({ error }) => error);
    this.#acked = [];
    this.#acks.clear();
    this.#keys = undefined;
  }

  /** See Client.deliveries(). `documents()` gives those of readPack(), or undefined. */
  async *deliveries(documents) {
    while (!this.#closed) {
      if (this.#queue.length === 0) {
        await new Promise((resolve) => (this.#wake = resolve));
        continue;
      }
      const { frame, error, serial } = this.#queue.shift();
      if (error) throw error;
      const delivery = await this.#checked(frame, serial, documents);
      if (delivery) yield delivery;
    }
  }

  async #checked(frame, serial, documents) {
    try {
      const checked = verifyDelivery(frame, {
        trust: this.#settings,
        keys: await this.#keysOf(frame),
        documents: await documents(),
      });
      this.#held.take(checked.checkpoint);
      return {
        ...checked,
        acknowledge: () => this.#acknowledge(frame.delivery, serial),
        park: (reason) => this.#park(frame.delivery, serial, reason),
      };
    } catch (error) {
      this.#onTrouble(error);
      if (error instanceof NotProven || error instanceof Unreadable) {
        this.#park(frame.delivery, serial, `not to be believed: ${error.message}`);
      } else {
        await pause(ASK_AGAIN_MS); // the directory could not be asked: that is no word against the delivery
        if (serial === this.#session.serial) this.#queue.unshift({ frame, serial });
      }
      return undefined;
    }
  }

  /** Keys of the members; read anew when a message is signed by one that they lack. */
  async #keysOf(frame) {
    if (frame.event) return new Map();
    const { sender } = decode("envelope.Envelope", frame.envelope, { where: "delivery.envelope" });
    const [named] = decode("envelope.Signatures", frame.signatures, { where: "delivery.signatures" }).signatures;
    const known = () => this.#keys?.get(sender)?.some(({ id }) => named && same(id, named.key));
    if (!known()) this.#keys = readKeys(await this.#members());
    return this.#keys;
  }

  async #members() {
    const all = [];
    for (let more = true; more; ) {
      const page = (await this.#ask("directory", { text: all.at(-1)?.id ?? "" })).json;
      all.push(...page.agencies);
      more = page.more === true && page.agencies.length > 0;
    }
    return all;
  }

  #acknowledge(delivery, serial) {
    if (serial !== this.#session.serial) return; // it comes again
    this.#acks.add(delivery);
    this.#timer ??= setTimeout(() => this.sayAcks(), GATHER_MS);
  }

  /** Says what was acknowledged so far, in frames of rising numbers. */
  sayAcks() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = [...this.#acks].sort((a, b) => a - b);
    this.#acks.clear();
    for (let at = 0; at < all.length; at += ACKS_MAX) this.#session.say({ ack: all.slice(at, at + ACKS_MAX) });
    this.#acked = [...this.#acked, ...all].slice(-CREDIT_FRAMES); // no more can be open at the broker
  }

  #park(delivery, serial, reason) {
    if (serial !== this.#session.serial) return;
    const cut = Buffer.from(String(reason))
      .subarray(0, PARK_REASON_MAX)
      .toString("utf8")
      .replace(/\uFFFD+$/, "");
    this.#session.say({ park: { delivery, reason: cut, parked: true } });
  }

  /**
   * An acknowledgement was refused, which one is not told: all that may still be open are said again. Where they were
   * heard it changes nothing.
   */
  refused(code) {
    if (code === "notYours") return;
    setTimeout(() => {
      for (const delivery of this.#acked.splice(0)) this.#acks.add(delivery);
      this.sayAcks();
    }, ACK_AGAIN_MS).unref();
  }

  close() {
    this.#closed = true;
    this.sayAcks();
    this.#wake();
  }
}
