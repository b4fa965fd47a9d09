/** The number of free slots at the front from which it is worth moving what stands behind them. */
const MIN_FREE_SLOTS = 1_024;

/** A first-in, first-out queue. Takes from the front in constant time: `Array.shift` may move all that stands behind. */
export class Queue<Item> {
  #items: (Item | undefined)[] = [];
  #start = 0;

  get length(): number {
    return this.#items.length - this.#start;
  }

  /** The oldest one; `undefined` when there is none. */
  get first(): Item | undefined {
    return this.#items[this.#start];
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Takes the oldest one; `undefined` when there is none. */
  shift(): Item | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#start];
    this.#items[this.#start] = undefined;
    this.#start += 1;
    if (this.length === 0) this.#startAnew([]);
    else if (this.#start >= MIN_FREE_SLOTS && this.#start >= this.length) {
      this.#startAnew(this.#items.slice(this.#start));
    }
    return item;
  }

  /** Takes all of them, oldest first. */
  takeAll(): Item[] {
    const items = [...this];
    this.#startAnew([]);
    return items;
  }

  *[Symbol.iterator](): Iterator<Item> {
    for (let at = this.#start; at < this.#items.length; at++) yield this.#items[at] as Item;
  }

  #startAnew(items: (Item | undefined)[]): void {
    this.#items = items;
    this.#start = 0;
  }
}
