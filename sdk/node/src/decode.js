// The bytes of the protocol to values, by the schemas: only what encode() would write (docs/PROTOCOL.md, "Bytes").
import { plain, same } from "./bytes.js";
import { encode } from "./encode.js";
import { Unreadable } from "./errors.js";
import { INTEGERS, LIST_OF, SCHEMAS, isPointer } from "./schemas.js";
import { parse } from "./words.js";

/**
 * `bytes` as type NAME. Nothing is borrowed. Refuses (Unreadable, with `where` as the path) what is longer than `most`
 * bytes, what is no Cap'n Proto, and, unless `anyForm`, whatever does not encode to the same bytes again.
 */
export function decode(name, bytes, { where = name, most = Infinity, anyForm = false } = {}) {
  if (bytes.length > most) throw new Unreadable(where, `at most ${most} bytes`);
  try {
    const value = structValue(name, parse(Buffer.from(bytes)));
    if (!anyForm && !same(encode(name, value), bytes))
      throw new RangeError("not in the one form, or with bytes that no field names");
    return value;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new Unreadable(where, error.message);
    throw error;
  }
}

const EMPTY = { data: Buffer.alloc(0), pointers: [] };

function structValue(name, node) {
  if (node !== undefined && node.data === undefined) throw new RangeError(`${name}: a list where a struct belongs`);
  return members(SCHEMAS.types[name], node ?? EMPTY);
}

function members(type, node) {
  const value = {};
  const set = type.union === undefined ? undefined : number("u16", node, type.union);
  for (const field of type.fields) {
    if (field.which !== undefined && field.which !== set) continue;
    if (field.type.group) value[field.name] = members(SCHEMAS.types[field.type.group], node);
    else if (isPointer(field.type)) value[field.name] = objectValue(field.type, node.pointers[field.at]);
    else value[field.name] = scalar(field.type, node, field.at, field.default);
  }
  if (set !== undefined && !type.fields.some((field) => field.which === set))
    throw new RangeError("a choice that this version does not know");
  return value;
}

/** The integer at bit `at`; 0 beyond the end of the section, as of a field that was cut off. */
function number(kind, node, at) {
  const [bits, name] = INTEGERS[kind];
  if ((at + bits) / 8 > node.data.length) return 0;
  const read = node.data[`read${name}`](at / 8);
  return typeof read === "bigint" ? plain(read) : read;
}

function scalar(type, node, at, given = 0) {
  if (type === "void") return null;
  if (type === "bool") return Boolean(((node.data[at >> 3] ?? 0) >> (at & 7)) & 1) !== Boolean(given);
  if (!type.enum) return number(type, node, at);
  return enumName(type.enum, number("u16", node, at) ^ given);
}

function enumName(name, value) {
  if (value >= SCHEMAS.enums[name].length) throw new RangeError(`${name} has no number ${value}`);
  return SCHEMAS.enums[name][value];
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function objectValue(type, node) {
  if (type.struct) return structValue(type.struct, node);
  if (node === undefined) return type === "text" ? "" : type === "data" ? Buffer.alloc(0) : [];
  if (node.count === undefined) throw new RangeError("a struct where a list belongs");
  if (type === "text" || type === "data") {
    if (node.size !== 2) throw new RangeError("a list where bytes belong");
    return type === "data" ? Buffer.from(node.bytes) : UTF8.decode(node.bytes.subarray(0, -1));
  }
  if (type.list.struct) {
    if (!node.structs) throw new RangeError("another list where structs belong");
    return node.structs.map((one) => structValue(type.list.struct, one));
  }
  if (isPointer(type.list)) {
    if (!node.pointers) throw new RangeError("another list where pointers belong");
    return node.pointers.map((one) => objectValue(type.list, one));
  }
  const kind = type.list.enum ? "u16" : type.list;
  if (node.size !== LIST_OF[kind] || kind === "bool") throw new RangeError("another list where numbers belong");
  const all = Array.from({ length: node.count }, (_, i) => number(kind, { data: node.bytes }, i * INTEGERS[kind][0]));
  return type.list.enum ? all.map((one) => enumName(type.list.enum, one)) : all;
}
