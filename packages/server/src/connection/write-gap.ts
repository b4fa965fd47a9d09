import { UNFRAMED_BACKLOG_MESSAGES, UNFRAMED_WRITE_GAP_MS } from "@chat/protocol";

/** When the server's own texts were written to a client, by the monotonic clock. */
export interface ServerTextTimes {
  /** Time of the first: the welcome. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** The time between two writes to a client that may take each read for one message [C-23]. */
export class WriteGap implements ServerTextTimes {
  firstAt = Number.POSITIVE_INFINITY;
  lastAt = Number.NEGATIVE_INFINITY;
  #lastWriteEndedAt = Number.NEGATIVE_INFINITY;

  restart(isServerText: boolean): void {
    const now = performance.now();
    this.#lastWriteEndedAt = now;
    if (!isServerText) return;
    this.firstAt = Math.min(this.firstAt, now);
    this.lastAt = now;
  }

  /** Returns whether the next line may be written. With a long backlog, lines follow one another without a gap. */
  isOver(waitingLines: number): boolean {
    if (waitingLines > UNFRAMED_BACKLOG_MESSAGES) return true;
    // Counted from the end of the write before, which is no earlier than its begin: a pause in between shortens nothing.
    return performance.now() - this.#lastWriteEndedAt >= UNFRAMED_WRITE_GAP_MS;
  }
}
