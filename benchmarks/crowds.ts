// Measures what a crowd notices: the time between the first and the last of 15,000 users receiving a shout, and the time until
// 18,000 who leave at once, and come back at once under the same names, are all back. Beside bare relays, which check nothing.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import type { Contender } from "./comparison/contender.ts";
import { generateLoad, type LoadResult } from "./comparison/load-generator.ts";
import { Core, describeMachine, pin } from "./comparison/machine.ts";
import { addMetric, formatMetric, type Metrics, ratiosOf, type Spread, spreadOf } from "./comparison/metrics.ts";
import { compileNativePrograms, nativeProgram } from "./comparison/native-programs.ts";
import { RunningServer } from "./comparison/running-server.ts";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { killAtExit } from "./load/child-process.ts";
import { writeMarkdownTable } from "./load/format.ts";
import { ServerProcess } from "./load/server-process.ts";
import { quantile } from "./load/statistics.ts";
import { chatServer } from "./peers/chat-server.ts";
import { cRelay, nodeRelay } from "./peers/relays.ts";

const RECEIVERS = 15_000;
const RETURNING = 18_000;

/** Shouts of a round; their median counts. */
const SHOUTS = 21;

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
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  console.error(`--rounds takes a whole number from 1 on, and not ${values.rounds}.`);
  process.exit(2);
}

endWithin(60 * rounds);
compileNativePrograms();
const metrics: Metrics = {};
/** The shares of the time in which other programs had the generator's core. */
const waitingTimeShares: number[] = [];
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

const spreads = ratiosOf(metrics[OURS]?.spread, metrics[RELAY]?.spread);
const spread = spreadOf(spreads) as Spread;
const delay = spreadOf(metrics[OURS]?.p99) as Spread;
const others = (100 * quantile(waitingTimeShares, 0.5)).toFixed(1);
console.log(`${rounds} rounds on ${describeMachine()}. Other programs had ${others} % of the generator's time.`);
console.log("The median, and where the middle half of the rounds is.\n");
const columns = [
  "shout, first to last, ms",
  "all are back, s",
  "p99 of samples, ms",
  "p99 of the time, ms",
  "longest, ms",
];
const rows = Object.entries(metrics).map(([name, found]) => [
  name,
  ...[found.spread, found.seconds, found.p99, found.waitP99, found.longest].map(describe),
]);
console.log(writeMarkdownTable([["", ...columns], ...rows]));
reportTargets(
  [
    {
      what: `between the first and the last of ${RECEIVERS} receiving a shout at most ${MAX_SPREAD_RATIO} × the time of ${RELAY}: ${describe(spreads)}`,
      isMet: spread.median <= MAX_SPREAD_RATIO,
      needsIdleMachine: true,
    },
    {
      what: `while ${RETURNING} leave and come back, the p99 of the event loop's delay is at most ${MAX_DELAY_MS} ms, over its samples: ${describe(metrics[OURS]?.p99)}`,
      isMet: delay.median <= MAX_DELAY_MS,
      needsIdleMachine: true,
    },
  ],
  values.check,
);

async function measureSpread(contender: Contender): Promise<void> {
  await using server = await RunningServer.start(contender);
  const results = await generateLoad(server, EARLY_USERS, WINDOW, [`joins:${RECEIVERS}`, `spread:${SHOUTS}`]);
  const { spreadMs, waitingTimeShare } = results.at(-1) as LoadResult;
  addMetric(metrics, contender.name, "spread", spreadMs as number);
  waitingTimeShares.push(waitingTimeShare);
}

/** Fails when a name is not free, or not all come back. The server runs as a library, so that its event loop can be watched. */
async function measureReturn(name: "chat server" | "bare relay", { name: label, protocol }: Contender): Promise<void> {
  await using server = await ServerProcess.start(name);
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", `${Core.Server}`, `${server.pid}`]);
  const numbers = [server.port, server.pid, EARLY_USERS, JOINS_AT_ONCE, 0, 0].map(String);
  const args = [protocol, ...numbers, `return:${RETURNING}`];
  const command = pin({ file: nativeProgram("load-generator"), args }, Core.Load);
  const generator = spawn(command.file, command.args, { stdio: ["pipe", "pipe", "inherit"] });
  killAtExit(generator);
  const ended = once(generator, "exit");
  let lines = 0;
  for await (const line of createInterface(generator.stdout)) {
    lines += 1;
    // The first line is of the early users. Behind the second all leave; before the third they are back.
    if (lines === 1) continue;
    const { p99Ms, waitP99Ms, maxMs } = await server.ask("loopDelays");
    if (lines === 3) {
      const { seconds, waitingTimeShare } = JSON.parse(line);
      waitingTimeShares.push(waitingTimeShare);
      for (const [metric, value] of Object.entries({ seconds, p99: p99Ms, waitP99: waitP99Ms, longest: maxMs })) {
        addMetric(metrics, label, metric, value);
      }
    }
    generator.stdin.write("\n");
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`The load of ${label} has failed with ${code}: what it said is above.`);
}

function describe(values: readonly number[] | undefined): string {
  const found = spreadOf(values);
  return found ? `${formatMetric(found.median)} (${formatMetric(found.low)}–${formatMetric(found.high)})` : "–";
}
