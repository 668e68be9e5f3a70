import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { SENDER, TRUST, checkpointOf, flipped, from, golden } from "./vectors.mjs";

const { readAgency } = await from("agency");
const { digest } = await from("bytes");
const { Held } = await from("held");
const { Lane } = await from("lane");
const { verifyCheckpoint } = await from("receipt");

const directory = () => mkdtempSync(join(tmpdir(), "caseway-lane-"));
const queue = (lane, name) =>
  lane.queue((number, settled) => Buffer.from(`${name} ${number} ${settled}`), Buffer.from("content"));

/** What a process that opens the lane anew finds. */
async function reopened(lane, look) {
  lane.close();
  const again = await Lane.open(lane.directory);
  try {
    await look(again);
  } finally {
    again.close();
  }
}

test("lane: a message lies on disk before queue() returns, and the next process goes on from it", async () => {
  const lane = await Lane.open(directory());
  assert.deepEqual([queue(lane, "a"), queue(lane, "b")], [1, 2]);
  assert.deepEqual(readdirSync(lane.directory).sort(), ["000000000001.message", "000000000002.message"]);
  await reopened(lane, (again) => {
    assert.deepEqual([...again.waiting.keys()], [1, 2]);
    assert.deepEqual(again.message(2), {
      isVoid: false,
      envelope: Buffer.from("b 2 0"),
      content: Buffer.from("content"),
      replaces: 0,
    });
    assert.deepEqual(again.waiting.get(1), { body: digest(Buffer.from("a 1 0")), bytes: 12, isVoid: false });
    assert.equal(queue(again, "c"), 3);
  });
});

test("lane: `settled` is the number below the first that waits", async () => {
  const lane = await Lane.open(directory());
  assert.equal(lane.settled, 0);
  for (const name of ["a", "b", "c"]) queue(lane, name);
  lane.receipted(2, Buffer.from("r"), Buffer.alloc(0));
  assert.equal(lane.settled, 0);
  lane.receipted(1, Buffer.from("r"), Buffer.from("o"));
  assert.equal(lane.settled, 2);
  lane.receipted(3, Buffer.from("r"), Buffer.alloc(0));
  await reopened(lane, (again) => {
    assert.deepEqual([again.settled, again.next, again.waiting.size], [3, 4, 0]);
    assert.deepEqual(again.receipt(1), { receipt: Buffer.from("r"), outcome: Buffer.from("o") });
    assert.equal(again.receipt(4), undefined);
  });
});

test("lane: so many messages wait at once, and not one more", async () => {
  const lane = await Lane.open(directory(), { waitingMax: 2 });
  queue(lane, "a");
  queue(lane, "b");
  assert.throws(() => queue(lane, "c"), { code: "lane_fault", what: "2 messages wait for their receipts" });
  lane.receipted(1, Buffer.from("r"), Buffer.alloc(0));
  assert.equal(queue(lane, "c"), 3);
  lane.close();
});

const WHY = { code: "notYours", where: "envelope.sender", what: "why" };

test("lane: what can never pass is kept with the reason, and a void has its number", async () => {
  const lane = await Lane.open(directory());
  queue(lane, "a");
  assert.equal(lane.refused(1), undefined);
  lane.fillWithVoid(1, WHY, { envelope: Buffer.from("void"), content: Buffer.alloc(0) });
  assert.deepEqual(readdirSync(lane.directory).sort(), ["000000000001.message", "000000000001.refused"]);
  await reopened(lane, (again) => {
    assert.deepEqual([again.waiting.get(1).isVoid, again.next, again.refused(1)], [true, 2, WHY]);
    again.receipted(1, Buffer.from("r"), Buffer.alloc(0));
    assert.deepEqual(again.refused(1), WHY);
  });
});

test("lane: a crash before the void took the number leaves the message, which is not refused yet", async () => {
  const lane = await Lane.open(directory());
  queue(lane, "a");
  const file = join(lane.directory, "000000000001.message");
  const before = readFileSync(file);
  lane.fillWithVoid(1, WHY, { envelope: Buffer.from("void"), content: Buffer.alloc(0) });
  writeFileSync(file, before);
  await reopened(lane, (again) => {
    assert.deepEqual([again.waiting.get(1).isVoid, again.refused(1)], [false, undefined]);
  });
});

