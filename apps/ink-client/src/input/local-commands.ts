import { EndpointName } from "@chat/protocol";

/** The commands that the client runs itself. */
export type LocalCommandName =
  | "/help"
  | "/query"
  | "/close"
  | "/clear"
  | "/quit"
  | "/raw"
  | "/save"
  | "/keys"
  | "/bell"
  | "/mouse";

/** A command that the client runs itself. */
export interface LocalCommand {
  /**
   * `/msg` is another spelling of `@name text`, for those whose fingers know it. `/ask` passes a command to the server as it is.
   */
  readonly name: LocalCommandName | "/msg" | "/ask";
  /** The required argument, one of the words in brackets, which may be left out, or `""` when none is allowed. */
  readonly argument: "" | "NAME" | "NAME TEXT" | "FILE" | "[all]" | "[on|off]" | "COMMAND TEXT";
  /** One line for the menu and the help screen. */
  readonly summary: string;
}

/** A command that the server answers. */
export interface ServerCommand {
  /** The endpoint, slash included. */
  readonly name: string;
  /** One line for the menu and the help screen. */
  readonly summary: string;
}

/** The commands that never reach the server. Every other word with a slash is an endpoint. */
export const LOCAL_COMMANDS: readonly LocalCommand[] = [
  { name: "/help", argument: "", summary: "Show the commands of this client and of the server" },
  { name: "/msg", argument: "NAME TEXT", summary: "Write to somebody, as @NAME TEXT does" },
  { name: "/query", argument: "NAME", summary: "Open the conversation with somebody" },
  { name: "/close", argument: "", summary: "Close this conversation" },
  { name: "/clear", argument: "", summary: "Empty the log of this conversation" },
  { name: "/save", argument: "FILE", summary: "Write the log of this conversation to a file" },
  { name: "/raw", argument: "[all]", summary: "Show the traffic; all: with what the client asks by itself" },
  { name: "/ask", argument: "COMMAND TEXT", summary: "Ask the server for a command that this client doubts" },
  { name: "/bell", argument: "[on|off]", summary: "Switch the bell on or off" },
  { name: "/mouse", argument: "[on|off]", summary: "Switch the mouse on or off" },
  { name: "/keys", argument: "", summary: "Show what each key does" },
  { name: "/quit", argument: "", summary: "Leave the chat" },
];

type ServerCommandName = Exclude<EndpointName, typeof EndpointName.Help>;

const SERVER_SUMMARIES: Readonly<Record<ServerCommandName, string>> = {
  [EndpointName.Standard]: "Show the structure of a message",
  [EndpointName.List]: "Show who else is online",
  [EndpointName.Time]: "Show the server's clock",
  [EndpointName.Shout]: "Send a text to everyone else",
};

/**
 * The endpoints of the contract, but for `/help`, which the client answers. A server may have more: they work as well, and are
 * suggested once it has listed them.
 */
export const SERVER_COMMANDS: readonly ServerCommand[] = Object.entries(SERVER_SUMMARIES).map(([name, summary]) => ({
  name,
  summary,
}));

/** Returns the commands of the server to suggest: those of the contract, and all others that this server lists. */
export function suggestedServerCommands(listed: readonly string[]): readonly ServerCommand[] {
  const known = new Set([...SERVER_COMMANDS, ...LOCAL_COMMANDS].map(({ name }) => name));
  const others = listed.filter((name) => !known.has(name));
  return [...SERVER_COMMANDS, ...others.map((name) => ({ name, summary: "Ask the server" }))];
}

/** Finds a command of the client in whatever case. */
export function findLocalCommand(name: string): LocalCommand | undefined {
  const wanted = name.toLowerCase();
  return LOCAL_COMMANDS.find((command) => command.name === wanted);
}
