// Shows whether the load tester is the bottleneck sooner than it has to be: it makes the same load as a minimal generator.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { ServerProcess } from "./load/server-process.ts";
import { quantile } from "./load/statistics.ts";

const USERS = 1_000;
const WARM_UP_MS = 1_000;
const DURATION_MS = 4_000;
const TEXT_BYTES = 64;
const MIN_RATIO = 0.8;

const COMMAND = fileURLToPath(new URL("../apps/loadtest/dist/cli.js", import.meta.url));
const MINIMAL = fileURLToPath(new URL("load/minimal-generator.ts", import.meta.url));
const run = promisify(execFile);

const { values: options } = parseArgs({
  options: { check: { type: "boolean", default: false }, runs: { type: "string", default: "5" } },
});
const runCount = Number(options.runs);

endWithin(400);
const ratios = new Map<number, number>();
for (const inFlight of [1, 16]) {
  const rows: { readonly minimal: number; readonly tester: number }[] = [];
  // Each has a server of its own, and they take turns, so that what else the machine does meets both.
  for (let round = 0; round < runCount; round++) {
    rows.push({ minimal: await measure(runMinimal, inFlight), tester: await measure(runTester, inFlight) });
  }
  const minimal = quantile(
    rows.map((row) => row.minimal),
    0.5,
  );
  const tester = quantile(
    rows.map((row) => row.tester),
    0.5,
  );
  ratios.set(inFlight, tester / minimal);
  console.log(
    `${USERS} users in pairs, ${inFlight} in flight, one thread, ${runCount} runs: messages received a second`,
  );
  console.table({
    "minimal generator": toRow(rows.map((row) => row.minimal)),
    "chat-load": toRow(rows.map((row) => row.tester)),
  });
}
reportTargets(
  [...ratios].map(([inFlight, ratio]) => ({
    what: `${inFlight} in flight: at least ${MIN_RATIO * 100} % of the minimal generator (${(ratio * 100).toFixed(0)} %)`,
    isMet: ratio >= MIN_RATIO,
    needsIdleMachine: true,
  })),
  options.check,
);

async function measure(
  generate: (port: number, inFlight: number) => Promise<number>,
  inFlight: number,
): Promise<number> {
  await using server = await ServerProcess.start("chat server");
  return await generate(server.port, inFlight);
}

async function runMinimal(port: number, inFlight: number): Promise<number> {
  const settings = [port, USERS, inFlight, WARM_UP_MS, DURATION_MS, TEXT_BYTES].map(String);
  const { stdout } = await run(process.execPath, ["--conditions=@chat/source", MINIMAL, ...settings]);
  return Number(stdout);
}

async function runTester(port: number, inFlight: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  const file = join(folder, "result.json");
  const flags = ["--users", `${USERS}`, "--in-flight", `${inFlight}`, "--threads", "1", "--size", `${TEXT_BYTES}`];
  const times = ["--warm-up", `${WARM_UP_MS}ms`, "--duration", `${DURATION_MS}ms`];
  const target = ["--host", "127.0.0.1", "--port", `${port}`, "--quiet", "--json", file];
  try {
    await run(process.execPath, [COMMAND, "bench", "--workload", "dm", ...flags, ...times, ...target]).catch(
      () => undefined,
    );
    return JSON.parse(readFileSync(file, "utf8")).throughput.receivedPerSecond;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function toRow(values: readonly number[]): Record<string, number> {
  return {
    lowest: Math.round(Math.min(...values)),
    median: Math.round(quantile(values, 0.5)),
    highest: Math.round(Math.max(...values)),
  };
}
