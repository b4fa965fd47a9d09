import { readFile, writeFile } from "node:fs/promises";
import { defineCommand, optionInfos, readCommandLine, wholeNumber, writeHelp, writeProblems } from "@chat/command-line";
import { JournalError, readJournal } from "@chat/journal";
import { createDiagram, drawSvg, drawText } from "@chat/journal/draw";
import { displayText } from "@chat/protocol";
import * as z from "zod";
import manifest from "../package.json" with { type: "json" };

const GROUP = "Output";

/** Columns of the diagram when the output is no terminal. */
const DEFAULT_COLUMNS = 100;

/** Lines that are written at once. */
const LINES_PER_WRITE = 1_000;

const journalCommand = defineCommand({
  name: "chat-server journal",
  summary: "draws a journal that --explain has recorded: who sent what and when, and what was wrong.",
  operands: "FILE",
  schema: z.object({
    svg: z.string().regex(/\S/).optional().register(optionInfos, {
      group: GROUP,
      placeholder: "<file>",
      default: "none",
      allowed: "the path of a file",
      summary: "Write the diagram to a file, as an SVG image, instead of the terminal.",
    }),
    columns: wholeNumber(40, 1_000)
      .optional()
      .register(optionInfos, {
        group: GROUP,
        placeholder: "<columns>",
        default: `those of the terminal, else ${DEFAULT_COLUMNS}`,
        allowed: "a whole number from 40 to 1000",
        summary: "Width of the diagram in the terminal.",
      }),
  }),
  exampleOption: "--svg ada.svg",
  examples: [
    { line: "chat-server journal journals/connection-7.ndjson", purpose: "in the terminal" },
    { line: "chat-server journal journals/connection-7.ndjson --svg ada.svg", purpose: "as an image" },
  ],
  closing: [
    "What was refused is red, unless NO_COLOR is set; ┊ stands where two reads or writes meet.",
    "Exit codes: 0 drawn, 1 the file can't be read or written, or is no journal, 2 wrong usage.",
  ],
});

interface TextOutput {
  write(text: string): boolean;
}

/** The parts of the process that the command uses. */
export interface JournalProcess {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: TextOutput & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: TextOutput;
}

/** Draws a journal. Returns the exit code. */
export async function journal(args: readonly string[], { env, stdout, stderr }: JournalProcess): Promise<number> {
  const commandLine = readCommandLine(journalCommand, args, env);
  if (commandLine.kind === "help") stdout.write(writeHelp(journalCommand));
  else if (commandLine.kind === "version") stdout.write(`${manifest.version}\n`);
  else {
    const [file, ...others] = commandLine.kind === "run" ? commandLine.operands : [];
    const problems = commandLine.kind === "wrong" ? commandLine.problems : [];
    if (commandLine.kind !== "run" || file === undefined || others.length > 0) {
      stderr.write(writeProblems(journalCommand, problems.length > 0 ? problems : ["It needs one file, a journal."]));
      return 2;
    }
    const { svg, columns = stdout.columns ?? DEFAULT_COLUMNS } = commandLine.options;
    try {
      const diagram = createDiagram(readJournal((await readFile(file, "utf8")).split("\n")));
      const hasColors = stdout.isTTY === true && !env.NO_COLOR;
      if (svg !== undefined) await writeFile(svg, drawSvg(diagram));
      else writeLines(drawText(diagram, { columns, hasColors }), stdout);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // What has no code of the system is a fault of ours.
      if (!(error instanceof JournalError) && code === undefined) throw error;
      stderr.write(`chat-server journal: ${displayText(message)}\n`);
      return 1;
    }
  }
  return 0;
}

function writeLines(lines: Iterable<string>, stdout: JournalProcess["stdout"]): void {
  let waiting: string[] = [];
  for (const line of lines) {
    if (waiting.push(line) < LINES_PER_WRITE) continue;
    stdout.write(`${waiting.join("\n")}\n`);
    waiting = [];
  }
  if (waiting.length > 0) stdout.write(`${waiting.join("\n")}\n`);
}
