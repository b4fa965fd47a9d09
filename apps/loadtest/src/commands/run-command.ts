import { createRunView } from "../live/create-run-view.ts";
import type { RunView } from "../live/run-view.ts";
import { writeResultTable } from "../report/result-table.ts";
import type { RunResult } from "../result/run-result.ts";
import type { RunHooks } from "../runs/run-settings.ts";
import { openTarget } from "../target/open-target.ts";
import { checkServer, type PreflightResult } from "../target/preflight.ts";
import { joinPort } from "../target/reach.ts";
import type { TargetServer } from "../target/target-server.ts";
import { TargetError } from "../target/target-server.ts";
import { conclude } from "../verdict/conclude.ts";
import { exitCodeOfSignal } from "../verdict/endings.ts";
import { ExitCode } from "../verdict/exit-code.ts";
import type { CommonOptions } from "./common-options.ts";
import { appendJobSummary, findFileProblem, isJsonOnStdout, writeResultFiles } from "./result-files.ts";
import type { RunContext } from "./subcommand.ts";

export type StartRun = (server: TargetServer, hooks: RunHooks) => Promise<RunResult>;

/**
 * Runs a load: checks the server, makes the load, draws the conclusion, and reports it.
 *
 * @returns the exit code
 */
export async function runCommand(options: CommonOptions, start: StartRun, context: RunContext): Promise<number> {
  const { signal, stdout, stderr } = context;
  const problem = await findFileProblem(options);
  if (problem !== null) return fail(problem, ExitCode.WrongUsage, context);
  const view = await createRunView({ title: context.commandLine, isQuiet: options.quiet, output: stderr });
  try {
    await using server = await openTarget(options, signal);
    const preflight = await check(server, view);
    if (signal.aborted) return exitCodeOfSignal(signal.reason);
    const result = await start(server, createHooks(view, signal));
    await view.end();
    const concluded = conclude({ ...result, commandLine: context.commandLine }, options.failIf);
    const shown = withPreflight(concluded, preflight);
    const stream = isJsonOnStdout(options) ? stderr : stdout;
    if (!options.quiet) stream.write(`\n${writeResultTable(shown, { stream })}`);
    else if (shown.exitCode !== ExitCode.Passed) stderr.write(`chat-load: ${shown.verdict.text}\n`);
    const unwritten = await writeResultFiles(shown, options, stdout);
    // Nobody asked for the summary: without it the run has still done what it was to do.
    const unsummarized = await appendJobSummary(shown, context.environment);
    for (const text of [...unwritten, ...unsummarized]) fail(text, ExitCode.Failed, context);
    return unwritten.length === 0 || shown.exitCode !== ExitCode.Passed ? shown.exitCode : ExitCode.Failed;
  } catch (error) {
    await view.end();
    // Ctrl-C in a terminal ends a server that is just starting as well.
    if (signal.aborted && (isAbort(error) || error instanceof TargetError)) return exitCodeOfSignal(signal.reason);
    if (!(error instanceof TargetError)) throw error;
    return fail(error.message, error.isWrongUsage ? ExitCode.WrongUsage : ExitCode.Failed, context);
  }
}

async function check(server: TargetServer, view: RunView): Promise<PreflightResult> {
  view.enter("checking");
  const preflight = await checkServer(server.host, server.port);
  const at = joinPort(server.host, server.port);
  view.note(
    preflight.isDuplicateRefused
      ? `The server at ${at} answers, and refuses a name in use.`
      : `The server at ${at} answers, but does not refuse a name in use: ${preflight.duplicateAnswer}`,
  );
  return preflight;
}

function createHooks(view: RunView, signal: AbortSignal): RunHooks {
  return {
    signal,
    onPhase: (phase) => view.enter(phase),
    onSample: (sample, progress, asked) => view.show({ sample, progress, asked }),
  };
}

/** A server that lets two clients have one name may pass all the same, and the report says so. */
function withPreflight(result: RunResult, { isDuplicateRefused, duplicateAnswer }: PreflightResult): RunResult {
  if (isDuplicateRefused) return result;
  const sentence = `A second client that asked for a name in use was not refused: ${duplicateAnswer}`;
  return { ...result, verdict: { ...result.verdict, evidence: [...result.verdict.evidence, sentence] } };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function fail(text: string, exitCode: number, { stderr }: RunContext): number {
  stderr.write(`chat-load: ${text}\n`);
  return exitCode;
}
