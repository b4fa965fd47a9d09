import type { RunResult } from "../result/run-result.ts";
import { openTarget, type TargetChoice } from "../target/open-target.ts";
import { checkServer, type PreflightResult } from "../target/preflight.ts";
import { joinPort } from "../target/reach.ts";
import type { TargetServer } from "../target/target-server.ts";
import { conclude } from "../verdict/conclude.ts";
import type { Threshold } from "../verdict/threshold.ts";
import type { RunHooks } from "./run-settings.ts";

/** Makes the load against a server, and returns the result without its conclusion. */
export type StartRun = (server: TargetServer, hooks: RunHooks) => Promise<RunResult>;

export interface RunOrder {
  readonly target: TargetChoice;
  readonly failIf: readonly Threshold[];
  readonly start: StartRun;
  readonly hooks: RunHooks;
  /** Called with a sentence about the server that was found. */
  onNote?(note: string): void;
}

/**
 * Makes a run, whole: opens the target, checks the server, makes the load, and draws the conclusion.
 *
 * @throws {TargetError} when there is no server, or it may not be tested
 * @throws the reason of the signal when it aborts before there is anything to report
 */
export async function performRun({ target, failIf, start, hooks, onNote }: RunOrder): Promise<RunResult> {
  const { signal } = hooks;
  signal.throwIfAborted();
  await using server = await openTarget(target, signal);
  hooks.onPhase("checking");
  const preflight = await checkServer(server.host, server.port, signal);
  onNote?.(describePreflight(joinPort(server.host, server.port), preflight));
  signal.throwIfAborted();
  const result = await start(server, hooks);
  return withPreflight(conclude(result, failIf), preflight);
}

function describePreflight(at: string, { isDuplicateRefused, duplicateAnswer }: PreflightResult): string {
  return isDuplicateRefused
    ? `The server at ${at} answers, and refuses a name in use.`
    : `The server at ${at} answers, but does not refuse a name in use: ${duplicateAnswer}`;
}

/** A server that lets two clients have one name may pass all the same, and the report says so. */
function withPreflight(result: RunResult, { isDuplicateRefused, duplicateAnswer }: PreflightResult): RunResult {
  if (isDuplicateRefused) return result;
  const sentence = `A second client that asked for a name in use was not refused: ${duplicateAnswer}`;
  return { ...result, verdict: { ...result.verdict, evidence: [...result.verdict.evidence, sentence] } };
}
