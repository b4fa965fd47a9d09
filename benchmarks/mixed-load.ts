// Ten minutes of everything at once: users who come and go, messages, shouts, and slow readers who are cut off and come back.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeTargets, endWithin, reportTargets, type Target } from "./load/benchmark.ts";
import { MIB, toMiB, toMs } from "./load/format.ts";
import type { LoopDelays } from "./load/loop-delay.ts";
import { ServerProcess } from "./load/server-process.ts";

/** Flags for each user's traffic: a message in some 5 s, one in 20 of them a shout. The texts are long, so that slow readers fill their buffers in time. */
const CHAT = ["--pace", "1s-10s", "--shouts", "5%", "--size", "4KiB"];
const SLOW_READERS = "2%";
/** Of 100 users, one leaves each second. */
const USERS_FOR_A_LEAVER = 100;

const TARGET = { heapFactor: 1.1, heapBytes: 10 * MIB, delayMs: 20 };

/** When the heap is taken for the first time, in milliseconds; in a short run half-way. */
const FIRST_HEAP_MS = 60_000;
/** Time before the end of the load at which it is taken again, while all users are online. */
const BEFORE_END_MS = 2_000;
/** Time after the last user has left at which it is taken for the last time. */
const SETTLED_AFTER_MS = 5_000;

const COMMAND = fileURLToPath(new URL("../apps/loadtest/dist/cli.js", import.meta.url));
const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));

/** The part of the load tester's result that is read here. */
interface TesterResult {
  readonly exitCode: number;
  readonly verdict: { readonly kind: string; readonly text: string; readonly evidence: readonly string[] };
  readonly accounts: Record<string, { readonly expected: number; readonly lost: number; readonly exempt: number }>;
  readonly clients: { readonly asked: number; readonly joined: number };
  readonly throughput: { readonly sentPerSecond: number; readonly receivedPerSecond: number };
  readonly latencies: Record<string, { readonly p50: number; readonly p99: number; readonly max: number }>;
}

const { values: options } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    minutes: { type: "string", default: "10" },
    users: { type: "string", default: "1000" },
    // From the top of the repository.
    report: { type: "string" },
  },
});
const minutes = Number(options.minutes);
const users = Number(options.users);
if (!(minutes > 0) || !Number.isSafeInteger(users) || users < 2) {
  throw new Error("Usage: mixed-load [--minutes 10] [--users 1000] [--report docs/reports/mixed-load.md] [--check]");
}

endWithin(minutes * 60 + 180);
// Its limits are those that a server has by default.
await using server = await ServerProcess.start("chat server", {});
const delays: LoopDelays[] = [];
const durationMs = minutes * 60_000;
const firstHeapMs = Math.min(FIRST_HEAP_MS, durationMs / 2);

await server.ask("loopDelays");
const tested = runTester();
await pause(firstHeapMs);
const heapAfterFirst = await takeHeap();
await pause(durationMs - firstHeapMs - BEFORE_END_MS);
const heapBeforeEnd = await takeHeap();
const result = await tested;
await pause(SETTLED_AFTER_MS);
const heapSettled = await takeHeap();

const maxHeap = heapAfterFirst * TARGET.heapFactor + TARGET.heapBytes;
const p99Ms = Math.max(...delays.map((delay) => delay.p99Ms));
const waitP99Ms = Math.max(...delays.map((delay) => delay.waitP99Ms));
const accounts = Object.values(result.accounts);
const sum = (key: "expected" | "lost" | "exempt") => accounts.reduce((total, account) => total + account[key], 0);
const metrics = [
  `${minutes} minutes, ${users} users, ${result.clients.joined - result.clients.asked} times one came back`,
  `${Math.round(result.throughput.sentPerSecond)} sent and ${Math.round(result.throughput.receivedPerSecond)} received a second; ` +
    `of ${sum("expected")} in all ${sum("lost")} lost, ${sum("exempt")} exempt`,
  ...result.verdict.evidence,
  ...["message", "answer"].flatMap((measure) => {
    const latency = result.latencies[measure];
    return latency
      ? [`${measure}: p50 ${toMs(latency.p50)}, p99 ${toMs(latency.p99)}, largest ${toMs(latency.max)}`]
      : [];
  }),
  `heap after ${firstHeapMs / 1_000} s ${toMiB(heapAfterFirst)}, with all users at the end ${toMiB(heapBeforeEnd)}, ` +
    `when all had left ${toMiB(heapSettled)}`,
  `event loop delay p99 ${toMs(p99Ms)} over its looks each millisecond, ${toMs(waitP99Ms)} over time, ` +
    `largest ${toMs(Math.max(...delays.map((delay) => delay.maxMs)))}`,
];
const targets: Target[] = [
  { what: `heap with all users at the end at most ${toMiB(maxHeap)}`, isMet: heapBeforeEnd <= maxHeap },
  { what: `heap when all had left at most ${toMiB(maxHeap)}`, isMet: heapSettled <= maxHeap },
  {
    what: `event loop delay p99 under ${TARGET.delayMs} ms (${toMs(p99Ms)})`,
    isMet: p99Ms < TARGET.delayMs,
    needsIdleMachine: true,
  },
  { what: `0 lost (${sum("lost")})`, isMet: sum("lost") === 0 && sum("expected") > 0 },
  { what: `the tester's verdict is "passed" ("${result.verdict.kind}")`, isMet: result.exitCode === 0 },
];
for (const line of metrics) console.log(line);
reportTargets(targets, options.check);
if (options.report !== undefined) {
  const lines = ["# Mixed load", "", "The load tester's account, and what the server's process says of itself.", ""];
  const list = [...metrics, ...describeTargets(targets)].map((line) => `- ${line}`);
  writeFileSync(resolve(REPOSITORY, options.report), `${[...lines, ...list].join("\n")}\n`);
}

/** The heap after a forced collection; what the event loop was late until then is noted. */
async function takeHeap(): Promise<number> {
  delays.push(await server.ask("loopDelays"));
  return (await server.ask("memory")).heapBytes;
}

async function runTester(): Promise<TesterResult> {
  const churn = ["--churn", `${users / USERS_FOR_A_LEAVER}/s`, "--slow-readers", SLOW_READERS];
  const load = ["--bots", `${users}`, "--duration", `${durationMs / 1_000}s`, ...CHAT, ...churn];
  const target = ["--host", "127.0.0.1", "--port", `${server.port}`, "--pid", `${server.pid}`];
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  const file = join(folder, "result.json");
  const tester = spawn(process.execPath, [COMMAND, "stress", ...load, ...target, "--json", file], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const [code] = await once(tester, "close");
    if (code === 1 || code === 2) throw new Error(`The load tester could not run: exit code ${code}.`);
    return JSON.parse(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
