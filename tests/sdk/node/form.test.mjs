import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { from } from "./vectors.mjs";

const { compose, contentRoot, messageKind, partDigest } = await from("compose");
const { decode } = await from("decode");
const { unpack } = await from("packed");
const { parseDate, parseInstant, printInstant } = await from("time");

const plain = (kind, list = false) => ({ kind, list });
const ROW = new Map([
  ["no", plain("integer")],
  ["document", plain("text")],
  ["digest", plain("text")],
]);
const RULES = {
  documents: new Map([
    [
      "D01",
      new Map([
        ["issued", plain("date")],
        ["when", plain("instant")],
        ["sum", plain("amount")],
        ["yes", plain("boolean")],
        ["codes", plain("code", true)],
      ]),
    ],
    ["D06", new Map([["rows", { kind: "group", list: true, fields: ROW }]])],
  ]),
  opens: new Set(["K01/transfer"]),
};
const MESSAGE = { procedure: "K01", step: "transfer", occurredAt: "2025-09-26T11:05:00+08:00" };
const made = (more, folder) => compose({ ...MESSAGE, ...more }, { rules: RULES, folder });
const mistakes = (more, folder) => {
  try {
    made(more, folder);
  } catch (error) {
    assert.equal(error.code, "bad_input", error.stack);
    return Object.fromEntries(error.mistakes.map(({ path, what }) => [path, what]));
  }
  return {};
};
const partsOf = ({ content }) => decode("dossier.Content", content).parts;
const documentOf = (one) => decode("dossier.Document", unpack(one.bytes, 1 << 20, "part"));

test("form: every mistake of a message is told at once, with its path", () => {
  const found = mistakes({
    procedure: 7,
    stepp: "x",
    occurredAt: "2025-02-29T00:00:00+08:00",
    head: {
      parties: [{ no: 0, name: "林" }],
      pairs: [{ party: 1 }],
      evidence: [{ id: "e", class: "E1", made: "soon", carrier: "X" }],
    },
    documents: [{ id: "e", type: "D01", fields: { issued: "2025-13-01", other: 1, codes: "213" } }, { type: "D99" }],
  });
  assert.deepEqual(Object.keys(found).sort(), [
    "case",
    "documents[0].fields.codes",
    "documents[0].fields.issued",
    "documents[0].fields.other",
    "documents[0].id",
    "documents[1].id",
    "documents[1].type",
    "head.evidence[0].carrier",
    "head.evidence[0].made",
    "head.pairs[0].offence",
    "head.parties[0].no",
    "occurredAt",
    "procedure",
    "stepp",
    "transfer",
  ]);
  assert.match(found.occurredAt, /expected an instant with its offset.*found "2025-02-29T00:00:00\+08:00"/);
  assert.equal(found["documents[0].id"], '"e" is used twice');
});

test("form: only a step that opens a transfer may leave its ids out", () => {
  assert.deepEqual(mistakes({}), {});
  assert.deepEqual(Object.keys(mistakes({ step: "accepted" })), ["case", "transfer"]);
  assert.deepEqual(mistakes({ step: "accepted", case: "ca".repeat(16), transfer: "7f".repeat(16) }), {});
  assert.deepEqual(Object.keys(mistakes({ case: "00".repeat(16) })), ["case"]);
});

test("form: a code has at most 31 letters, a text 65,536 bytes and no lone surrogate", () => {
  assert.deepEqual(mistakes({ head: { about: "a".repeat(31), note: "n".repeat(65536) } }), {});
  assert.deepEqual(
    Object.keys(mistakes({ head: { about: "a".repeat(32), note: "n".repeat(65537), title: "\ud800" } })).sort(),
    ["head.about", "head.note", "head.title"],
  );
});

test("form: kinds of fields come from the pack, and are printed as they were written", () => {
  const fields = { issued: "2025-09-26", when: "2025-09-26T11:05:00+08:00", sum: 100, yes: null, codes: ["213"] };
  const head = {
    title: "t",
    parties: [{ no: 1, name: "林", present: false }],
    paper: { entered: true, step: "filed" },
  };
  const document = { id: "d", type: "D01", carrier: "S", stamp: "paper_original", fields };
  const [top, part] = partsOf(made({ head, documents: [document] }));
  assert.deepEqual(
    documentOf(part).fields.map(({ values: [{ kind, integer }] }) => [kind, integer]),
    [
      ["date", parseDate("2025-09-26")],
      ["instant", parseInstant("2025-09-26T11:05:00+08:00")],
      ["amount", 100],
      ["boolean", -1],
      ["code", 0],
    ],
  );
  const printed = messageKind(RULES.documents).print({
    procedure: "K01",
    step: "transfer",
    occurredAt: parseInstant(MESSAGE.occurredAt),
    head: decode("dossier.Head", unpack(top.bytes, 1 << 20, "head")),
    documents: [documentOf(part)],
  });
  assert.deepEqual(printed, { ...MESSAGE, head, documents: [document] });
});

