import { writeFile } from "node:fs/promises";
import { defineCommand, writeProblems } from "@chat/command-line";
import { displayText } from "@chat/protocol";
import { z } from "zod";
import { writeCompareTable } from "../report/comparison/compare-table.ts";
import { writeGroupTable } from "../report/comparison/group-table.ts";
import { groupRuns, type RunGroup, UnequalRunsError } from "../report/comparison/run-group.ts";
import { writeHtmlReport } from "../report/html/html-report.ts";
import { ResultFileError, readResult } from "../report/read-result.ts";
import { writeResultTable } from "../report/result-table.ts";
import type { RunResult } from "../result/run-result.ts";
import { ExitCode } from "../verdict/exit-code.ts";
import { resultOptions } from "./common-options.ts";
import { defineSubcommand } from "./subcommand.ts";

const reportCommand = defineCommand({
  name: "chat-load report",
  summary: "shows what runs have written with --json: one, or several side by side.",
  operands: "FILE.json… [-- FILE.json…]",
  schema: z.object({ html: resultOptions.html }),
  exampleOption: "--html report.html",
  examples: [
    { line: "chat-load report run.json", purpose: "the table that the run had printed" },
    { line: "chat-load report before.json after.json", purpose: "side by side, with the differences" },
    { line: "chat-load report before.json after.json --html both.html", purpose: "the same as a page" },
    { line: "chat-load report a*.json -- b*.json", purpose: "medians and spread of equal runs" },
  ],
  closing: ["Exit codes: 0 shown, 2 wrong usage, a file is no result, or grouped runs are not equal."],
});

export const report = defineSubcommand(reportCommand, async ({ html }, files, { stdout, stderr, operandGroups }) => {
  const wrong = findUsageProblem(operandGroups);
  if (wrong !== null) {
    stderr.write(writeProblems(reportCommand, [wrong]));
    return ExitCode.WrongUsage;
  }
  try {
    const results = await Promise.all(files.map(readResult));
    const groups = groupsOf(operandGroups, results);
    stdout.write(groups ? writeGroupTable(...groups, { stream: stdout }) : writeTable(results, stdout));
    if (html !== undefined) await writeFile(html, writeHtmlReport(results, groups));
    return ExitCode.Passed;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isOfInput = error instanceof ResultFileError || error instanceof UnequalRunsError;
    const problem = isOfInput ? error.message : `${html} can't be written: ${code}.`;
    // What is neither a file that can't be read nor one that can't be written is a fault of ours.
    if (!isOfInput && (html === undefined || code === undefined)) throw error;
    stderr.write(`chat-load report: ${problem}\n`);
    return ExitCode.WrongUsage;
  }
});

function writeTable(results: readonly RunResult[], stream: NodeJS.WriteStream): string {
  const [result, ...others] = results;
  return result && others.length === 0 ? writeResultTable(result, { stream }) : writeCompareTable(results, { stream });
}

function findUsageProblem(groups: readonly (readonly string[])[]): string | null {
  const misplaced = groups
    .slice(1)
    .flat()
    .find((file) => /^--?[a-z]/.test(file));
  if (misplaced !== undefined) return `${displayText(misplaced)} stands behind the two dashes: options go before them.`;
  if (groups.length > 2) return "It compares two groups: one before the two dashes, one behind them.";
  if (groups.every((files) => files.length === 0)) return "It needs at least one file that a run wrote with --json.";
  return groups.some((files) => files.length === 0)
    ? "It needs a file before the two dashes and one behind them."
    : null;
}

/** Makes groups of the results when two dashes part them. */
function groupsOf(
  [first = [], second]: readonly (readonly string[])[],
  results: readonly RunResult[],
): readonly [RunGroup, RunGroup] | undefined {
  if (!second) return undefined;
  const named = results.map((result, index) => ({ file: [...first, ...second][index] ?? "", result }));
  const [a, b] = groupRuns([named.slice(0, first.length), named.slice(first.length)]);
  return a && b ? [a, b] : undefined;
}
