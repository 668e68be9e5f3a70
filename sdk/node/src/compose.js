// From a message in JSON to what is sent: parts with salts, content, and the fields of the envelope that the message
// decides.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";

import { digest, field, hex, u64 } from "./bytes.js";
import { documentKind } from "./documents.js";
import { encode } from "./encode.js";
import { BadInput } from "./errors.js";
import { Mistakes, bytes, code, head, instant, list, needed, object, text } from "./form.js";
import { AGENCY_MAX, CONTENT_MAX, DOSSIER_MAX, PARTS_MAX, PART_MAX } from "./limits.js";
import { root, leafHash } from "./merkle.js";
import { pack } from "./packed.js";

const TYPES = { dossier: 1, document: 2, evidence: 3 };
const MATERIALS = "D06"; // the list of materials names the digests of all other parts

/** Digest of a part: `type` "dossier", "document" or "evidence". */
export const partDigest = (type, salt, content) =>
  digest(field("caseway part 1"), u64(TYPES[type]), field(salt), field(content));
/** The root that the envelope carries over the digests of all parts, in order. */
export const contentRoot = (digests) => root(digests.map(leafHash));

/** The form of a whole message; `documents` as in readPack(). */
export const messageKind = (documents) =>
  object({
    procedure: needed(code),
    step: needed(code),
    recipient: text,
    case: [bytes(16), "caseId"],
    transfer: bytes(16),
    occurredAt: needed(instant),
    confirms: bytes(32),
    head,
    documents: list(documentKind(documents)),
  });

/**
 * Reads a message (docs/FOLDER.md, "The form") and commits to it. `rules`: of readPack(). Evidence files are read below
 * `folder`.
 * Gives {envelope: fields but origin, sender, lane, number, settled, signedAt and test; content: bytes}. Throws
 * BadInput with every mistake.
 */
export function compose(message, { rules, folder = ".", random = randomBytes }) {
  const mistakes = new Mistakes();
  const read = messageKind(rules.documents).read(message, "", mistakes) ?? {};
  const { head: top = {}, documents = [] } = read;
  if (Buffer.byteLength(read.recipient ?? "") > AGENCY_MAX) mistakes.add("recipient", "no agency id");
  if (!rules.opens.has(`${read.procedure}/${read.step}`)) {
    for (const [name, id] of [
      ["case", read.caseId],
      ["transfer", read.transfer],
    ]) {
      if (message?.[name] === undefined && !id)
        mistakes.add(name, "missing; only a step that opens a transfer may leave it out");
    }
  }
  localIds(top, documents, mistakes);
  const files = (top.evidence ?? []).map((item, i) => evidenceFile(item, folder, `head.evidence[${i}].file`, mistakes));
  refuse(mistakes);

  const parts = makeParts(top, documents, files, random, mistakes);
  const content = encode("dossier.Content", { parts });
  if (content.length > CONTENT_MAX) mistakes.add("", `the message is longer than ${CONTENT_MAX} bytes`);
  refuse(mistakes);
  const { procedure, step, recipient, occurredAt, confirms, caseId = random(16), transfer = random(16) } = read;
  const digests = parts.map((part) => partDigest(part.type, part.salt, part.bytes));
  const envelope = {
    caseId,
    transfer,
    procedure,
    step,
    recipient,
    occurredAt,
    confirms,
    contentRoot: contentRoot(digests),
    partCount: parts.length,
    contentBytes: content.length,
  };
  return { envelope, content };
}

function refuse(mistakes) {
  if (mistakes.all.length > 0) throw new BadInput("message", mistakes.all);
}

function localIds(top, documents, mistakes) {
  const held = new Set();
  const all = [
    ...(top.evidence ?? []).map((one, i) => [one, `head.evidence[${i}]`]),
    ...documents.map((one, i) => [one, `documents[${i}]`]),
  ];
  for (const [one, path] of all) {
    if (one?.id && held.has(one.id)) mistakes.add(`${path}.id`, `"${one.id}" is used twice`);
    held.add(one?.id);
  }
}

/** The bytes of the file that an item names; undefined when it names none. The item gets its file name. */
function evidenceFile(item, folder, path, mistakes) {
  if (!item?.file) return undefined;
  if (isAbsolute(item.file) || item.file.split(/[\\/]/).includes("..") || item.file.includes("\0")) {
    return mistakes.add(path, 'a file beside the message, by a relative path without ".."');
  }
  try {
    const content = readFileSync(join(folder, item.file));
    item.fileName ||= basename(item.file);
    if (content.length === 0) return mistakes.add(path, `${item.file} is empty`);
    if (content.length > PART_MAX) return mistakes.add(path, `${item.file} is longer than ${PART_MAX} bytes`);
    return content;
  } catch (error) {
    return mistakes.add(path, `${item.file}: ${error.code ?? error.message}`);
  }
}

/**
 * Part 0 the head, then the documents, then the evidence that has a file. Lists of materials are made last: they hold
 * the others' digests.
 */
function makeParts(top, documents, files, random, mistakes) {
  let next = 1 + documents.length;
  const evidence = (top.evidence ?? []).map((item, i) => ({
    carrier: "electronic",
    ...item,
    part: files[i] ? next++ : 0,
  }));
  const parts = new Array(next);
  if (next > PARTS_MAX) mistakes.add("", `more than ${PARTS_MAX} parts`);
  let unpacked = 0;
  const packed = (name, value, path) => {
    const whole = encode(name, value);
    unpacked += whole.length;
    if (whole.length > PART_MAX || unpacked > DOSSIER_MAX)
      mistakes.add(path, `head and documents together are longer than ${DOSSIER_MAX} bytes`);
    return pack(whole);
  };
  const place = (at, type, content) => {
    parts[at] = { type, salt: random(16), bytes: content };
  };
  place(0, "dossier", packed("dossier.Head", { ...top, evidence }, "head"));
  evidence.forEach((item, i) => item.part && place(item.part, "evidence", files[i]));
  const places = new Map([
    ...documents.map((one, i) => [one.id, [1 + i, one.type]]),
    ...evidence.filter((one) => one.part).map((one) => [one.id, [one.part]]),
  ]);
  for (const lists of [false, true]) {
    documents.forEach((one, i) => {
      if ((one.type === MATERIALS) !== lists) return;
      if (lists) fillDigests(one, places, parts);
      place(1 + i, "document", packed("dossier.Document", one, `documents[${i}]`));
    });
  }
  return parts;
}

/**
 * A row that names a part of this message by its local id, and has no digest yet, gets it: hex, as the rules compare
 * it.
 */
function fillDigests(document, places, parts) {
  const rows = document.fields.find(({ name }) => name === "rows")?.values ?? [];
  for (const row of rows) {
    const [at, type] = places.get(row.fields?.find(({ name }) => name === "document")?.values[0]?.text) ?? [];
    if (at === undefined || type === MATERIALS || row.fields.some(({ name }) => name === "digest")) continue;
    const part = parts[at];
    row.fields.push({
      name: "digest",
      values: [{ kind: "text", text: hex(partDigest(part.type, part.salt, part.bytes)) }],
    });
  }
}

/**
 * Fields and content of the message that fills a number with nothing, in place of the one with the fields `envelope`.
 */
export function voidOf(envelope) {
  const content = encode("dossier.Content", { parts: [] });
  const { recipient, confirms, ...kept } = envelope;
  return {
    envelope: { ...kept, step: "void", contentRoot: contentRoot([]), partCount: 0, contentBytes: content.length },
    content,
  };
}
