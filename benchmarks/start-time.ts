// Measures how long the command takes to listen, beside the runtime that does nothing.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { killAtExit, stopProcess } from "./load/child-process.ts";
import { toMs } from "./load/format.ts";
import { readProcessorTime } from "./load/kernel-metrics.ts";
import { quantile } from "./load/statistics.ts";
import { chatServer } from "./peers/chat-server.ts";

/** Starts of each, one after the other by turns. */
const ROUNDS = 9;
const MAX_START_MS = 150;
const STOP_GRACE_MS = 2_000;

/** A line that both print: the server in its log, the empty program by itself. */
const IS_UP = '"event":"listening"';
const EMPTY_PROGRAM = ["-e", `console.log('${IS_UP}'); setTimeout(() => undefined, 60_000)`];

interface Start {
  readonly ms: number;
  /** Processor time of all threads, which other programs change less. */
  readonly processorMs: number;
}

endWithin(120);
const { args } = chatServer.prepare("", 0);
const starts: { empty: Start; server: Start }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const empty = await start(EMPTY_PROGRAM);
  starts.push({ empty, server: await start([...args, "--log-format", "json"]) });
}
const medianOf = (read: (round: (typeof starts)[number]) => number) => quantile(starts.map(read), 0.5);
const startMs = medianOf(({ server }) => server.ms);
console.log(`Median of ${ROUNDS} starts`);
console.table({
  "node, with nothing to do": toRow(({ empty }) => empty),
  "chat-server, to listening": toRow(({ server }) => server),
});
console.log(
  `chat-server takes ${medianOf(({ server, empty }) => server.ms / empty.ms).toFixed(2)} × as long, ` +
    `${medianOf(({ server, empty }) => server.processorMs / empty.processorMs).toFixed(2)} × the processor time.`,
);
const what = `listening within ${MAX_START_MS} ms of the command (${toMs(startMs)})`;
reportTargets([{ what, isMet: startMs <= MAX_START_MS, needsIdleMachine: true }], process.argv.includes("--check"));

/** Starts a program, waits for its line, and ends it. */
async function start(command: readonly string[]): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  killAtExit(child);
  await untilUp(child);
  const ms = performance.now() - startedAt;
  const processorMs = (await readProcessorTime(child.pid as number)) / 1_000;
  await stopProcess(child, "SIGTERM", STOP_GRACE_MS);
  return { ms, processorMs };
}

async function untilUp({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error("The program has no output.");
  for await (const line of createInterface(stdout)) {
    if (line.includes(IS_UP)) return;
  }
  throw new Error("The program has ended before it was up.");
}

function toRow(read: (round: (typeof starts)[number]) => Start): Record<string, string> {
  return {
    time: toMs(medianOf((round) => read(round).ms)),
    "processor time": toMs(medianOf((round) => read(round).processorMs)),
  };
}
