import assert from "node:assert/strict";
import { test } from "node:test";

import { flipped, from, golden } from "./vectors.mjs";

const { decode } = await from("decode");
const { encode } = await from("encode");
const { enumNames } = await from("schemas");
const { CasewayError, Refused, refusalError } = await from("errors");
const { bare } = await from("fingerprint");
const { pack, unpack } = await from("packed");
const { snake } = await from("receipt");

const unreadable = { code: "unreadable" };

for (const [name, type] of [
  ["envelope", "envelope.Envelope"],
  ["frame_delivery", "session.BrokerFrame"],
  ["outcome", "verdict.Outcome"],
]) {
  const bytes = golden(name);
  test(`codec: ${name}: cut off anywhere it is refused`, () => {
    for (let length = 0; length < bytes.length; length += 1)
      assert.throws(() => decode(type, bytes.subarray(0, length)), unreadable, `${length} bytes`);
  });
  test(`codec: ${name}: a flipped bit is refused, or is another message in the same one form`, () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = flipped(bytes, at);
      let value;
      try {
        value = decode(type, changed);
      } catch (error) {
        assert.equal(error.code, "unreadable", `byte ${at}: ${error.stack}`);
        continue;
      }
      assert.deepEqual(encode(type, value), changed);
    }
  });
}

test("codec: bytes behind the message, an unaligned length and a second segment are refused", () => {
  const bytes = golden("envelope");
  const longer = Buffer.concat([bytes, Buffer.alloc(8)]);
  assert.throws(() => decode("envelope.Envelope", longer), unreadable);
  longer.writeUInt32LE(longer.readUInt32LE(4) + 1, 4);
  assert.throws(() => decode("envelope.Envelope", longer), { ...unreadable, what: "words that no pointer reaches" });
  assert.throws(() => decode("envelope.Envelope", Buffer.concat([bytes, Buffer.alloc(1)])), {
    ...unreadable,
    what: "not whole words",
  });
  assert.throws(() => decode("envelope.Envelope", flipped(bytes, 0)), unreadable);
});

test("codec: a limit is kept: as long as it may be, and a byte longer", () => {
  const bytes = golden("envelope");
  decode("envelope.Envelope", bytes, { most: bytes.length });
  assert.throws(() => decode("envelope.Envelope", bytes, { most: bytes.length - 1 }), unreadable);
});

test("codec: integers come back exactly, beyond 2^53 too", () => {
  for (const heartbeat of [0, 1, 2 ** 53 - 1, 2n ** 53n, 2n ** 64n - 1n]) {
    assert.deepEqual(decode("session.ClientFrame", encode("session.ClientFrame", { heartbeat })).heartbeat, heartbeat);
  }
});

test("codec: text is kept byte for byte, and what is no UTF-8 is refused", () => {
  const park = { delivery: 1, reason: "\ufeff罗 e\u0301 \0 𠮷", parked: true };
  const bytes = encode("session.ClientFrame", { park });
  assert.deepEqual(decode("session.ClientFrame", bytes), { park });
  for (const wrong of ["c080", "eda080", "f5808080", "80"]) {
    const reason = Buffer.from(wrong, "hex");
    const one = encode("session.ClientFrame", { park: { ...park, reason: "x".repeat(reason.length) } });
    reason.copy(one, one.indexOf("x"));
    assert.throws(() => decode("session.ClientFrame", one), unreadable, wrong);
  }
});

test("packed: runs of 254 to 257 zero words and full words come back", () => {
  for (const words of [1, 2, 254, 255, 256, 257, 511, 512]) {
    for (const fill of [0, 0xaa]) {
      const bytes = Buffer.concat([
        Buffer.from("0102030405060708", "hex"),
        Buffer.alloc(8 * words, fill),
        Buffer.from("0000000000000001", "hex"),
      ]);
      assert.deepEqual(unpack(pack(bytes), bytes.length, "test"), bytes);
      assert.throws(() => unpack(pack(bytes), bytes.length - 1, "test"), {
        what: `more than ${bytes.length - 1} bytes unpacked`,
      });
    }
  }
});

test("packed: another packing of the same words is refused", () => {
  assert.deepEqual(unpack(Buffer.from("0001", "hex"), 16, "test"), Buffer.alloc(16));
  for (const wrong of ["00000000", "ff010203040506070801", "ff", "00", "03"])
    assert.throws(() => unpack(Buffer.from(wrong, "hex"), 64, "test"), unreadable, wrong);
});

test("fingerprint: comments go, blanks become one, none in front", () => {
  assert.equal(bare("# why\n@0xf4;\n\nstruct A {  # it\n  b @0 :Text;\n}\n"), "@0xf4; struct A { b @0 :Text; } ");
});

test("errors: each refusal of the protocol has a class of its own, with what to do", () => {
  const names = enumNames("session.Refusal").slice(1);
  const made = names.map((code) =>
    refusalError({
      code,
      where: "envelope.number",
      what: "why",
      lane: 2,
      number: 9,
      expected: 8,
      keyFrom: 1,
      keyUntil: 2,
    }),
  );
  made.forEach((error, i) => {
    assert.ok(error instanceof Refused && error instanceof CasewayError && error.todo);
    assert.deepEqual(
      [error.code, error.where, error.what, error.number, error.expected],
      [snake(names[i]), "envelope.number", "why", 9, 8],
    );
  });
  assert.equal(new Set(made.map((error) => error.constructor)).size, names.length);
});

test("codec: in any form, too, each object lies right behind the one before", () => {
  const bytes = encode("session.ClientFrame", { ack: [5, 6] });
  assert.deepEqual(decode("session.ClientFrame", bytes, { anyForm: true }), { ack: [5, 6] });
  const moved = Buffer.from(bytes);
  moved.writeUInt32LE(moved.readUInt32LE(24) + 4, 24); // the list's pointer, by one word
  const misplaced = { code: "unreadable", what: "an object is not where the one form has it" };
  assert.throws(() => decode("session.ClientFrame", moved, { anyForm: true }), misplaced);
});
