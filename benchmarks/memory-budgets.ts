// The memory that a server counts beside what its process really holds: each budget is filled by frozen readers or by halves of
// messages until somebody has to go, and the process is asked what its heap and its external memory have grown by.
import { setTimeout as delay } from "node:timers/promises";
import { createJsonMsg } from "@chat/protocol";
import { endWithin } from "./load/benchmark.ts";
import { inParallel } from "./load/concurrency.ts";
import { LinePeer } from "./load/line-peer.ts";
import { ServerProcess } from "./load/server-process.ts";

const BUDGET_BYTES = 24 * 1024 * 1024;
/** Largest factor between the memory that the process holds and the memory that is counted, either way. */
const MAX_FACTOR = 1.5;

const NO_RATES = { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 };
const LIMITS = {
  ...NO_RATES,
  maxAllOutboxBytes: BUDGET_BYTES,
  maxAllIncompleteBytes: BUDGET_BYTES,
  outboxStallTimeoutMs: 600_000,
  incompleteMessageTimeoutMs: 600_000,
};

/** Far longer than the server takes to read what was written. */
const SETTLE_MS = 3_000;

/** Messages that are written before their sender waits for an answer. */
const BATCH = 100;

/** A way to fill a budget, with the connections that it takes. */
interface Filling {
  readonly readers: number;
  /** End of a reader's name: without a newline, the reader gets one write for each message. */
  readonly terminator?: "" | "\n";
  /** Fills until the server says by a line to the sender that somebody had to go. */
  fill(sender: LinePeer, readers: readonly LinePeer[]): Promise<void>;
}

const FILLINGS: Readonly<Record<string, Filling>> = {
  "short direct messages": { readers: 60, fill: (sender, readers) => writeInTurn(sender, readers, 20) },
  "direct messages of 1 KB": { readers: 60, fill: (sender, readers) => writeInTurn(sender, readers, 1_000) },
  "direct messages of 60 KB": { readers: 60, fill: (sender, readers) => writeInTurn(sender, readers, 60_000) },
  "short ones, to who does not frame": {
    readers: 60,
    terminator: "",
    fill: (sender, readers) => writeInTurn(sender, readers, 20),
  },
  "short shouts": { readers: 50, fill: (sender) => shoutUntilSomebodyGoes(sender, 20) },
  "halves of 60 KB": { readers: 600, fill: (_, senders) => writeHalves(senders, 60_000) },
  "halves of 13 KB": { readers: 2_400, fill: (_, senders) => writeHalves(senders, 13_000) },
};

endWithin(600);
let isRight = true;
console.log(`Heap and external memory of the process by what a budget of ${BUDGET_BYTES / 1024 ** 2} MiB counts:`);
for (const [title, filling] of Object.entries(FILLINGS)) {
  const factor = await measure(filling);
  if (factor > MAX_FACTOR || factor < 1 / MAX_FACTOR) isRight = false;
  console.log(`${title.padEnd(42)} ${factor.toFixed(2)}`);
}
if (!isRight) console.error(`\nSome budget is not within a factor of ${MAX_FACTOR} of what the process holds.`);
if (process.argv.includes("--check") && !isRight) process.exitCode = 1;
process.exit();

async function measure({ readers: count, terminator = "\n", fill }: Filling): Promise<number> {
  await using server = await ServerProcess.start("chat server", LIMITS);
  const { peer: sender } = await LinePeer.join(server, "sender");
  const readers = await inParallel(Array.from({ length: count }), 100, async (_, index) => {
    const { peer } = await LinePeer.join(server, `reader ${index}`, terminator);
    peer.stopReading();
    return peer;
  });
  const before = await server.ask("memory");
  await fill(sender, readers);
  const after = await server.ask("memory");
  return (after.heapBytes - before.heapBytes) / BUDGET_BYTES;
}

/** Writes to each in turn, until a message is reported that may not arrive: its receiver had to go. */
async function writeInTurn(sender: LinePeer, readers: readonly LinePeer[], textBytes: number): Promise<void> {
  const text = "x".repeat(textBytes);
  for (;;) {
    for (const reader of readers) {
      sender.write(
        createJsonMsg(sender.name, "", reader.name, text).repeat(Math.max(1, Math.ceil(16_000 / textBytes))),
      );
      if (await isToldOfLoss(sender)) return;
    }
  }
}

/** Asks for the time, and looks at what came before the answer. */
async function isToldOfLoss(sender: LinePeer): Promise<boolean> {
  sender.write(createJsonMsg(sender.name, "", "/time", ""));
  for (let isLost = false; ; ) {
    const line = await sender.nextLine();
    isLost ||= line.includes("may not have arrived");
    if (line.includes("Server time: ")) return isLost;
  }
}

async function shoutUntilSomebodyGoes(sender: LinePeer, textBytes: number): Promise<void> {
  const shouts = createJsonMsg(sender.name, "", "/shout", "x".repeat(textBytes)).repeat(BATCH);
  for (let most = 0; ; ) {
    sender.write(shouts);
    for (let receipts = 0; receipts < BATCH; receipts++) {
      const count = Number(/sent to (\d+) users/.exec(await sender.nextLine())?.[1]);
      if (count < most) return;
      most = count;
    }
  }
}

/** Each begins a message; a little more of it comes later, for which the server needs room as well. */
async function writeHalves(senders: readonly LinePeer[], bytes: number): Promise<void> {
  for (const sender of senders) sender.write(`{"${"x".repeat(bytes - 100)}`);
  await delay(SETTLE_MS);
  for (const sender of senders) sender.write("x".repeat(98));
  await delay(SETTLE_MS);
}
