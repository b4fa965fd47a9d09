import { displayText } from "@chat/protocol";
import type { Conversation } from "../state/conversation.ts";
import type { LogLine } from "../state/log-line.ts";

/** Writes a line for a screen reader: sender, receiver and text in one row. */
export function writeSpokenLine(
  { kind, from, text }: LogLine,
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
      return `You to ${displayText(title)}: ${shown}`;
    case "message":
      return `${displayText(from)} to ${conversationKind === "everyone" ? "everyone" : "you"}: ${shown}`;
  }
}
