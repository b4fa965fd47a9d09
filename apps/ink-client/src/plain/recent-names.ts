/** The number of names that are kept: an older name has to be typed in quotes. */
const MAX_NAMES = 1_000;

/** The names of several words that need no quotes: those that were seen last. */
export class RecentNames implements Iterable<string> {
  readonly #names = new Set<string>();

  add(name: string): void {
    this.#names.delete(name);
    this.#names.add(name);
    const [oldest] = this.#names;
    if (this.#names.size > MAX_NAMES && oldest !== undefined) this.#names.delete(oldest);
  }

  /** Iterates over the names, the last one last. */
  [Symbol.iterator](): Iterator<string> {
    return this.#names.values();
  }
}
