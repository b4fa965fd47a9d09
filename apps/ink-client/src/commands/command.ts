import type { LocalCommand } from "../input/local-command.ts";
import type { Settings } from "../settings/settings.ts";
import type { ChatStore } from "../state/chat-store.ts";

/** A command of the client: the words of the help, and the deed. */
export interface Command extends LocalCommand {
  /**
   * Does what the command is for. Never throws: a problem becomes a note.
   *
   * @param argument of the form that {@link LocalCommand.argument} asks for; `""` when it was left out
   */
  readonly run: (argument: string, context: CommandContext) => void | Promise<void>;
}

/** The parts of the chat that a command acts on. */
export interface CommandContext {
  readonly store: ChatStore;
  /** Shows a text from the client in the current conversation. */
  readonly note: (text: string, kind?: "notice" | "problem") => void;
  /** Changes settings, from now on and for the next time. */
  readonly changeSettings: (changes: Partial<Settings>) => void;
  /** Opens the search in the log of the current conversation. */
  readonly searchLog: (text: string) => void;
  readonly quit: () => void;
}