test("lane: what another copy of it used goes on at the end, under a number of its own", async () => {
  const lane = await Lane.open(directory(), { waitingMax: 2 });
  queue(lane, "a");
  queue(lane, "b");
  lane.usedBelow(5);
  assert.equal(
    lane.queueAgain(1, (number, settled) => Buffer.from(`again ${number} ${settled}`)),
    5,
  );
  await reopened(lane, (again) => {
    assert.deepEqual([[...again.waiting.keys()], again.next], [[2, 5], 6]);
    assert.deepEqual([again.reused(1), again.reused(2), again.message(1)], [5, undefined, undefined]);
    assert.deepEqual(again.message(5), {
      isVoid: false,
      envelope: Buffer.from("again 5 0"),
      content: Buffer.from("content"),
      replaces: 1,
    });
  });
});

test("lane: a crash between the two numbers of a message leaves it with the new one alone", async () => {
  const lane = await Lane.open(directory());
  queue(lane, "a");
  const file = join(lane.directory, "000000000001.message");
  const before = readFileSync(file);
  lane.queueAgain(1, () => Buffer.from("again"));
  rmSync(join(lane.directory, "000000000001.reused"));
  writeFileSync(file, before);
  await reopened(lane, (again) => assert.deepEqual([[...again.waiting.keys()], again.reused(1)], [[2], 2]));
  assert.deepEqual(readdirSync(lane.directory).sort(), ["000000000001.reused", "000000000002.message"]);
});

test("lane: a message of an earlier version, which does not say what it replaces, is read", async () => {
  const lane = await Lane.open(directory());
  queue(lane, "a");
  const file = join(lane.directory, "000000000001.message");
  const before = readFileSync(file).subarray(0, -40);
  writeFileSync(file, Buffer.concat([before, digest(before)]));
  await reopened(lane, (again) => assert.deepEqual([again.message(1).replaces, again.waiting.size], [0, 1]));
});

test("lane: each flipped byte of a message is told with its file", async () => {
  const lane = await Lane.open(directory());
  queue(lane, "a");
  const file = join(lane.directory, "000000000001.message");
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at += 1) {
    writeFileSync(file, flipped(whole, at));
    assert.throws(() => lane.message(1), { code: "lane_fault", where: file }, `byte ${at}`);
  }
  writeFileSync(file, whole.subarray(1));
  assert.throws(() => lane.message(1), { code: "lane_fault" });
  lane.close();
});

test("lane: one process has it open; when that ends, however it ends, the next may", async () => {
  const lane = await Lane.open(directory());
  await assert.rejects(Lane.open(lane.directory), { code: "lane_fault", what: "another process has this lane open" });
  lane.close();
  const url = new URL(`file://${process.env.CASEWAY_NODE_PACKAGE ?? ""}/src/lane.js`).href;
  const script = `const { Lane } = await import(${JSON.stringify(url)});
    await Lane.open(${JSON.stringify(lane.directory)});
    process.kill(process.pid, "SIGKILL");`;
  assert.throws(() => execFileSync(process.execPath, ["--input-type=module", "-e", script]), { signal: "SIGKILL" });
  (await Lane.open(lane.directory)).close();
});

test("held: the highest checkpoint is on disk after save(), and a broker that shows less was rolled back", () => {
  const place = directory();
  const checkpoint = { ...verifyCheckpoint(golden("checkpoint"), TRUST), bytes: golden("checkpoint") };
  const first = new Held(place, TRUST);
  assert.equal(first.bytes, undefined);
  first.take(checkpoint);
  first.take({ ...checkpoint, size: 1, bytes: Buffer.alloc(1) });
  first.save();
  const held = new Held(place, TRUST);
  assert.deepEqual(held.bytes, golden("checkpoint"));
  held.compare(checkpoint);
  held.compare({ ...checkpoint, size: 3, root: Buffer.alloc(32) });
  held.compare({ ...checkpoint, size: 1, epoch: 2 });
  assert.throws(() => held.compare({ ...checkpoint, size: 1 }), { code: "rolled_back", where: "welcome.checkpoint" });
  assert.throws(() => held.compare({ ...checkpoint, root: Buffer.alloc(32) }), { code: "rolled_back" });
});

