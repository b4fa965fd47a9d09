/**
 * Calls back for every item that stays in it for a given time. All items wait equally long, so the item that was added first
 * is due first, and one timer serves them all.
 */
export class DeadlineQueue<Item> {
  readonly #delayMs: number;
  readonly #onDue: (item: Item) => void;
  // A Map keeps the order of insertion, which is the order of the deadlines.
  readonly #deadlines = new Map<Item, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(delayMs: number, onDue: (item: Item) => void) {
    this.#delayMs = delayMs;
    this.#onDue = onDue;
  }

  /** Starts the time of an item, or starts it again. */
  add(item: Item): void {
    this.#deadlines.delete(item);
    this.#deadlines.set(item, performance.now() + this.#delayMs);
    this.#timer ??= this.#setTimer(this.#delayMs);
  }

  delete(item: Item): void {
    // The timer stays: clearing and setting it for every message that comes in two reads would cost more than one idle call.
    this.#deadlines.delete(item);
  }

  /** Drops all items, with the timer. */
  clear(): void {
    this.#deadlines.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #expire = (): void => {
    const now = performance.now();
    for (const [item, deadline] of this.#deadlines) {
      if (deadline > now) break;
      this.#deadlines.delete(item);
      this.#onDue(item);
    }
    this.#rearm();
  };

  /** Sets the timer for the item that is due next. Callbacks may have added some, and even have set a timer. */
  #rearm(): void {
    clearTimeout(this.#timer);
    const [next] = this.#deadlines.values();
    this.#timer = next === undefined ? undefined : this.#setTimer(Math.max(0, Math.ceil(next - performance.now())));
  }

  /** Sets a timer that does not keep the process alive: the items do. */
  #setTimer(delayMs: number): NodeJS.Timeout {
    return setTimeout(this.#expire, delayMs).unref();
  }
}
