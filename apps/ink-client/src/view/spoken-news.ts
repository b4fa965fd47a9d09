import type { Conversation } from "../state/conversation.ts";
import { isOutcomeOpen, writeBadOutcome } from "./message-outcome.ts";
import { writeSpokenLine } from "./spoken-line.ts";

/** Finds what a screen reader has not read yet: new lines, and the outcome of a message of ours when that is a bad one. */
export class SpokenNews {
  #lastId = 0;
  /** The messages of ours whose outcome is open: the ids of their lines, and the keys of their conversations. */
  readonly #open = new Map<number, string>();

  /** Returns what is new since the last call, of all conversations in the order in which it came. */
  take(conversations: readonly Conversation[]): readonly string[] {
    return [...this.#takeLines(conversations), ...this.#takeOutcomes(conversations)];
  }

  #takeLines(conversations: readonly Conversation[]): string[] {
    const added = conversations.flatMap((conversation) => {
      const { lines } = conversation;
      const start = lines.findLastIndex(({ id }) => id <= this.#lastId) + 1;
      return lines.slice(start).map((line) => ({ line, conversation }));
    });
    added.sort((a, b) => a.line.id - b.line.id);
    this.#lastId = added.at(-1)?.line.id ?? this.#lastId;
    // A notice with an outcome repeats a message that is read in its own conversation.
    const read = added.filter(({ line }) => line.kind !== "notice" || line.delivery === null);
    for (const { line, conversation } of read) if (line.delivery) this.#open.set(line.id, conversation.key);
    return read.map(({ line, conversation }) => writeSpokenLine(line, conversation));
  }

  #takeOutcomes(conversations: readonly Conversation[]): string[] {
    const outcomes: string[] = [];
    for (const [id, key] of this.#open) {
      const conversation = conversations.find((candidate) => candidate.key === key);
      const line = conversation?.lines.findLast((candidate) => candidate.id === id);
      if (line?.delivery && isOutcomeOpen(line.delivery)) continue;
      this.#open.delete(id);
      const outcome = line && conversation ? writeBadOutcome(line, conversation) : null;
      if (outcome !== null) outcomes.push(`Problem: ${outcome}`);
    }
    return outcomes;
  }
}
