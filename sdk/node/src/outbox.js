// What the lane holds, sent and answered: in order, within the credit, again after a lost connection, until each number
// has its receipt.
import { Answers } from "./answers.js";
import { hex } from "./bytes.js";
import { voidOf } from "./compose.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import { Closed, NotProven, refusalError } from "./errors.js";
import { CREDIT_BYTES, CREDIT_FRAMES } from "./limits.js";
import { verifyReceipt } from "./receipt.js";
import { BATCH_MAX, signMessages } from "./signing.js";

const RETRY_FIRST_MS = 250;
const RETRY_MOST_MS = 10_000;
const STAND_STILL_MS = 60_000; // only people can mend it
const REWIND_QUIET_MS = 200; // each message behind a gap is refused by itself; one rewind answers them all

export class Outbox {
  #settings;
  #laneNo;
  #lane;
  #session;
  #held;
  #onTrouble;
  #signingTime;
  #answers;
  #soon;
  #sentTo = 0;
  #holdUntil = 0;
  #retryMs = 0;
  #lastRefusal;
  #window = CREDIT_FRAMES;
  #rewound = { to: 0, at: 0 };

  /**
   * Borrows all. `lane`: a Lane, whose number is `laneNo`. `signingTime()`: the instant (ms) of a signature made now.
   * `onTrouble(error)` hears what no caller of settled() waits to hear.
   */
  constructor({ settings, laneNo, lane, session, held, onTrouble, signingTime }) {
    this.#settings = settings;
    this.#laneNo = laneNo;
    this.#lane = lane;
    this.#session = session;
    this.#held = held;
    this.#onTrouble = onTrouble;
    this.#signingTime = signingTime;
    this.#answers = new Answers({ settings, laneNo, lane });
  }

