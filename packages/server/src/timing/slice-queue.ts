import { TURN_MS } from "../limits.ts";

/**
 * Visits items in the order in which they came, for at most `TURN_MS` in one turn of the event loop: between two slices,
 * sockets are read and timers run. An item that is in it already keeps its place.
 */
export class SliceQueue<Item> {
  readonly #visit: (item: Item) => void;
  readonly #items = new Set<Item>();
  #immediate: NodeJS.Immediate | undefined;

  constructor(visit: (item: Item) => void) {
    this.#visit = visit;
  }

  add(item: Item): void {
    this.#items.add(item);
    this.#immediate ??= setImmediate(this.#run);
  }

  delete(item: Item): void {
    this.#items.delete(item);
  }

  /** Forgets everything. */
  clear(): void {
    this.#items.clear();
    clearImmediate(this.#immediate);
    this.#immediate = undefined;
  }

  readonly #run = (): void => {
    const endsAt = performance.now() + TURN_MS;
    this.#immediate = undefined;
    for (const item of this.#items) {
      this.#items.delete(item);
      this.#visit(item);
      if (performance.now() >= endsAt) break;
    }
    if (this.#items.size > 0) this.#immediate ??= setImmediate(this.#run);
  };
}
