import { type Command, type OptionsSchema, readCommandLine, writeHelp, writeProblems } from "@chat/command-line";
import type { z } from "zod";
import manifest from "../../package.json" with { type: "json" };
import { ExitCode } from "../verdict/exit-code.ts";

/** The process that a subcommand runs in, as far as it may use it. */
interface CommandContext {
  readonly commandLine: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Ctrl-C: the run ends cleanly. */
  readonly signal: AbortSignal;
}

/** The same with what was read from the command line and the environment besides options. */
export interface RunContext extends CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  /** The operands as `--` parts them: one group where there is none. */
  readonly operandGroups: readonly (readonly string[])[];
}

export interface Subcommand {
  readonly command: Command<OptionsSchema>;
  /** Parses the arguments and runs the command; returns the exit code. */
  execute(args: readonly string[], environment: NodeJS.ProcessEnv, context: CommandContext): Promise<number>;
}

/** Creates a subcommand from its description and its function. */
export function defineSubcommand<Schema extends OptionsSchema>(
  command: Command<Schema>,
  run: (options: z.output<Schema>, operands: readonly string[], context: RunContext) => Promise<number>,
): Subcommand {
  return {
    command,
    async execute(args, environment, context) {
      const commandLine = readCommandLine(command, args, environment);
      switch (commandLine.kind) {
        case "run": {
          const { options, operands, operandGroups } = commandLine;
          return await run(options, operands, { ...context, environment, operandGroups });
        }
        case "help":
          context.stdout.write(writeHelp(command));
          return ExitCode.Passed;
        case "version":
          context.stdout.write(`${manifest.version}\n`);
          return ExitCode.Passed;
        case "wrong":
          context.stderr.write(writeProblems(command, commandLine.problems));
          return ExitCode.WrongUsage;
      }
    },
  };
}

/** Matches a word that no shell interprets. */
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** Writes words as one line that a shell would read the same. */
export function writeCommandLine(words: readonly string[]): string {
  return words.map((word) => (PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(" ");
}

/** A rule about several options: its message is shown when it is not kept. */
export interface OptionRule<Options> {
  readonly message: string;
  isKept(options: Options): boolean;
}

/** Adds rules about several options to their schema. */
export function withRules<Schema extends OptionsSchema>(
  schema: Schema,
  rules: readonly OptionRule<z.output<Schema>>[],
): Schema {
  return rules.reduce((ruled, { isKept, message }) => ruled.refine(isKept, { message }), schema);
}
