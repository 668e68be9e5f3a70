// Values to the bytes of the protocol, by the schemas: Cap'n Proto in its one form (docs/PROTOCOL.md, "Bytes").
import { INTEGERS, LIST_OF, SCHEMAS, WORD, isPointer } from "./schemas.js";

/**
 * `value` as type NAME ("session.Hello") in canonical form, with its segment table. Throws RangeError or TypeError on a
 * wrong value.
 */
export function encode(name, value) {
  const out = { words: [Buffer.alloc(WORD)], count: 1 };
  writeStruct(out, 0, 0, sections(name, value));
  const table = Buffer.alloc(WORD);
  table.writeUInt32LE(out.count, 4);
  return Buffer.concat([table, ...out.words]);
}

/** Room for `count` words behind what is there: its buffer, and the number of its first word. */
function allocate(out, count) {
  const room = Buffer.alloc(count * WORD);
  const first = out.count;
  out.words.push(room);
  out.count += count;
  return { room, first };
}

/** The two sections of a struct, as long as the schema says: data, and what the pointers lead to. */
function sections(name, value) {
  const type = SCHEMAS.types[name];
  const made = { data: Buffer.alloc(type.data * WORD), pointers: new Array(type.pointers).fill(undefined) };
  fill(made, type, value ?? {});
  while (made.pointers.length > 0 && made.pointers.at(-1) === undefined) made.pointers.pop();
  let end = made.data.length;
  while (end > 0 && made.data.subarray(end - WORD, end).every((byte) => byte === 0)) end -= WORD;
  made.data = made.data.subarray(0, end);
  return made;
}

function fill(made, type, value) {
  for (const field of type.fields) {
    const given = value[field.name];
    if (field.which !== undefined) {
      if (given === undefined) continue;
      made.data.writeUInt16LE(field.which, type.union / 8);
    }
    if (field.type.group) fill(made, SCHEMAS.types[field.type.group], given ?? {});
    else if (isPointer(field.type)) made.pointers[field.at] = object(field.type, given);
    else if (field.type !== "void") put(made.data, field, given);
  }
}

function put(data, field, given) {
  if (field.type === "bool") {
    if (Boolean(given ?? field.default)) data[field.at >> 3] |= 1 << (field.at & 7);
    if (field.default) data[field.at >> 3] ^= 1 << (field.at & 7);
    return;
  }
  const [, kind] = INTEGERS[field.type.enum ? "u16" : field.type];
  let number = given ?? 0;
  if (field.type.enum) number = enumNumber(field.type.enum, given);
  data[`write${kind}`](kind.startsWith("Big") ? BigInt(number) : number, field.at / 8);
}

function enumNumber(name, given) {
  const number = given === undefined ? 0 : SCHEMAS.enums[name].indexOf(given);
  if (number < 0) throw new TypeError(`${name} has no "${given}"`);
  return number;
}

/** What a pointer leads to, ready to be written; undefined for a null pointer. */
function object(type, given) {
  if (type.struct) return { made: sections(type.struct, given) }; // always there
  if (given === undefined || given.length === 0) return undefined;
  if (type === "text") return { bytes: Buffer.concat([Buffer.from(given), Buffer.alloc(1)]) };
  if (type === "data") return { bytes: Buffer.from(given) };
  if (type.list.struct) return { structs: given.map((one) => sections(type.list.struct, one)) };
  if (isPointer(type.list)) return { pointers: given.map((one) => object(type.list, one)) };
  return { numbers: given, of: type.list };
}

/** Writes what a pointer leads to; the pointer is word `at` of the whole, word `slot` of `page`. */
function writeObject(out, page, slot, at, what) {
  if (what === undefined) return;
  if (what.made) return writePointer(out, page, slot, at, what.made);
  const list = (size, count, words) => {
    const { room, first } = allocate(out, words);
    page.writeUInt32LE(((first - at - 1) << 2) | 1, slot * WORD);
    page.writeUInt32LE(((count << 3) | size) >>> 0, slot * WORD + 4);
    return { room, first };
  };
  if (what.bytes) {
    what.bytes.copy(list(2, what.bytes.length, Math.ceil(what.bytes.length / WORD)).room);
  } else if (what.numbers) {
    const [bits, kind] = INTEGERS[what.of.enum ? "u16" : what.of];
    const { room } = list(
      LIST_OF[what.of.enum ? "u16" : what.of],
      what.numbers.length,
      Math.ceil((what.numbers.length * bits) / 64),
    );
    what.numbers.forEach((one, i) => {
      const number = what.of.enum ? enumNumber(what.of.enum, one) : one;
      room[`write${kind}`](kind.startsWith("Big") ? BigInt(number) : number, (i * bits) / 8);
    });
  } else if (what.pointers) {
    const { room, first } = list(6, what.pointers.length, what.pointers.length);
    what.pointers.forEach((one, i) => writeObject(out, room, i, first + i, one));
  } else {
    writeStructs(out, list, what.structs);
  }
}

/** A list of structs: all as large as the largest of them, behind a word that says how many and how large. */
function writeStructs(out, list, structs) {
  const data = Math.max(...structs.map((one) => one.data.length / WORD));
  const pointers = Math.max(...structs.map((one) => one.pointers.length));
  const each = data + pointers;
  const { room, first } = list(7, structs.length * each, 1 + structs.length * each);
  room.writeUInt32LE(structs.length << 2, 0);
  room.writeUInt32LE(((pointers << 16) | data) >>> 0, 4);
  structs.forEach((one, i) => writeBody(out, room, 1 + i * each, first + 1 + i * each, data, one));
}

function writeBody(out, page, slot, at, dataWords, made) {
  made.data.copy(page, slot * WORD);
  made.pointers.forEach((one, i) => writeObject(out, page, slot + dataWords + i, at + dataWords + i, one));
}

function writePointer(out, page, slot, at, made) {
  const data = made.data.length / WORD;
  if (data + made.pointers.length === 0) return page.writeUInt32LE(0xfffffffc, slot * WORD);
  const { room, first } = allocate(out, data + made.pointers.length);
  page.writeUInt32LE((first - at - 1) << 2, slot * WORD);
  page.writeUInt32LE(((made.pointers.length << 16) | data) >>> 0, slot * WORD + 4);
  writeBody(out, room, 0, first, data, made);
}

function writeStruct(out, slot, at, made) {
  writePointer(out, out.words[0], slot, at, made);
}
