export type { RunPhase } from "./result/run-phase.ts";
export {
  type Account,
  type Latency,
  RESULT_VERSION,
  type RunResult,
  type Sample,
  type Verdict,
} from "./result/run-result.ts";
export { type LoadSample, type LoadTarget, type RunLoadOptions, runLoad } from "./run-load.ts";
export { readScenario, ScenarioError } from "./scenario/read-scenario.ts";
export type { Scenario, ScenarioFile } from "./scenario/scenario.ts";
export { TargetError } from "./target/target-server.ts";
export { ExitCode } from "./verdict/exit-code.ts";
