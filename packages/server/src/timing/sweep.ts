/**
 * Visits the items that were added since the last visit, once per interval, from one timer. An item that has to be visited
 * again is added again. Without items, no timer runs.
 */
export class Sweep<Item> {
  readonly #intervalMs: number;
  readonly #visit: (item: Item) => void;
  #items = new Set<Item>();
  /** The items of the current round that were not visited yet. */
  #round = new Set<Item>();
  #timer: NodeJS.Timeout | undefined;

  constructor(intervalMs: number, visit: (item: Item) => void) {
    this.#intervalMs = intervalMs;
    this.#visit = visit;
  }

  add(item: Item): void {
    this.#items.add(item);
    this.#timer ??= setTimeout(this.#run, this.#intervalMs);
  }

  delete(item: Item): void {
    this.#items.delete(item);
    this.#round.delete(item);
  }

  /** Drops all items, with the timer. */
  clear(): void {
    this.#items.clear();
    this.#round.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #run = (): void => {
    this.#timer = undefined;
    this.#round = this.#items;
    this.#items = new Set();
    for (const item of this.#round) this.#visit(item);
    this.#round.clear();
  };
}
