// An agency's client: wires lane, session, outbox and inbox together. It connects again by itself until it is closed.
// One event loop; every handler returns at once.
import { dirname } from "node:path";

import { digest, hex, same } from "./bytes.js";
import { compose } from "./compose.js";
import { readPack } from "./documents.js";
import { encode } from "./encode.js";
import { BadSettings, Closed, NoConnection, refusalError } from "./errors.js";
import { Held } from "./held.js";
import { Inbox } from "./inbox.js";
import { Lane } from "./lane.js";
import { LANES_MAX } from "./limits.js";
import { Outbox } from "./outbox.js";
import { Questions } from "./questions.js";
import { Session } from "./session.js";

const DEFAULTS = {
  lane: 0,
  consume: false,
  deliveryCredit: 64,
  waitMs: 10_000,
  software: "caseway-node 0.1.0",
  onTrouble() {},
};
const ASK_WAIT_MS = 10_000;
const HAND_OVER_WAIT_MS = 60_000;

export class Client {
  #settings;
  #options;
  #lane;
  #held;
  #session;
  #questions;
  #outbox;
  #inbox;
  #closed = false;
  #time = 0; // the latest word on the site's clock, ms
  #rules; // of the pack in force: {digest, documents, opens, training}

  /**
   * Opens the lane and the first session. `settings`: of readAgency(), or an object of that form. Options:
   *   lane = 0               number of the lane, 0 to 15, that no other program of the agency uses
   *   consume = false        take the agency's mailbox; a session that had it hears no more
   *   deliveryCredit = 64    deliveries that may be unacknowledged at once
   *   waitMs = 10000         how long the first session may take
   *   software               for the broker's log
   *   onTrouble(error)       hears why a session ended, a delivery was not believed, or a message was refused that
   *                          nobody waits for; the client goes on by itself
   * Throws Denied, NoConnection, NoSession, UnknownAgency, RolledBack, NotProven, BadSettings, LaneFault.
   */
  static async open(settings, options = {}) {
    const all = { ...DEFAULTS, ...options };
    if (!Number.isInteger(all.lane) || all.lane < 0 || all.lane >= LANES_MAX)
      throw new BadSettings("lane", `expected 0 to ${LANES_MAX - 1}`, "choose one");
    const client = new Client(settings, all, await Lane.open(settings.lane(all.lane)));
    try {
      await client.#start();
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /** Use open(). */
  constructor(settings, options, lane) {
    this.#settings = settings;
    this.#options = options;
    this.#lane = lane;
  }

  #start() {
    const [settings, { onTrouble }] = [this.#settings, this.#options];
    this.#held = new Held(dirname(this.#lane.directory), settings, onTrouble);
    this.#session = new Session(settings, this.#options, this.#held, {
      opened: (welcome, again) => this.#opened(welcome, again),
      frame: (name, value) => this.#heard(name, value),
      ended: (error) => this.#ended(error),
    });
    const shared = { settings, session: this.#session, held: this.#held, onTrouble };
    this.#questions = new Questions(this.#session, settings.origin);
    const signingTime = () => this.#signingTime(this.#session.welcome?.training);
    this.#outbox = new Outbox({ ...shared, laneNo: this.#options.lane, lane: this.#lane, signingTime });
    this.#inbox = new Inbox({ ...shared, ask: (...words) => this.ask(...words) });
    return this.#session.start(this.#options.waitMs);
  }

  #opened(welcome, again) {
    this.#time = Math.max(this.#time, welcome.siteTime);
    this.#outbox.opened(welcome, again);
  }

