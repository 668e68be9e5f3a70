// The inbox against a broker that says what a test wants it to say.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { SENDER, TRUST, flipped, from, golden } from "./vectors.mjs";

const { decode } = await from("decode");
const { Closed, NoConnection } = await from("errors");
const { Held } = await from("held");
const { Inbox } = await from("inbox");

const FRAME = decode("session.BrokerFrame", golden("frame_delivery")).delivery;
const KEY = { key: SENDER.publicKey.toString("hex"), from: "2025-01-01T00:00:00+08:00" };
const AGENCIES = [{ id: "luoyuan-amr", keys: [KEY] }];

function desk({ pages = [{ agencies: AGENCIES }] } = {}) {
  const said = [];
  const troubles = [];
  const session = { serial: 1, say: (frame) => said.push(frame) };
  const asked = [];
  const ask = async (kind, fields) => {
    asked.push([kind, fields.text]);
    const page = pages[Math.min(asked.length, pages.length) - 1];
    if (page instanceof Error) throw page;
    return { json: page };
  };
  const held = new Held(mkdtempSync(join(tmpdir(), "caseway-inbox-")), TRUST);
  const inbox = new Inbox({ settings: TRUST, session, held, ask, onTrouble: (error) => troubles.push(error) });
  const deliveries = inbox.deliveries(async () => undefined);
  const next = async () => (await deliveries.next()).value;
  return { said, troubles, session, asked, held, inbox, next };
}
const number = (delivery) => ({ ...FRAME, delivery });
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("inbox: what is acknowledged together goes in one frame, rising, at most 64 in each", async () => {
  const { inbox, next, said, held } = desk();
  const count = 70;
  for (let i = 1; i <= count; i += 1) inbox.take(number(i));
  const all = [];
  for (let i = 1; i <= count; i += 1) all.push(await next());
  for (const delivery of all.reverse()) delivery.acknowledge();
  await later(50);
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  assert.deepEqual(said, [{ ack: numbers.slice(0, 64) }, { ack: numbers.slice(64) }]);
  assert.deepEqual(held.bytes, golden("checkpoint"));
  held.save();
});

test("inbox: one that does not hold is parked with the reason, and told; the next one comes", async () => {
  const { inbox, next, said, troubles, held } = desk();
  inbox.take({ ...number(1), envelope: flipped(FRAME.envelope, 300) });
  inbox.take(number(2));
  assert.equal((await next()).delivery, 2);
  assert.deepEqual(
    troubles.map(({ code }) => code),
    ["not_proven"],
  );
  assert.equal(said[0].park.delivery, 1);
  assert.match(said[0].park.reason, /^not to be believed: not_proven: delivery\.envelope/);
  held.save();
});

test("inbox: a reason has at most 1 KiB, and is cut between two letters", async () => {
  const { inbox, next, said, held } = desk();
  inbox.take(number(1));
  (await next()).park("案".repeat(400));
  assert.equal(said[0].park.reason, "案".repeat(341));
  assert.equal(said[0].park.parked, true);
  held.save();
});

test("inbox: the directory is asked once a session, page by page, and anew for a key that it lacked", async () => {
  const { inbox, next, asked, held } = desk({
    pages: [{ agencies: [{ id: "a" }], more: true }, { agencies: [{ id: "luoyuan-amr" }] }, { agencies: AGENCIES }],
  });
  inbox.take(number(1)); // the key is not there yet: it does not hold
  inbox.take(number(2));
  inbox.take(number(3));
  assert.equal((await next()).delivery, 2);
  assert.equal((await next()).delivery, 3);
  assert.deepEqual(asked, [
    ["directory", ""],
    ["directory", "a"],
    ["directory", ""],
  ]);
  held.save();
});

test("inbox: where the directory cannot be asked it is no word against the delivery", async () => {
  const { inbox, next, said, troubles, held } = desk({
    pages: [new NoConnection("o", "away"), { agencies: AGENCIES }],
  });
  inbox.take(number(1));
  assert.equal((await next()).delivery, 1);
  assert.deepEqual([said, troubles.map(({ code }) => code)], [[], ["no_connection"]]);
  held.save();
});

test("inbox: after a lost session what was taken is not acknowledged: it comes again", async () => {
  const { inbox, next, said, session, held } = desk();
  inbox.take(number(1));
  inbox.take(number(2));
  const first = await next();
  session.serial = 2;
  inbox.ended();
  first.acknowledge();
  first.park("no");
  inbox.take({ ...number(1), again: true });
  const again = await next();
  assert.deepEqual([again.delivery, again.again], [1, true]);
  again.acknowledge();
  await later(50);
  assert.deepEqual(said, [{ ack: [1] }]);
  held.save();
});

test("inbox: a refused acknowledgement is said again, but where the mailbox is another's", async () => {
  for (const [code, times] of [
    ["diskFull", 2],
    ["notYours", 1],
  ]) {
    const { inbox, next, said, held } = desk();
    inbox.take(number(1));
    (await next()).acknowledge();
    await later(50);
    inbox.refused(code);
    await later(1200);
    assert.equal(said.length, times, code);
    held.save();
  }
});

test("inbox: who waits hears that a newer session took the mailbox, and that the client was closed", async () => {
  const one = desk();
  const heard = one.next();
  one.inbox.take(undefined, new Closed("a newer session"));
  await assert.rejects(heard, { code: "closed" });
  const other = desk();
  const end = other.next();
  other.inbox.close();
  assert.equal(await end, undefined);
});