/** A checkpoint over so many records, as a client takes it. */
const over = (size) => {
  const bytes = checkpointOf(size, Buffer.alloc(32, size));
  return { ...verifyCheckpoint(bytes, TRUST), bytes };
};

test("held: of two lanes of an agency, the lower checkpoint does not take the higher one's place", () => {
  const place = directory();
  const [first, second] = [new Held(place, TRUST), new Held(place, TRUST)];
  first.take(over(2));
  second.take(over(1));
  first.save();
  second.save();
  assert.deepEqual(new Held(place, TRUST).bytes, over(2).bytes);
  assert.deepEqual(second.bytes, over(2).bytes);
  second.take(over(3));
  second.save();
  assert.deepEqual(new Held(place, TRUST).bytes, over(3).bytes);
});

test("held: a file that is damaged meanwhile is written anew from what is held", () => {
  const place = directory();
  const held = new Held(place, TRUST);
  held.take(over(1));
  writeFileSync(join(place, "checkpoint"), "damaged");
  held.save();
  assert.deepEqual(new Held(place, TRUST).bytes, over(1).bytes);
});

test("held: what another process is writing under the same name is left alone", () => {
  const place = directory();
  writeFileSync(join(place, "checkpoint.new"), "another's");
  const held = new Held(place, TRUST);
  held.take(over(1));
  held.save();
  assert.deepEqual(readdirSync(place).sort(), ["checkpoint", "checkpoint.new"]);
});

function agency(change = (files) => files) {
  const place = directory();
  const key = `# caseway signing key; public ${SENDER.publicKey.toString("hex")}\n${"04".repeat(32)}\n`;
  const toml = `# ours
id = 'a'
[broker]
origin = "o"  # who
endpoint = 'tcp://x:1'
key = '${"ab".repeat(32)}'
log_key = '${"cd".repeat(32)}'
[keys]
signing = 's.key'
transport = 't.key'
`;
  const files = change({ "agency.toml": toml, "s.key": key, "t.key": key });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text, { mode: 0o600 });
  return place;
}
test("agency: settings come from agency.toml and the key files that it names", () => {
  const settings = readAgency(agency());
  assert.deepEqual(
    [settings.id, settings.origin, settings.endpoint(), settings.brokerKey[0], settings.logKey[0]],
    ["a", "o", "tcp://x:1", 0xab, 0xcd],
  );
  assert.deepEqual([settings.transport.secret[0], settings.signing.publicKey[0]], [4, 0xca]);
});
test("agency: a wrong line, a missing name, a key that is no key or that others may read is told with its file", () => {
  const broken = (name, from_, to) => () =>
    readAgency(agency((files) => ({ ...files, [name]: files[name].replace(from_, to) })));
  assert.throws(broken("agency.toml", "[keys]", "[keys"), { code: "bad_settings", where: /agency.toml:8$/ });
  assert.throws(broken("agency.toml", "origin", "other"), { what: "broker.origin is missing" });
  assert.throws(broken("agency.toml", "abab", "ab"), { what: "broker.key: expected 64 hex digits" });
  assert.throws(broken("s.key", "public ca", "public cb"), { where: /s.key$/, what: /its public half/ });
  assert.throws(broken("t.key", "04", "4"), { where: /t.key$/, what: /no key file/ });
  const place = agency();
  chmodSync(join(place, "s.key"), 0o640);
  assert.throws(() => readAgency(place), { where: /s.key$/, what: "others may read it" });
  assert.throws(() => readAgency("/nowhere"), { code: "bad_settings", what: "ENOENT" });
});
