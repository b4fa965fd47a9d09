import type { ServerLimits } from "../limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** The rates of one connection. They make it wait; nothing is refused. */
export class RateLimiter {
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #shouts: TokenBucket;

  constructor(limits: ServerLimits) {
    const now = performance.now();
    this.#messages = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, now);
    this.#bytes = new TokenBucket(limits.bytesPerSecond, limits.byteBurst, now);
    this.#shouts = new TokenBucket(limits.shoutsPerSecond, limits.shoutBurst, now);
  }

  /** Counts bytes that arrived. */
  countBytes(bytes: number): void {
    this.#bytes.take(bytes);
  }

  /** Counts a message or a rejected piece. */
  countMessage(): void {
    this.#messages.take(1);
  }

  countShout(): void {
    this.#shouts.take(1);
  }

  /** Whether no further message should be taken now. */
  isExhausted(): boolean {
    const now = performance.now();
    return this.#messages.waitMs(now) > 0 || this.#bytes.waitMs(now) > 0 || this.#shouts.waitMs(now) > 0;
  }

  /** The same, for shouts alone. */
  isShoutingTooFast(): boolean {
    return this.#shouts.waitMs(performance.now()) > 0;
  }
}
