/** Memory in bytes that all connections of an event loop share. */
export class Budget {
  readonly limit: number;
  readonly #relieve: () => void;
  #used = 0;
  #isRelieving = false;
  /** Bytes in use at which relief is tried next. */
  #relieveAt: number;

  /** @param relieve - called when the limit is passed: makes connections release memory, as far as they hold any */
  constructor(limit: number, relieve: () => void) {
    this.limit = limit;
    this.#relieveAt = limit;
    this.#relieve = relieve;
  }

  get used(): number {
    return this.#used;
  }

  /** The used part of the limit: 1 is all of it. */
  get usedPart(): number {
    return this.#used / this.limit;
  }

  get isExceeded(): boolean {
    return this.#used > this.limit;
  }

  take(bytes: number): void {
    this.#used += bytes;
    if (!this.isExceeded) this.#relieveAt = this.limit;
    // Relief may take some itself, such as the last words to a connection that it ends.
    else if (this.#used > this.#relieveAt && !this.#isRelieving) this.#relieveNow();
  }

  release(bytes: number): void {
    this.#used -= bytes;
  }

  #relieveNow(): void {
    this.#isRelieving = true;
    this.#relieve();
    this.#isRelieving = false;
    // Relief visits every connection: when it released nothing, it would release nothing for the very next byte.
    this.#relieveAt = this.isExceeded ? this.#used + this.limit * RETRY_STEP : this.limit;
  }
}

/** Part of the limit that has to be used in addition before relief that did not help is tried again. */
const RETRY_STEP = 1 / 64;
