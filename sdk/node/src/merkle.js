// RFC 9162 (and 6962) trees: leaf H(00, data), node H(01, left, right). Digests are Buffers of 32 bytes; leaves come
// hashed.
import { digest, same } from "./bytes.js";

export const leafHash = (data) => digest([0], data);
const node = (left, right) => digest([1], left, right);

/** The largest power of two below `count`. */
const split = (count) => 2 ** Math.ceil(Math.log2(count) - 1);

/** Root of `leaves`; of none: H of nothing. */
export function root(leaves) {
  if (leaves.length === 0) return digest();
  if (leaves.length === 1) return leaves[0];
  const half = split(leaves.length);
  return node(root(leaves.slice(0, half)), root(leaves.slice(half)));
}

/** Path of leaf `index` among `leaves`, from leaf to root. */
export function path(leaves, index) {
  if (leaves.length <= 1) return [];
  const half = split(leaves.length);
  return index < half
    ? [...path(leaves.slice(0, half), index), root(leaves.slice(half))]
    : [...path(leaves.slice(half), index - half), root(leaves.slice(0, half))];
}

/**
 * The root to which `way` leads from `leaf` at `index` of a tree of `size`; undefined when it is too long or too short
 * for that.
 */
export function rootOver(leaf, index, size, way) {
  let place = BigInt(index);
  let last = BigInt(size) - 1n;
  if (place > last) return undefined;
  let reached = leaf;
  for (const sibling of way) {
    if (last === 0n) return undefined;
    if (place & 1n || place === last) {
      reached = node(sibling, reached);
      while (place !== 0n && !(place & 1n)) [place, last] = [place >> 1n, last >> 1n];
    } else {
      reached = node(reached, sibling);
    }
    [place, last] = [place >> 1n, last >> 1n];
  }
  return last === 0n ? reached : undefined;
}

/** Whether `leaf` at `index` of a tree of `size` leads over `way` to `top` (RFC 9162, 2.1.3.2). */
export function included(leaf, index, size, way, top) {
  const reached = rootOver(leaf, index, size, way);
  return reached !== undefined && same(reached, top);
}
