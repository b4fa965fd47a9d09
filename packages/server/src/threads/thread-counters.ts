/** Cells of one thread: its connections, then its heartbeats. */
const CELLS_PER_SLOT = 2;

/** Cells of all threads together, behind those of the slots: the flag of a full server. */
const COMMON_CELLS = 1;

/**
 * The counters of all threads of a server, in memory that they share: their connections and heartbeats. Each thread has a
 * slot of its own, so that the counts of a dead one can be cleared.
 */
export class ThreadCounters {
  readonly buffer: SharedArrayBuffer;
  readonly slots: number;
  readonly #cells: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
    this.slots = (this.#cells.length - COMMON_CELLS) / CELLS_PER_SLOT;
  }

  static forSlots(slots: number): ThreadCounters {
    return new ThreadCounters(
      new SharedArrayBuffer((slots * CELLS_PER_SLOT + COMMON_CELLS) * Int32Array.BYTES_PER_ELEMENT),
    );
  }

  get connections(): number {
    let sum = 0;
    for (let slot = 0; slot < this.slots; slot++) sum += Atomics.load(this.#cells, slot * CELLS_PER_SLOT);
    return sum;
  }

  addConnection(slot: number, difference: 1 | -1): void {
    Atomics.add(this.#cells, slot * CELLS_PER_SLOT, difference);
  }

  /** True from when the server was full until it has recovered. */
  get isFull(): boolean {
    return Atomics.load(this.#cells, this.#fullCell()) === 1;
  }

  /** Notes that the server is full. Returns `true` to the first thread that does so since it had recovered. */
  noteFull(): boolean {
    return Atomics.exchange(this.#cells, this.#fullCell(), 1) === 0;
  }

  noteRecovered(): void {
    Atomics.store(this.#cells, this.#fullCell(), 0);
  }

  #fullCell(): number {
    return this.slots * CELLS_PER_SLOT;
  }

  /** Counts a heartbeat: the event loop of the thread turns. */
  beat(slot: number): void {
    Atomics.add(this.#cells, slot * CELLS_PER_SLOT + 1, 1);
  }

  /** Returns a number that changes while the event loop of the thread turns. */
  beats(slot: number): number {
    return Atomics.load(this.#cells, slot * CELLS_PER_SLOT + 1);
  }

  /** Clears the counts of a dead thread. */
  clear(slot: number): void {
    Atomics.store(this.#cells, slot * CELLS_PER_SLOT, 0);
    Atomics.store(this.#cells, slot * CELLS_PER_SLOT + 1, 0);
  }
}
