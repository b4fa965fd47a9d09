import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Contender } from "./contender.ts";
import { generateLoad } from "./load-generator.ts";
import { Core, pin } from "./machine.ts";
import { Load, USERS } from "./measures.ts";
import { addMetric, type Metrics } from "./metrics.ts";
import { RunningServer } from "./running-server.ts";

const COMMAND = fileURLToPath(new URL("../../apps/loadtest/dist/cli.js", import.meta.url));
const WARM_UP_MS = 1_000;
const DURATION_MS = 2_000;

/** Metrics that both generators report of the same load. */
export const GENERATOR_MEASURES = {
  dm1: "messages/s, 1 in flight",
  dm16: "messages/s, 16 in flight",
  p50: "p50 at 5,000/s, µs",
  p99: "p99 at 5,000/s, µs",
} as const;
type GeneratorMeasure = keyof typeof GENERATOR_MEASURES;

const run = promisify(execFile);

/** Loads one server in the same way by `chat-load` and by the generator in C, and adds the metrics of each. */
export async function compareGenerators(contender: Contender, metrics: Metrics): Promise<void> {
  await using server = await RunningServer.start(contender);
  const window = { warmUpMs: WARM_UP_MS, durationMs: DURATION_MS };
  const loads = [Load.DirectOne, Load.DirectMany, Load.FixedRate];
  const [, one, many, fixedRate] = await generateLoad(server, USERS, window, loads);
  add(metrics, "in C", {
    dm1: one?.perSecond,
    dm16: many?.perSecond,
    p50: fixedRate?.p50Us,
    p99: fixedRate?.p99Us,
  });
  const { latencies } = await runChatLoad(server, ["--rate", "5000/s"]);
  add(metrics, "chat-load", {
    dm1: (await runChatLoad(server, ["--in-flight", "1"])).throughput.receivedPerSecond,
    dm16: (await runChatLoad(server, ["--in-flight", "16"])).throughput.receivedPerSecond,
    p50: latencies.message.p50 * 1_000,
    p99: latencies.message.p99 * 1_000,
  });
}

/** The part of a result of `chat-load` that is compared. Latencies are in milliseconds. */
interface ChatLoadResult {
  readonly throughput: { readonly receivedPerSecond: number };
  readonly latencies: { readonly message: { readonly p50: number; readonly p99: number } };
}

async function runChatLoad(server: RunningServer, load: readonly string[]): Promise<ChatLoadResult> {
  const file = join(tmpdir(), `chat-bench-${process.pid}.json`);
  const size = ["--users", `${USERS}`, "--threads", "1", "--size", "64"];
  const times = ["--warm-up", `${WARM_UP_MS}ms`, "--duration", `${DURATION_MS}ms`];
  const target = ["--host", "127.0.0.1", "--port", `${server.port}`, "--quiet", "--json", file];
  const args = [COMMAND, "bench", "--workload", "dm", ...load, ...size, ...times, ...target];
  const command = pin({ file: process.execPath, args }, Core.Load);
  try {
    // It exits with 97 when it was the limit itself, which in a closed loop it is; the result is there all the same.
    await run(command.file, command.args).catch(() => undefined);
    return JSON.parse(readFileSync(file, "utf8"));
  } finally {
    rmSync(file, { force: true });
  }
}

function add(metrics: Metrics, generator: string, found: Record<GeneratorMeasure, number | undefined>): void {
  for (const [measure, value = Number.NaN] of Object.entries(found)) addMetric(metrics, generator, measure, value);
}
