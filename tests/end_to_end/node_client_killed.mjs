// A sender that is killed before it hears an answer: node_client_killed.mjs AGENCY MESSAGE. Says "ready" when its
// session is open, hands the message over when a line comes, and says "queued" when it lies on disk.
import { once } from "node:events";

const { Client, readAgency } = await import(`${process.env.CASEWAY_NODE_PACKAGE}/src/index.js`);
const [agency, message] = process.argv.slice(2);
const client = await Client.open(readAgency(agency), { lane: 2 });
await client.ask("status");
await client.handOver({}).catch(() => {}); // bad input: it has read the pack now, and nothing was sent
console.log("ready");
await once(process.stdin, "data");
const answer = client.handOver(JSON.parse(message));
while (client.waiting.length === 0) await new Promise(setImmediate);
console.log("queued");
await answer;
