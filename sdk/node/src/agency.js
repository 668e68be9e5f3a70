// An agency's directory, as `caseway agency new` makes it: agency.toml and the keys that it names.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { fromHex } from "./bytes.js";
import { BadSettings } from "./errors.js";
import { readKeyFile, readSigningKey } from "./keys.js";

/**
 * The tables of agency.toml as {"broker.origin": text}: a table in brackets, a name and a text in quotes a line, as our
 * programs write it.
 */
function readToml(path) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new BadSettings(path, error.code ?? error.message, "name a directory that `caseway agency new` made");
  }
  const found = {};
  let table = "";
  text.split("\n").forEach((line, at) => {
    if (/^\s*(#.*)?$/.test(line)) return;
    const head = /^\s*\[([\w.]+)\]\s*(#.*)?$/.exec(line);
    const pair = /^\s*(\w+)\s*=\s*(?:"([^"\\]*)"|'([^']*)')\s*(#.*)?$/.exec(line);
    if (head) table = `${head[1]}.`;
    else if (pair) found[table + pair[1]] = pair[2] ?? pair[3];
    else throw new BadSettings(`${path}:${at + 1}`, 'expected [table] or name = "text"');
  });
  return found;
}

/**
 * Settings of a client from `directory`/agency.toml:
 *   id, origin       the agency and its broker, by name
 *   endpoint()       address of the broker now: a file may hold it
 *   brokerKey        CURVE key of the broker, 32 bytes: whom the connection is made to
 *   logKey           Ed25519 key of its log, 32 bytes: what receipts are checked under
 *   signing          key of keys.js
 *   transport        {publicKey, secret}, 32 bytes each
 *   lane(no)         directory of a lane of this client's; another program of the agency needs another number
 * Whoever has no such directory gives an object of the same form. Throws BadSettings.
 */
export function readAgency(directory) {
  const path = join(directory, "agency.toml");
  const found = readToml(path);
  const place = (name) => resolve(dirname(path), need(name));
  function need(name) {
    if (!found[name]) throw new BadSettings(path, `${name} is missing`);
    return found[name];
  }
  const key = (name) => {
    const value = fromHex(need(name), 32);
    if (!value) throw new BadSettings(path, `${name}: expected 64 hex digits`);
    return value;
  };
  const transport = readKeyFile(place("keys.transport"));
  return {
    id: need("id"),
    origin: need("broker.origin"),
    endpoint: () =>
      found["broker.endpoint_file"] ? readEndpoint(place("broker.endpoint_file")) : need("broker.endpoint"),
    brokerKey: key("broker.key"),
    logKey: key("broker.log_key"),
    signing: readSigningKey(place("keys.signing")),
    transport: { publicKey: transport.named, secret: transport.value },
    lane: (no) => join(resolve(directory), "lane-node", String(no)),
  };
}

function readEndpoint(path) {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new BadSettings(path, error.code ?? error.message, "the broker writes it when it listens");
  }
}
