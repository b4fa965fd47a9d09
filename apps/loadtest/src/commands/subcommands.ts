import { findNearest } from "@chat/command-line";
import { displayText } from "@chat/protocol";
import { bench } from "./bench-command.ts";
import { breakingPoint } from "./breaking-point-command.ts";
import { report } from "./report-command.ts";
import { run } from "./run-file-command.ts";
import { selftest } from "./selftest-command.ts";
import { stress } from "./stress-command.ts";
import type { Subcommand } from "./subcommand.ts";

/** Every subcommand, by the word that calls it, in the order in which they are shown. */
export const subcommands: Readonly<Record<string, Subcommand>> = {
  stress,
  "breaking-point": breakingPoint,
  bench,
  run,
  selftest,
  report,
};

/** Writes the text of `chat-load --help`: the commands, and where to read more. */
export function writeOverview(): string {
  const lines = Object.entries(subcommands).map(([word, { command }]) => `  ${word.padEnd(16)}${command.summary}`);
  return `chat-load: load tests of a chat server that account for every message.

Usage: chat-load <command> [--option value | --option=value] …

Commands
${lines.join("\n")}

  chat-load <command> --help tells the options of each, with examples.
  chat-load --version shows the version.
`;
}

export function writeUnknown(word: string): string {
  const nearest = findNearest(word, Object.keys(subcommands));
  const guess = nearest ? ` Did you mean ${nearest}?` : "";
  return `chat-load: There is no command ${displayText(word)}.${guess}\nchat-load --help tells which commands there are.\n`;
}
