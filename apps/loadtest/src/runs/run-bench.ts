import { writeBytes, writeMs } from "../result/format.ts";
import type { RunResult } from "../result/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { describePacing } from "../workloads/bench-options.ts";
import { assembleResult } from "./assemble-result.ts";
import { LoadRun } from "./load-run.ts";
import type { BenchSettings, RunHooks } from "./run-settings.ts";

/** Measures one workload as fast as the server answers (closed loop), or at a rate (open loop). */
export async function runBench(settings: BenchSettings, server: TargetServer, hooks: RunHooks): Promise<RunResult> {
  const { workload, durationMs, warmUpMs } = settings;
  const { name, bench } = workload;
  const users = bench.countUsers(settings.load);
  const connections = bench.maxConnections(settings.load);
  const load = { name, settings: settings.load };
  await using run = await LoadRun.start({ settings, server, hooks, load, connections });
  if (users > 0) await run.join(users);
  await run.runLoad(durationMs, warmUpMs);
  await run.end();
  return assembleResult(run, settings, server, {
    command: "bench",
    settings: {
      scenario: name,
      ...bench.describe(settings.load),
      pacing: describePacing(settings.load, bench.inFlightScope),
      duration: writeMs(durationMs),
      "warm-up": writeMs(warmUpMs),
      "message size": writeBytes(settings.messageBytes),
    },
    goal: bench.goal,
  });
}
