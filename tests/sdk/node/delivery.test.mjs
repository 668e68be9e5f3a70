import assert from "node:assert/strict";
import { test } from "node:test";

import { SENDER, TRUST, flipped, from, golden } from "./vectors.mjs";

const { decode } = await from("decode");
const { readKeys, verifyDelivery } = await from("delivery");
const { NotProven, Unreadable } = await from("errors");

const frame = () => decode("session.BrokerFrame", golden("frame_delivery")).delivery;
const key = (dates = {}) =>
  readKeys([
    {
      id: "luoyuan-amr",
      keys: [{ key: SENDER.publicKey.toString("hex"), from: "2025-01-01T00:00:00+08:00", ...dates }],
    },
  ]);
const check = (change = {}, keys = key()) => verifyDelivery({ ...frame(), ...change }, { trust: TRUST, keys });
const refused = (error) => error instanceof NotProven || error instanceof Unreadable;

test("delivery: the published one holds, and says who said what; the part that is not owed is named", () => {
  const told = check();
  assert.deepEqual(
    [told.delivery, told.from, told.step, told.missing, told.files.size, told.facts],
    [1, "luoyuan-amr", "transfer", [2], 0, { state: "sent" }],
  );
  assert.equal(told.message.head.title, "林某涉嫌假冒注册商标案");
  assert.deepEqual(told.message.documents[0].fields.items, { no: 1, unit: "双" });
});

for (const name of ["receipt", "envelope", "signatures"]) {
  test(`delivery: one flipped bit in its ${name} is refused`, () => {
    const bytes = frame()[name];
    for (let at = 0; at < bytes.length; at += 1)
      assert.throws(() => check({ [name]: flipped(bytes, at) }), refused, `byte ${at}`);
  });
}

test("delivery: a part that was changed, exchanged, left out or added is refused", () => {
  const [first, second, third] = frame().parts;
  const changed = [
    [{ ...first, bytes: flipped(first.bytes, 20) }, second, third],
    [{ ...first, salt: flipped(first.salt, 0) }, second, third],
    [first, second, { ...third, digest: flipped(third.digest, 0) }],
    [second, first, third],
    [first, second],
    [first, second, third, third],
    [{ ...first, type: "document" }, second, third],
  ];
  changed.forEach((parts, i) =>
    assert.throws(() => check({ parts }), { code: "not_proven", where: /^delivery\.parts/ }, `change ${i}`),
  );
});

test("delivery: its sender's key must have been valid when the broker received it", () => {
  const received = "2025-09-26T11:10:02.345+08:00";
  const before = "2025-09-26T11:10:02.344+08:00";
  const after = "2025-09-26T11:10:02.346+08:00";
  for (const dates of [{ from: received }, { until: after }, { revoked: after }]) check({}, key(dates));
  for (const dates of [{ from: after }, { until: received }, { revoked: received }, { until: before }]) {
    assert.throws(
      () => check({}, key(dates)),
      { code: "not_proven", what: /was not a valid key/ },
      JSON.stringify(dates),
    );
  }
  assert.throws(() => check({}, new Map()), { what: "the directory knows no such key of luoyuan-amr" });
});

test("delivery: the receipt must be of the record that it names", () => {
  assert.throws(() => check({ record: 2 }), { code: "not_proven", where: "delivery.receipt" });
});

test("delivery: an event has no message", () => {
  const told = check({ event: true, parts: [], envelope: Buffer.alloc(0), signatures: Buffer.alloc(0) });
  assert.deepEqual(
    [told.message, told.facts, told.statement.verdict],
    [undefined, { state: "sent" }, "proceeds_with_findings"],
  );
});
