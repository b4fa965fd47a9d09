import { runLoad as runUnchecked } from "../../src/index.ts";
import type { RunResult } from "../../src/result/run-result.ts";
import * as bench from "../../src/runs/run-bench.ts";
import * as breakingPoint from "../../src/runs/run-breaking-point.ts";
import * as scenario from "../../src/runs/run-scenario.ts";
import * as stress from "../../src/runs/run-stress.ts";
import { expectPublished } from "./published-schema.ts";

/** The runs of the load tester: whatever a test is about, its result is one that the published schema describes. */
export const runBench = checked(bench.runBench);
export const runBreakingPoint = checked(breakingPoint.runBreakingPoint);
export const runScenario = checked(scenario.runScenario);
export const runStress = checked(stress.runStress);
export const runLoad = checked(runUnchecked);

function checked<Args extends readonly unknown[]>(run: (...args: Args) => Promise<RunResult>): typeof run {
  return async (...args) => {
    const result = await run(...args);
    expectPublished(result);
    return result;
  };
}
