import { createRunView } from "../live/create-run-view.ts";
import type { RunView } from "../live/run-view.ts";
import { writeResultTable } from "../report/result-table.ts";
import { performRun, type StartRun } from "../runs/perform-run.ts";
import type { RunHooks } from "../runs/run-settings.ts";
import { TargetError } from "../target/target-server.ts";
import { exitCodeOfSignal } from "../verdict/endings.ts";
import { ExitCode } from "../verdict/exit-code.ts";
import type { CommonOptions } from "./common-options.ts";
import { appendJobSummary, findFileProblem, isJsonOnStdout, writeResultFiles } from "./result-files.ts";
import type { RunContext } from "./subcommand.ts";

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
    const result = await performRun({
      target: options,
      failIf: options.failIf,
      start,
      hooks: createHooks(view, signal),
      onNote: (note) => view.note(note),
    });
    await view.end();
    const shown = { ...result, commandLine: context.commandLine };
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
    if (signal.aborted && (error === signal.reason || isAbort(error) || error instanceof TargetError)) {
      return fail("Interrupted before there was anything to report.", exitCodeOfSignal(signal.reason), context);
    }
    if (!(error instanceof TargetError)) throw error;
    return fail(error.message, error.isWrongUsage ? ExitCode.WrongUsage : ExitCode.Failed, context);
  }
}

function createHooks(view: RunView, signal: AbortSignal): RunHooks {
  return {
    signal,
    onPhase: (phase) => view.enter(phase),
    onSample: (sample, progress, asked) => view.show({ sample, progress, asked }),
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function fail(text: string, exitCode: number, { stderr }: RunContext): number {
  stderr.write(`chat-load: ${text}\n`);
  return exitCode;
}
