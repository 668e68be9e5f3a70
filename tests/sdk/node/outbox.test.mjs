// The outbox against a broker that says what a test wants it to say.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { SENDER, TRUST, flipped, from, receiptOf } from "./vectors.mjs";

const { decode } = await from("decode");
const { encode } = await from("encode");
const { Held } = await from("held");
const { Lane } = await from("lane");
const { Outbox } = await from("outbox");

const NOW = 1758856202345;
const ID = "luoyuan-amr";
const ENVELOPE = {
  version: 1,
  suite: "intl",
  origin: TRUST.origin,
  sender: ID,
  lane: 2,
  caseId: Buffer.alloc(16, 1),
  transfer: Buffer.alloc(16, 2),
  procedure: "K01",
  step: "note",
  occurredAt: 1,
  signedAt: 1,
  contentRoot: Buffer.alloc(32, 3),
  partCount: 1,
  contentBytes: 7,
};

/** An outbox on a lane of its own, with an open session that notes what is said. */
async function desk(use) {
  const lane = await Lane.open(mkdtempSync(join(tmpdir(), "caseway-outbox-")));
  const said = [];
  const troubles = [];
  const session = { welcome: {}, say: (frame) => said.push(frame), sayHello: () => said.push({ hello: {} }) };
  const parts = {
    settings: { ...TRUST, id: ID, signing: SENDER },
    laneNo: 2,
    lane,
    session,
    held: new Held(lane.directory, TRUST),
    onTrouble: (error) => troubles.push(error.code),
    signingTime: () => NOW,
  };
  const outbox = new Outbox(parts);
  const numbers = () => said.splice(0).map(({ message }) => decode("envelope.Envelope", message.envelope).number);
  const queue = () =>
    lane.queue((number, settled) => encode("envelope.Envelope", { ...ENVELOPE, number, settled }), Buffer.alloc(7));
  const receipt = (number, change = {}) => ({
    lane: 2,
    number,
    receipt: receiptOf({ sender: ID, body: lane.waiting.get(number).body, ...change }),
    outcome: Buffer.alloc(0),
  });
  const refusal = (code, number, more) => ({ code, lane: 2, number, where: "envelope", what: "why", ...more });
  try {
    const remade = () => new Outbox(parts); // what knows of the lane only what lies on disk
    await use({ lane, outbox, said, troubles, numbers, queue, receipt, refusal, session, remade });
  } finally {
    lane.close();
  }
}
const opened = { lanes: [], creditMessages: 256 };

test("outbox: what waits is sent when a session opens, and again with the next", () =>
  desk(async ({ outbox, queue, numbers, session }) => {
    session.welcome = undefined;
    queue();
    queue();
    outbox.pump();
    assert.deepEqual(numbers(), []);
    session.welcome = {};
    outbox.opened(opened, false);
    assert.deepEqual(numbers(), [1, 2]);
    outbox.pump();
    assert.deepEqual(numbers(), []);
    outbox.opened(opened, true);
    assert.deepEqual(numbers(), [], "the same session said hello again");
    outbox.opened(opened, false);
    assert.deepEqual(numbers(), [1, 2]);
  }));

test("outbox: at most 256 frames, or what the broker gives, are under way", () =>
  desk(async ({ outbox, queue, numbers, receipt }) => {
    for (let i = 0; i < 5; i += 1) queue();
    outbox.opened({ ...opened, creditMessages: 3 }, false);
    assert.deepEqual(numbers(), [1, 2, 3]);
    outbox.receipted(receipt(1));
    assert.deepEqual(numbers(), [4]);
  }));

