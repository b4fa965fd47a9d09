import type { Command } from "./command.ts";

/** Leaves the chat. */
export const quit: Command = {
  name: "/quit",
  argument: "",
  summary: "Leave the chat",
  run: (_argument, context) => context.quit(),
};
