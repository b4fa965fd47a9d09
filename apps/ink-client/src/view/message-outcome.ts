import { displayText } from "@chat/protocol";
import type { ChatState } from "../state/chat-state.ts";
import type { Conversation } from "../state/conversation.ts";
import { type Delivery, isOutcomeOpen, type LogLine } from "../state/log-line.ts";
import { writeInlineName } from "./line-rows.ts";

/** Writes the outcome of a message of ours in one row when it is a bad one, else returns `null`. */
export function writeBadOutcome({ delivery, text }: LogLine, { title }: Conversation): string | null {
  const message = `to ${writeInlineName(title)}: ${displayText(text)}`;
  if (delivery?.kind !== "unknown" && delivery?.kind !== "failed") return null;
  const outcome = delivery.kind === "unknown" ? "may not have arrived" : "was not delivered";
  const reason = delivery.reason === undefined ? "" : ` (${displayText(delivery.reason)})`;
  return `This ${outcome}${reason}, ${message}`;
}

/** Returns the ids of our messages whose outcome is open. */
export function findOpenMessages({ conversations }: ChatState): ReadonlySet<number> {
  const lines = conversations.flatMap((conversation) => conversation.lines);
  return new Set(
    lines.filter(({ kind, delivery }) => kind === "own" && delivery && isOutcomeOpen(delivery)).map(({ id }) => id),
  );
}

/** Writes what is known of some messages when the chat is left: of what is still open, nobody knows. */
export function writeLastWords({ conversations }: ChatState, ids: ReadonlySet<number>): readonly string[] {
  const words = conversations.flatMap((conversation) =>
    conversation.lines
      .filter(({ id }) => ids.has(id))
      .map(({ delivery, ...line }) => {
        const known: Delivery | null = delivery && isOutcomeOpen(delivery) ? { kind: "unknown" } : delivery;
        return writeBadOutcome({ ...line, delivery: known }, conversation);
      }),
  );
  return words.filter((word) => word !== null);
}
