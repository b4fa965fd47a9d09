/** Times of {@link TokenBucket} are milliseconds of one monotonic clock. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt: number;

  /** @param perSecond tokens that come in a second; 0 switches the bucket off: it never runs dry */
  constructor(perSecond: number, burst: number, now: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  /** Takes tokens. They may be more than there are: the debt is waited for afterwards. */
  take(tokens: number): void {
    this.#tokens -= tokens;
  }

  /** Tells for how long there is no whole token, in milliseconds; 0 when there is one. */
  waitMs(now: number): number {
    if (this.#perMs === 0) return 0;
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#perMs);
    this.#filledAt = now;
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs;
  }
}
