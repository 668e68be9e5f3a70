// The form of a message in JSON (docs/FOLDER.md, "The form"): one table for each object, read and printed by the same
// rows.
//
// A row is {name in JSON: kind}, or {name: [kind, field of the schema]} where that is another. A kind reads one JSON
// value to a value of the schema (undefined after a mistake) and prints it back (undefined: left out).
import { fromHex, hex } from "./bytes.js";
import { CODE_MAX, TEXT_MAX } from "./limits.js";
import { parseDate, parseInstant, printDate, printInstant } from "./time.js";

/** Collects every mistake of one message, each with its path. */
export class Mistakes {
  constructor() {
    this.all = [];
  }
  add(path, what) {
    this.all.push({ path, what });
    return undefined;
  }
  expected(path, what, found) {
    return this.add(path, `expected ${what}; found ${describe(found)}`);
  }
}

function describe(value) {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value !== null && typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return text.length > 80 ? `a ${typeof value}` : text;
}

const LONE_SURROGATE = /\p{Surrogate}/u; // no UTF-8 can hold one
const isText = (value) =>
  typeof value === "string" && !LONE_SURROGATE.test(value) && Buffer.byteLength(value) <= TEXT_MAX;
const isCode = (value) => typeof value === "string" && /^[!-~]+$/.test(value) && value.length <= CODE_MAX;

const kind = (what, read, print = (value) => value || undefined) => ({
  read(value, path, mistakes) {
    const made = read(value);
    return made === undefined ? mistakes.expected(path, what, value) : made;
  },
  print,
});
const asIs = (holds) => (value) => (holds(value) ? value : undefined);

export const text = kind(`a text of at most ${TEXT_MAX} bytes`, asIs(isText));
export const code = kind(`a code: at most ${CODE_MAX} printable ASCII letters`, asIs(isCode));
export const boolean = kind(
  "true or false",
  asIs((value) => typeof value === "boolean"),
);
export const date = kind(
  'a date that exists, as in "2025-09-26"',
  (value) => (typeof value === "string" ? parseDate(value) : undefined),
  (value) => (value === 0 ? undefined : printDate(value)),
);
export const instant = kind(
  'an instant with its offset, as in "2025-09-26T11:05:00+08:00"',
  (value) => (typeof value === "string" ? parseInstant(value) : undefined),
  (value) => (value === 0 ? undefined : printInstant(value)),
);
export const integer = (least, most) =>
  kind(
    `a whole number from ${least} to ${most}`,
    asIs((value) => Number.isSafeInteger(value) && value >= least && value <= most),
    (value) => value,
  );
export const bytes = (count) =>
  kind(
    `${2 * count} hexadecimal digits, not all zero`,
    (value) => {
      const found = fromHex(value, count);
      return found?.some((byte) => byte !== 0) ? found : undefined;
    },
    (value) => (value.length ? hex(value) : undefined),
  );
export const oneOf = (words) =>
  kind(
    `one of ${Object.keys(words).join(", ")}`,
    (value) => (Object.hasOwn(words, value) ? words[value] : undefined),
    (value) => Object.keys(words).find((word) => words[word] === value),
  );

/** A member that must be there. */
export const needed = (inner) => ({ ...inner, needed: true });
/** A member that is printed also when it is empty. */
const shown = (inner) => ({ ...inner, print: (value) => inner.print(value) ?? value });

export const list = (inner) => ({
  read(value, path, mistakes) {
    if (!Array.isArray(value)) return mistakes.expected(path, "a list", value);
    return value.map((one, i) => inner.read(one, `${path}[${i}]`, mistakes));
  },
  print: (values) => (values.length ? values.map((one) => inner.print(one)) : undefined),
});

/** An object whose members are the rows of `table`; every other name is a mistake. */
export const object = (table) => ({
  read(value, path, mistakes) {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      return mistakes.expected(path, "an object", value);
    const inner = (name) => (path ? `${path}.${name}` : name);
    const made = {};
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(table, name)) mistakes.add(inner(name), "unknown name");
    }
    for (const [name, row] of Object.entries(table)) {
      const [kindOf, field] = [row].flat().concat(name);
      if (value[name] !== undefined) made[field] = kindOf.read(value[name], inner(name), mistakes);
      else if (kindOf.needed) mistakes.add(inner(name), "missing");
    }
    return made;
  },
  print(value) {
    const made = {};
    for (const [name, row] of Object.entries(table)) {
      const [kindOf, field] = [row].flat().concat(name);
      const printed = value[field] === undefined ? undefined : kindOf.print(value[field]);
      if (printed !== undefined) made[name] = printed;
    }
    return made;
  },
});

// ---- The head -------------------------------------------------------------------------------------------------------

export const CARRIERS = { E: "electronic", S: "scan", P: "paper", M: "medium" };
export const STAMPS = {
  none: "none",
  valid: "valid",
  digest_broken: "digestBroken",
  untrusted: "untrusted",
  present_unchecked: "presentUnchecked",
  paper_original: "paperOriginal",
};
const partyNo = needed(integer(1, 65535));
const PARTY = {
  no: partyNo,
  kind: text,
  name: text,
  aliases: list(text),
  idType: text,
  id: text,
  org: text,
  roles: list(text),
  present: shown(boolean),
  measure: text,
};
const PAIR = { party: partyNo, offence: needed(code), unit: boolean };
const OUTCOME = { party: partyNo, offence: needed(code), outcome: needed(code), ground: code, document: text };
const ACT = { offence: code, from: date, to: date, place: text };
const AMOUNT = { kind: needed(code), fen: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), asWritten: text };
const RIGHT = { type: needed(code), number: text, name: text };
const CUSTODY = { holder: text, since: instant, place: text, seal: text };
const EVIDENCE = {
  id: needed(code),
  class: [text, "evidenceClass"],
  title: text,
  maker: text,
  made: date,
  carrier: oneOf(CARRIERS),
  language: text,
  abroad: boolean,
  secrecy: text,
  fileName: text,
  file: text,
  custody: list(object(CUSTODY)),
};
const PAPER = object({ entered: shown(boolean), step: code, paperNumber: text, postmark: date });
const paper = {
  ...PAPER,
  print: (value) =>
    value.entered || value.step || value.paperNumber || value.postmark ? PAPER.print(value) : undefined,
};

/**
 * The head of a dossier. `file` of an evidence item is the path of its file beside the message; it is no field of the
 * schema.
 */
export const head = object({
  title: text,
  ownCaseNumber: text,
  parties: list(object(PARTY)),
  pairs: list(object(PAIR)),
  outcomes: list(object(OUTCOME)),
  acts: list(object(ACT)),
  amounts: list(object(AMOUNT)),
  rights: list(object(RIGHT)),
  evidence: list(object(EVIDENCE)),
  secrecy: text,
  paper,
  note: text,
  links: list(bytes(16)),
  linkRelation: code,
  about: code,
});
