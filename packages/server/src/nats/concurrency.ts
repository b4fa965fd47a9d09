/** Runs tasks of one key one after another, and tasks of different keys at the same time, up to a limit. */
export class KeyedQueue {
  readonly #maxRunning: number;
  readonly #last = new Map<string, Promise<void>>();
  /** Tasks whose turn comes as soon as another has ended. */
  readonly #ready: (() => void)[] = [];
  #runningCount = 0;

  constructor(maxRunning: number) {
    this.#maxRunning = maxRunning;
  }

  /** Runs a task after all earlier tasks of its key. It must not reject. */
  run(key: string, task: () => Promise<void>): Promise<void> {
    const before = this.#last.get(key);
    const done = before ? before.then(() => this.#run(task)) : this.#run(task);
    this.#last.set(key, done);
    done.then(() => {
      if (this.#last.get(key) === done) this.#last.delete(key);
    });
    return done;
  }

  /** Resolves when all tasks up to now have ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  async #run(task: () => Promise<void>): Promise<void> {
    if (this.#runningCount < this.#maxRunning) this.#runningCount += 1;
    else await new Promise<void>((resolve) => this.#ready.push(resolve));
    await task();
    // The next task inherits this one's place, so the count stays.
    const next = this.#ready.shift();
    if (next) next();
    else this.#runningCount -= 1;
  }
}

/** Runs a task for every item, at most `count` at the same time. Rejects with the first failure. */
export async function inParallel<Item>(
  count: number,
  items: Iterable<Item>,
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const workers = Array.from({ length: count }, async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await task(next.value);
  });
  await Promise.all(workers);
}
