import { describeOptions, type OptionDescription, type OptionsSchema } from "./option.ts";

/** The description of a command. `--help` and the messages about mistakes are made from it. */
export interface CommandInfo<Schema extends OptionsSchema> {
  /** The name that people type; a subcommand has two words: `chat-load stress`. */
  readonly name: string;
  /** The purpose, in the words that follow the name and a colon. */
  readonly summary: string;
  /** The arguments besides options, such as `FILE…`; missing when none are allowed. */
  readonly operands?: string;
  /**
   * The options. A rule about several options is a refinement of the whole schema: its message is shown as it is. The
   * message of a refinement of one option is shown behind the value.
   */
  readonly schema: Schema;
  /** Options that have another name now, without their dashes: the message about the old one gives the new one. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** An example of an option with a value: `--port 5000`. */
  readonly exampleOption: string;
  readonly examples: readonly CommandExample[];
  /** The last lines of `--help`, such as the exit codes. */
  readonly closing: readonly string[];
}

/** An example of a command line. */
interface CommandExample {
  readonly line: string;
  readonly purpose: string;
}

/** A command that reads its command line by {@link readCommandLine}. */
export interface Command<Schema extends OptionsSchema> extends CommandInfo<Schema> {
  /** All options in the order of `--help`. */
  readonly options: readonly OptionDescription[];
}

/** Makes a command from its description. */
export function defineCommand<Schema extends OptionsSchema>(info: CommandInfo<Schema>): Command<Schema> {
  return { ...info, options: describeOptions(info.schema) };
}
