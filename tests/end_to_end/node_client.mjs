// The Node client and a real broker: node_client.mjs ROOT CASE. ROOT holds the agencies' directories, CASE the messages
// of cn-01. node_client_test.py starts it, and does to the broker what it is asked on stdout.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";

const [root, folder] = process.argv.slice(2);
const PACKAGE = process.env.CASEWAY_NODE_PACKAGE;
const caseway = await import(`${PACKAGE}/src/index.js`);
const { Client, NotProven, Unreadable, decodeReceipt, readAgency, verifyReceipt } = caseway;
const { signingKey } = await import(`${PACKAGE}/src/keys.js`);

const TRANSFER = "a1000000000000000000000000000001";
const message = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
const settings = (id, change = {}) => ({ ...readAgency(join(root, id)), ...change });
const amr = settings("luoyuan-amr");
const answers = createInterface({ input: process.stdin });
/** The driver does `what` to the broker before this returns. */
async function driver(what) {
  const done = once(answers, "line");
  process.stdout.write(`driver: ${what}\n`);
  await done;
}
async function withClient(of, options, use) {
  const client = await Client.open(of, options);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
async function until(holds, what) {
  for (const end = Date.now() + 20_000; !(await holds()); ) {
    assert.ok(Date.now() < end, `waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
async function taken(client, count) {
  const all = [];
  for await (const delivery of client.deliveries()) {
    all.push(delivery);
    if (all.length === count) return all;
  }
  return all;
}
/** A note on the transfer: a universal step that either party may always say. */
const note = (text) => ({
  procedure: "K01",
  step: "note",
  case: "c1000000000000000000000000000001",
  transfer: TRANSFER,
  occurredAt: "2025-09-26T11:05:00+08:00",
  head: { note: text },
});

let told;
await test("node: a message is handed over, and its receipt holds under the log key of agency.toml", async () => {
  told = await withClient(amr, {}, (client) => {
    assert.deepEqual([client.site.origin, client.site.training], ["caseway.fujian.example", true]);
    return client.handOver(message("06-transfer"), { folder });
  });
  assert.deepEqual(
    [told.lane, told.number, told.verdict, told.returnCode, told.transfer],
    [0, 1, "proceeds_with_findings", "none", TRANSFER],
  );
  assert.deepEqual([...told.findings].sort(), ["K01.D04", "K01.D07", "K01.D103", "K01.D133", "K01.D98"]);
  assert.deepEqual(
    told.outcome.findings.map(({ code }) => code),
    told.findings,
  );
  const { statement } = verifyReceipt(told.receipt, amr);
  assert.deepEqual([statement.sender, statement.body, statement.test], ["luoyuan-amr", told.body, true]);
});

await test("node: a forged receipt is refused: one flipped byte of proof, signature or statement", () => {
  const { path, statement, checkpoint } = decodeReceipt(told.receipt);
  assert.ok(path.length > 0, "the tree has other leaves");
  const at = {
    statement: told.receipt.indexOf(statement) + 45,
    proof: told.receipt.indexOf(path[0]),
    signature: told.receipt.indexOf(checkpoint) + checkpoint.length - 20,
  };
  const where = { statement: "receipt.path", proof: "receipt.path", signature: "checkpoint.signature" };
  const flip = (byte) => Buffer.from(told.receipt.map((one, i) => (i === byte ? one ^ 1 : one)));
  for (const [what, byte] of Object.entries(at)) {
    assert.throws(() => verifyReceipt(flip(byte), amr), { name: "NotProven", where: where[what] }, what);
  }
  for (let byte = 0; byte < told.receipt.length; byte += 1) {
    assert.throws(
      () => verifyReceipt(flip(byte), amr),
      (error) => error instanceof NotProven || error instanceof Unreadable,
      `byte ${byte}`,
    );
  }
});

await test("node: the receiver gets it whole, and again until it is acknowledged; then it is presented", async () => {
  const police = settings("luoyuan-police");
  await withClient(police, { consume: true }, async (client) => {
    assert.equal((await taken(client, 1))[0].again, false);
  });
  await withClient(police, { consume: true }, async (client) => {
    const [delivery] = await taken(client, 1);
    assert.deepEqual(
      [delivery.again, delivery.from, delivery.step, delivery.transfer, delivery.missing],
      [true, "luoyuan-amr", "transfer", TRANSFER, []],
    );
    assert.equal(delivery.statement.body, told.body);
    assert.equal(delivery.message.head.title, message("06-transfer").head.title);
    assert.deepEqual(
      delivery.message.documents.map(({ fields }) => fields.number),
      message("06-transfer").documents.map(({ fields }) => fields.number),
    );
    for (const { id, file } of message("06-transfer").head.evidence)
      assert.deepEqual(delivery.files.get(id), readFileSync(join(folder, file)));
    delivery.acknowledge();
    await until(
      async () => (await client.ask("transfer", { transfer: TRANSFER })).json.presentedAt,
      "the transfer to be presented",
    );
    assert.equal((await client.ask("status")).json.waiting ?? 0, 0);
  });
});

await test("node: a copy has the parts that are owed, and holds all the same", async () => {
  await withClient(settings("luoyuan-procuratorate"), { consume: true }, async (client) => {
    const [delivery] = await taken(client, 1);
    assert.deepEqual(
      delivery.message.documents.map(({ type }) => type),
      ["D01", "D06"],
    );
    assert.ok(delivery.missing.length > 0);
    delivery.acknowledge();
  });
});

await test("node: a step that is not open is returned, with the steps that are", async () => {
  await withClient(amr, {}, async (client) => {
    const returned = await client.handOver({ ...note(""), step: "cured" });
    assert.deepEqual([returned.number, returned.verdict, returned.returnCode], [2, "returned", "step_not_open"]);
    assert.ok(returned.outcome.openSteps.includes("note"), String(returned.outcome.openSteps));
  });
});

await test("node: what is handed over at once goes under one signature, each with a receipt of its own", async () => {
  let signatures = 0;
  const signing = { ...amr.signing, sign: (bytes) => ((signatures += 1), amr.signing.sign(bytes)) };
  await withClient({ ...amr, signing }, { lane: 1 }, async (client) => {
    await client.handOver(note("alone"));
    assert.equal(signatures, 1);
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => client.handOver(note(`note ${i}`))));
    assert.equal(signatures, 2);
    assert.deepEqual(
      all.map(({ number }) => number),
      Array.from({ length: 20 }, (_, i) => i + 2),
    );
    assert.equal(new Set(all.map(({ statement }) => statement.index)).size, 20);
    assert.ok(
      all.every(({ verdict }) => verdict === "proceeds"),
      String(all.map(({ returnCode }) => returnCode)),
    );
    assert.deepEqual(client.waiting, []);
  });
});

await test("node: a sender killed before the answer sends the same again; it is recorded once", async () => {
  const child = spawn(process.execPath, [
    new URL("node_client_killed.mjs", import.meta.url).pathname,
    join(root, "luoyuan-amr"),
    JSON.stringify(note("kept")),
  ]);
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  await until(() => said.includes("ready"), "the sender to be ready");
  await driver("freeze");
  child.stdin.write("send\n");
  await until(() => said.includes("queued"), "the message to be queued");
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  await driver("thaw");
  await withClient(amr, { lane: 2 }, async (client) => {
    const first = await client.settled(1);
    assert.deepEqual([first.number, first.verdict], [1, "proceeds"]);
    assert.equal((await client.handOver(note("next"))).number, 2);
    const { lanes } = (await client.ask("status")).json;
    assert.equal(lanes.find(({ lane }) => lane === 2).next, 3);
  });
});

await test("node: without an answer in time the outcome is unknown, and is settled later", async () => {
  await withClient(amr, { lane: 2 }, async (client) => {
    await client.ask("status");
    await client.handOver(note("before"));
    await driver("freeze");
    await assert.rejects(client.handOver(note("late"), { waitMs: 200 }), { code: "outcome_unknown", number: 4 });
    assert.deepEqual(client.waiting, [4]);
    await driver("thaw");
    assert.equal((await client.settled(4)).verdict, "proceeds");
  });
});

await test("node: a broker that stops and comes back is found again, and nothing has to be said anew", async () => {
  const troubles = [];
  await withClient(amr, { lane: 2, onTrouble: (error) => troubles.push(error.code) }, async (client) => {
    await driver("restart");
    assert.equal((await client.handOver(note("after"))).number, 5);
    assert.ok(troubles.includes("no_connection"), String(troubles));
  });
});

await test("node: a message whose number another copy of the lane used goes out under the next", async () => {
  const old = { ...amr, lane: (no) => `${amr.lane(no)}.copy` };
  await withClient(amr, { lane: 3 }, (client) => client.handOver(note("one")));
  cpSync(amr.lane(3), old.lane(3), { recursive: true });
  await withClient(old, { lane: 3 }, async (copy) => {
    await withClient(amr, { lane: 3 }, (client) => client.handOver(note("two")));
    const { number, verdict } = await copy.handOver(note("three"));
    assert.deepEqual([number, verdict], [3, "proceeds"]);
    assert.equal((await copy.settled(2)).number, 3);
    assert.equal((await copy.handOver(note("four"))).number, 4);
    assert.deepEqual(copy.waiting, []);
  });
});

await test("node: what the broker refuses is a typed error, and the lane goes on", async () => {
  const stranger = signingKey(Buffer.alloc(32, 9));
  await withClient(settings("luoyuan-amr", { signing: stranger }), { lane: 4 }, async (client) => {
    await assert.rejects(client.handOver(note("unknown key")), {
      name: "KeyNotValid",
      code: "key_not_valid",
      number: 1,
    });
    assert.deepEqual(client.waiting, [1]);
  });
  await withClient(amr, { lane: 4 }, async (client) => {
    assert.equal((await client.settled(1)).verdict, "proceeds"); // signed anew by the right key
  });
  await withClient(settings("luoyuan-amr", { id: "luoyuan-police" }), { lane: 5 }, async (client) => {
    await assert.rejects(client.handOver(note("not mine")), { name: "NotYours", where: "envelope.sender" });
  });
  await withClient(amr, {}, async (client) => {
    await assert.rejects(client.handOver({ ...note("x"), step: "transfer", documents: [{ type: "D01" }] }), {
      name: "BadInput",
    });
    await assert.rejects(client.settled(99), { name: "LaneFault", what: "no message with number 99" });
    await assert.rejects(client.ask("unset"), { name: "Malformed", where: "frame.query.kind" });
    assert.equal(await client.ask("transfer", { transfer: "00".repeat(15) + "01" }), undefined);
  });
});

await test("node: who may not connect hears why", async () => {
  const lane = (no) => join(root, "nobody", String(no)); // it holds no checkpoint yet
  const wrong = (change) => Client.open(settings("luoyuan-amr", { lane, ...change }), { waitMs: 2000 });
  // A CURVE key pair that no order admitted.
  const { x, d } = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" });
  const stranger = { publicKey: Buffer.from(x, "base64url"), secret: Buffer.from(d, "base64url") };
  await assert.rejects(wrong({ transport: stranger }), { name: "Denied", code: "denied" });
  await assert.rejects(wrong({ brokerKey: amr.logKey }), { code: "no_connection" });
  await assert.rejects(wrong({ endpoint: () => "tcp://127.0.0.1:1" }), {
    code: "no_connection",
    what: "nobody listens there",
  });
  await assert.rejects(wrong({ logKey: amr.brokerKey }), { name: "NotProven", where: "welcome" });
  await assert.rejects(wrong({ origin: "caseway.other" }), { name: "NotProven", where: "welcome" });
});

await test("node: the session that had the mailbox hears that a newer one took it", async () => {
  await withClient(amr, { lane: 6, consume: true }, async (client) => {
    await withClient(amr, { lane: 7, consume: true }, () =>
      assert.rejects(taken(client, 100), { name: "Closed", code: "closed" }),
    );
  });
});

process.stdin.destroy(); // nothing is asked of the driver any more
