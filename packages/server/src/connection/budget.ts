/** Memory in bytes that all connections of an event loop share. */
export class Budget {
  readonly #limit: number;
  readonly #relieve: () => void;
  #used = 0;
  #isRelieving = false;
  /** Bytes in use at which relief is tried next. */
  #relieveAt: number;

  /** @param relieve - called when the limit is passed: makes others give back what they took, as far as there is something */
  constructor(limit: number, relieve: () => void) {
    this.#limit = limit;
    this.#relieveAt = limit;
    this.#relieve = relieve;
  }

  get used(): number {
    return this.#used;
  }

  /** Used share of the limit: 1 is all of it. */
  get usedShare(): number {
    return this.#used / this.#limit;
  }

  get isExceeded(): boolean {
    return this.#used > this.#limit;
  }

  take(bytes: number): void {
    this.#used += bytes;
    if (!this.isExceeded) this.#relieveAt = this.#limit;
    // Relief may take some itself, such as last words for whoever goes.
    else if (this.#used > this.#relieveAt && !this.#isRelieving) this.#relieveNow();
  }

  giveBack(bytes: number): void {
    this.#used -= bytes;
  }

  #relieveNow(): void {
    this.#isRelieving = true;
    this.#relieve();
    this.#isRelieving = false;
    // Relief looks at every connection: when it found nothing, it would find nothing for the very next byte.
    this.#relieveAt = this.isExceeded ? this.#used + this.#limit * RETRY_SHARE : this.#limit;
  }
}

/** Share of the limit that has to be used besides before relief is tried again that did not help. */
const RETRY_SHARE = 1 / 64;
