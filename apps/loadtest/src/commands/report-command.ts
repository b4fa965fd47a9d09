import { writeFile } from "node:fs/promises";
import { defineCommand, writeProblems } from "@chat/command-line";
import { z } from "zod";
import { writeCompareTable } from "../report/compare-table.ts";
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
  operands: "FILE.json…",
  schema: z.object({ html: resultOptions.html }),
  exampleOption: "--html report.html",
  examples: [
    { line: "chat-load report run.json", purpose: "the table that the run had printed" },
    { line: "chat-load report before.json after.json", purpose: "side by side, with the differences" },
    { line: "chat-load report before.json after.json --html both.html", purpose: "the same as a page" },
  ],
  closing: ["Exit codes: 0 shown, 2 wrong usage, or a file is no result."],
});

export const report = defineSubcommand(reportCommand, async ({ html }, files, { stdout, stderr }) => {
  if (files.length === 0) {
    stderr.write(writeProblems(reportCommand, ["It needs at least one file that a run wrote with --json."]));
    return ExitCode.WrongUsage;
  }
  try {
    const results = await Promise.all(files.map(readResult));
    stdout.write(writeTable(results, stdout));
    if (html !== undefined) await writeFile(html, writeHtmlReport(results));
    return ExitCode.Passed;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = error instanceof ResultFileError ? error.message : `${html} can't be written: ${code}.`;
    // What is neither a file that can't be read nor one that can't be written is a fault of ours.
    if (!(error instanceof ResultFileError) && (html === undefined || code === undefined)) throw error;
    stderr.write(`chat-load report: ${problem}\n`);
    return ExitCode.WrongUsage;
  }
});

function writeTable(results: readonly RunResult[], stream: NodeJS.WriteStream): string {
  const [result, ...others] = results;
  return result && others.length === 0 ? writeResultTable(result, { stream }) : writeCompareTable(results, { stream });
}