test("outbox: a receipt that holds settles its number; one that does not is told, and the message stays", () =>
  desk(async ({ lane, outbox, queue, receipt }) => {
    const number = queue();
    outbox.opened(opened, false);
    const good = receipt(number);
    for (const wrong of [
      { ...good, receipt: flipped(good.receipt, 60) },
      { ...good, receipt: receiptOf({ sender: ID, body: lane.waiting.get(number).body }, SENDER) },
      receipt(number, { body: Buffer.alloc(32, 9) }),
      receipt(number, { sender: "luoyuan-police" }),
    ]) {
      const heard = outbox.settled(number, 1000);
      assert.throws(() => outbox.receipted(wrong), { code: "not_proven" });
      await assert.rejects(heard, { code: "not_proven" });
      assert.deepEqual([...lane.waiting.keys()], [number]);
    }
    const heard = outbox.settled(number, 1000);
    outbox.receipted(good);
    assert.deepEqual([(await heard).verdict, (await heard).number, lane.waiting.size], ["proceeds", number, 0]);
  }));

test("outbox: of a state secret the body is zero", () =>
  desk(async ({ outbox, queue, receipt }) => {
    const number = queue();
    outbox.opened(opened, false);
    const heard = outbox.settled(number, 1000);
    outbox.receipted(receipt(number, { body: Buffer.alloc(32), verdict: 4, returnCode: 4 }));
    assert.deepEqual([(await heard).verdict, (await heard).returnCode], ["returned", "state_secret"]);
  }));

test("outbox: a gap is answered from the number expected on, once for all that are refused behind it", () =>
  desk(async ({ outbox, queue, numbers, refusal, receipt }) => {
    for (let i = 0; i < 3; i += 1) queue();
    outbox.opened(opened, false);
    numbers();
    for (const number of [2, 3]) outbox.refused(refusal("gap", number, { expected: 1 }));
    assert.deepEqual(numbers(), [1, 2, 3]);
    outbox.receipted(receipt(1));
    assert.throws(() => outbox.refused(refusal("gap", 3, { expected: 1 })), {
      code: "not_proven",
      what: /lost records/,
    });
  }));

for (const code of ["tryLater", "diskFull", "fault", "overCredit"]) {
  test(`outbox: after ${code} it waits, and sends again`, () =>
    desk(async ({ outbox, queue, numbers, refusal }) => {
      queue();
      outbox.opened(opened, false);
      numbers();
      outbox.refused(refusal(code, 1));
      outbox.pump();
      assert.deepEqual(numbers(), []);
      await assert.rejects(outbox.settled(1, 10), { code: "outcome_unknown", what: /: envelope: why/ });
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.deepEqual(numbers(), [1]);
    }));
}

for (const code of ["malformed", "tooLarge", "notYours"]) {
  test(`outbox: ${code}: a void takes the number; is that refused too, the lane stands still and says so`, () =>
    desk(async ({ lane, outbox, queue, said, refusal, troubles }) => {
      queue();
      outbox.opened(opened, false);
      const heard = outbox.settled(1, 1000);
      said.splice(0);
      outbox.refused(refusal(code, 1));
      await assert.rejects(heard, { number: 1, where: "envelope" });
      const filler = decode("envelope.Envelope", said[0].message.envelope);
      assert.deepEqual([filler.step, filler.number, filler.partCount], ["void", 1, 0]);
      assert.deepEqual(filler.caseId, ENVELOPE.caseId);
      assert.equal(filler.signedAt, NOW);
      assert.equal(filler.contentBytes, said[0].message.content.length);
      assert.deepEqual(troubles, []);
      outbox.refused(refusal(code, 1));
      assert.equal(troubles.length, 1);
      assert.ok(lane.waiting.get(1).isVoid);
    }));
}

for (const code of ["badSignature", "keyNotValid"]) {
  test(`outbox: ${code}: the message stays for a key that is good`, () =>
    desk(async ({ lane, outbox, queue, numbers, refusal, troubles }) => {
      queue();
      outbox.opened(opened, false);
      const heard = outbox.settled(1, 1000);
      outbox.refused(refusal(code, 1));
      await assert.rejects(heard, { number: 1 });
      assert.deepEqual([troubles.length, lane.waiting.size], [1, 1]);
      numbers();
      outbox.opened(opened, false);
      assert.deepEqual(numbers(), [1]);
    }));
}

