// Documents in JSON: which kind each field has is the pack's word, so that "2025-09-26" is a date in one field and a
// text in another.
import { decode } from "./decode.js";
import { Unreadable } from "./errors.js";
import { CARRIERS, STAMPS, boolean, date, instant, list, oneOf, text } from "./form.js";
import { NESTING_MAX, PACK_MAX } from "./limits.js";
import { printDate, printInstant } from "./time.js";

const MAGIC = "CWPACK1\n";

/**
 * What composing needs of a pack: {documents: Map of type to Map of field name to {kind, list, fields}, opens: Set of
 * "PROCEDURE/STEP" that begin a transfer}. `bytes`: those of the query `pack`, of which the caller has checked the
 * digest. They are MAGIC and the words of one canonical `Pack` (schemas/rules.capnp) without a segment table. Throws
 * Unreadable.
 */
export function readPack(bytes) {
  if (bytes.length > PACK_MAX || bytes.subarray(0, MAGIC.length).toString("latin1") !== MAGIC) {
    throw new Unreadable("pack", "no compiled pack of version 1");
  }
  const words = bytes.subarray(MAGIC.length);
  const table = Buffer.alloc(8);
  table.writeUInt32LE(words.length / 8, 4);
  // In any form: a later pack may say more.
  const pack = decode("rules.Pack", Buffer.concat([table, words]), { where: "pack", anyForm: true });
  const opening = pack.procedures.flatMap(({ id, steps }) =>
    steps.filter((step) => step.opens).map((step) => `${id}/${step.id}`),
  );
  return { documents: new Map(pack.documents.map((one) => [one.type, fieldsOf(one)])), opens: new Set(opening) };
}

const fieldsOf = ({ includes, fields }) =>
  new Map(
    [...includes.flat(), ...fields].map((one) => [
      one.name,
      { kind: one.kind, list: one.list, fields: one.kind === "group" ? fieldsOf(one) : undefined },
    ]),
  );

/** Fields as the schema has them, from a JSON object. */
function readFields(value, path, types, mistakes, depth) {
  if (depth > NESTING_MAX / 2) return mistakes.add(path, "nested too deep");
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return mistakes.expected(path, "an object", value);
  return Object.entries(value).map(([name, given]) => {
    const inner = `${path}.${name}`;
    const type = types.get(name);
    if (!type) return mistakes.add(inner, "unknown name");
    const read = (one, at) => readValue(one, at, type, mistakes, depth);
    if (!type.list) return { name, values: [read(given, inner)] };
    if (!Array.isArray(given)) return mistakes.expected(inner, "a list", given);
    return { name, values: given.map((one, i) => read(one, `${inner}[${i}]`)) };
  });
}

function readValue(given, path, { kind, fields }, mistakes, depth) {
  const as = (reader, member) => ({ kind, [member]: reader.read(given, path, mistakes) });
  switch (kind) {
    case "date":
      return as(date, "integer");
    case "instant":
      return as(instant, "integer");
    case "integer":
      return Number.isSafeInteger(given) ? { kind, integer: given } : mistakes.expected(path, "a whole number", given);
    case "amount": // "about 300,000 yuan" is kept as written, and a finding
      if (Number.isSafeInteger(given)) return { kind, integer: given };
      return typeof given === "string" && given !== ""
        ? as(text, "text")
        : mistakes.expected(path, "an amount in fen, a whole number", given);
    case "boolean":
      return given === null ? { kind, integer: -1 } : { kind, integer: Number(boolean.read(given, path, mistakes)) };
    case "group":
      return { kind, fields: readFields(given, path, fields, mistakes, depth + 1) };
    default:
      return as(text, "text");
  }
}

function printFields(fields, types) {
  const made = {};
  for (const { name, values } of fields) {
    const type = types?.get(name);
    const printed = values.map((one) => printValue(one, type));
    made[name] = (type ? type.list : values.length !== 1) || values.length !== 1 ? printed : printed[0];
  }
  return made;
}

function printValue({ kind, text: words, integer, fields }, type) {
  switch (kind) {
    case "date":
      return printDate(integer);
    case "instant":
      return printInstant(integer);
    case "integer":
      return integer;
    case "amount":
      return words || integer;
    case "boolean":
      return integer < 0 ? null : integer !== 0;
    case "group":
      return printFields(fields, type?.fields);
    default:
      return words;
  }
}

/**
 * The kind of a document, by the documents of readPack(); without them it only prints, and a field with one value as
 * one value.
 */
export function documentKind(dictionary) {
  const carrier = oneOf(CARRIERS);
  const stamp = oneOf(STAMPS);
  return {
    read(value, path, mistakes) {
      if (value === null || typeof value !== "object" || Array.isArray(value))
        return mistakes.expected(path, "an object", value);
      const { fields = {}, type, carrier: way = "E", stamp: seal = "none", id, secrecy, files = [], ...others } = value;
      for (const name of Object.keys(others)) mistakes.add(`${path}.${name}`, "unknown name");
      const rule = dictionary.get(type);
      if (!rule) mistakes.expected(`${path}.type`, "a document of the pack in force", type);
      if (id === undefined) mistakes.add(`${path}.id`, "missing");
      return {
        id: id === undefined ? "" : text.read(id, `${path}.id`, mistakes),
        type,
        carrier: carrier.read(way, `${path}.carrier`, mistakes),
        stamp: stamp.read(seal, `${path}.stamp`, mistakes),
        secrecy: secrecy === undefined ? "" : text.read(secrecy, `${path}.secrecy`, mistakes),
        files: list(text).read(files, `${path}.files`, mistakes),
        fields: rule ? readFields(fields, `${path}.fields`, rule, mistakes, 0) : [],
      };
    },
    print({ id, type, carrier: way, stamp: seal, secrecy, fields, files }) {
      return {
        id,
        type,
        carrier: carrier.print(way),
        stamp: stamp.print(seal),
        ...(secrecy ? { secrecy } : {}),
        fields: printFields(fields, dictionary?.get(type)),
        ...(files.length ? { files } : {}),
      };
    },
  };
}
