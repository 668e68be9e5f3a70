// Hands over a message, or takes what waits:
//   node hand_over.js AGENCY send MESSAGE.json      the evidence files lie beside it
//   node hand_over.js AGENCY receive COUNT
// AGENCY is a directory that `caseway agency new` made. Exit 0: done; 1: not, and why.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Client, readAgency } from "caseway";

async function send(client, file) {
  const told = await client.handOver(JSON.parse(readFileSync(file, "utf8")), { folder: dirname(file) });
  console.log(`${told.verdict} ${told.returnCode}: number ${told.number}, transfer ${told.transfer}`);
  for (const code of told.findings) console.log(`  finding ${code}`);
}

async function receive(client, count) {
  for await (const delivery of client.deliveries()) {
    console.log(
      `${delivery.delivery}: ${delivery.procedure} ${delivery.step ?? "event"} from ${delivery.from ?? "the broker"}`,
    );
    delivery.acknowledge(); // a real system keeps it durably first
    if ((count -= 1) <= 0) return;
  }
}

const [directory, verb, argument] = process.argv.slice(2);
try {
  const client = await Client.open(readAgency(directory), { consume: verb === "receive" });
  await (verb === "send" ? send(client, argument) : receive(client, argument)).finally(() => client.close());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
