import { displayText } from "@chat/protocol";
import type { Conversation } from "../state/conversation.ts";
import type { LogLine } from "../state/log-line.ts";
import { wrapToCells } from "./cells.ts";
import { writeInlineName } from "./line-rows.ts";

/** Writes a line for a screen reader: sender, receiver and text in one row. */
export function writeSpokenLine(
  { kind, from, text, delivery }: LogLine,
  { kind: conversationKind, title }: Conversation,
): string {
  const shown = displayText(text);
  switch (kind) {
    case "notice":
      return shown;
    case "problem":
      return `Problem: ${shown}`;
    case "server":
      return `Server: ${shown}`;
    case "own":
      if (delivery === null) return `You asked the server: ${shown}`;
      return `You to ${writeInlineName(title)}: ${shown}`;
    case "message":
      return `${writeInlineName(from)} to ${conversationKind === "everyone" ? "everyone" : "you"}: ${shown}`;
  }
}

/** Breaks a line into rows, since the terminal does not. All but the first are indented: none looks like a line of its own. */
export function wrapSpokenLine(line: string, width: number): readonly string[] {
  const indent = "  ";
  const rows = wrapToCells(line, Math.max(1, width - indent.length));
  return rows.map((row, index) => (index === 0 ? row : indent + row));
}
