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

  /** Whether there is no whole token, as of the last {@link fill}. */
  get isDry(): boolean {
    return this.#tokens < 1 && this.#perMs > 0;
  }

  /** Adds what has come since the last time. To be called before tokens are taken, or a rest would count twice. */
  fill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#perMs);
    this.#filledAt = now;
  }

  /** Takes tokens. They may be more than there are: the debt is waited for afterwards. */
  take(tokens: number): void {
    this.#tokens -= tokens;
  }
}
