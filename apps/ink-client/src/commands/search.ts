import type { Command } from "./command.ts";

/** Searches the log. Without a text it opens the search, as its key does. */
export const search: Command = {
  name: "/search",
  argument: "[TEXT]",
  summary: "Search the log",
  run: (text, { searchLog }) => searchLog(text),
};
