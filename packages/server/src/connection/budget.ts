/** Memory in bytes that all connections share. */
export class Budget {
  readonly #limit: number;
  readonly #relieve: () => void;
  #used = 0;

  /** @param relieve called when the limit is passed: it has to make somebody give back what they took. */
  constructor(limit: number, relieve: () => void) {
    this.#limit = limit;
    this.#relieve = relieve;
  }

  get used(): number {
    return this.#used;
  }

  /** How much of the limit is used: 1 is all of it. */
  get usedShare(): number {
    return this.#used / this.#limit;
  }

  take(bytes: number): void {
    this.#used += bytes;
    if (this.#used > this.#limit) this.#relieve();
  }

  giveBack(bytes: number): void {
    this.#used -= bytes;
  }
}
