// Writes what the codec must know of the schemas: generated/schemas.json. Run when the package is made, never when it
// is used.
//
//   node generate.js SCHEMAS OUTPUT        needs `capnp` (Debian: capnproto); capnp-es reads what it says
//
// The output: {"fingerprint": hex, "types": {NAME: TYPE}, "enums": {NAME: [name of 0, name of 1, ...]}}, where NAME is
// FILE.TYPE ("session.Hello") and TYPE is {"data": words, "pointers": words, "union": bit of the discriminant or
// absent, "fields": [{"name", "type", "at", "which": discriminant or absent, "default": where it is not zero or
// none}]}.
// `at` counts bits in the data section, or pointers. A `type` is a word ("text", "u16"), or one of {"list": type},
// {"struct": NAME}, {"enum": NAME}, {"group": NAME}; a group lies in the sections of the struct around it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Message } from "capnp-es";
import { CodeGeneratorRequest, Field, Node, Type, Value } from "capnp-es/capnp/schema";

import { fingerprint } from "./src/fingerprint.js";

const SPOKEN = ["directory", "dossier", "envelope", "record", "session", "verdict"]; // what the fingerprint is over
const READ_TOO = ["rules"]; // the pack in force says which kind each field of a document has

const NUMBERS = new Map([
  [Type.INT8, ["i8", 8]],
  [Type.INT16, ["i16", 16]],
  [Type.INT32, ["i32", 32]],
  [Type.INT64, ["i64", 64]],
  [Type.UINT8, ["u8", 8]],
  [Type.UINT16, ["u16", 16]],
  [Type.UINT32, ["u32", 32]],
  [Type.UINT64, ["u64", 64]],
]);

function compiled(folder) {
  const files = [...SPOKEN, ...READ_TOO].map((name) => join(folder, `${name}.capnp`));
  const bytes = execFileSync("capnp", ["compile", "-o-", `--src-prefix=${folder}`, ...files], { maxBuffer: 1 << 26 });
  return new Message(new Uint8Array(bytes).buffer, false).getRoot(CodeGeneratorRequest);
}

/** "session.capnp:Hello" to "session.Hello"; groups and nested types go on with further dots. */
const short = (node) => node.displayName.replace(/^.*\//, "").replace(".capnp:", ".");

function typeOf(type, names) {
  const which = type.which();
  if (NUMBERS.has(which)) return NUMBERS.get(which)[0];
  switch (which) {
    case Type.VOID:
      return "void";
    case Type.BOOL:
      return "bool";
    case Type.TEXT:
      return "text";
    case Type.DATA:
      return "data";
    case Type.LIST:
      return { list: typeOf(type.list.elementType, names) };
    case Type.ENUM:
      return { enum: names.get(type.enum.typeId) };
    case Type.STRUCT:
      return { struct: names.get(type.struct.typeId) };
    default:
      throw new Error(`a schema uses a type that this client does not know: ${which}`);
  }
}

function bitsOf(type) {
  const number = [...NUMBERS.values()].find(([name]) => name === type);
  if (number) return number[1];
  if (type === "bool") return 1;
  return type.enum ? 16 : undefined; // a pointer otherwise
}

function defaultOf(value) {
  switch (value.which()) {
    case Value.BOOL:
      return value.bool;
    case Value.ENUM:
      return value.enum;
    case Value.UINT16:
      return value.uint16;
    case Value.INT64:
      return Number(value.int64);
    default:
      return undefined; // of the schemas here only those are ever set
  }
}

function fieldOf(field, names) {
  const which = field.discriminantValue === Field.NO_DISCRIMINANT ? {} : { which: field.discriminantValue };
  if (field.which() === Field.GROUP)
    return { name: field.name, type: { group: names.get(field.group.typeId) }, ...which };
  const type = typeOf(field.slot.type, names);
  const bits = bitsOf(type);
  const out = { name: field.name, type, at: bits ? field.slot.offset * bits : field.slot.offset, ...which };
  const given = field.slot.hadExplicitDefault ? defaultOf(field.slot.defaultValue) : undefined;
  return given ? { ...out, default: Number(given) } : out;
}

function main([folder, output]) {
  const nodes = [...compiled(resolve(folder)).nodes];
  const names = new Map(nodes.map((node) => [node.id, short(node)]));
  const out = { fingerprint: "", types: {}, enums: {} };
  out.fingerprint = fingerprint(
    SPOKEN.map((name) => [`${name}.capnp`, readFileSync(join(folder, `${name}.capnp`), "utf8")]),
  ).toString("hex");
  for (const node of nodes) {
    if (node.which() === Node.ENUM) out.enums[short(node)] = [...node.enum.enumerants].map((one) => one.name);
    if (node.which() !== Node.STRUCT) continue;
    const { dataWordCount: data, pointerCount: pointers, discriminantCount, discriminantOffset } = node.struct;
    out.types[short(node)] = {
      data,
      pointers,
      ...(discriminantCount ? { union: discriminantOffset * 16 } : {}),
      fields: [...node.struct.fields].map((field) => fieldOf(field, names)),
    };
  }
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, JSON.stringify(out, null, 1) + "\n");
}

main(process.argv.slice(2));
