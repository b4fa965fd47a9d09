import { findLocalCommand, type LocalCommand, MESSAGE_ARGUMENTS } from "../input/local-command.ts";
import type { Command, CommandContext } from "./command.ts";
import { clear, close, query, read } from "./conversations.ts";
import { highlight, ignore } from "./lists.ts";
import { help, keys, quit } from "./program.ts";
import { save, saveOver } from "./save.ts";
import { search } from "./search.ts";
import { set } from "./set.ts";
import { bell, mouse } from "./switches.ts";
import { raw } from "./traffic.ts";

/** The commands that never reach the server, as the help shows them. Every other word with a slash is an endpoint. */
export const COMMANDS: readonly (LocalCommand | Command)[] = [
  help,
  { name: "/msg", argument: MESSAGE_ARGUMENTS.direct, summary: "Write to one person" },
  query,
  close,
  read,
  clear,
  search,
  save,
  saveOver,
  raw,
  { name: "/ask", argument: MESSAGE_ARGUMENTS.endpoint, summary: "Ask the server anyway" },
  set,
  ignore,
  highlight,
  bell,
  mouse,
  keys,
  quit,
];

export function runCommand(name: string, argument: string, context: CommandContext): void {
  const command = findLocalCommand(COMMANDS, name);
  if (command && "run" in command) void command.run(argument, context);
}
