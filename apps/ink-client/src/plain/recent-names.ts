/** Most names that are kept: whoever was not heard of for so long is addressed in quotes. */
const MAX_NAMES = 1_000;

/** Who can be addressed by a name of several words: those who were heard of last. */
export class RecentNames implements Iterable<string> {
  readonly #names = new Set<string>();

  add(name: string): void {
    this.#names.delete(name);
    this.#names.add(name);
    const [oldest] = this.#names;
    if (this.#names.size > MAX_NAMES && oldest !== undefined) this.#names.delete(oldest);
  }

  /** The last one comes last. */
  [Symbol.iterator](): Iterator<string> {
    return this.#names.values();
  }
}
