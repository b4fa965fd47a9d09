import type { Command } from "./command.ts";

/** Shows the log without the chat around it. */
export const bare: Command = {
  name: "/bare",
  argument: "",
  summary: "Show the log alone, to select text",
  run: (_argument, { store }) => store.dispatch({ kind: "overlay", overlay: { kind: "bare" } }),
};
