/** What arrived of one stream: counts what came twice, late or not at all, in memory that grows with the gaps alone. */
export class SequenceTracker {
  /** Distinct sequence numbers that came. */
  received = 0;
  duplicated = 0;
  /** Numbers that came after a later one. */
  outOfOrder = 0;
  /** One more than the largest number that came. */
  #next = 0;
  /** Smaller numbers that have not come. */
  readonly #missing = new Set<number>();

  /** Takes the number of a message that arrived; tells whether it is the first with that number. */
  arrive(sequence: number): boolean {
    if (sequence >= this.#next) {
      for (let skipped = this.#next; skipped < sequence; skipped++) this.#missing.add(skipped);
      this.#next = sequence + 1;
    } else if (this.#missing.delete(sequence)) {
      this.outOfOrder += 1;
    } else {
      this.duplicated += 1;
      return false;
    }
    this.received += 1;
    return true;
  }
}
