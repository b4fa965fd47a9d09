import { rowText } from "@chat/terminal-rows/row";
import type { ChatState } from "../state/chat-state.ts";
import { isOutcomeOpen } from "../state/log-line.ts";
import { shownTraffic } from "../state/traffic-log.ts";
import { keyHelpRows } from "./key-help-rows.ts";
import { writeBadOutcome } from "./message-outcome.ts";
import { wrapSpokenLine, writeSpokenLine } from "./spoken-line.ts";
import { trafficWindow } from "./traffic-rows.ts";

/** The number of earlier traffic entries that are read when traffic is shown: the user wants to know what has just happened. */
const MAX_EARLIER_TRAFFIC = 10;

/** Finds what a screen reader has not read yet. */
export class SpokenNews {
  #lastId = 0;
  /** The messages of ours whose outcome is open: the ids of their lines, and the keys of their conversations. */
  readonly #open = new Map<number, string>();
  #isLate = false;
  #hasHelp = false;
  #lastTrafficId = 0;

  /**
   * Returns the rows of what is new since the last call: lines of all conversations in the order in which they came, the outcome
   * of a message of ours when that is a bad one, an answer that is late or has come, the help, and the traffic while it is shown.
   */
  take(state: ChatState): readonly string[] {
    const lines = [...this.#takeLines(state), ...this.#takeOutcomes(state), ...this.#takeLateness(state)];
    return [
      ...lines.flatMap((line) => wrapSpokenLine(line, state.screen.columns)),
      ...this.#takeHelp(state),
      ...this.#takeTraffic(state),
    ];
  }

  #takeLines({ conversations }: ChatState): string[] {
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

  #takeOutcomes({ conversations }: ChatState): string[] {
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

  #takeLateness({ lateMs, connection }: ChatState): string[] {
    const wasLate = this.#isLate;
    this.#isLate = lateMs > 0;
    if (this.#isLate && !wasLate) return ["Problem: the server does not answer."];
    return wasLate && !this.#isLate && connection.kind === "online" ? ["The server answers again."] : [];
  }

  /** The help is longer than the screen: it is read once each time that it is asked for. */
  #takeHelp(state: ChatState): string[] {
    const hadHelp = this.#hasHelp;
    this.#hasHelp = state.overlay.kind === "keys";
    return this.#hasHelp && !hadHelp ? keyHelpRows(state.screen.columns, state, 1).map(rowText) : [];
  }

  #takeTraffic({ overlay, traffic, screen }: ChatState): string[] {
    if (overlay.kind !== "traffic") return [];
    const shown = shownTraffic(traffic, { ...overlay, lastId: null });
    const entries = shown.entries.slice(-MAX_EARLIER_TRAFFIC).filter(({ id }) => id > this.#lastTrafficId);
    this.#lastTrafficId = entries.at(-1)?.id ?? this.#lastTrafficId;
    return trafficWindow({ entries }, screen.columns, Number.MAX_SAFE_INTEGER, 0).rows.map(rowText);
  }
}
