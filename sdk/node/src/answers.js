// What became of each number of the lane, and who waits to hear it.
import { hex } from "./bytes.js";
import { decode } from "./decode.js";
import { LaneFault, OutcomeUnknown, refusalError } from "./errors.js";
import { verifyReceipt } from "./receipt.js";

export class Answers {
  #settings;
  #laneNo;
  #lane;
  #waits = new Map(); // number: [{resolve, reject, over: the time given has passed}]

  /** Borrows all. `lane`: a Lane, whose number is `laneNo`. */
  constructor({ settings, laneNo, lane }) {
    this.#settings = settings;
    this.#laneNo = laneNo;
    this.#lane = lane;
  }

  /**
   * The receipt of a number as Client.handOver() gives it; waits at most `waitMs` for one that is under way, and says
   * `why()` when none came. Of a message that was queued again under another number, that one's. Throws the Refused of
   * one that was refused for good: the receipt of the void that has its number says nothing of it.
   */
  async settled(number, waitMs, why) {
    const refused = this.#lane.refused(number);
    if (refused) throw refusalError({ ...refused, lane: this.#laneNo, number });
    const again = this.#lane.reused(number);
    if (again !== undefined) return this.settled(again, waitMs, why);
    if (!this.#lane.waiting.has(number)) return this.#told(number);
    const wait = { over: false };
    const ended = new Promise((resolve, reject) => Object.assign(wait, { resolve, reject }));
    const timer = setTimeout(() => {
      wait.over = true;
      wait.reject(new OutcomeUnknown(number, why()));
    }, waitMs);
    this.#waits.set(number, [...(this.#waits.get(number) ?? []), wait]);
    return ended.finally(() => clearTimeout(timer));
  }

  #told(number) {
    const held = this.#lane.receipt(number);
    if (!held)
      throw new LaneFault(
        this.#lane.directory,
        `no message with number ${number}`,
        "ask for a number that handOver() gave",
      );
    const { statement } = verifyReceipt(held.receipt, this.#settings);
    const { caseId, transfer } = decode("envelope.Envelope", this.#lane.message(number).envelope);
    const { verdict, returnCode, findings, body } = statement;
    const outcome = held.outcome.length ? decode("verdict.Outcome", held.outcome) : undefined;
    return {
      lane: this.#laneNo,
      number,
      verdict,
      returnCode,
      findings,
      statement,
      outcome,
      receipt: Buffer.from(held.receipt),
      case: hex(caseId),
      transfer: hex(transfer),
      body,
    };
  }

  #answer(number, how) {
    const waits = (this.#waits.get(number) ?? []).filter(({ over }) => !over);
    this.#waits.delete(number);
    waits.forEach(how);
    return waits.length > 0;
  }

  /** The receipt of the number is in the lane. */
  receipted(number) {
    this.#answer(number, ({ resolve }) => resolve(this.#told(number)));
  }

  /** Whoever waits for the number hears `error`. Returns whether anybody did. */
  failed(number, error) {
    return this.#answer(number, ({ reject }) => reject(error));
  }

  /** Whoever waits for any number hears `error`. */
  allFailed(error) {
    for (const number of [...this.#waits.keys()]) this.failed(number, error);
  }

  /** Whoever waits for the number waits for `again` from now on. */
  moved(number, again) {
    const waits = this.#waits.get(number);
    this.#waits.delete(number);
    if (waits) this.#waits.set(again, waits);
  }
}
