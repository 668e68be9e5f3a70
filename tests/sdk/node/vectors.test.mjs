// A client that makes the published bytes and checks the published signatures is right (docs/PROTOCOL.md, "Vectors").
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { LOG, SENDER, TRUST, from, golden } from "./vectors.mjs";

const { decode } = await from("decode");
const { encode } = await from("encode");
const { digest, field, u32 } = await from("bytes");
const { compose, contentRoot, partDigest } = await from("compose");
const { leafHash, root } = await from("merkle");
const { unpack } = await from("packed");
const { messageLeaf, signLeaves, verifyMessage } = await from("signing");
const { parseInstant } = await from("time");

const FRAMES = {
  envelope: "envelope.Envelope",
  signatures: "envelope.Signatures",
  content: "dossier.Content",
  outcome: "verdict.Outcome",
  order: "directory.Order",
  genesis: "directory.Genesis",
  rest: "record.Rest",
  frame_message: "session.ClientFrame",
  frame_hello: "session.ClientFrame",
  frame_welcome: "session.BrokerFrame",
  frame_receipt: "session.BrokerFrame",
  frame_refusal: "session.BrokerFrame",
  frame_delivery: "session.BrokerFrame",
};
for (const [name, type] of Object.entries(FRAMES)) {
  test(`vectors: ${name} is decoded and encoded to the same bytes`, () => {
    assert.deepEqual(encode(type, decode(type, golden(name))), golden(name));
  });
}

// The story of the vectors, as an agency would write it.
const MESSAGE = {
  procedure: "K01",
  step: "transfer",
  recipient: "luoyuan-police",
  case: "ca".repeat(16),
  transfer: "7f".repeat(16),
  occurredAt: "2025-09-26T11:05:00+08:00",
  head: {
    title: "林某涉嫌假冒注册商标案",
    ownCaseNumber: "罗市监案字〔2025〕12号",
    parties: [{ no: 1, kind: "person", name: "林某", idType: "none", roles: ["suspect"], present: false }],
    pairs: [{ party: 1, offence: "213" }],
    amounts: [{ kind: "turnover", fen: 36449700 }],
    rights: [{ type: "trademark_goods", number: "3210010" }],
    evidence: [
      {
        id: "ev1",
        class: "E1",
        title: "现场照片",
        made: "2025-09-08",
        file: "photo.txt",
        custody: [{ holder: "luoyuan-amr", since: "2025-09-26T00:00:00+08:00", place: "罗源", seal: "封条001" }],
      },
    ],
  },
  documents: [
    {
      id: "d01",
      type: "D01",
      carrier: "E",
      stamp: "valid",
      files: ["ev1"],
      fields: {
        number: "罗市监移字〔2025〕12号",
        issued: "2025-09-26",
        penaltyImposed: true,
        items: [{ no: 1, unit: "双" }],
      },
    },
  ],
};
const plain = (kind) => ({ kind, list: false });
const FIELDS = new Map([
  ["number", plain("number")],
  ["issued", plain("date")],
  ["penaltyImposed", plain("boolean")],
  [
    "items",
    {
      kind: "group",
      list: true,
      fields: new Map([
        ["no", plain("integer")],
        ["unit", plain("text")],
      ]),
    },
  ],
]);
const RULES = { documents: new Map([["D01", FIELDS]]), opens: new Set(["K01/transfer"]) };

/** Salts as the vectors have them, in the order in which parts are made: head, evidence, document. */
function salts() {
  const bytes = [0x10, 0x12, 0x11];
  return (count) => Buffer.alloc(count, bytes.shift());
}

function composed() {
  const folder = new URL("./photo/", import.meta.url).pathname;
  return compose(MESSAGE, { rules: RULES, folder, random: salts() });
}

test("vectors: a message in JSON becomes the published content, byte for byte", () => {
  assert.deepEqual(composed().content, golden("content"));
});

function envelopeBytes() {
  const { envelope } = composed();
  return encode("envelope.Envelope", {
    version: 1,
    suite: "intl",
    origin: TRUST.origin,
    sender: "luoyuan-amr",
    lane: 2,
    number: 7,
    settled: 5,
    ...envelope,
    signedAt: parseInstant("2025-09-26T11:09:00+08:00"),
    packSeen: Buffer.alloc(32, 0xbb),
    test: true,
  });
}
test("vectors: and the published envelope over it", () => {
  assert.deepEqual(envelopeBytes(), golden("envelope"));
});

