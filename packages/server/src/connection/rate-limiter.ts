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

  /** Looks at the clock, once for all messages that are taken in a row. */
  tick(): void {
    const now = performance.now();
    this.#messages.fill(now);
    this.#bytes.fill(now);
    this.#shouts.fill(now);
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
  get isExhausted(): boolean {
    return this.#messages.isDry || this.#bytes.isDry || this.#shouts.isDry;
  }

  /** The same, for shouts alone. */
  get isShoutingTooFast(): boolean {
    return this.#shouts.isDry;
  }
}
