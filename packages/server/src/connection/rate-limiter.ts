import type { ServerLimits } from "../limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** The rates of one connection. It tells how long to pause; nothing is refused. */
export class RateLimiter {
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #shouts: TokenBucket;

  constructor(limits: ServerLimits, now: number) {
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

  /** For how long to read no further message, in milliseconds. */
  waitMs(now: number): number {
    return Math.max(this.#messages.waitMs(now), this.#bytes.waitMs(now), this.#shouts.waitMs(now));
  }
}
