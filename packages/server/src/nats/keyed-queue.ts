/** Runs tasks of one key one after the other, and those of different keys side by side. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs a task when those that were given for the key before have ended. It must not reject. */
  run(key: string, task: () => Promise<void>): Promise<void> {
    const before = this.#last.get(key);
    const done = before ? before.then(task) : task();
    this.#last.set(key, done);
    done.then(() => {
      if (this.#last.get(key) === done) this.#last.delete(key);
    });
    return done;
  }

  /** Resolves when all that was given up to now has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
