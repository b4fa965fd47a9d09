// Counts the messages that arrive at a client which decodes each recv(1024) as one message, of 1,000 in one burst.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createJsonMsg } from "@chat/protocol";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { LinePeer } from "./load/line-peer.ts";
import { SERVER_NAMES, type ServerName, ServerProcess } from "./load/server-process.ts";
import { quantile } from "./load/statistics.ts";

const MESSAGES = 1_000;
const RUNS = 5;
const TARGET_DELIVERED = 0.98;

const { values: options } = parseArgs({ options: { check: { type: "boolean", default: false } } });

endWithin(60);
const deliveredFractions = new Map<ServerName, number[]>();
for (const name of SERVER_NAMES) deliveredFractions.set(name, await measureAll(name));

console.log(`Part of ${MESSAGES} messages that arrives, in ${RUNS} runs`);
console.table(Object.fromEntries([...deliveredFractions].map(([name, values]) => [name, toRow(values)])));
const median = quantile(deliveredFractions.get("chat server") ?? [], 0.5);
reportTargets(
  [
    {
      what: `median at least ${toPercent(TARGET_DELIVERED)} (${toPercent(median)})`,
      isMet: median >= TARGET_DELIVERED,
    },
  ],
  options.check,
);

async function measureAll(name: ServerName): Promise<number[]> {
  await using server = await ServerProcess.start(name);
  const { peer: sender } = await LinePeer.join(server, "sender");
  // The relay, which cuts everything into lines, has no other way to tell where a name ends.
  const terminator = name === "bare relay" ? "\n" : "";
  const values: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    values.push(await measureOne(server, sender, `receiver-${run}`, terminator));
  }
  sender.vanish();
  return values;
}

async function measureOne(
  { port }: ServerProcess,
  sender: LinePeer,
  receiver: string,
  terminator: string,
): Promise<number> {
  const script = fileURLToPath(new URL("recv-client.py", import.meta.url));
  const client = spawn("python3", [script, `${port}`, receiver + terminator, `${MESSAGES}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  await output.next();
  const message = `${createJsonMsg(sender.name, "127.0.0.1", receiver, "x".repeat(64))}\n`;
  sender.write(message.repeat(MESSAGES));
  const { value: decoded } = await output.next();
  return Number(decoded) / MESSAGES;
}

function toRow(values: readonly number[]): Record<string, string> {
  return {
    lowest: toPercent(Math.min(...values)),
    median: toPercent(quantile(values, 0.5)),
    highest: toPercent(Math.max(...values)),
  };
}

function toPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}
