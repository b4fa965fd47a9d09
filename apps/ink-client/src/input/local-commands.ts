import { EndpointName } from "@chat/protocol";

/** The commands that the client runs itself. */
export type LocalCommandName = "/query" | "/close" | "/clear" | "/quit" | "/raw" | "/save" | "/keys" | "/bell";

/** A command that the client runs itself. */
export interface LocalCommand {
  /** `/msg` is another spelling of `@name text`, for those whose fingers know it. */
  readonly name: LocalCommandName | "/msg";
  /** The required argument, or `""` when none is allowed. */
  readonly argument: "" | "NAME" | "NAME TEXT" | "FILE";
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
  { name: "/msg", argument: "NAME TEXT", summary: "Write to somebody, as @NAME TEXT does" },
  { name: "/query", argument: "NAME", summary: "Open the conversation with somebody" },
  { name: "/close", argument: "", summary: "Close this conversation" },
  { name: "/clear", argument: "", summary: "Empty the log of this conversation" },
  { name: "/save", argument: "FILE", summary: "Write the log of this conversation to a file" },
  { name: "/raw", argument: "", summary: "Show the traffic as it goes over the wire" },
  { name: "/bell", argument: "", summary: "Switch the bell on or off" },
  { name: "/keys", argument: "", summary: "Show what each key does" },
  { name: "/quit", argument: "", summary: "Leave the chat" },
];

const SERVER_SUMMARIES: Readonly<Record<EndpointName, string>> = {
  [EndpointName.Standard]: "Show the structure of a message",
  [EndpointName.List]: "Show who else is online",
  [EndpointName.Time]: "Show the server's clock",
  [EndpointName.Help]: "Show the server's commands",
  [EndpointName.Shout]: "Send a text to everyone else",
};

/** The endpoints of the contract. A server may have more: they work as well, and are only not suggested. */
export const SERVER_COMMANDS: readonly ServerCommand[] = Object.values(EndpointName).map((name) => ({
  name,
  summary: SERVER_SUMMARIES[name],
}));

/** Finds the command of the client with exactly this name; case counts, as it does for endpoints. */
export function findLocalCommand(name: string): LocalCommand | undefined {
  return LOCAL_COMMANDS.find((command) => command.name === name);
}
