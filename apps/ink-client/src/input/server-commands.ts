import { EndpointName } from "@chat/protocol";
import type { LocalCommand } from "./local-command.ts";

/** A command that the server answers. */
export interface ServerCommand {
  /** The endpoint, slash included. */
  readonly name: string;
  /** One line for the menu and the help screen. */
  readonly summary: string;
}

/**
 * The endpoints of the contract, but for `/help`, which the client answers. A server may have more: they work as well, and are
 * suggested once it has listed them.
 */
export const SERVER_COMMANDS: readonly ServerCommand[] = [
  { name: EndpointName.Standard, summary: "Show how a message is built" },
  { name: EndpointName.List, summary: "Show who else is online" },
  { name: EndpointName.Time, summary: "Show the server's clock" },
  { name: EndpointName.Shout, summary: "Send a text to all others" },
];

/**
 * Returns the commands of the server to suggest: those of the contract, and all others that this server lists and that are none
 * of the client.
 */
export function suggestedServerCommands(
  listed: readonly string[],
  localCommands: readonly LocalCommand[],
): readonly ServerCommand[] {
  const known = new Set<string>([...SERVER_COMMANDS, ...localCommands].map(({ name }) => name));
  const others = listed.filter((name) => !known.has(name));
  return [...SERVER_COMMANDS, ...others.map((name) => ({ name, summary: "Ask the server" }))];
}