  #heard(name, value) {
    this.#time = Math.max(this.#time, value?.siteTime ?? 0);
    switch (name) {
      case "receipt":
        return this.#outbox.receipted(value);
      case "delivery":
        return this.#inbox.take(value);
      case "answer":
        return this.#questions.answered(value);
      case "refusal":
        return this.#refused(value);
      case "fenced":
        return this.#inbox.take(undefined, new Closed("a newer session of this agency took the mailbox"));
      default:
        return undefined; // heartbeat: that something came is all that it says
    }
  }

  #refused(frame) {
    if (this.#outbox.owns(frame)) return this.#outbox.refused(frame);
    if (["ack", "park", "unpark"].includes(frame.where)) {
      this.#options.onTrouble(refusalError(frame));
      return this.#inbox.refused(frame.code);
    }
    const error = refusalError(frame);
    const ofMessage = /^(envelope|signatures|content|head|document)\b/.test(frame.where);
    if (!ofMessage && this.#questions.refused(error)) return undefined;
    if (frame.number !== 0) return undefined; // of a number that has its answer
    // What it was cannot be told. Refused unread, a new session says everything again; else the settings must be mended
    // first.
    if (frame.code === "overCredit" || frame.code === "fault")
      throw new NoConnection(this.#settings.origin, error.message);
    this.#outbox.fail(error);
    throw error;
  }

  #ended(error) {
    this.#questions.ended();
    this.#inbox.ended();
    this.#options.onTrouble(error);
  }

  /**
   * What the site says of itself: {origin, training, time: its clock (ms), pack: hex, deliveriesWaiting}; undefined
   * without a session.
   */
  get site() {
    if (!this.#session?.welcome) return undefined;
    const { origin, training, pack, deliveriesWaiting } = this.#session.welcome;
    return { origin, training, time: this.#time, pack: hex(pack), deliveriesWaiting };
  }

  /** Numbers of this lane that have no receipt yet. */
  get waiting() {
    return [...this.#lane.waiting.keys()];
  }

  /**
   * Hands over a message (an object in the form of docs/FOLDER.md; evidence files below `folder`): numbers and persists
   * it, sends it, checks the receipt. Gives {lane, number, verdict, returnCode, findings: codes, statement, outcome,
   * receipt: bytes, case, transfer, body}. A verdict "returned" is an answer like any other. Throws BadInput (nothing
   * was sent), a Refused (nothing was recorded), NotProven, or OutcomeUnknown after `waitMs`: then the lane keeps the
   * message, and settled(number) goes on waiting.
   */
  async handOver(message, { folder = ".", waitMs = HAND_OVER_WAIT_MS } = {}) {
    const rules = await this.#packInForce();
    if (this.#closed) throw new Closed("this client was closed");
    const { envelope, content } = compose(message, { rules, folder });
    const { id: sender, origin } = this.#settings;
    const number = this.#lane.queue(
      (next, settled) =>
        encode("envelope.Envelope", {
          version: 1,
          suite: "intl",
          origin,
          sender,
          lane: this.#options.lane,
          number: next,
          settled,
          ...envelope,
          signedAt: this.#signingTime(rules.training),
          packSeen: rules.digest,
          test: rules.training,
        }),
      content,
    );
    return this.settled(number, { waitMs });
  }

  /** The receipt of a number of this lane, as handOver() gives it; waits for one that is under way. */
  settled(number, { waitMs = HAND_OVER_WAIT_MS } = {}) {
    return this.#outbox.settled(number, waitMs);
  }

  /**
   * Deliveries of the mailbox (with `consume`), checked, for ever: those of verifyDelivery(), each with acknowledge(),
   * to be called when it is held durably, and park(reason), for one that this system cannot take. At least once: after
   * a lost connection what was not acknowledged comes again, so tell them apart by `delivery`. One that does not hold
   * is parked and told to onTrouble. Ends when the client is closed; throws Closed when a newer session took the
   * mailbox.
   */
  deliveries() {
    return this.#inbox.deliveries(() =>
      this.#packInForce().then(
        ({ documents }) => documents,
        () => undefined,
      ),
    );
  }

  /**
   * Asks `kind` of docs/PROTOCOL.md, "Queries", with the fields of `Query` (ids as hex): {json: the answer as an
   * object, bytes}. Undefined when nothing is found. Asks again while the broker says try_later or over_credit. Throws
   * a Refused, NoConnection, or Closed.
   */
  ask(kind, { transfer, caseId, ...more } = {}, { waitMs = ASK_WAIT_MS } = {}) {
    const query = { kind, ...more };
    if (transfer) query.transfer = Buffer.from(transfer, "hex");
    if (caseId) query.caseId = Buffer.from(caseId, "hex");
    return this.#questions.ask(query, waitMs);
  }

  /** Of a training site the time is what its broker last said. */
  #signingTime(training) {
    return training ? this.#time : Date.now();
  }

  /** What composing needs of the pack in force; asked for once a pack, and kept while the broker is away. */
  async #packInForce() {
    const now = this.#session.welcome;
    if (this.#rules && (!now || same(now.pack, this.#rules.digest))) return this.#rules;
    const answer = await this.ask("pack");
    if (!answer) throw new BadSettings("pack", "no pack is in force at this site", "ask the site's operator");
    this.#rules = {
      ...readPack(answer.bytes),
      digest: digest(answer.bytes),
      training: this.#session.welcome?.training ?? false,
    };
    return this.#rules;
  }

  /** Says goodbye and lets go of the lane. What waits stays in it; whoever waits for an answer hears Closed. */
  async close() {
    this.#closed = true;
    this.#inbox?.close();
    this.#questions?.close();
    await this.#session?.close();
    this.#outbox?.close();
    this.#lane.close();
    this.#held?.save();
  }
}
