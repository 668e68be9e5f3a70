// What a program speaks, as one digest over the schema texts (docs/PROTOCOL.md, "Fingerprint").
import { digest, field } from "./bytes.js";

/** A schema text without comments, every run of spaces and line ends as one space, none in front. */
export function bare(text) {
  return text
    .replace(/#[^\n]*/g, "")
    .replace(/[ \n]+/g, " ")
    .replace(/^ /, "");
}

/** `schemas` are [name, text] in the order of their names. 32 bytes. */
export function fingerprint(schemas) {
  return digest(field("caseway schemas 1"), ...schemas.flatMap(([name, text]) => [field(name), field(bare(text))]));
}
