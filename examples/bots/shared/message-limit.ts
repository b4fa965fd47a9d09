/** Messages of one sender that a bot handles within {@link WINDOW_MS}: more than anybody types. */
const MAX_MESSAGES = 20;

/** The time after which the counting begins anew, in milliseconds. */
const WINDOW_MS = 10_000;

/**
 * Counts the messages of each sender. A program that answers every answer of a bot, and whose name does not say that it is
 * one, would keep the two talking for ever: one message that is not answered ends that.
 */
export class MessageLimit {
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  #startedAtMs = 0;

  /** @param now returns the time in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Counts a message. The bot handles those within the limit; the first one over it is worth a line in the log. */
  count(sender: string): "within-limit" | "first-over-limit" | "over-limit" {
    const nowMs = this.#now();
    if (nowMs - this.#startedAtMs >= WINDOW_MS) {
      this.#counts.clear();
      this.#startedAtMs = nowMs;
    }
    const count = (this.#counts.get(sender) ?? 0) + 1;
    this.#counts.set(sender, count);
    if (count <= MAX_MESSAGES) return "within-limit";
    return count === MAX_MESSAGES + 1 ? "first-over-limit" : "over-limit";
  }
}
