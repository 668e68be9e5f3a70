// What can go wrong, each with a class of its own. All are CasewayError: `code` for programs, `where` (a path, file or
// address), `what` for people, `todo`: what the caller does about it.

export class CasewayError extends Error {
  constructor(code, where, what, todo) {
    super(`${code}: ${where ? `${where}: ` : ""}${what}${todo ? `; ${todo}` : ""}`);
    Object.assign(this, { name: new.target.name, code, where, what, todo });
  }
}

// ---- What the broker refuses (docs/PROTOCOL.md, "Refusals"). Nothing was recorded; the number stays free.
// -----------------

/**
 * `lane` and `number`: of the message refused (0: it could not be told); `expected` with gap; `keyFrom`, `keyUntil`
 * with key_not_valid.
 */
export class Refused extends CasewayError {
  constructor(code, todo, frame) {
    super(code, frame.where ?? "", frame.what ?? "", todo);
    const { lane = 0, number = 0, expected = 0, keyFrom = 0, keyUntil = 0 } = frame;
    Object.assign(this, { lane, number, expected, keyFrom, keyUntil });
  }
}
const refusal = (code, todo) =>
  class extends Refused {
    constructor(frame) {
      super(code, todo, frame);
    }
  };
export class Malformed extends refusal("malformed", "correct the message") {}
export class TooLarge extends refusal("too_large", "split the message or leave parts out") {}
export class BadSignature extends refusal("bad_signature", "sign with the key that the directory knows") {}
export class KeyNotValid extends refusal(
  "key_not_valid",
  "sign with a key that is valid now; the message stays in the lane",
) {}
export class NoSession extends refusal("no_session", "update this client, or correct the settings of its broker") {}
export class NotYours extends refusal("not_yours", "correct sender, origin or mailbox") {}
export class IdReused extends refusal(
  "id_reused",
  "another copy of this lane used the number; the message goes on under the next one",
) {}
export class OverCredit extends refusal("over_credit", "wait for answers, then ask again") {}
export class Gap extends refusal("gap", "send from the number expected on") {}
export class TryLater extends refusal("try_later", "wait, then ask again") {}
export class DiskFull extends refusal("disk_full", "wait, then send again; tell the site's operator") {}
export class UnknownAgency extends refusal("unknown_agency", "ask the site's operator to admit the agency") {}
export class BrokerFault extends refusal("fault", "wait, then send again; tell the site's operator") {}
export class RolledBack extends refusal("rolled_back", "keep everything, and ask the site's operator") {}

const REFUSALS = {
  malformed: Malformed,
  tooLarge: TooLarge,
  badSignature: BadSignature,
  keyNotValid: KeyNotValid,
  noSession: NoSession,
  notYours: NotYours,
  idReused: IdReused,
  overCredit: OverCredit,
  gap: Gap,
  tryLater: TryLater,
  diskFull: DiskFull,
  unknownAgency: UnknownAgency,
  fault: BrokerFault,
  rolledBack: RolledBack,
};
/** The error of a RefusalFrame (schemas/session.capnp). */
export function refusalError(frame) {
  const Class = REFUSALS[frame.code];
  return Class ? new Class(frame) : new Unreadable("refusal.code", `"${frame.code}" is no refusal`);
}

// ---- What this client finds itself
// ------------------------------------------------------------------------------------------

/** Bytes that are not what the protocol says. */
export class Unreadable extends CasewayError {
  constructor(where, what) {
    super("unreadable", where, what, "keep the bytes, and tell the site's operator");
  }
}
/** A receipt, checkpoint or delivery does not hold: somebody changed it, or it is not of this broker. */
export class NotProven extends CasewayError {
  constructor(where, what) {
    super("not_proven", where, what, "keep the bytes, believe nothing of it, and tell the site's operator");
  }
}
/**
 * No answer within the time given. The message stays in the lane and is sent again: the number tells what became of it.
 */
export class OutcomeUnknown extends CasewayError {
  constructor(number, why) {
    super(
      "outcome_unknown",
      `message ${number}`,
      why,
      "wait for settled(number), or open the lane again: it goes on by itself",
    );
    this.number = number;
  }
}
/** The broker does not know this agency's transport key. */
export class Denied extends CasewayError {
  constructor(where) {
    super(
      "denied",
      where,
      "the broker does not admit this transport key",
      "ask the site's operator to admit the agency",
    );
  }
}
export class NoConnection extends CasewayError {
  constructor(where, what) {
    super("no_connection", where, what, "see that the broker runs at that address with that key");
  }
}
/** What a caller gave cannot be sent: `mistakes` are all of them, each {path, what}. Nothing was sent. */
export class BadInput extends CasewayError {
  constructor(where, mistakes) {
    super(
      "bad_input",
      where,
      mistakes.map(({ path, what }) => (path ? `${path}: ${what}` : what)).join("; "),
      "correct it and hand it over again",
    );
    this.mistakes = mistakes;
  }
}
/** Settings or key files. */
export class BadSettings extends CasewayError {
  constructor(where, what, todo = "correct the file") {
    super("bad_settings", where, what, todo);
  }
}
/** The lane's directory: damaged, held by another process, or full. */
export class LaneFault extends CasewayError {
  constructor(where, what, todo) {
    super("lane_fault", where, what, todo);
  }
}
/** The other end of this client was closed, or a newer session took the mailbox. */
export class Closed extends CasewayError {
  constructor(what) {
    super("closed", "", what, "open a new client");
  }
}
