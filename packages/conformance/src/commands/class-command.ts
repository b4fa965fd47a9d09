import { defineCommand } from "@chat/command-line";
import { displayText } from "@chat/protocol";
import { z } from "zod";
import { LEVELS } from "../checks/check.ts";
import { EXIT_CODE_LINES, ExitCode, exitCodeOf } from "../verdict/exit-code.ts";
import { type ClassProgram, readClassFile } from "./class/class-file.ts";
import { judgeClass, type ProgramResult } from "./class/judge-class.ts";
import { writeClassCsv } from "./class/write-csv.ts";
import { writeClassPage } from "./class/write-page.ts";
import { writeClassTable, writeProgress } from "./class/write-table.ts";
import { findUnknownCheck, type JudgingOptions, judgingOptions } from "./judging.ts";
import { choice, file, number } from "./options.ts";
import { openReportFiles } from "./report-files.ts";
import { defineSubcommand } from "./subcommand.ts";

const { check, language, seed } = judgingOptions;

const REPORTS = [
  { name: "html", write: writeClassPage },
  { name: "csv", write: writeClassCsv },
];

const command = defineCommand({
  name: "chat-conformance class",
  summary: "checks the programs of many groups, one after the other, and makes one table of them",
  operands: "FILE",
  schema: z.object({
    html: file("Report", "Write a page: a table group × rule, and for each failure how to mend it."),
    csv: file("Report", "Write a table for spreadsheets: a line for each program."),
    language,
    level: choice("Checks", LEVELS.client, "The level that the exit code asks of clients; all are judged."),
    profile: choice("Checks", LEVELS.server, "The profile of the contract that servers have to keep."),
    atOnce: number("Checks", "<number>", 1, 16, 2, "Programs that are judged at the same time."),
    check,
    seed,
  }),
  exampleOption: "--at-once 1",
  examples: [
    { line: "chat-conformance class groups.json --html class.html", purpose: "check the programs of the file" },
  ],
  closing: [...EXIT_CODE_LINES, "The code is that of the worst program."],
});

export const classOfPrograms = defineSubcommand(command, async ({ options, operands: [path, ...more] }) => {
  if (path === undefined || more.length > 0) return "Which class? Write the path of a file that names its programs.";
  const { level, profile, atOnce } = options;
  const problem = await findUnknownCheck(options.check, ["client", "server"]);
  if (problem !== null) return problem;
  let programs: readonly ClassProgram[];
  try {
    programs = readClassFile(path);
  } catch (error) {
    return (error as Error).message.split("\n").map((problem) => displayText(problem));
  }
  const writeFiles = openReportFiles(REPORTS, options);
  if (typeof writeFiles === "string") return writeFiles;
  let done = 0;
  const onResult = (result: ProgramResult) => {
    done += 1;
    process.stderr.write(writeProgress(result, done, programs.length));
  };
  const results = await judgeClass(programs, { options: options as JudgingOptions, profile, atOnce, onResult });
  process.stdout.write(writeClassTable(results));
  const unwritten = writeFiles(results);
  if (unwritten !== null) return unwritten;
  const codes = results.map(({ kind, levels }) => exitCodeOf({ levels }, kind === "client" ? level : profile));
  return [ExitCode.Failed, ExitCode.NotJudged].find((code) => codes.includes(code)) ?? ExitCode.Held;
});
