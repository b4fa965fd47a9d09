// The cost of one client that never reads for the others, while it is sent 30,000 messages at full speed.
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import type { FloodOptions, FloodReport } from "./load/flood.ts";
import { MIB, toMiB, toMs, toSeconds } from "./load/format.ts";
import { askForTime, LinePeer } from "./load/line-peer.ts";
import { ServerProcess } from "./load/server-process.ts";
import { quantile } from "./load/statistics.ts";

const MESSAGES = 30_000;
const MESSAGE_BYTES = 900;
const ASKERS = 20;
const ASK_EVERY_MS = 5;

/** Questions of each asker before anything is measured, so that the server's compiling is in no metric. */
const WARM_UP_QUESTIONS = 200;

const TARGET = { p99Ms: 50, largestMs: 2_000, cutOffMs: 15_000, heapFactor: 1.1, heapBytes: 5 * MIB };

const { values: options } = parseArgs({ options: { check: { type: "boolean", default: false } } });

/** The sender starts; its messages come; the server waits whether the receiver reads; the receiver is cut off. */
type Phase = "starting" | "flood" | "waiting" | "over";

endWithin(60);
await using server = await ServerProcess.start("chat server");
const askers = await Promise.all(
  Array.from({ length: ASKERS }, async (_, index) => (await LinePeer.join(server, `asker-${index}`)).peer),
);
await Promise.all(askers.map((asker) => warmUp(asker)));
const heapBefore = (await server.ask("memory")).heapBytes;

/** Latencies of the answers in milliseconds, by what went on when they came. */
const latencies: Record<Phase, number[]> = { starting: [], flood: [], waiting: [], over: [] };
let phase: Phase = "starting";
const asking = Promise.all(askers.map((asker) => askUntilOver(asker)));
const { flooded, cutOff } = await flood({ port: server.port, messages: MESSAGES, messageBytes: MESSAGE_BYTES });
await asking;
const heapAfter = (await server.ask("memory")).heapBytes;

const { refused, doubtful, received } = cutOff;
// May be more than were sent: what is doubtful to the server can have reached its receiver all the same.
const accounted = refused + doubtful + received.length;
const maxHeap = heapBefore * TARGET.heapFactor + TARGET.heapBytes;

console.log(
  `${MESSAGES} messages of ${MESSAGE_BYTES} bytes to one that never reads; ${ASKERS} others ask for the time`,
);
console.table({
  "while the messages come": toRow(latencies.flood),
  "from then to the cut-off": toRow(latencies.waiting),
});
console.log(`all messages dealt with after ${toSeconds(flooded.afterMs)}, cut off after ${toSeconds(cutOff.afterMs)}`);
console.log(`refused ${refused}, told to be doubtful ${doubtful}, found by the receiver ${received.length}`);
console.log(`heap before ${toMiB(heapBefore)}, after ${toMiB(heapAfter)}`);
const p99Ms = Math.max(quantile(latencies.flood, 0.99), quantile(latencies.waiting, 0.99));
const largestMs = Math.max(...latencies.flood, ...latencies.waiting);
reportTargets(
  [
    {
      what: `p99 of the others' answers under ${TARGET.p99Ms} ms (${toMs(p99Ms)})`,
      isMet: p99Ms < TARGET.p99Ms,
      needsIdleMachine: true,
    },
    { what: `each within ${toSeconds(TARGET.largestMs)} (${toMs(largestMs)})`, isMet: largestMs <= TARGET.largestMs },
    { what: `cut off within ${toSeconds(TARGET.cutOffMs)}`, isMet: cutOff.afterMs <= TARGET.cutOffMs },
    { what: `each of ${MESSAGES} written, refused or told (${accounted})`, isMet: accounted >= MESSAGES },
    { what: "what was written arrived in order", isMet: isInOrder(received) },
    { what: `heap after at most ${toMiB(maxHeap)}`, isMet: heapAfter <= maxHeap },
  ],
  options.check,
);
for (const asker of askers) asker.vanish();

async function warmUp(asker: LinePeer): Promise<void> {
  for (let question = 0; question < WARM_UP_QUESTIONS; question++) await askForTime(asker);
}

async function askUntilOver(asker: LinePeer): Promise<void> {
  while (phase !== "over") {
    const startedAt = performance.now();
    await askForTime(asker);
    latencies[phase].push(performance.now() - startedAt);
    await pause(ASK_EVERY_MS);
  }
}

type Report<Kind extends FloodReport["kind"]> = Extract<FloodReport, { kind: Kind }>;

async function flood(workerData: FloodOptions): Promise<{ flooded: Report<"flooded">; cutOff: Report<"cut-off"> }> {
  const worker = new Worker(new URL("load/flood.ts", import.meta.url), { workerData });
  return await new Promise((resolve, reject) => {
    let flooded: Report<"flooded">;
    worker.on("error", reject);
    worker.on("message", (report: FloodReport) => {
      switch (report.kind) {
        case "started":
          phase = "flood";
          break;
        case "flooded":
          phase = "waiting";
          flooded = report;
          break;
        case "cut-off":
          phase = "over";
          resolve({ flooded, cutOff: report });
      }
    });
  });
}

function isInOrder(texts: readonly string[]): boolean {
  const numbers = texts.map((text) => Number.parseInt(text, 10));
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] as number));
}

function toRow(values: readonly number[]): Record<string, string | number> {
  return {
    answers: values.length,
    p50: toMs(quantile(values, 0.5)),
    p99: toMs(quantile(values, 0.99)),
    largest: toMs(quantile(values, 1)),
  };
}
