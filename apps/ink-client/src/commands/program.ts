import type { Command, CommandContext } from "./command.ts";

export const help: Command = { name: "/help", argument: "", summary: "Show all commands", run: showHelp };

/** Shows the same: the keys stand below the commands. */
export const keys: Command = { name: "/keys", argument: "", summary: "Show all keys", run: showHelp };

export const quit: Command = {
  name: "/quit",
  argument: "",
  summary: "Leave the chat",
  run: (_argument, context) => context.quit(),
};

function showHelp(_argument: string, { store }: CommandContext): void {
  store.dispatch({ kind: "overlay", overlay: { kind: "keys", scrolledRows: 0 } });
}