test("vectors: the second leaf of a batch of three is signed as published", () => {
  const leaf = messageLeaf({ origin: TRUST.origin, sender: "luoyuan-amr", key: SENDER.id, envelope: envelopeBytes() });
  const [, second] = signLeaves([Buffer.alloc(32, 0xe1), leaf, Buffer.alloc(32, 0xe3)], SENDER);
  assert.deepEqual(encode("envelope.Signatures", { signatures: [second] }), golden("signatures"));
});

test("vectors: the three make the published frame", () => {
  const message = { envelope: envelopeBytes(), signatures: golden("signatures"), content: composed().content };
  assert.deepEqual(encode("session.ClientFrame", { message }), golden("frame_message"));
});

test("vectors: hello is made as published", () => {
  const hello = {
    version: 1,
    fingerprint: Buffer.alloc(32, 0xf1),
    software: "a client 1.0",
    checkpoint: golden("checkpoint"),
    consume: true,
    deliveryCredit: 16,
    suite: "intl",
  };
  assert.deepEqual(encode("session.ClientFrame", { hello }), golden("frame_hello"));
});

const signed = {
  envelope: golden("envelope"),
  signatures: golden("signatures"),
  origin: TRUST.origin,
  sender: "luoyuan-amr",
  publicKey: SENDER.publicKey,
};
test("vectors: the published signature holds under its sender's key", () => verifyMessage(signed));
for (const [what, other] of Object.entries({
  "another key": { publicKey: LOG.publicKey },
  "another sender": { sender: "luoyuan-police" },
  "another broker": { origin: "caseway.other" },
  "another envelope": { envelope: golden("content") },
})) {
  test(`vectors: and not under ${what}`, () =>
    assert.throws(() => verifyMessage({ ...signed, ...other }), { code: "not_proven" }));
}

test("vectors: head and document are packed in the one form", () => {
  for (const [name, type] of [
    ["head", "dossier.Head"],
    ["document", "dossier.Document"],
  ]) {
    const words = unpack(golden(name), 1 << 20, name);
    assert.deepEqual(encode(type, decode(type, words)), words);
  }
});

/** Lines "name: hex" of a text beside the vectors, behind its first line. */
const rows = (name) =>
  readFileSync(new URL(`../../golden/${name}.txt`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => [line.slice(0, line.lastIndexOf(": ")), line.slice(line.lastIndexOf(" ") + 1)]);

test("vectors: the digests in between are those of steps.txt", () => {
  const parts = decode("dossier.Content", golden("content")).parts;
  const digests = parts.map(({ type, salt, bytes }) => partDigest(type, salt, bytes));
  const leaf = messageLeaf({
    origin: TRUST.origin,
    sender: "luoyuan-amr",
    key: SENDER.id,
    envelope: golden("envelope"),
  });
  const batch = root([Buffer.alloc(32, 0xe1), leaf, Buffer.alloc(32, 0xe3)]);
  const made = {
    ...Object.fromEntries(digests.map((one, i) => [`part digest ${i}`, one])),
    "content root": contentRoot(digests),
    body: digest(golden("envelope")),
    "message leaf": leaf,
    "batch root": batch,
    "H of what is signed": digest(field("caseway batch 1"), field(batch), u32(3)),
    "statement leaf": leafHash(golden("statement")),
  };
  assert.deepEqual(
    rows("steps"),
    Object.entries(made).map(([name, bytes]) => [name, bytes.toString("hex")]),
  );
});

test("vectors: each frame of refused.txt but the first is refused", () => {
  const frames = rows("refused");
  frames.forEach(([why, hex], i) => {
    const read = () => decode("session.ClientFrame", Buffer.from(hex, "hex"));
    if (i === 0) assert.deepEqual(read(), { heartbeat: 7 });
    else if (!/reserved|ack of no|do not rise/.test(why)) assert.throws(read, { code: "unreadable" }, why);
  });
  assert.ok(frames.length > 20);
});
