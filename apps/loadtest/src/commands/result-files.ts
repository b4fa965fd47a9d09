import { constants } from "node:fs";
import { access, appendFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeJunitReport } from "../report/formats/junit-report.ts";
import { writeMarkdownSummary } from "../report/formats/markdown-summary.ts";
import { writeSampleCsv } from "../report/formats/sample-csv.ts";
import { writeHtmlReport } from "../report/html/html-report.ts";
import type { RunResult } from "../result/run-result.ts";

/** Forms in which a result is written to the file that an option of this name gives. */
const FORMATS = {
  json: (result: RunResult) => `${JSON.stringify(result, null, 2)}\n`,
  html: (result: RunResult) => writeHtmlReport([result]),
  junit: writeJunitReport,
  csv: writeSampleCsv,
} as const;

type Format = keyof typeof FORMATS;

/** The files that were asked for; `-` is standard output. */
export type ResultFiles = { readonly [Name in Format]?: string | undefined };

/** Stands for standard output where a file is given. */
const STDOUT = "-";

/** Returns true when standard output is to carry the result as JSON and nothing else. */
export function isJsonOnStdout({ json }: ResultFiles): boolean {
  return json === STDOUT;
}

/** Finds out before the run that a file can't be written behind it; `null` when all can. */
export async function findFileProblem(files: ResultFiles): Promise<string | null> {
  for (const format of Object.keys(FORMATS) as Format[]) {
    const path = files[format];
    if (path === undefined || (path === STDOUT && format === "json")) continue;
    if (path === STDOUT) return `--${format} needs a file: standard output is for --json alone.`;
    const problem = await findPathProblem(path);
    if (problem !== null) return problem;
  }
  return null;
}

/**
 * Writes each file that was asked for.
 *
 * @returns a sentence for each that can't be written, since the run and the other files are worth keeping
 */
export async function writeResultFiles(
  result: RunResult,
  files: ResultFiles,
  stdout: Pick<NodeJS.WriteStream, "write">,
): Promise<string[]> {
  const problems: string[] = [];
  for (const format of Object.keys(FORMATS) as Format[]) {
    const path = files[format];
    if (path === undefined) continue;
    if (path === STDOUT) stdout.write(FORMATS[format](result));
    else problems.push(...(await tryWrite(path, () => writeFile(path, FORMATS[format](result)))));
  }
  return problems;
}

/** Appends a summary to the file that GitHub Actions names for the page of the job, where it runs this. */
export async function appendJobSummary(
  result: RunResult,
  { GITHUB_STEP_SUMMARY: path }: NodeJS.ProcessEnv,
): Promise<string[]> {
  return path ? await tryWrite(path, () => appendFile(path, writeMarkdownSummary(result))) : [];
}

async function tryWrite(path: string, write: () => Promise<void>): Promise<string[]> {
  try {
    await write();
    return [];
  } catch (error) {
    return [`${path} can't be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`];
  }
}

async function findPathProblem(path: string): Promise<string | null> {
  const existing = await stat(path).catch(() => null);
  if (existing?.isDirectory()) return `${path} is a folder: give a file in it.`;
  const [problem = null] = await tryWrite(path, () => access(existing ? path : dirname(path), constants.W_OK));
  return problem;
}
