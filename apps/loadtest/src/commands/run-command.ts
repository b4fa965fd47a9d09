import { constants } from "node:fs";
import { access, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createRunView } from "../live/create-run-view.ts";
import type { RunView } from "../live/run-view.ts";
import { writeHtmlReport } from "../report/html/html-report.ts";
import { writeResultTable } from "../report/result-table.ts";
import { performRun, type StartRun } from "../runs/perform-run.ts";
import type { RunHooks } from "../runs/run-settings.ts";
import { TargetError } from "../target/target-server.ts";
import { ExitCode } from "../verdict/exit-code.ts";
import type { CommonOptions } from "./common-options.ts";
import type { CommandContext } from "./subcommand.ts";

const INTERRUPTED = 128 + 2;

/**
 * Runs a load: checks the server, makes the load, draws the conclusion, and reports it.
 *
 * @returns the exit code
 */
export async function runCommand(options: CommonOptions, start: StartRun, context: CommandContext): Promise<number> {
  const { signal, stdout, stderr } = context;
  const problem = (await findFileProblem(options.json)) ?? (await findFileProblem(options.html));
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
    if (!options.quiet) stdout.write(`\n${writeResultTable(shown, { stream: stdout })}`);
    else if (shown.exitCode !== ExitCode.Passed) stderr.write(`chat-load: ${shown.verdict.text}\n`);
    const isWritten = [
      await write(options.json, () => `${JSON.stringify(shown, null, 2)}\n`, context),
      await write(options.html, () => writeHtmlReport([shown]), context),
    ].every(Boolean);
    return isWritten || shown.exitCode !== ExitCode.Passed ? shown.exitCode : ExitCode.Failed;
  } catch (error) {
    await view.end();
    // Ctrl-C in a terminal ends a server that is just starting as well.
    if (signal.aborted && (error === signal.reason || isAbort(error) || error instanceof TargetError))
      return INTERRUPTED;
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

/** A file that can't be written is better known before the run than behind it. */
async function findFileProblem(path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  try {
    const existing = await stat(path).catch(() => null);
    if (existing?.isDirectory()) return `${path} is a folder: give a file in it.`;
    await access(existing ? path : dirname(path), constants.W_OK);
    return null;
  } catch (error) {
    return `${path} can't be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`;
  }
}

/** Writes a file that was asked for; tells when it can't be written, since the run and the other file are worth keeping. */
async function write(path: string | undefined, content: () => string, context: CommandContext): Promise<boolean> {
  if (path === undefined) return true;
  try {
    await writeFile(path, content());
    return true;
  } catch (error) {
    fail(
      `${path} can't be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`,
      ExitCode.Failed,
      context,
    );
    return false;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function fail(text: string, exitCode: number, { stderr }: CommandContext): number {
  stderr.write(`chat-load: ${text}\n`);
  return exitCode;
}
