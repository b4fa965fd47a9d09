import { type Command, readCommandLine, writeHelp, writeProblems } from "@chat/command-line";
import type { z } from "zod";
import manifest from "../../package.json" with { type: "json" };
import { ExitCode } from "../verdict/exit-code.ts";

/** A command behind `chat-conformance`. */
export interface Subcommand {
  readonly summary: string;
  /** Runs it with the arguments behind its name, and returns the exit code. */
  execute(args: readonly string[]): Promise<number>;
}

/** A command line without a mistake in its options. */
interface GivenArguments<Options> {
  readonly options: Options;
  /** The arguments before `--`, and those behind it. */
  readonly operands: readonly string[];
  readonly behind: readonly string[];
}

/** Makes a subcommand. `run` returns the exit code, or a sentence about each thing that is wrong with the command line. */
export function defineSubcommand<Schema extends z.ZodObject>(
  command: Command<Schema>,
  run: (given: GivenArguments<z.output<Schema>>) => Promise<number | string | readonly string[]>,
): Subcommand {
  return {
    summary: command.summary,
    async execute(args) {
      const line = readCommandLine(command, args, process.env);
      if (line.kind === "help") process.stdout.write(writeHelp(command));
      else if (line.kind === "version") console.log(manifest.version);
      else if (line.kind === "wrong") return complain(command, line.problems);
      else {
        const [operands = [], behind = []] = line.operandGroups;
        const ended = await run({ options: line.options, operands, behind });
        return typeof ended === "number" ? ended : complain(command, [ended].flat());
      }
      return ExitCode.Held;
    },
  };
}

function complain(command: { readonly name: string }, problems: readonly string[]): number {
  process.stderr.write(writeProblems(command, problems));
  return ExitCode.WrongUsage;
}