  /**
   * A session is open: all that waits is sent again; what was recorded gets its statement again. `again`: it is the
   * same session.
   */
  opened({ lanes, creditMessages }, again) {
    for (const { lane, next } of lanes) if (lane === this.#laneNo) this.#lane.usedBelow(next);
    if (!again) {
      [this.#sentTo, this.#holdUntil] = [0, 0];
      this.#window = Math.min(creditMessages, CREDIT_FRAMES);
    }
    this.pump();
  }

  /** What is handed over together goes under one signature. */
  #pumpSoon() {
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.pump();
    });
  }

  /**
   * Sends what waits and was not sent on this session, within the credit, under one signature. A lane that cannot be
   * read stands still, and whoever waits hears why.
   */
  pump() {
    if (!this.#session.welcome || Date.now() < this.#holdUntil) return;
    try {
      this.#send();
    } catch (error) {
      this.#holdUntil = Date.now() + STAND_STILL_MS;
      this.fail(error);
      this.#onTrouble(error);
    }
  }

  #send() {
    const numbers = [];
    let [frames, bytes] = [0, 0];
    for (const [number, one] of this.#lane.waiting) {
      if (frames === this.#window || bytes + one.bytes > CREDIT_BYTES || numbers.length === BATCH_MAX) break;
      frames += 1;
      bytes += one.bytes;
      if (number > this.#sentTo) numbers.push(number);
    }
    if (numbers.length === 0) return;
    const messages = numbers.map((number) => this.#lane.message(number));
    const { origin, id: sender, signing: key } = this.#settings;
    const signatures = signMessages(
      messages.map(({ envelope }) => envelope),
      { origin, sender, key },
    );
    messages.forEach(({ envelope, content }, i) =>
      this.#session.say({ message: { envelope, signatures: signatures[i], content } }),
    );
    this.#sentTo = numbers.at(-1);
  }

  /** As Answers.settled(), for at most `waitMs`. */
  settled(number, waitMs) {
    this.#pumpSoon();
    return this.#answers.settled(number, waitMs, () => this.#lastRefusal?.message ?? "no answer in the time given");
  }

  /** A `ReceiptFrame`. One that does not hold is told to whoever waits, and ends the session. */
  receipted({ lane, number, receipt, outcome }) {
    if (lane !== this.#laneNo) return;
    const waiting = this.#lane.waiting.get(number);
    try {
      const { statement, checkpoint } = verifyReceipt(receipt, this.#settings);
      const thisOne = !waiting || statement.returnCode === "state_secret" || statement.body === hex(waiting.body);
      if (statement.sender !== this.#settings.id || !thisOne)
        throw new NotProven("receipt.statement", "is not of this message");
      this.#held.take(checkpoint);
    } catch (error) {
      this.#answers.failed(number, error);
      throw error;
    }
    [this.#retryMs, this.#lastRefusal] = [0, undefined];
    if (!waiting) return;
    this.#lane.receipted(number, receipt, outcome);
    if (!waiting.isVoid) this.#answers.receipted(number);
    this.pump();
  }

  /** Whether a `RefusalFrame` is of a message that waits. */
  owns({ lane, number }) {
    return lane === this.#laneNo && this.#lane.waiting.has(number);
  }

  /** A message of ours was refused: nothing was recorded, its number is free. */
  refused(frame) {
    const error = refusalError(frame);
    const { number } = frame;
    switch (frame.code) {
      case "gap":
        return this.#rewind(frame.expected, error);
      case "overCredit":
      case "tryLater":
      case "diskFull":
      case "fault":
        if (frame.code === "overCredit") this.#window = Math.max(1, this.#window >> 1);
        this.#lastRefusal = error;
        this.#retryMs = Math.min(Math.max(2 * this.#retryMs, RETRY_FIRST_MS), RETRY_MOST_MS);
        return this.#standStill(number, this.#retryMs);
      case "idReused":
        return this.#queueAgain(number);
      case "badSignature":
      case "keyNotValid": // a void would fare no better
        this.#answers.failed(number, error);
        this.#onTrouble(error);
        return this.#standStill(number, STAND_STILL_MS);
      default:
        return this.#giveUp(frame, error);
    }
  }

  /** The message can never pass: a void takes its number, so that what is queued behind it can. */
  #giveUp(frame, error) {
    const { number } = frame;
    if (this.#lane.waiting.get(number).isVoid) {
      this.#onTrouble(error);
      return this.#standStill(number, STAND_STILL_MS);
    }
    const { envelope, content } = voidOf(decode("envelope.Envelope", this.#lane.message(number).envelope));
    const filler = encode("envelope.Envelope", { ...envelope, signedAt: this.#signingTime() });
    this.#lane.fillWithVoid(number, frame, { envelope: filler, content });
    if (!this.#answers.failed(number, error)) this.#onTrouble(error);
    this.#sentTo = Math.min(this.#sentTo, number - 1);
    return this.pump();
  }

  /** Another copy of this lane used the number: the message goes on under the next, and so does who waits for it. */
  #queueAgain(number) {
    const envelope = decode("envelope.Envelope", this.#lane.message(number).envelope);
    const again = this.#lane.queueAgain(number, (next, settled) =>
      encode("envelope.Envelope", { ...envelope, number: next, settled, signedAt: this.#signingTime() }),
    );
    this.#answers.moved(number, again);
    return this.pump();
  }

  #rewind(expected, error) {
    const [first] = this.#lane.waiting.keys();
    if (expected < first)
      throw new NotProven(
        "refusal.expected",
        `the broker expects number ${expected}, which has its receipt: it has lost records`,
      );
    const now = Date.now();
    if (this.#rewound.to === expected && now - this.#rewound.at < REWIND_QUIET_MS) return;
    this.#rewound = { to: expected, at: now };
    this.#lastRefusal = error;
    this.#sentTo = Math.min(this.#sentTo, expected - 1);
    this.pump();
  }

  #standStill(number, ms) {
    this.#sentTo = Math.min(this.#sentTo, number - 1);
    this.#holdUntil = Date.now() + ms;
    setTimeout(() => this.pump(), ms + 1).unref();
  }

  /** Whoever waits hears `error`; what waits stays in the lane. */
  fail(error) {
    this.#answers.allFailed(error);
  }
  close() {
    this.fail(new Closed("this client was closed"));
  }
}
