import type { RunResult } from "../result/run-result.ts";
import { readScenario } from "../scenario/read-scenario.ts";
import type { TargetServer } from "../target/target-server.ts";
import { createBenchScenario } from "../workloads/bench-workloads.ts";
import { runScenario } from "./run-scenario.ts";
import type { BenchSettings, RunHooks } from "./run-settings.ts";

/** Measures one workload as fast as the server answers (closed loop), or at a rate (open loop). */
export async function runBench(settings: BenchSettings, server: TargetServer, hooks: RunHooks): Promise<RunResult> {
  const { workload, load, messageBytes, seed } = settings;
  const scenario = readScenario({ ...createBenchScenario(workload, load, settings), messageBytes, seed });
  return await runScenario({ command: "bench", scenario, settings }, server, hooks);
}
