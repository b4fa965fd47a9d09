import { describeOptions, type OptionDescription, type OptionsSchema } from "./option.ts";

/** What there is to say about a command: `--help` and the messages about mistakes are made from it. */
export interface CommandInfo<Schema extends OptionsSchema> {
  /** What people type; of a subcommand both words: `chat-load stress`. */
  readonly name: string;
  /** What it does, in the words that follow the name and a colon. */
  readonly summary: string;
  /** What may stand besides options, such as `FILE…`; left out when nothing may. */
  readonly operands?: string;
  /**
   * The options. A rule about several of them is a refinement of the whole: its message is shown as it is. So is that of a
   * refinement of one, behind the value.
   */
  readonly schema: Schema;
  /** One option with a value, as an example of how to give one: `--port 5000`. */
  readonly exampleOption: string;
  readonly examples: readonly CommandExample[];
  /** What `--help` ends with: one line each, such as the exit codes. */
  readonly closing: readonly string[];
}

/** A command line to learn from. */
interface CommandExample {
  readonly line: string;
  readonly purpose: string;
}

/** A command that reads its command line by {@link readCommandLine}. */
export interface Command<Schema extends OptionsSchema> extends CommandInfo<Schema> {
  /** All options, in the order in which they are shown. */
  readonly options: readonly OptionDescription[];
}

/** Makes a command of what there is to say about it. */
export function defineCommand<Schema extends OptionsSchema>(info: CommandInfo<Schema>): Command<Schema> {
  return { ...info, options: describeOptions(info.schema) };
}
