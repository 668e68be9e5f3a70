import assert from "node:assert/strict";
import { test } from "node:test";

import { LOG, SENDER, TRUST, flipped, from, golden } from "./vectors.mjs";

const { NotProven, Unreadable } = await from("errors");
const { decodeReceipt, verifyCheckpoint, verifyReceipt } = await from("receipt");

const refused = (error) => error instanceof NotProven || error instanceof Unreadable;
const receipt = golden("receipt");

test("receipt: the published one holds, and says what was recorded", () => {
  const { statement, checkpoint } = verifyReceipt(receipt, TRUST);
  assert.deepEqual(
    [
      statement.type,
      statement.index,
      statement.sender,
      statement.verdict,
      statement.returnCode,
      statement.findings,
      statement.test,
    ],
    ["message", 1, "luoyuan-amr", "proceeds_with_findings", "none", ["K01.D04"], true],
  );
  assert.equal(statement.transfer, "7f".repeat(16));
  assert.deepEqual([checkpoint.size, checkpoint.epoch], [2, 1]);
  assert.deepEqual(decodeReceipt(receipt).statement, golden("statement"));
  assert.deepEqual(decodeReceipt(receipt).checkpoint, golden("checkpoint"));
});

test("receipt: one flipped bit anywhere is refused", () => {
  for (let at = 0; at < receipt.length; at += 1) {
    assert.throws(() => verifyReceipt(flipped(receipt, at), TRUST), refused, `byte ${at}`);
  }
});

test("receipt: cut off anywhere, or with a byte behind its end, it is refused", () => {
  for (let length = 0; length < receipt.length; length += 1) {
    assert.throws(() => verifyReceipt(receipt.subarray(0, length), TRUST), Unreadable, `length ${length}`);
  }
  assert.throws(() => verifyReceipt(Buffer.concat([receipt, Buffer.alloc(1)]), TRUST), Unreadable);
});

// Where the bytes of the published receipt lie: tests/golden/receipt.txt.
for (const [what, at, where] of [
  ["statement", 0x39, "receipt.path"],
  ["path", 0x91, "receipt.path"],
  ["signature", 0x140, "checkpoint.signature"],
  ["root", 0xf2, "checkpoint.signature"],
]) {
  test(`receipt: a byte changed in the ${what} is told as ${where}`, () => {
    assert.throws(() => verifyReceipt(flipped(receipt, at), TRUST), { name: "NotProven", code: "not_proven", where });
  });
}

test("receipt: it holds under the log key of its own broker alone", () => {
  assert.throws(() => verifyReceipt(receipt, { ...TRUST, logKey: SENDER.publicKey }), {
    where: "checkpoint.signature",
  });
  assert.throws(() => verifyReceipt(receipt, { ...TRUST, logKey: LOG.publicKey.subarray(1) }), {
    where: "checkpoint.signature",
  });
  assert.throws(() => verifyReceipt(receipt, { ...TRUST, origin: "caseway.other" }), { where: "checkpoint.origin" });
});

test("checkpoint: the published one holds; with another size it does not", () => {
  assert.equal(verifyCheckpoint(golden("checkpoint"), TRUST).size, 2);
  assert.throws(() => verifyCheckpoint(flipped(golden("checkpoint"), 0x35), TRUST), refused);
});