test("outbox: a damaged lane stands still; whoever waits hears which file", () =>
  desk(async ({ lane, outbox, queue, numbers, troubles }) => {
    queue();
    const heard = outbox.settled(1, 1000);
    writeFileSync(join(lane.directory, "000000000001.message"), "damaged");
    outbox.opened(opened, false);
    await assert.rejects(heard, { code: "lane_fault", where: /000000000001\.message$/ });
    assert.deepEqual([numbers(), troubles], [[], ["lane_fault"]]);
  }));

test("outbox: who asks for a refused message hears why, also once the void that has its number was recorded", () =>
  desk(async ({ lane, outbox, queue, receipt, refusal, remade }) => {
    queue();
    outbox.opened(opened, false);
    await assert.rejects(outbox.settled(1, 1), { code: "outcome_unknown" });
    outbox.refused(refusal("notYours", 1));
    const why = { name: "NotYours", where: "envelope", what: "why", lane: 2, number: 1 };
    await assert.rejects(outbox.settled(1, 1000), why, "while the void waits");
    outbox.receipted(receipt(1));
    assert.equal(lane.waiting.size, 0);
    await assert.rejects(outbox.settled(1, 1000), why, "when it has its receipt");
    await assert.rejects(remade().settled(1, 1000), why, "in the next process");
  }));

test("outbox: a refusal that nobody waits for is told", () =>
  desk(async ({ outbox, queue, refusal, troubles }) => {
    queue();
    queue();
    outbox.opened(opened, false);
    outbox.refused(refusal("notYours", 1));
    assert.deepEqual(troubles, ["not_yours"]);
    await assert.rejects(outbox.settled(2, 1), { code: "outcome_unknown" });
    outbox.refused(refusal("malformed", 2));
    assert.deepEqual(troubles, ["not_yours", "malformed"], "who waited has gone");
  }));

test("outbox: a message whose number was reused goes out under the next, and its receipt answers for both", () =>
  desk(async ({ lane, outbox, queue, said, refusal, receipt, troubles, remade }) => {
    queue();
    outbox.opened({ ...opened, lanes: [1, 2].map((one) => ({ lane: one, next: 12 - 4 * one })) }, false);
    const heard = outbox.settled(1, 1000);
    said.splice(0);
    outbox.refused(refusal("idReused", 1));
    const sent = decode("envelope.Envelope", said[0].message.envelope);
    assert.deepEqual([said.length, sent.number, sent.signedAt, sent.step], [1, 4, NOW, "note"]);
    assert.deepEqual([[...lane.waiting.keys()], troubles], [[4], []]);
    outbox.receipted(receipt(4));
    assert.equal((await heard).number, 4);
    assert.deepEqual([(await outbox.settled(1, 1000)).number, (await remade().settled(1, 1000)).number], [4, 4]);
  }));

test("outbox: a message whose number was reused goes out though nobody waits, also when its next was used too", () =>
  desk(async ({ lane, outbox, queue, numbers, refusal, receipt }) => {
    queue();
    queue();
    outbox.opened(opened, false);
    assert.deepEqual(numbers(), [1, 2]);
    outbox.receipted(receipt(1));
    outbox.refused(refusal("idReused", 2));
    outbox.refused(refusal("idReused", 3));
    assert.deepEqual(numbers(), [3, 4]);
    outbox.receipted(receipt(4));
    assert.deepEqual([(await outbox.settled(2, 1000)).number, lane.waiting.size], [4, 0]);
  }));

test("outbox: a refused message stays refused when the number of its void was reused", () =>
  desk(async ({ outbox, queue, refusal, receipt }) => {
    queue();
    outbox.opened(opened, false);
    outbox.refused(refusal("notYours", 1));
    outbox.refused(refusal("idReused", 1));
    outbox.receipted(receipt(2));
    await assert.rejects(outbox.settled(1, 1000), { name: "NotYours" });
  }));
