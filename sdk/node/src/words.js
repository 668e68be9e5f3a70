// Cap'n Proto bytes as a tree of sections and lists, without their schema. Every object must lie where the one form has
// it: in preorder, right behind the one before. So each word is read once, and no message costs more than its length.
//
// A node is {data: Buffer, pointers: [node]} for a struct, and {size, count, bytes | pointers | structs} for a list;
// undefined for null.
const WORD = 8;
const DEPTH_MAX = 160; // groups nest 32 deep, each two lists of structs
const EMPTY_STRUCTS_MAX = 65536; // elements that take no room, and so are bounded by nothing else
const BITS = [0, 1, 8, 16, 32, 64];

/** `bytes` with their segment table. Throws RangeError on whatever is not so. */
export function parse(bytes) {
  const words = bytes.length / WORD - 1;
  if (!Number.isInteger(words) || words < 1) throw new RangeError("not whole words");
  if (bytes.readUInt32LE(0) !== 0 || bytes.readUInt32LE(4) !== words)
    throw new RangeError("not one segment as long as it says");
  const from = { bytes: bytes.subarray(WORD), words, next: 1 };
  const root = follow(from, 0, 0);
  if (from.next !== words) throw new RangeError("words that no pointer reaches");
  return root;
}

/** The next `count` words, which the pointer at word `at` must lead to. */
function claim(from, at, offset, count) {
  if (at + 1 + offset !== from.next) throw new RangeError("an object is not where the one form has it");
  if (count > from.words - from.next) throw new RangeError("an object ends behind the message");
  const first = from.next;
  from.next += count;
  return first;
}

const slice = (from, first, words) => from.bytes.subarray(first * WORD, (first + words) * WORD);

function follow(from, at, depth) {
  if (depth > DEPTH_MAX) throw new RangeError("nested too deep");
  const low = from.bytes.readUInt32LE(at * WORD);
  const high = from.bytes.readUInt32LE(at * WORD + 4);
  if (low === 0 && high === 0) return undefined;
  const offset = (low | 0) >> 2;
  if ((low & 3) === 0) return structAt(from, at, offset, high, depth);
  if ((low & 3) !== 1) throw new RangeError("a pointer of a kind that the one form lacks");
  return listAt(from, at, offset, high, depth);
}

function structAt(from, at, offset, high, depth) {
  const data = high & 0xffff;
  const pointers = high >>> 16;
  if (data + pointers === 0) {
    if (offset !== -1) throw new RangeError("an empty struct is not where the one form has it");
    return { data: Buffer.alloc(0), pointers: [] };
  }
  return body(from, claim(from, at, offset, data + pointers), data, pointers, depth);
}

function body(from, first, data, pointers, depth) {
  const node = { data: slice(from, first, data), pointers: [] };
  for (let i = 0; i < pointers; i += 1) node.pointers.push(follow(from, first + data + i, depth + 1));
  return node;
}

function listAt(from, at, offset, high, depth) {
  const size = high & 7;
  const count = high >>> 3;
  if (size === 7) return structsAt(from, at, offset, count, depth);
  if (size === 6) {
    const first = claim(from, at, offset, count);
    return { size, count, pointers: Array.from({ length: count }, (_, i) => follow(from, first + i, depth + 1)) };
  }
  const words = Math.ceil((count * BITS[size]) / 64);
  return {
    size,
    count,
    bytes: slice(from, claim(from, at, offset, words), words).subarray(0, Math.ceil((count * BITS[size]) / 8)),
  };
}

function structsAt(from, at, offset, words, depth) {
  const first = claim(from, at, offset, 1 + words);
  const low = from.bytes.readUInt32LE(first * WORD);
  const high = from.bytes.readUInt32LE(first * WORD + 4);
  const count = low >>> 2;
  const [data, pointers] = [high & 0xffff, high >>> 16];
  if ((low & 3) !== 0 || count * (data + pointers) !== words)
    throw new RangeError("a list of structs is not as long as it says");
  if (words === 0 && count > EMPTY_STRUCTS_MAX) throw new RangeError("too many empty structs");
  const structs = [];
  for (let i = 0; i < count; i += 1)
    structs.push(body(from, first + 1 + i * (data + pointers), data, pointers, depth + 1));
  return { size: 7, count, structs };
}
