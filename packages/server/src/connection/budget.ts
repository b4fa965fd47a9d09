/** Memory in bytes that all connections of an event loop share. */
export class Budget {
  readonly #limit: number;
  readonly #relieve: () => void;
  #used = 0;
  #isRelieving = false;
  /** How much has to be used for the next relief. */
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

  /** How much of the limit is used: 1 is all of it. */
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

/** How much more of the limit has to be used before relief is tried again that could not help. */
const RETRY_SHARE = 1 / 64;
