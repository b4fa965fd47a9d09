/** A command that the client runs itself, as the prompt and the help know it. */
export interface LocalCommand {
  /** In lower case, slash included. It is found in whatever case. */
  readonly name: `/${string}`;
  /**
   * The argument as the help shows it: capitals stand for a text, small letters for a word to choose, brackets for what may be
   * left out. `""` allows none. A line with one of `MESSAGE_ARGUMENTS` goes to somebody, and is never run.
   */
  readonly argument: string;
  /** One line for the menu and the help screen. */
  readonly summary: string;
  /** The words that Tab completes behind the name. */
  readonly firstWords?: readonly string[];
  /** The words that it completes behind the first one. */
  readonly secondWords?: (firstWord: string) => readonly string[];
}

/** The arguments of lines that are sent: `/msg` is another spelling of `@name text`, and `/ask` leaves a command to the server. */
export const MESSAGE_ARGUMENTS = { direct: "NAME TEXT", endpoint: "COMMAND TEXT" } as const;

/** Finds a command of the client in whatever case. */
export function findLocalCommand<Command extends LocalCommand>(
  commands: readonly Command[],
  name: string,
): Command | undefined {
  const wanted = name.toLowerCase();
  return commands.find((command) => command.name === wanted);
}
