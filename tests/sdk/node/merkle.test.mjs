import assert from "node:assert/strict";
import { test } from "node:test";

import { from } from "./vectors.mjs";

const { digest } = await from("bytes");
const { included, leafHash, path, root } = await from("merkle");

const leaves = (count) => Array.from({ length: count }, (_, i) => leafHash([i]));
const SIZES = Array.from({ length: 33 }, (_, i) => i + 1);

test("merkle: of no leaves the root is H of nothing, of one it is the leaf", () => {
  assert.equal(root([]).toString("hex"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.deepEqual(root(leaves(1)), leaves(1)[0]);
});

// RFC 6962 test vectors of the Certificate Transparency code: the data of eight leaves, and the roots of their first n.
const DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map(
  (hex) => leafHash(Buffer.from(hex, "hex")),
);
const ROOTS = {
  1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};
for (const [count, expected] of Object.entries(ROOTS)) {
  test(`merkle: the root of the first ${count} leaves of RFC 6962's vectors`, () =>
    assert.equal(root(DATA.slice(0, count)).toString("hex"), expected));
}

test("merkle: each leaf of each tree leads to its root, and to no other (33 sizes)", () => {
  for (const size of SIZES) {
    const all = leaves(size);
    const top = root(all);
    all.forEach((leaf, index) => {
      const way = path(all, index);
      assert.ok(included(leaf, index, size, way, top));
      assert.ok(!included(leafHash([99]), index, size, way, top));
      assert.ok(!included(leaf, index, size, way, digest([1])));
      assert.ok(!included(leaf, index, size, [...way, leaf], top), "a longer path");
      if (way.length > 0) assert.ok(!included(leaf, index, size, way.slice(0, -1), top), "a shorter path");
      if (size > 1) assert.ok(!included(leaf, (index + 1) % size, size, way, top), "another index");
    });
    assert.ok(!included(all[0], size, size, path(all, 0), top), "an index outside the tree");
  }
});