test("form: an amount that is no plain number is kept as written", () => {
  const [, part] = partsOf(made({ documents: [{ id: "d", type: "D01", fields: { sum: "about 300,000" } }] }));
  assert.deepEqual(documentOf(part).fields[0].values[0], {
    kind: "amount",
    text: "about 300,000",
    integer: 0,
    fields: [],
  });
});

test("compose: head, documents and files are parts, each salted anew, under the root that the envelope carries", () => {
  const folder = mkdtempSync(join(tmpdir(), "caseway-form-"));
  writeFileSync(join(folder, "photo.jpg"), "a photo");
  const head = {
    evidence: [
      { id: "paper", class: "E2" },
      { id: "ev", class: "E1", file: "photo.jpg" },
    ],
  };
  const message = made(
    {
      head,
      documents: [
        {
          id: "d06",
          type: "D06",
          fields: {
            rows: [
              { no: 1, document: "ev" },
              { no: 2, document: "paper" },
            ],
          },
        },
      ],
    },
    folder,
  );
  const parts = partsOf(message);
  assert.deepEqual(
    parts.map(({ type }) => type),
    ["dossier", "document", "evidence"],
  );
  assert.equal(new Set(parts.map(({ salt }) => salt.toString("hex"))).size, 3);
  const digests = parts.map(({ type, salt, bytes }) => partDigest(type, salt, bytes));
  assert.deepEqual(message.envelope.contentRoot, contentRoot(digests));
  assert.deepEqual([message.envelope.partCount, message.envelope.contentBytes], [3, message.content.length]);
  const items = decode("dossier.Head", unpack(parts[0].bytes, 1 << 20, "head")).evidence;
  assert.deepEqual(
    items.map(({ id, part, fileName }) => [id, part, fileName]),
    [
      ["paper", 0, ""],
      ["ev", 2, "photo.jpg"],
    ],
  );
  const [first, second] = documentOf(parts[1]).fields[0].values.map(
    (row) => row.fields.find(({ name }) => name === "digest")?.values[0].text,
  );
  assert.deepEqual([first, second], [digests[2].toString("hex"), undefined]);
});

test("compose: a file that is missing, empty, too long or outside its folder is a mistake", () => {
  const folder = mkdtempSync(join(tmpdir(), "caseway-form-"));
  writeFileSync(join(folder, "empty"), "");
  writeFileSync(join(folder, "most"), Buffer.alloc(1 << 20));
  writeFileSync(join(folder, "more"), Buffer.alloc((1 << 20) + 1));
  const of = (file) =>
    mistakes({ head: { evidence: [{ id: "e", class: "E1", file }] } }, folder)["head.evidence[0].file"];
  assert.equal(of("most"), undefined);
  assert.equal(of("more"), "more is longer than 1048576 bytes");
  assert.equal(of("empty"), "empty is empty");
  assert.equal(of("none"), "none: ENOENT");
  for (const outside of ["../most", "/etc/passwd", "a/../../most"]) assert.match(of(outside), /beside the message/);
});

test("time: instants and dates that exist, and no others", () => {
  assert.equal(parseInstant("1970-01-01T08:00:00+08:00"), 0);
  assert.equal(parseInstant("2025-09-26T03:05:00.25Z"), parseInstant("2025-09-26T11:05:00.250+08:00"));
  assert.equal(printInstant(parseInstant("2025-09-26T03:05:00.25Z")), "2025-09-26T11:05:00.250+08:00");
  assert.deepEqual([parseDate("2024-02-29"), parseDate("1970-01-02")], [19782, 1]);
  for (const wrong of ["2025-02-29", "2025-2-28", "0000-01-01", "2025-00-10"])
    assert.equal(parseDate(wrong), undefined, wrong);
  for (const wrong of [
    "2025-09-26T24:00:00Z",
    "2025-09-26T11:05:00",
    "2025-09-26 11:05:00Z",
    "2025-09-26T11:60:00Z",
    "2025-09-26T11:05:00+24:00",
  ]) {
    assert.equal(parseInstant(wrong), undefined, wrong);
  }
});
