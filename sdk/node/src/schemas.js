// The schemas that this client speaks, as generate.js wrote them down, and how their types lie in bytes.
//
// A value is a plain object with the field names of the schema. Text is a string, data a Buffer, a list an array, an
// enum the name of its number ("tooLarge"), a 64-bit integer a number where that is exact and a BigInt beyond. Of a
// union the object has the one member that is set. What is left out is zero, empty or none.
import { readFileSync } from "node:fs";

/** {types: by name, enums: names by number, fingerprint}. */
export const SCHEMAS = JSON.parse(readFileSync(new URL("../generated/schemas.json", import.meta.url), "utf8"));
/** Bytes in a word of Cap'n Proto. */
export const WORD = 8;

/** Digest of the schema texts that this client speaks: 32 bytes, said in hello. */
export const FINGERPRINT = Buffer.from(SCHEMAS.fingerprint, "hex");
/** Names of an enum's numbers, e.g. enumNames("session.Refusal")[2] is "tooLarge". */
export const enumNames = (name) => SCHEMAS.enums[name];

/** Of each integer: its bits, and how a Buffer's methods call it. */
export const INTEGERS = {
  i8: [8, "Int8"],
  i16: [16, "Int16LE"],
  i32: [32, "Int32LE"],
  i64: [64, "BigInt64LE"],
  u8: [8, "UInt8"],
  u16: [16, "UInt16LE"],
  u32: [32, "UInt32LE"],
  u64: [64, "BigUInt64LE"],
};
/** Cap'n Proto's numbers for how large the elements of a list are. */
export const LIST_OF = { void: 0, bool: 1, i8: 2, u8: 2, i16: 3, u16: 3, i32: 4, u32: 4, i64: 5, u64: 5 };
/** Whether a field of this type lies behind a pointer. */
export const isPointer = (type) =>
  type === "text" || type === "data" || type.list !== undefined || type.struct !== undefined;
