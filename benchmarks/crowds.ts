// What a crowd meets: how long the first of 15,000 has a shout before the last, and how long 18,000 who leave at once, and come back
// at once under the same names, wait until all are back. Beside bare relays, which check and remember nothing.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import type { Contender } from "./comparison/contender.ts";
import { generateLoad, type LoadResult } from "./comparison/load-generator.ts";
import { describeMachine } from "./comparison/machine.ts";
import { addMetric, formatMetric, type Metrics, ratiosOf, type Spread, spreadOf } from "./comparison/metrics.ts";
import { compileNativePrograms, nativeProgram } from "./comparison/native-programs.ts";
import { RunningServer } from "./comparison/running-server.ts";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { killAtExit } from "./load/child-process.ts";
import { writeMarkdownTable } from "./load/format.ts";
import { ServerProcess } from "./load/server-process.ts";
import { chatServer } from "./peers/chat-server.ts";
import { cRelay, nodeRelay } from "./peers/relays.ts";

const RECEIVERS = 15_000;
const RETURNING = 18_000;

/** Shouts of a round; their median counts. */
const SHOUTS = 20;

/** The first users come before anything counts. */
const EARLY_USERS = 1_000;
const JOINS_AT_ONCE = 256;
const WINDOW = { warmUpMs: 0, durationMs: 0 };

/** A shout may take this much of the time that it takes the bare relay. */
const MAX_SPREAD_RATIO = 1.2;
/** Delay of the event loop while all leave and come back: its 99th percentile over samples, one in each millisecond. */
const MAX_DELAY_MS = 50;

const OURS = chatServer.name;
const RELAY = nodeRelay.name;

const { values } = parseArgs({
  options: { check: { type: "boolean", default: false }, rounds: { type: "string", default: "9" } },
});
const rounds = Number(values.rounds);

endWithin(60 * rounds);
compileNativePrograms();
const metrics: Metrics = {};
for (let round = 0; round < rounds; round++) {
  const contenders = [chatServer, nodeRelay, cRelay];
  for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) await measureSpread(contender);
  const servers = [
    ["chat server", chatServer],
    ["bare relay", nodeRelay],
  ] as const;
  for (const [name, contender] of round % 2 === 0 ? servers : servers.toReversed())
    await measureReturn(name, contender);
  console.error(`Round ${round + 1} of ${rounds}`);
}

const spread = spreadOf(ratiosOf(metrics[OURS]?.spread, metrics[RELAY]?.spread)) as Spread;
const delay = spreadOf(metrics[OURS]?.delay) as Spread;
console.log(`${rounds} rounds on ${describeMachine()}. The median, and where the middle half of the rounds is.\n`);
console.log(
  writeMarkdownTable([
    [
      "",
      `shout to ${RECEIVERS}, first to last, ms`,
      `${RETURNING} leave and are back, s`,
      "event loop, p99 ms",
      "max ms",
    ],
    ...Object.entries(metrics).map(([name, { spread, seconds, delay, longest }]) => [
      name,
      ...[spread, seconds, delay, longest].map(describe),
    ]),
  ]),
);
reportTargets(
  [
    {
      what: `the first of ${RECEIVERS} has a shout before the last at most ${MAX_SPREAD_RATIO} × as long as with ${RELAY}: ${describe(ratiosOf(metrics[OURS]?.spread, metrics[RELAY]?.spread))}`,
      isMet: spread.median <= MAX_SPREAD_RATIO,
      needsIdleMachine: true,
    },
    {
      what: `while ${RETURNING} leave and come back, the p99 of the event loop's delay is at most ${MAX_DELAY_MS} ms: ${describe(metrics[OURS]?.delay)}`,
      isMet: delay.median <= MAX_DELAY_MS,
      needsIdleMachine: true,
    },
  ],
  values.check,
);

async function measureSpread(contender: Contender): Promise<void> {
  await using server = await RunningServer.start(contender);
  const results = await generateLoad(server, EARLY_USERS, WINDOW, [`joins:${RECEIVERS}`, `spread:${SHOUTS}`]);
  addMetric(metrics, contender.name, "spread", last(results).spreadMs as number);
}

/** Fails when a name is not free, or not all come back. The server runs as a library, so that its event loop can be watched. */
async function measureReturn(name: "chat server" | "bare relay", { name: label, protocol }: Contender): Promise<void> {
  await using server = await ServerProcess.start(name);
  const numbers = [server.port, server.pid, EARLY_USERS, JOINS_AT_ONCE, 0, 0].map(String);
  const args = [protocol, ...numbers, `return:${RETURNING}`];
  const generator = spawn(nativeProgram("load-generator"), args, { stdio: ["pipe", "pipe", "inherit"] });
  killAtExit(generator);
  let lines = 0;
  for await (const line of createInterface(generator.stdout)) {
    lines += 1;
    // The first line is of the early users. Behind the second all leave; before the third they are back.
    if (lines === 1) continue;
    const { p99Ms, maxMs } = await server.ask("loopDelays");
    if (lines === 3) {
      addMetric(metrics, label, "seconds", JSON.parse(line).seconds);
      addMetric(metrics, label, "delay", p99Ms);
      addMetric(metrics, label, "longest", maxMs);
    }
    generator.stdin.write("\n");
  }
  if (lines !== 3) throw new Error(`Not all came back to ${label}: ${lines}.`);
}

function last(results: readonly LoadResult[]): LoadResult {
  return results.at(-1) as LoadResult;
}

function describe(values: readonly number[] | undefined): string {
  const found = spreadOf(values);
  return found ? `${formatMetric(found.median)} (${formatMetric(found.low)}–${formatMetric(found.high)})` : "–";
}
