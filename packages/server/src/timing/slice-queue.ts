import { TURN_MS } from "../limits.ts";

/**
 * Visits items in the order in which they came, for at most `TURN_MS` in one turn of the event loop. Between two slices,
 * sockets are read and timers run. An item that is added twice keeps its place.
 */
export class SliceQueue<Item> {
  readonly #visit: (item: Item) => void;
  readonly #items = new Set<Item>();
  #immediate: NodeJS.Immediate | undefined;
  #isSliceOver = false;

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

  /** Drops all items. */
  clear(): void {
    this.#items.clear();
    clearImmediate(this.#immediate);
    this.#immediate = undefined;
  }

  /** Ends the slice behind the item that is visited: work that it began goes on before the next item. */
  endSlice(): void {
    this.#isSliceOver = true;
  }

  readonly #run = (): void => {
    const endsAt = performance.now() + TURN_MS;
    this.#immediate = undefined;
    this.#isSliceOver = false;
    // An item that is added again has to wait for the next slice.
    let left = this.#items.size;
    for (const item of this.#items) {
      this.#items.delete(item);
      this.#visit(item);
      left -= 1;
      if (left === 0 || this.#isSliceOver || performance.now() >= endsAt) break;
    }
    if (this.#items.size > 0) this.#immediate ??= setImmediate(this.#run);
  };
}

/** Visits the items that there are now, in slices of a turn. Resolves when all had their turn. */
export function visitInSlices<Item>(items: Iterable<Item>, visit: (item: Item) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const all = new Set(items);
  const slices = new SliceQueue<Item>((item) => {
    visit(item);
    all.delete(item);
    if (all.size === 0) resolve();
  });
  for (const item of all) slices.add(item);
  if (all.size === 0) resolve();
  return promise;
}
